//! What the program says, and why.
//!
//! A coroutine that is made has not begun, so “all are made” comes first, and `c` never begins.
//! `a` stops at its await, since `yield_now` is pending once; `b` does not, since what it awaits is
//! ready. The last poll takes `a` up where it stopped.

use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Waker};

use smol::future::yield_now;

/// What the program says, in order.
pub fn prediction() -> Vec<&'static str> {
    vec!["all are made", "a begins", "a was polled", "b begins", "b ends", "b was polled", "a ends"]
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
