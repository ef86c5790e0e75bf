//! Predict what `program` prints. It calls one async function three times: what one call returns is
//! spawned, what another returns is awaited, and the third is dropped. Read it, do not run it, and
//! write into `prediction` the lines in the order in which they come. There are seven.
//!
//! # Hint
//!
//! Ask of each of the three: who drives it, and from when on? A call of an async function runs none
//! of its body. `spawn` gives it to the loop, which has its turn when the coroutine inside
//! `block_on` awaits something that is not ready.

use std::cell::RefCell;
use std::rc::Rc;

type Log = Rc<RefCell<Vec<String>>>;

/// Your prediction, a string for each line.
pub fn prediction() -> Vec<&'static str> {
    // Your turn: this guess takes every call for a task. Which lines come, and when?
    vec![
        "tea begins",
        "toast begins",
        "egg begins",
        "all three are made",
        "tea ends",
        "the tea is there",
        "toast ends",
        "the toast is there",
        "egg ends",
    ]
}

/// Runs on the loop of this book. Each line that it would print, it adds to the log.
pub fn program(log: &Log) {
    let say = |line: &str| log.borrow_mut().push(line.to_owned());
    turns::block_on(async {
        let tea = turns::spawn(make("tea", Rc::clone(log)));
        let toast = make("toast", Rc::clone(log));
        let egg = make("egg", Rc::clone(log));
        say("all three are made");
        tea.await.unwrap();
        say("the tea is there");
        toast.await;
        say("the toast is there");
        drop(egg);
    });
}

async fn make(what: &'static str, log: Log) {
    log.borrow_mut().push(format!("{what} begins"));
    turns::yield_now().await;
    log.borrow_mut().push(format!("{what} ends"));
}

// The test: the same for the solution.

/// Compares the prediction with a run, up to the first line that differs.
pub fn test() {
    let log = Log::default();
    program(&log);
    let printed = log.borrow();
    let guess = prediction();

    for (number, (guessed, said)) in guess.iter().zip(printed.iter()).enumerate() {
        let number = number + 1;
        assert!(guessed == said, "Line {number} of what it prints is not {guessed:?}.");
    }
    assert!(guess.len() >= printed.len(), "So far it is right, but the program prints more lines.");
    assert!(guess.len() <= printed.len(), "So far it is right, but the program ends before that.");
}
