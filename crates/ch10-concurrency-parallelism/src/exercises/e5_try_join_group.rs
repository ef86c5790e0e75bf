//! `try_all` runs futures as tasks, and returns the first error. Its tasks may still be there then. Mend
//! it: when it returns, none of its tasks is left, as when the `async with` of a `TaskGroup` is over.
//!
//! # Hint
//!
//! When a `JoinSet` is dropped, it asks its tasks to stop. Asking is not waiting. What does its
//! documentation offer for both?

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use tokio::task::{JoinSet, yield_now};

/// Runs all of them, and gives their answers in the order in which they come, or the first error.
pub async fn try_all<T: Send + 'static, E: Send + 'static>(
    futures: Vec<impl Future<Output = Result<T, E>> + Send + 'static>,
) -> Result<Vec<T>, E> {
    let mut set: JoinSet<_> = futures.into_iter().collect();
    let mut answers = Vec::new();
    while let Some(answer) = set.join_next().await {
        // Your turn: what becomes of the others, if this is an error?
        answers.push(answer.unwrap()?);
    }
    Ok(answers)
}

// The test: the same for the solution.

/// Counts those that are there.
struct Guard(Arc<AtomicU32>);

impl Guard {
    fn new(there: &Arc<AtomicU32>) -> Guard {
        there.fetch_add(1, SeqCst);
        Guard(Arc::clone(there))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

async fn job(_guard: Guard, number: u32) -> Result<u32, &'static str> {
    for _ in 0..10 * number {
        yield_now().await;
    }
    if number == 2 { Err("the disk is full") } else { Ok(number) }
}

/// Once all succeed. Then the second one fails, and when the error is there, nobody else is.
pub fn test() {
    let there = Arc::new(AtomicU32::new(0));
    let jobs = |numbers: &[u32]| -> Vec<_> {
        numbers.iter().map(|number| job(Guard::new(&there), *number)).collect()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let answers = try_all(jobs(&[4, 3, 1])).await;
        assert_eq!(answers, Ok(vec![1, 3, 4]), "Nobody failed, and these are not the answers.");
        let answers = try_all(jobs(&[1, 2, 1_000])).await;
        let left = there.load(SeqCst);
        assert_eq!(answers, Err("the disk is full"), "One failed, and this is not its error.");
        assert_eq!(left, 0, "`try_all` has returned the error, and so many tasks are still there.");
    });
}
