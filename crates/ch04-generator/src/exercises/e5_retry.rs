//! A worker takes items from a source, hands each out, and is told how it went. If the other side was busy,
//! it hands out the *same* item again. If something is broken for good, it stops and says why. This one
//! doesn't listen.
//!
//! However it ends, the source is to be closed exactly once. What do you have to do for that?
//!
//! # Hint
//!
//! What `suspend` brings is a `Result`. An inner loop keeps at one item until it's done.

use std::cell::Cell;

use crate::Generator;

/// Why an item couldn't be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Try again.
    Busy,
    /// It will never work.
    Broken,
}

/// Hands out the items of a source, each until it's taken. Returns what was broken, if anything was.
pub fn retry(source: Source<'_>) -> Generator<'_, Result<(), Failure>, u32, Result<(), Failure>> {
    Generator::new(async move |out, first: Result<(), Failure>| {
        first?;
        for item in source {
            // Your turn: somebody answers, and nobody looks.
            let _ = out.suspend(item).await;
        }
        Ok(())
    })
}

// The test: the same for the solution.

/// The numbers 1 to 3. It counts how often it's closed.
pub struct Source<'a> {
    next: u32,
    closed: &'a Cell<u32>,
}

impl Iterator for Source<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.next += 1;
        (self.next <= 3).then_some(self.next)
    }
}

impl Drop for Source<'_> {
    fn drop(&mut self) {
        self.closed.set(self.closed.get() + 1);
    }
}

/// All are taken; the second is busy twice; the second is broken; it's dropped in the middle; it's
/// never begun.
pub fn test() {
    use Failure::{Broken, Busy};

    let (said, closed) = trace(&[Ok(()), Ok(()), Ok(()), Ok(())]);
    assert_eq!(said, ["1", "2", "3", "Ok(())"], "this comes out when each item is taken");
    assert_eq!(closed, 1, "so often is the source closed when all are taken");

    let (said, closed) = trace(&[Ok(()), Ok(()), Err(Busy), Err(Busy), Ok(()), Ok(())]);
    let expected = ["1", "2", "2", "2", "3", "Ok(())"];
    assert_eq!(said, expected, "this comes out when the second item is busy twice");
    assert_eq!(closed, 1, "so often is the source closed when an item was busy");

    let (said, closed) = trace(&[Ok(()), Ok(()), Err(Broken)]);
    assert_eq!(said, ["1", "2", "Err(Broken)"], "this comes out when the second item is broken");
    assert_eq!(closed, 1, "so often is the source closed when an item was broken");

    let (said, closed) = trace(&[Ok(()), Ok(())]);
    assert_eq!(said, ["1", "2"], "this comes out when nobody asks for a third");
    assert_eq!(closed, 1, "so often is the source closed when it's dropped in the middle");

    let (_, closed) = trace(&[]);
    assert_eq!(closed, 1, "so often is the source closed when nobody has asked for anything");
}

/// What comes out for these answers, and how often the source was closed at the end.
fn trace(answers: &[Result<(), Failure>]) -> (Vec<String>, u32) {
    use crate::CoroutineResult::{Return, Yield};

    let closed = Cell::new(0);
    let mut worker = retry(Source { next: 0, closed: &closed });
    let mut said = Vec::new();
    for answer in answers {
        // One that doesn't listen has ended too early.
        if worker.done() {
            said.push("it had ended already".to_string());
            break;
        }
        said.push(match worker.resume(*answer) {
            Yield(item) => item.to_string(),
            Return(end) => format!("{end:?}"),
        });
    }
    drop(worker);
    (said, closed.get())
}
