//! smol has no group of tasks. `all_or_none` gives all values, or the first error, but when the
//! error is there, the other jobs may still be in the middle of something. Let them be gone.
//!
//! # Hint
//!
//! A task of smol that is dropped is only *asked* to stop. `Task::cancel` gives a future that is
//! ready when the task is gone. `FuturesUnordered` gives you the tasks' results as they come.

use std::cell::Cell;
use std::future::{pending, ready};
use std::rc::Rc;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, try_join_all};
use smol::LocalExecutor;
use smol::future::yield_now;

type Job = LocalBoxFuture<'static, Result<u32, String>>;

async fn all_or_none(executor: &LocalExecutor<'_>, jobs: Vec<Job>) -> Result<Vec<u32>, String> {
    // Your turn: this drops the tasks and does not wait until they are gone.
    try_join_all(jobs.into_iter().map(|job| executor.spawn(job))).await
}

// The test: the same for the solution.

/// The second of three fails: when the error is there, the other two are gone.
pub fn test() {
    let executor = LocalExecutor::new();
    let gone = Rc::new(Cell::new(0));
    let jobs: Vec<LocalBoxFuture<_>> =
        (0..3).map(|number| job(number, Rc::clone(&gone)).boxed_local()).collect();
    let result = smol::block_on(executor.run(all_or_none(&executor, jobs)));
    assert_eq!(result, Err("job 1 failed".to_owned()), "the first error is the result");
    assert_eq!(gone.get(), 3, "so many of the three jobs were gone when the error came");

    let jobs: Vec<LocalBoxFuture<_>> =
        (0..3).map(|number| ready(Ok(number)).boxed_local()).collect();
    let result = smol::block_on(executor.run(all_or_none(&executor, jobs)));
    assert_eq!(result, Ok(vec![0, 1, 2]), "the values come in the order of the jobs");
}

async fn job(number: u32, gone: Rc<Cell<u32>>) -> Result<u32, String> {
    let _count = Count(gone);
    yield_now().await;
    if number == 1 { Err("job 1 failed".to_owned()) } else { pending().await }
}

/// Counts when it is dropped.
struct Count(Rc<Cell<u32>>);

impl Drop for Count {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}
