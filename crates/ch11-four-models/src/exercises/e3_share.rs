//! Whoever accepts connections deals them out to the loops in turn, as `loops` does. But some
//! connections last for hours and others for a moment, and after a while one loop has all the long
//! ones. Give each connection to a loop that has the fewest.
//!
//! # Hint
//!
//! The loops tell you when a connection is closed. What do you have to remember of each?

use std::collections::VecDeque;

/// Decides which loop gets a connection.
struct Share {
    loops: usize,
    last: usize,
}

impl Share {
    fn new(loops: usize) -> Share {
        Share { loops, last: 0 }
    }

    /// A connection has come: the number of the loop that gets it, counted from 0.
    fn opened(&mut self) -> usize {
        // Your turn: in turn is not fair.
        self.last = (self.last + 1) % self.loops;
        self.last
    }

    /// A connection of this loop is over.
    fn closed(&mut self, _number: usize) {}
}

// The test: the same for the solution.

/// Whoever gets a connection had as few open ones as any.
pub fn test() {
    let mut share = Share::new(3);
    let mut open = [0; 3];
    let mut connections = VecDeque::new();
    for step in 0..300 {
        let number = share.opened();
        let fewest = *open.iter().min().expect("there are three loops");
        assert_eq!(
            open[number], fewest,
            "step {step}: the loop that got a connection had so many open; another had fewer"
        );
        open[number] += 1;
        // Those of the first loop last long, those of the others are soon over.
        connections.push_back((step + if number == 0 { 40 } else { 5 }, number));
        connections.make_contiguous().sort_unstable();
        while connections.front().is_some_and(|(end, _)| *end <= step) {
            let (_, number) = connections.pop_front().expect("there is one");
            open[number] -= 1;
            share.closed(number);
        }
    }
}
