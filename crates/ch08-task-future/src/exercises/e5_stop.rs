//! Write `stop` for tokio: it ends a task, waits until it is gone, and returns its result if the task
//! had one already. A task that panicked must not pass for one that was cancelled: its panic goes on
//! in whoever calls `stop`.
//!
//! # Hint
//!
//! `abort()` asks, and returns before the task is gone. Awaiting the handle tells what became of it:
//! a value, or a `JoinError`, which has `is_cancelled()` and `into_panic()`.

use tokio::task::JoinHandle;

/// Stops a task. Returns its result if it had ended before.
pub async fn stop<T>(task: JoinHandle<T>) -> Option<T> {
    task.abort();
    // Your turn: is it gone now? And what if it had ended, or failed?
    None
}

// The test: the same for the solution.

/// Stops a task that waits, one that has ended, and one that has panicked.
pub fn test() {
    use std::time::Duration;

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        let held = std::sync::Arc::new(());
        let inside = std::sync::Arc::clone(&held);
        let waiting = tokio::spawn(async move {
            let _inside = inside;
            std::future::pending::<i32>().await
        });
        tokio::task::yield_now().await;
        let Ok(stopped) = tokio::time::timeout(Duration::from_secs(5), stop(waiting)).await else {
            panic!("`stop` waits for the end of a task, and the task has not been asked to end.")
        };
        assert_eq!(stopped, None, "A task that was still waiting has no result.");
        let holders = std::sync::Arc::strong_count(&held);
        assert_eq!(holders, 1, "`stop` returned while the task still held its values.");

        let ended = tokio::spawn(async { 7 });
        until_finished(&ended).await;
        assert_eq!(stop(ended).await, Some(7), "The task had ended; its result must not be lost.");

        let failed = tokio::spawn(async { panic!("a bug in the task") });
        until_finished(&failed).await;
        let outcome = tokio::spawn(stop::<()>(failed)).await;
        let is_panic = outcome.is_err_and(|error| error.is_panic());
        assert!(is_panic, "The task had panicked, and `stop` returned as if nothing had happened.");
    });
}

async fn until_finished<T>(task: &JoinHandle<T>) {
    while !task.is_finished() {
        tokio::task::yield_now().await;
    }
}
