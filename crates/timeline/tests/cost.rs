//! What a wrapped future costs while nothing is recorded, in instructions, not in time.
//!
//! callgrind counts them, and so the number is the same on a busy machine. Without valgrind the
//! test is left out, and says so.

use std::hint::black_box;
use std::pin::{Pin, pin};
use std::process::{Command, Stdio};
use std::task::{Context, Poll, Waker};

const POLLS: u64 = 100_000;

/// How many instructions more than the bare one a wrapped poll and a wrapped spawn may take. This
/// test is mostly compiled unoptimised, where each call through a `Pin` is a dozen of them.
const MOST: u64 = if cfg!(debug_assertions) { 150 } else { 25 };

/// Counts its polls and never ends.
struct Counts(u64);

impl Future for Counts {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.0 = black_box(self.0 + 1);
        Poll::Pending
    }
}

fn poll_often(future: impl Future<Output = ()>) {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..POLLS {
        assert!(black_box(future.as_mut()).poll(&mut context).is_pending());
    }
}

/// What the counted child does: a test that does nothing for anybody else.
#[test]
fn act() {
    let act = std::env::var("TIMELINE_TEST_COST").unwrap_or_default();
    match act.as_str() {
        "bare" => poll_often(Counts(0)),
        "wrapped" => poll_often(timeline::task("name", Counts(0))),
        "nothing" => (0..POLLS).for_each(|_| {
            black_box(Counts(0));
        }),
        "made" => (0..POLLS).for_each(|_| drop(black_box(timeline::task("name", Counts(0))))),
        _ => {}
    }
}

/// The instructions that the child takes, or why they cannot be counted.
fn instructions(act: &str) -> Result<u64, String> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe().unwrap()).args(["--exact", "act", "--test-threads=1"]);
    valgrind.env("TIMELINE_TEST_COST", act).env_remove(timeline::FOLDER).stdout(Stdio::null());
    let output = valgrind.output().map_err(|error| format!("cannot run valgrind: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| line.contains("Collected :"));
    let count = line.and_then(|line| line.split_whitespace().last()?.parse().ok());
    count.ok_or_else(|| format!("valgrind counts nothing: {said}"))
}

#[test]
fn a_wrapped_future_costs_a_few_instructions_while_nothing_is_recorded() {
    for (bare, wrapped, what) in [("bare", "wrapped", "poll"), ("nothing", "made", "task")] {
        let (bare, wrapped) = match (instructions(bare), instructions(wrapped)) {
            (Ok(bare), Ok(wrapped)) => (bare, wrapped),
            (Err(why), _) | (_, Err(why)) => return eprintln!("ignored: {why}"),
        };

        let more = wrapped.saturating_sub(bare) / POLLS;

        println!("{more} instructions more for each {what}");
        assert!(more <= MOST, "{more} instructions more for each {what}");
    }
}

/// A name that nobody may ask for.
struct NotFormatted;

impl std::fmt::Display for NotFormatted {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        panic!("a name is formatted although nothing is recorded")
    }
}

#[test]
fn while_nothing_is_recorded_not_even_a_name_is_formatted() {
    let mut future = pin!(timeline::task(NotFormatted, Counts(0)));

    let _span = timeline::span(NotFormatted);
    timeline::mark(NotFormatted);
    let poll = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));

    assert!(poll.is_pending());
    assert!(!timeline::is_on());
}
