//! An old waker that is replaced may be the last of its task: its drop may do anything, also wake a
//! child.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use ch10_concurrency_parallelism::{s2_only_the_woken, s3_scope_that_borrows};
use futures::channel::oneshot::{Sender, channel};
use runner::in_time;

/// The last waker of a task that is gone: what the task held is dropped with it, and so a child
/// that waits for a word from it is woken.
struct LastOfATask(Mutex<Option<Sender<()>>>);

impl Wake for LastOfATask {
    fn wake(self: Arc<Self>) {}
}

impl Drop for LastOfATask {
    fn drop(&mut self) {
        drop(self.0.lock().unwrap().take());
    }
}

type Child = Pin<Box<dyn Future<Output = ()>>>;

/// Polls the only child with a waker like that, and then with another: on a thread of its own, which
/// hangs if the old one is dropped with the lock held.
fn is_not_held_up<C>(
    children: fn() -> C,
    add: fn(&mut C, Child),
    poll: fn(&mut C, &mut Context<'_>) -> Poll<()>,
) where
    C: 'static,
{
    in_time(move || {
        let (send, mut message) = channel::<()>();
        let mut children = children();
        add(
            &mut children,
            Box::pin(poll_fn(move |context| Pin::new(&mut message).poll(context).map(drop))),
        );
        let old: Waker = Arc::new(LastOfATask(Mutex::new(Some(send)))).into();
        assert!(poll(&mut children, &mut Context::from_waker(&old)).is_pending());
        drop(old);
        let mut context = Context::from_waker(Waker::noop());
        while poll(&mut children, &mut context).is_pending() {}
    });
}

#[test]
fn children_that_are_polled_when_woken() {
    use s2_only_the_woken::Children;
    is_not_held_up(Children::default, |children, child| children.add(child), Children::poll);
}

#[test]
fn children_of_a_scope() {
    use s3_scope_that_borrows::Children;
    is_not_held_up(Children::default, |children, child| children.add(child), Children::poll);
}
