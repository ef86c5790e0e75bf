//! `abort` only marks the task. It is dropped at the point where it waits, on its next turn, and a
//! task that has no turn left keeps its result. So `stop` has to await the handle in any case: for the
//! end, and for the answer.
//!
//! A `JoinError` is one of two things. Whoever maps both to `None` loses a panic, and a bug with it.
//! `resume_unwind` passes it on as it was, without a second message. On smol all of this is one line:
//! `task.cancel().await` returns an `Option`, and a panic comes through by itself.

use std::panic::resume_unwind;

use tokio::task::JoinHandle;

/// Stops a task. Returns its result if it had ended before.
pub async fn stop<T>(task: JoinHandle<T>) -> Option<T> {
    task.abort();
    match task.await {
        Ok(result) => Some(result),
        Err(error) if error.is_cancelled() => None,
        Err(error) => resume_unwind(error.into_panic()),
    }
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
