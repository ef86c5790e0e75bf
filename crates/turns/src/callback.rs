//! A function registered to the loop.

use crate::inspect::Now;
use crate::join_error::panic_message;
use crate::queue::Turn;
use std::any::Any;
use std::cell::Cell;
use std::fmt;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::{Poll, Waker};

/// A function that takes one turn.
pub(crate) struct Callback<F>(Cell<Option<F>>);

impl<F> Callback<F> {
    pub(crate) fn new(function: F) -> Callback<F> {
        Callback(Cell::new(Some(function)))
    }
}

impl<F: FnOnce()> Turn for Callback<F> {
    fn take_turn(&self, _: &Waker, now: &Now) -> Poll<()> {
        now.no_task();
        if let Some(function) = self.0.take() {
            function();
        }
        Poll::Ready(())
    }

    fn panicked(&self, panic: Box<dyn Any + Send>) {
        report("a callback", &*panic);
    }

    fn close(&self) {
        let function = self.0.take();
        call_guarded("the drop of a callback", || drop(function));
    }
}

/// A function that takes a turn whenever it is woken, until it is ready.
pub(crate) struct PolledCallback<F>(Cell<Option<F>>);

impl<F> PolledCallback<F> {
    pub(crate) fn new(function: F) -> PolledCallback<F> {
        PolledCallback(Cell::new(Some(function)))
    }
}

impl<F: FnMut() -> Poll<()>> Turn for PolledCallback<F> {
    fn take_turn(&self, _: &Waker, now: &Now) -> Poll<()> {
        now.no_task();
        let Some(mut function) = self.0.take() else { return Poll::Ready(()) };
        let polled = function();
        if polled.is_pending() {
            self.0.set(Some(function));
        }
        polled
    }

    fn panicked(&self, panic: Box<dyn Any + Send>) {
        report("a callback", &*panic);
    }

    fn close(&self) {
        let function = self.0.take();
        call_guarded("the drop of a callback", || drop(function));
    }
}

/// Calls what may panic and has nobody else to tell.
pub(crate) fn call_guarded(what: &str, function: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(function)) {
        report_and_drop(what, panic);
    }
}

#[cold]
#[inline(never)] // Its frame would be a large part of what a turn costs.
fn report_and_drop(what: &str, panic: Box<dyn Any + Send>) {
    report(what, &*panic);
    // What it carries may panic when it is dropped, and what that carries, too: that stays.
    std::mem::forget(catch_unwind(AssertUnwindSafe(|| drop(panic))));
}

fn report(what: &str, panic: &(dyn Any + Send)) {
    let message = panic_message(panic).unwrap_or("(no text)");
    say(format_args!("{what} panicked, the loop goes on: {message}"));
}

/// Says it on stderr. Where nobody reads that any longer, `eprintln!` would panic; this is lost, and
/// the loop goes on.
pub(crate) fn say(what: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "turns: {what}");
}
