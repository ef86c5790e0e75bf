//! In the first round, “salt” and “bread” stand in the queue when the loop looks around. The time
//! of “pepper” has come at once, but it goes to the end of the queue, so it is third: `call_later`
//! with a delay of zero is no `call_soon`. “oil” was registered during that round and has its turn
//! in the second. It calls `stop`, so the loop ends after this round; “vinegar” would be in the
//! third, which does not come. It stays in the loop, as it would in asyncio, and would be called if
//! the loop ran again.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::s2_timers::plain::EventLoop;

type Log = Rc<RefCell<Vec<&'static str>>>;

/// Your prediction, a word for each line.
pub fn prediction() -> Vec<&'static str> {
    vec!["salt", "bread", "pepper", "oil"]
}

/// Runs on the loop of stage 2. Each word that it would print, it adds to the log.
pub fn program(log: &Log) {
    let mut event_loop = EventLoop::new();
    let (a, b, c) = (Rc::clone(log), Rc::clone(log), Rc::clone(log));
    event_loop.call_soon(move |event_loop| {
        a.borrow_mut().push("salt");
        let (d, e) = (Rc::clone(&a), Rc::clone(&a));
        event_loop.call_soon(move |event_loop| {
            d.borrow_mut().push("oil");
            event_loop.stop();
            event_loop.call_soon(move |_| e.borrow_mut().push("vinegar"));
        });
    });
    event_loop.call_later(Duration::ZERO, move |_| b.borrow_mut().push("pepper"));
    event_loop.call_soon(move |_| c.borrow_mut().push("bread"));
    event_loop.run_forever();
}

// The test: the same for the solution.

/// Compares the prediction with a run, up to the first word that differs.
pub fn test() {
    let log = Log::default();
    program(&log);
    let said = log.borrow();
    let guess = prediction();

    for (number, (guessed, said)) in guess.iter().zip(said.iter()).enumerate() {
        let number = number + 1;
        assert!(guessed == said, "Word {number} is not {guessed:?}.");
    }
    assert!(guess.len() >= said.len(), "So far it is right, but the program says more.");
    assert!(guess.len() <= said.len(), "So far it is right, but the program stops before that.");
}
