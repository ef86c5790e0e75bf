//! A coroutine waits for a lock, and is put aside. Who gets the lock?
//!
//! Run it: `cargo listing futurelock`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use smol::lock::Mutex;

    use crate::smol_timeout::timeout;

    /// smol's lock, which is async-std's, too, is only *mostly* unfair: whoever is woken half a
    /// millisecond after it began to wait, or later, and finds the lock taken again, is served in
    /// order. Put aside, it holds up the others as it does on tokio.
    #[test]
    fn smols_lock_is_held_up_by_a_waiter_that_was_woken_in_vain() {
        smol::block_on(async {
            let lock = Mutex::new(());
            let guard = lock.lock().await;
            let mut aside = Box::pin(lock.lock());
            assert!(futures::poll!(aside.as_mut()).is_pending());
            drop(guard); // it is woken,
            let quicker = lock.try_lock().expect("the lock is free");
            sleep(Duration::from_millis(2));
            assert!(futures::poll!(aside.as_mut()).is_pending()); // and has come too late
            drop(quicker);

            let limit = Duration::from_millis(50);
            assert!(timeout(limit, lock.lock()).await.is_err(), "nobody holds the lock");
            drop(aside);
            assert!(timeout(limit, lock.lock()).await.is_ok());
        });
    }
}
