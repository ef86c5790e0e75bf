//! Chapter 8: what does a task add to a future?
//!
//! A coroutine alone is inert: somebody must poll it to its end. A task is a coroutine that a
//! runtime has taken over, so that it runs on its own turn; what the caller gets back is a handle,
//! which tells the state, waits for the end and hands out the result. Python and Rust share that
//! idea and differ in the names: a Rust `Future` is Python's coroutine object, a Rust task with its
//! handle is `asyncio.Task`, and `asyncio.Future` is what Rust calls a oneshot channel.
//!
//! Each module is one program, written in Python and for four runtimes: read `original.py` first,
//! then one `on_*.rs`, then the difference between two of them. (async-std is discontinued; it is
//! here because programs that use it are still met.)

// Only the stage that makes a waker of a number needs `unsafe`, at one place.
#![deny(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod first_task;

pub mod result;

pub mod done_callback;

pub mod is_a_future;

pub mod dropped_handle;

pub mod panics;

pub mod a_future_by_hand;

pub mod s1_task;

pub mod s2_join_handle;

pub mod s3_cancel;

pub mod s4_no_allocation_to_wake;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings and exercises, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch08-task-future": "What does a task add to a future?";
    first_task [python runtimes] "a task printed pending, run, and printed finished";
    result [python runtimes] "the finished task hands out its value, also too early and after a failure";
    done_callback [python runtimes] "a callback when the task ends";
    is_a_future [python runtimes] "a task is a future, asserted at run time and at compile time";
    dropped_handle [python runtimes] "what becomes of a task without a handle";
    panics [python runtimes] "a task that fails, and its neighbour";
    a_future_by_hand [python runtimes] "asyncio's Future beside a oneshot channel";
    s1_task [plain] "a loop that keeps tasks, and wakers that make them ready";
    s2_join_handle [plain] "a handle: the result is asked for, or awaited";
    s3_cancel [plain] "a task is cancelled, and a panic stays in its task";
    s4_no_allocation_to_wake [plain] "a waker is a number, and a stale one does no harm";
    [exercises]
    e1_predict "predict what runs when: a task, a coroutine, a dropped one";
    e2_keep_the_handles "mend a server on smol that serves nobody";
    e3_cancel "write `cancel` for the hand-made task";
    e4_join_handle "write the future behind `handle.await`, with its waker";
    e5_stop "stop a task, and lose neither its result nor its panic";
};

#[cfg(test)]
mod tests {
    use crate::s4_no_allocation_to_wake::{EventLoop, Slot};
    use std::cell::{Cell, RefCell};
    use std::future::{poll_fn, ready};
    use std::rc::Rc;
    use std::task::Poll;

    /// What the page says of stage 4: the last generation is followed by the first, a waker of the
    /// one before wakes nobody, and one of the same number is a turn for nothing.
    #[test]
    fn in_stage_4_the_generation_begins_again() {
        let mut event_loop = EventLoop { slots: vec![Slot::default()] };
        let place = Rc::new(RefCell::new(None));
        let leave_a_waker = |place: Rc<RefCell<_>>| {
            poll_fn(move |context| {
                *place.borrow_mut() = Some(context.waker().clone());
                Poll::Ready(())
            })
        };
        // A waker of the first generation, left behind.
        event_loop.create_task(leave_a_waker(place.clone()));
        assert_eq!(event_loop.run(), 1);
        let oldest = place.take().unwrap();

        event_loop.slots[0].generation = u32::MAX;
        event_loop.create_task(leave_a_waker(place.clone()));
        assert_eq!(event_loop.run(), 1);
        assert_eq!(event_loop.slots[0].generation, 0);
        let last = place.take().unwrap();

        let turns = Rc::new(Cell::new(0));
        let count = turns.clone();
        event_loop.create_task(poll_fn(move |context| {
            count.set(count.get() + 1);
            match count.get() {
                1 => last.wake_by_ref(),
                2 => oldest.wake_by_ref(),
                _ => return Poll::Ready(()),
            }
            if count.get() == 1 {
                context.waker().wake_by_ref();
            }
            Poll::Pending
        }));
        event_loop.create_task(ready(()));
        // One for the task that is ready at once. Three for the other: its first, the one for its
        // own wake, and the one for nothing. The waker of the generation before gave none.
        assert_eq!(event_loop.run(), 1 + 3);
        assert_eq!(turns.get(), 3);
    }
}
