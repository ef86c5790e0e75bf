//! Predict what a program says.
//!
//! Read `program` below, and write what it says into `prediction`, line by line. Do not run it
//! before you have an answer for each line, and a reason.
//!
//! # Hint
//!
//! Two questions decide it. What has run of a coroutine that nobody has polled? And which of the
//! two awaits gives up control?

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Waker};

use smol::future::yield_now;

/// Your prediction, a string for each line.
pub fn prediction() -> Vec<&'static str> {
    // Your turn: this guess takes every call for a run, and every await for a pause.
    vec![
        "a begins",
        "b begins",
        "c begins",
        "all are made",
        "a was polled",
        "b was polled",
        "a ends",
    ]
}

/// The program to predict. (`yield_now` is smol’s: pending once, then ready.)
fn program(log: &RefCell<Vec<&'static str>>) {
    let say = |line| log.borrow_mut().push(line);
    let mut context = Context::from_waker(Waker::noop());

    let mut a = pin!(async {
        say("a begins");
        yield_now().await;
        say("a ends");
    });
    let mut b = pin!(async {
        say("b begins");
        std::future::ready(()).await;
        say("b ends");
    });
    let _c = async { say("c begins") };
    say("all are made");

    let _ = a.as_mut().poll(&mut context);
    say("a was polled");
    let _ = b.as_mut().poll(&mut context);
    say("b was polled");
    let _ = a.as_mut().poll(&mut context);
}

// The test: the same for the solution.

/// Compares the prediction with a run, up to the first line that differs.
pub fn test() {
    let log = RefCell::new(Vec::new());

    program(&log);

    let said = log.into_inner();
    let guess = prediction();
    for (number, (guessed, said)) in guess.iter().zip(&said).enumerate() {
        let number = number + 1;
        assert!(guessed == said, "Line {number} of what the program says is not {guessed:?}.");
    }
    assert!(guess.len() >= said.len(), "So far it is right, but the program says more lines.");
    assert!(guess.len() <= said.len(), "So far it is right, but the program ends before that.");
}
