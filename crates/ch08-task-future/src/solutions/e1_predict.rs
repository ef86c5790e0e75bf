//! `spawn` only puts the tea into the queue of what is ready. The coroutine that `block_on` drives
//! goes on, says its first line, and waits for the tea: now the loop has its turn.
//!
//! The toast is a future and no task. Nobody drives it until it is awaited, so it begins after the tea
//! has ended; the two never overlap, although both have a place where they could give way. The egg is
//! never driven at all. It is the same in Python, where a coroutine that was never awaited gets a
//! warning.

use std::cell::RefCell;
use std::rc::Rc;

type Log = Rc<RefCell<Vec<String>>>;

/// Your prediction, a string for each line.
pub fn prediction() -> Vec<&'static str> {
    vec![
        "all three are made",
        "tea begins",
        "tea ends",
        "the tea is there",
        "toast begins",
        "toast ends",
        "the toast is there",
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
