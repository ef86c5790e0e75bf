//! The results come in the order of the ends, so each carries its number. After the first error
//! every task that is left is cancelled, and the cancelling is awaited. In between nothing else can
//! go wrong, except that whoever awaits `all_or_none` gives it up: then the tasks are dropped, and
//! nobody waits for them. No `async fn` can prevent that, in Rust as it is today.

use std::cell::Cell;
use std::future::{pending, ready};
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use smol::LocalExecutor;
use smol::future::yield_now;

type Job = LocalBoxFuture<'static, Result<u32, String>>;

async fn all_or_none(executor: &LocalExecutor<'_>, jobs: Vec<Job>) -> Result<Vec<u32>, String> {
    let mut values = vec![0; jobs.len()];
    let numbered = jobs.into_iter().enumerate();
    let mut tasks: FuturesUnordered<_> =
        numbered.map(|(number, job)| executor.spawn(async move { (number, job.await) })).collect();
    while let Some((number, result)) = tasks.next().await {
        match result {
            Ok(value) => values[number] = value,
            Err(error) => {
                for task in tasks {
                    task.cancel().await;
                }
                return Err(error);
            }
        }
    }
    Ok(values)
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
