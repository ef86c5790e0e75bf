//! Predict what `program` says. It registers functions with the loop of stage 2, one of them by
//! `call_later` with a delay of zero, and one of them stops the loop. Read it, do not run it, and
//! write into `prediction` the words in the order in which they come.
//!
//! # Hint
//!
//! Go round by round. At the beginning of a round the loop looks around: a timer whose time has
//! come goes to the end of the queue. Then everybody in the queue has a turn. Whoever is
//! registered during the round is not in it. And what does `stop` still let happen?

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use crate::s2_timers::plain::EventLoop;

type Log = Rc<RefCell<Vec<&'static str>>>;

/// Your prediction, a word for each line.
pub fn prediction() -> Vec<&'static str> {
    // Your turn: this guess takes them in the order in which they stand in the text.
    vec!["salt", "oil", "vinegar", "pepper", "bread"]
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
