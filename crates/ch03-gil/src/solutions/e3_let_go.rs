//! Whoever waits needs no lock for it. That is the whole rule, and forgetting it once is enough: a
//! program in which one waits with the lock for another who wants it stands still for good. Here
//! only the limit has saved us.

use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use crate::Gil;

const LIMIT: Duration = Duration::from_secs(3);

/// The neighbour's number, or none if it takes too long. It is called with the lock held.
fn receive(gil: &Gil, numbers: &Receiver<u32>) -> Option<u32> {
    gil.released(|| numbers.recv_timeout(LIMIT).ok())
}

// The test: the same for the solution.

/// The number comes, although its sender needs the lock; and afterwards the lock is held again.
pub fn test() {
    let gil = Gil::new();
    let (say, numbers) = mpsc::channel();
    gil.acquire();
    let number = thread::scope(|scope| {
        scope.spawn(|| {
            gil.acquire();
            // Nobody hears it if `receive` has given up.
            let _ = say.send(42);
            gil.release();
        });
        let number = receive(&gil, &numbers);
        gil.release();
        number
    });
    assert_eq!(number, Some(42), "no number came: its sender never got the lock");
}
