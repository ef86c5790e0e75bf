//! An old waker that is replaced may be the last of its task: its drop may do anything, also set
//! the flag that it waited for.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use ch07_async_await::a_wrong_future::{Flag, right};
use runner::in_time;

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
    in_time(|| {
        let flag = Arc::new(Flag::default());
        let mut wait = pin!(right(flag.clone()));
        let old = Waker::from(Arc::new(LastOfATask(flag)));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&old)).is_pending());
        drop(old);
        assert!(wait.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    });
}
