//! Runs a variant as if it had been started by itself.

use std::io::Write;
use std::panic;
use std::process;
use std::time::Duration;

/// Runs it, writes what it recorded, and ends the process.
pub(crate) fn run(main: fn()) -> ! {
    end_quietly_when_nobody_reads();
    timeline::observe(what_turns_holds);
    let written = WriteTrace;
    main();
    drop(written);
    let _ = std::io::stdout().flush();
    // Threads that a runtime leaves behind end here, as after any program's own `main`.
    process::exit(0)
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
