//! A generator is made, asked once, looped over, left alone, and thrown away. Everything that happens
//! is written into a log. What does the log say?
//!
//! (`by_ref` lends the generator to the loop, which would otherwise take it and drop it.)
//!
//! # Hint
//!
//! Nothing runs until somebody asks. Each time somebody asks, it runs to the next `suspend`, and no
//! further.

use std::cell::RefCell;

use crate::Generator;

/// Writes into the log when it's dropped.
struct Guard<'a>(&'a RefCell<Vec<&'static str>>);

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push("let go");
    }
}

fn program(log: &RefCell<Vec<&'static str>>) {
    let say = |line| log.borrow_mut().push(line);
    let mut numbers: Generator<(), u32, ()> = Generator::new(async |out, ()| {
        let _guard = Guard(log);
        say("one");
        out.suspend(1).await;
        say("two");
        out.suspend(2).await;
        say("three");
        out.suspend(3).await;
        say("the end");
    });
    say("made");
    numbers.next();
    say("asked once");
    for n in numbers.by_ref() {
        say("in the loop");
        if n == 2 {
            break;
        }
    }
    say("after the loop");
    drop(numbers);
    say("gone");
}

// Your turn: this guess takes it for an ordinary function, which runs when it's made.
/// The lines of the log.
pub fn prediction() -> Vec<&'static str> {
    vec!["one", "two", "three", "the end", "let go", "made", "asked once", "gone"]
}

// The test: the same for the solution.

/// Runs the program and compares its log with the prediction.
pub fn test() {
    let log = RefCell::new(Vec::new());
    program(&log);
    let log = log.into_inner();
    let predicted = prediction();
    let right = log.iter().zip(&predicted).take_while(|(line, guess)| line == guess).count();
    assert_eq!(right, log.len(), "So many of the first lines are right, and then one is not.");
    assert_eq!(
        predicted.len(),
        log.len(),
        "All lines are right, but you have more than there are."
    );
}
