//! What the stages promise: a stale waker does no harm, and nothing is lost by a panic.

use std::cell::RefCell;
use std::future::{poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake, Waker};
use std::thread;

use ch08_task_future::s4_no_allocation_to_wake;
use ch08_task_future::solutions::e4_join_handle::{Handle, with_handle};
use runner::in_time;

/// All loops of stage 4 share one inbox: so only one at a time.
static ONE_LOOP: Mutex<()> = Mutex::new(());

#[test]
fn in_stage_4_a_waker_of_a_larger_loop_does_no_harm() {
    let _one = ONE_LOOP.lock();
    in_time(|| {
        let place = Rc::new(RefCell::new(None));
        let left = place.clone();
        let mut large = s4_no_allocation_to_wake::EventLoop::default();
        large.create_task(ready(()));
        large.create_task(poll_fn(move |context| {
            *left.borrow_mut() = Some(context.waker().clone());
            Poll::Ready(())
        }));
        large.run();
        let stale: Waker = place.take().unwrap();

        let mut small = s4_no_allocation_to_wake::EventLoop::default();
        small.create_task(ready(()));
        stale.wake();
        assert_eq!(small.run(), 1);
    });
}

#[test]
fn in_stage_4_a_panic_does_not_lose_what_is_made_ready_after_it() {
    let _one = ONE_LOOP.lock();
    in_time(|| {
        let mut event_loop = s4_no_allocation_to_wake::EventLoop::default();
        event_loop.create_task(async { panic!("a bug in a task") });
        assert!(catch_unwind(AssertUnwindSafe(|| event_loop.run())).is_err());

        let mut another = s4_no_allocation_to_wake::EventLoop::default();
        another.create_task(ready(()));
        assert_eq!(another.run(), 1);
    });
}

/// Wakes when it is dropped: here, when its thread ends.
struct WakeAtDrop(Waker);

impl Drop for WakeAtDrop {
    fn drop(&mut self) {
        self.0.wake_by_ref();
    }
}

thread_local! {
    static LAST: RefCell<Option<WakeAtDrop>> = const { RefCell::new(None) };
}

/// If this fails, it aborts the whole program.
#[test]
fn in_stage_4_a_thread_may_wake_at_its_very_end() {
    let _one = ONE_LOOP.lock();
    in_time(|| {
        let (send, receive) = mpsc::channel::<Waker>();
        let thread = thread::spawn(move || {
            let waker = receive.recv().unwrap();
            LAST.set(Some(WakeAtDrop(waker.clone())));
            // From here on this thread has a queue of its own, which goes before `LAST`.
            waker.wake();
        });
        let mut turns = 0;
        let mut event_loop = s4_no_allocation_to_wake::EventLoop::default();
        event_loop.create_task(poll_fn(move |context| {
            turns += 1;
            if turns == 1 {
                send.send(context.waker().clone()).unwrap();
            }
            if turns == 3 { Poll::Ready(()) } else { Poll::Pending }
        }));
        event_loop.run();
        thread.join().unwrap();
    });
}

thread_local! {
    static HANDLE: RefCell<Option<Pin<Box<Handle<u32>>>>> = const { RefCell::new(None) };
    static GOT: RefCell<Option<Poll<u32>>> = const { RefCell::new(None) };
}

/// As fast as a poller can be: it polls again while `wake` has not yet returned.
struct AtOnce;

impl Wake for AtOnce {
    fn wake(self: Arc<Self>) {
        let mut handle = HANDLE.take().unwrap();
        GOT.set(Some(handle.as_mut().poll(&mut Context::from_waker(Waker::noop()))));
    }
}

#[test]
fn whoever_awaits_a_handle_may_poll_it_at_once_when_woken() {
    let (task, handle) = with_handle(async { 42 });
    let mut handle = Box::pin(handle);
    let waker = Waker::from(Arc::new(AtOnce));
    assert!(handle.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    HANDLE.set(Some(handle));
    assert!(Box::pin(task).as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert_eq!(GOT.take(), Some(Poll::Ready(42)));
}
