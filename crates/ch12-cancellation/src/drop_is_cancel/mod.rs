//! A coroutine is stopped in three ways. Which of its lines still run?
//!
//! Run it: `cargo listing drop_is_cancel`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;

#[cfg(test)]
mod tests {
    use std::future::pending;

    use futures::channel::oneshot::{self, Canceled, Receiver};

    /// A coroutine that waits for a word to go on, and then says that it has come to its end.
    fn waits(
        go: Receiver<()>,
    ) -> (impl Future<Output = ()> + Send + 'static, Receiver<&'static str>) {
        let (say, said) = oneshot::channel();
        let waits = async move {
            go.await.unwrap();
            say.send("came to its end").unwrap();
            pending().await
        };
        (waits, said)
    }

    /// `cancel()` that is not awaited, but dropped: smol's holds the task, and cancels it with its
    /// end.
    #[test]
    fn smols_cancel_that_is_dropped_cancels() {
        smol::block_on(async {
            let (_go, wait_for_it) = oneshot::channel();
            let (waits, said) = waits(wait_for_it);
            drop(smol::spawn(waits).cancel());
            assert_eq!(said.await, Err(Canceled));
        });
    }

    /// async-std's holds the handle, and lets the task go on.
    #[test]
    fn async_stds_cancel_that_is_dropped_does_nothing() {
        async_std::task::block_on(async {
            let (go, wait_for_it) = oneshot::channel();
            let (waits, said) = waits(wait_for_it);
            drop(async_std::task::spawn(waits).cancel());
            go.send(()).expect("it waits still");
            assert_eq!(said.await, Ok("came to its end"));
        });
    }
}
