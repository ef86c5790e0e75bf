//! What stays at home is a closure that holds `then` and the receiving end of a channel. It lies in
//! a map under a number. The thread gets the number, the sending end and a handle of the loop, all
//! of which are `Send`. When the work is done, it sends the result and then a message with the
//! number; the loop takes the closure out of the map and calls it.
//!
//! turns wakes its tasks in this way. A waker holds a ticket: the number of a loop and of a slot in
//! it. Whoever wakes a task from another thread puts the ticket into the loop's mailbox, and the
//! task itself never leaves its thread.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::mpsc;
use std::thread;

use crate::s5_wake::plain::EventLoop;

/// Lets a thread do the work, and gives what it returned to `then`, on the loop's own thread.
pub fn run_on_thread<T: Send + 'static>(
    event_loop: &mut EventLoop,
    work: impl FnOnce() -> T + Send + 'static,
    then: impl FnOnce(&mut EventLoop, T) + 'static,
) {
    let (sender, receiver) = mpsc::channel();
    let ticket = NEXT.replace(NEXT.get() + 1);
    let at_home = move |event_loop: &mut EventLoop| {
        // The message was sent after the result, so this does not wait. (If the work panics, none
        // comes: a library would catch the panic and hand it over.)
        if let Ok(result) = receiver.recv() {
            then(event_loop, result);
        }
    };
    WAITING.with_borrow_mut(|waiting| waiting.insert(ticket, Box::new(at_home)));
    let handle = event_loop.handle();
    thread::spawn(move || {
        let _ = sender.send(work());
        handle.call_soon_threadsafe(move |event_loop| {
            let at_home = WAITING.with_borrow_mut(|waiting| waiting.remove(&ticket));
            if let Some(at_home) = at_home {
                at_home(event_loop);
            }
        });
    });
}

type AtHome = Box<dyn FnOnce(&mut EventLoop)>;

thread_local! {
    /// Those who wait for a thread, by their tickets.
    static WAITING: RefCell<HashMap<u64, AtHome>> = RefCell::default();
    static NEXT: Cell<u64> = const { Cell::new(0) };
}

// The test: the same for the solution.

/// Two pieces of work, of which the second ends first; the loop has turns meanwhile.
pub fn test() {
    use std::sync::mpsc;
    use std::time::Duration;

    // On a thread of its own, so that a loop that is never woken fails instead of hanging.
    let (report, reported) = mpsc::channel();
    std::thread::spawn(move || {
        let mut event_loop = EventLoop::new();
        let home = std::thread::current().id();
        let (go, wait) = mpsc::channel();
        // The first piece of work waits for a word that comes only if the loop goes on meanwhile.
        let first = move || {
            let is_away = std::thread::current().id() != home;
            let patience = Duration::from_secs(if is_away { 5 } else { 0 });
            (is_away, wait.recv_timeout(patience).is_ok())
        };
        let (to_stop, early) = (report.clone(), report.clone());
        run_on_thread(&mut event_loop, first, move |event_loop, (is_away, was_told)| {
            let is_home = std::thread::current().id() == home;
            let _ = to_stop.send(("first", is_away, was_told, is_home));
            event_loop.stop();
        });
        run_on_thread(
            &mut event_loop,
            || (),
            move |_, ()| {
                let is_home = std::thread::current().id() == home;
                let _ = early.send(("second", true, true, is_home));
                let _ = go.send(());
            },
        );
        event_loop.run_forever();
    });

    for wanted in ["second", "first"] {
        let Ok((who, is_away, was_told, is_home)) = reported.recv_timeout(Duration::from_secs(5))
        else {
            panic!("Nobody called `then` of the {wanted} piece of work.")
        };
        assert!(
            is_away,
            "The work was done on the loop's own thread: meanwhile the loop stood still."
        );
        assert!(was_told, "While the first piece of work was done, the loop gave nobody a turn.");
        assert!(is_home, "`then` was called on another thread than the loop's.");
        assert_eq!(who, wanted, "The second piece of work ends first, so its `then` comes first.");
    }
}
