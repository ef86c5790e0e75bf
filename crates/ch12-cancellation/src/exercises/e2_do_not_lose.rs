//! `next` reads numbers in pairs. Whoever gives up a call of `next` half-way loses a number. Let
//! nothing be lost, however often `next` is given up.
//!
//! # Hint
//!
//! What lies in a variable of `next` is dropped with its future. What lives longer than a call?

use futures::channel::mpsc::{self, UnboundedReceiver};
use futures::{FutureExt, StreamExt};

struct Pairs {
    inbox: UnboundedReceiver<u32>,
}

impl Pairs {
    fn new(inbox: UnboundedReceiver<u32>) -> Pairs {
        Pairs { inbox }
    }

    async fn next(&mut self) -> (u32, u32) {
        // Your turn: where is the first number while this waits for the second?
        let first = self.inbox.next().await.unwrap();
        let second = self.inbox.next().await.unwrap();
        (first, second)
    }
}

// The test: the same for the solution.

/// Ten numbers come, and each call is given up as often as it has to wait.
pub fn test() {
    let (sender, inbox) = mpsc::unbounded();
    let mut pairs = Pairs::new(inbox);
    let mut seen = Vec::new();
    for number in 1..=10 {
        assert!(pairs.next().now_or_never().is_none(), "there is no pair yet");
        sender.unbounded_send(number).expect("the other end is there");
        if let Some(pair) = pairs.next().now_or_never() {
            seen.push(pair);
        }
    }
    let all = [(1, 2), (3, 4), (5, 6), (7, 8), (9, 10)];
    assert_eq!(seen, all, "these pairs have come; those on the right should have");
}
