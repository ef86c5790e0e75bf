//! The child's side: the program that runs a Rust variant is the caller itself, started again.

use std::io::Write;
use std::panic;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use catalog::Side;

use crate::{Entry, find};

/// The first argument that makes a program a child. It is long, so that nobody types it.
const ARGUMENT: &str = "--run-variant-as-child";

/// Whether the program would answer as a child if it were started as one.
static ANSWERS: AtomicBool = AtomicBool::new(false);

/// If this program was started to run one variant, runs it and exits; otherwise returns.
///
/// Call it first in the `main` of every program that calls [`crate::run`].
pub fn run_variant_if_asked() {
    ANSWERS.store(true, Ordering::Relaxed);
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some(ARGUMENT) {
        return;
    }
    let listing = arguments.next().unwrap_or_default();
    let side = arguments.next().unwrap_or_default();
    match entry_point(&listing, &side) {
        Ok(main) => {
            end_quietly_when_nobody_reads();
            timeline::observe(what_turns_holds);
            let written = WriteTrace;
            main();
            drop(written);
            let _ = std::io::stdout().flush();
            // Threads that a runtime leaves behind end here, as after any program's own `main`.
            process::exit(0);
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            process::exit(2);
        }
    }
}

/// The arguments that make this program run one variant.
///
/// # Errors
///
/// If the program's `main` did not call [`run_variant_if_asked`]: it would start itself for ever.
pub(crate) fn arguments(entry: Entry, side: Side) -> Result<[&'static str; 3]> {
    if !ANSWERS.load(Ordering::Relaxed) {
        bail!("`main` must call `listing::run_variant_if_asked()` before a Rust variant can run");
    }
    Ok([ARGUMENT, entry.listing.name, side.name()])
}

/// What the loop of the book holds, for the record; the other runtimes do not tell.
fn what_turns_holds() -> Option<timeline::Snapshot> {
    let held = turns::inspect::snapshot_with(timeline::name_of)?;
    let nanoseconds = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    let timer = |sleeper: turns::inspect::Sleeper| {
        format!("{}: {}", sleeper.name, timeline::duration(nanoseconds(sleeper.remaining)))
    };
    let socket = |waiter: turns::inspect::Waiter| format!("{}: {}", waiter.name, waiter.direction);
    Some(timeline::Snapshot {
        // A future in `block_on` is no task; in the queues it is called so.
        current: Some(held.current.unwrap_or_else(|| "root".to_owned())),
        ready: held.ready,
        timers: held.timers.into_iter().map(timer).collect(),
        sockets: held.sockets.into_iter().map(socket).collect(),
    })
}

/// Writes what the listing recorded when its `main` returns or panics; nothing if it was not asked
/// to record.
struct WriteTrace;

impl Drop for WriteTrace {
    fn drop(&mut self) {
        if let Err(why) = timeline::finish() {
            eprintln!("error: {why}");
        }
    }
}

fn entry_point(listing: &str, side: &str) -> Result<fn()> {
    let entry = find(listing).with_context(|| format!("no listing is named `{listing}`"))?;
    let side = Side::parse(side).with_context(|| format!("no runtime is named `{side}`"))?;
    let variant = entry.listing.variant(side);
    variant.and_then(|variant| variant.main).with_context(|| {
        format!("{listing} has no entry point named {side}: only Rust variants run as a child")
    })
}

/// Lets the child end without a word if its output is cut off, as by `| head`. A listing prints
/// with `println!`, which panics then; that panic says nothing about the listing.
fn end_quietly_when_nobody_reads() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let message = panic.payload_as_str().unwrap_or_default();
        if message.starts_with("failed printing to stdout") && is_broken_pipe(message) {
            process::exit(0);
        }
        report(panic);
    }));
}

/// Whether the message ends as the system's error for a closed pipe does: `EPIPE` is 32 on Unix,
/// `ERROR_NO_DATA` and `ERROR_BROKEN_PIPE` are 232 and 109 on Windows.
fn is_broken_pipe(message: &str) -> bool {
    let codes: &[&str] = if cfg!(windows) { &["232", "109"] } else { &["32"] };
    codes.iter().any(|code| message.ends_with(&format!("(os error {code})")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries;

    #[test]
    fn every_rust_variant_has_an_entry_point() {
        for entry in entries() {
            for side in entry.sides().filter(|side| !side.runs_from_its_file()) {
                entry_point(entry.listing.name, side.name()).unwrap();
            }
        }
    }

    #[test]
    fn a_wrong_name_is_an_error_and_no_panic() {
        let error = entry_point("no_such_listing", "tokio").unwrap_err();

        assert_eq!(error.to_string(), "no listing is named `no_such_listing`");
    }

    #[test]
    fn a_program_that_would_not_answer_starts_no_child() {
        // The test program's own `main` does not call `run_variant_if_asked`.
        let entry = entries().next().unwrap();

        let error = arguments(entry, Side::Tokio).unwrap_err();

        assert!(error.to_string().contains("run_variant_if_asked"), "{error}");
    }
}
