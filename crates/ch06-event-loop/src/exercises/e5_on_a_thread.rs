//! Some work would block the loop: a slow file, a long computation. asyncio has `run_in_executor`
//! for it. Write it for the loop of stage 5: `work` runs on a thread of its own, and when it is
//! done, `then` is called by the loop, on the loop's own thread, with what the work returned.
//!
//! The difficulty is in the types. A message to the loop must be `Send`, and `then` is not: it may
//! hold an `Rc`. So `then` cannot travel to the other thread and back.
//!
//! # Hint
//!
//! Let `then` stay at home, and let a number travel: a ticket, as in a cloakroom. A `thread_local!`
//! of `RefCell<HashMap<u64, …>>` is a cloakroom that every function on the loop's thread can reach.
//! What is in it differs in type, so you need a `Box<dyn …>`; what the work returned can travel in
//! the message, or through a channel whose other end is in the cloakroom.

use crate::s5_wake::plain::EventLoop;

/// Lets a thread do the work, and gives what it returned to `then`, on the loop's own thread.
pub fn run_on_thread<T: Send + 'static>(
    event_loop: &mut EventLoop,
    work: impl FnOnce() -> T + Send + 'static,
    then: impl FnOnce(&mut EventLoop, T) + 'static,
) {
    // Your turn: this works, and the loop stands still until it is done.
    let result = work();
    event_loop.call_soon(move |event_loop| then(event_loop, result));
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
