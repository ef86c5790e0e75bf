//! The first number is kept in the struct, which lives longer than any call, and it is taken out
//! only when there is nothing left to wait for. Between the last `await` and the end nobody can give
//! up, since nobody else has a turn there. That is all that *cancel-safe* means: at each `await`,
//! what has been read lies where it will be found again.

use futures::channel::mpsc::{self, UnboundedReceiver};
use futures::{FutureExt, StreamExt};

struct Pairs {
    inbox: UnboundedReceiver<u32>,
    first: Option<u32>,
}

impl Pairs {
    fn new(inbox: UnboundedReceiver<u32>) -> Pairs {
        Pairs { inbox, first: None }
    }

    async fn next(&mut self) -> (u32, u32) {
        if self.first.is_none() {
            self.first = Some(self.inbox.next().await.unwrap());
        }
        let second = self.inbox.next().await.unwrap();
        (self.first.take().unwrap(), second)
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
