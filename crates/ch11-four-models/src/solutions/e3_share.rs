//! One number for each loop is enough. It is still a guess: one open connection may be idle, and
//! another may keep its core busy. A pool whose threads steal tasks from each other needs no guess,
//! and pays for it with `Send` and with a lock or an atomic at each steal.

use std::collections::VecDeque;

/// Decides which loop gets a connection.
struct Share {
    /// How many connections each loop has.
    open: Vec<usize>,
}

impl Share {
    fn new(loops: usize) -> Share {
        Share { open: vec![0; loops] }
    }

    /// A connection has come: the number of the loop that gets it, counted from 0.
    fn opened(&mut self) -> usize {
        let loops = 0..self.open.len();
        let number = loops.min_by_key(|number| self.open[*number]).expect("there is a loop");
        self.open[number] += 1;
        number
    }

    /// A connection of this loop is over.
    fn closed(&mut self, number: usize) {
        self.open[number] -= 1;
    }
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
