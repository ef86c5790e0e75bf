//! An old waker that is replaced may be the last of its task: its drop may do anything, also set
//! the flag that it waited for.

use std::pin::pin;
use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::thread;
use std::time::Duration;

use ch07_async_await::a_wrong_future::{Flag, right};

/// The last waker of a task that is gone: what the task held is dropped with it.
struct LastOfATask(Arc<Flag>);

impl Wake for LastOfATask {
    fn wake(self: Arc<Self>) {}
}

impl Drop for LastOfATask {
    fn drop(&mut self) {
        self.0.set();
    }
}

#[test]
fn an_old_waker_is_dropped_without_the_lock() {
    let (done, ended) = mpsc::channel();
    thread::spawn(move || {
        let flag = Arc::new(Flag::default());
        let mut wait = pin!(right(flag.clone()));
        let old = Waker::from(Arc::new(LastOfATask(flag)));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&old)).is_pending());
        drop(old);
        assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
        done.send(())
    });
    ended.recv_timeout(Duration::from_secs(30)).expect("it hangs, or it panicked");
}
