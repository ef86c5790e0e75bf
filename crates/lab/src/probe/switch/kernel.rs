//! Switches that the kernel makes: between two processes and between two threads.
//!
//! Each pair plays the same game: one gives the turn away and sleeps until it comes back. A switch
//! is one way. Processes and threads use the same means, a pipe or a futex, so that what differs
//! is only what they are.

use super::futex::{END, PING, PONG, Turn};
use crate::plan::Size;
use crate::probe::side::{self, Side};
use crate::probe::{one_way, place, try_timed};
use crate::reading::Reading;
use anyhow::{Context, Result, anyhow};
use ch01_process::SharedPage;
use cpu_time::ProcessTime;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::AtomicU32;
use std::sync::mpsc;
use std::thread;

/// Where the two sides run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cores {
    /// Both where the parent put them.
    Same,
    /// Each on its own.
    Two,
}

impl Cores {
    /// Round trips in a tenth of a second.
    fn round_trips(self, size: Size) -> u64 {
        match self {
            Cores::Same => size.of(12_000, 300),
            Cores::Two => size.of(1_500, 100),
        }
    }

    fn stay(self, place: usize) -> Result<()> {
        if self == Cores::Two { place::stay_on(place) } else { Ok(()) }
    }
}

/// Two processes, a byte there and back through two pipes.
pub fn process_by_pipe(size: Size) -> Result<Reading> {
    let mut side = Side::start("pipe-echo", &["served".to_owned()])?;
    let mut byte = [1];
    let reading = try_timed(Cores::Same.round_trips(size), |rounds| {
        (0..rounds).try_for_each(|_| side.exchange(&mut byte))
    })?;
    Ok(one_way(with_side(reading, side)?))
}

/// The other process of `process_by_pipe`. With the word `served` it says only what that took, without
/// its start.
pub fn pipe_echo(arguments: &[String]) -> Result<()> {
    let start = ProcessTime::now();
    let (mut stdin, mut stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut byte = [0];
    while stdin.read(&mut byte)? == 1 {
        stdout.write_all(&byte)?;
        stdout.flush()?;
    }
    drop(stdout);
    if arguments.is_empty() { side::say_cpu_time() } else { side::say_cpu_time_since(start) }
}

/// Two processes that sleep on a word in memory that both have.
pub fn process_by_futex(size: Size, cores: Cores) -> Result<Reading> {
    let file = tempfile::NamedTempFile::new()?;
    let page = SharedPage::open(file.path())?;
    let path = file.path().to_str().context("the temporary folder has a name that is no text")?;
    let place = if cores == Cores::Two { "1" } else { "" };
    let side = Side::start("futex-echo", &[path.to_owned(), place.to_owned()])?;
    cores.stay(0)?;
    let turn = Turn::new(page.word(0), true);
    let reading = try_timed(cores.round_trips(size), |rounds| ping(&turn, rounds))?;
    turn.give(END)?;
    Ok(one_way(with_side(reading, side)?))
}

/// The other process of `process_by_futex`.
pub fn futex_echo(arguments: &[String]) -> Result<()> {
    let [file, place] = arguments else { return Err(anyhow!("it needs a file and a core")) };
    let start = ProcessTime::now();
    if let Ok(place) = place.parse() {
        place::stay_on(place)?;
    }
    let page = SharedPage::open(Path::new(file))?;
    pong(&Turn::new(page.word(0), true))?;
    side::say_cpu_time_since(start)
}

/// Two threads, a byte there and back through two pipes.
pub fn thread_by_pipe(size: Size) -> Result<Reading> {
    let (mut from_ping, mut to_pong) = std::io::pipe()?;
    let (mut from_pong, mut to_ping) = std::io::pipe()?;
    let other = thread::spawn(move || -> Result<()> {
        let mut byte = [0];
        while from_ping.read(&mut byte)? == 1 {
            to_ping.write_all(&byte)?;
        }
        Ok(())
    });
    let mut byte = [1];
    let reading = try_timed(Cores::Same.round_trips(size), |rounds| {
        for _ in 0..rounds {
            to_pong.write_all(&byte)?;
            from_pong.read_exact(&mut byte)?;
        }
        Ok(())
    })?;
    drop(to_pong);
    joined(other)?;
    Ok(one_way(reading))
}

/// Two threads that sleep on a word.
pub fn thread_by_futex(size: Size, cores: Cores) -> Result<Reading> {
    with_other_thread(cores, |turn| {
        Ok(one_way(try_timed(cores.round_trips(size), |rounds| ping(turn, rounds))?))
    })
}

/// The same, not timed.
pub fn hand_over(round_trips: u64) -> Result<()> {
    with_other_thread(Cores::Same, |turn| ping(turn, round_trips))
}

fn with_other_thread<T>(cores: Cores, ours: impl FnOnce(&Turn<'_>) -> Result<T>) -> Result<T> {
    let word = AtomicU32::new(PING);
    let turn = Turn::new(&word, false);
    thread::scope(|scope| {
        let other = scope.spawn(|| {
            cores.stay(1)?;
            pong(&turn)
        });
        let result = cores.stay(0).and_then(|()| ours(&turn));
        turn.give(END)?;
        other.join().map_err(|_| anyhow!("the other thread panicked"))??;
        result
    })
}

/// Two threads that hand each other a message, by the channel of the standard library.
pub fn thread_by_channel(size: Size) -> Result<Reading> {
    let (there, inbox) = mpsc::channel::<u64>();
    let (back, answers) = mpsc::channel::<u64>();
    let other = thread::spawn(move || -> Result<()> {
        for number in inbox {
            back.send(number)?;
        }
        Ok(())
    });
    let reading = try_timed(Cores::Same.round_trips(size), |rounds| {
        for number in 0..rounds {
            there.send(number)?;
            answers.recv()?;
        }
        Ok(())
    })?;
    drop(there);
    joined(other)?;
    Ok(one_way(reading))
}

/// A system call that does next to nothing: the way into the kernel and out, with no switch.
pub fn system_call(size: Size) -> Result<Reading> {
    #[cfg(target_os = "linux")]
    return Ok(crate::reading::timed(size.of(400_000, 5_000), |units| {
        for _ in 0..units {
            std::hint::black_box(rustix::process::getppid());
        }
    }));
    #[cfg(not(target_os = "linux"))]
    {
        let _ = size;
        Ok(Reading::missing("measured on Linux only: elsewhere a library answers in its place"))
    }
}

fn ping(turn: &Turn<'_>, rounds: u64) -> Result<()> {
    for _ in 0..rounds {
        turn.give(PONG)?;
        turn.wait(PING)?;
    }
    Ok(())
}

fn pong(turn: &Turn<'_>) -> Result<()> {
    while turn.wait(PONG)? {
        turn.give(PING)?;
    }
    Ok(())
}

/// Adds the other process's CPU time, as far as it fell into the time that was measured: a tenth
/// more was the warming up.
fn with_side(reading: Reading, side: Side) -> Result<Reading> {
    let cpu_s = reading.cpu_s + side.finish()? / 1.1;
    Ok(Reading { cpu_s, ..reading })
}

fn joined(thread: thread::JoinHandle<Result<()>>) -> Result<()> {
    thread.join().map_err(|_| anyhow!("the other thread panicked"))?
}
