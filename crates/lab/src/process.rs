//! A child process and all that it starts: told, heard and ended together, within a limit.

use crate::{pin, progress};
use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use wait_timeout::ChildExt;

/// How often someone looks whether Ctrl-C was pressed.
const GLANCE: Duration = Duration::from_millis(50);
/// How long what was said may be on its way when the process has ended.
const REST: Duration = Duration::from_secs(5);

/// A process that was started here. It is killed, with all that it started, if it is let go
/// before its end.
pub struct Process {
    child: Child,
    into: Option<ChildStdin>,
    out: Receiver<String>,
    err: Receiver<String>,
    limit: Duration,
    deadline: Instant,
    has_ended: bool,
}

/// What a process said until it ended well.
pub struct Said {
    /// To its output, line by line, as far as nobody had heard it.
    pub out: Vec<String>,
    /// To its errors.
    pub err: Vec<String>,
}

/// Runs to the end, within the limit.
///
/// # Errors
///
/// If it cannot be started, fails, takes too long, or Ctrl-C is pressed.
pub fn run(command: &mut Command, limit: Duration) -> Result<Said> {
    Process::start(command, limit)?.finish()
}

impl Process {
    /// Starts it. The limit is for all its life.
    ///
    /// # Errors
    ///
    /// If it cannot be started.
    pub fn start(command: &mut Command, limit: Duration) -> Result<Process> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        as_for_everybody(command);
        let child = in_own_group(command).spawn();
        let mut child =
            child.with_context(|| format!("{:?} does not start", command.get_program()))?;
        Ok(Process {
            into: child.stdin.take(),
            out: lines(child.stdout.take().context("no output")?),
            err: lines(child.stderr.take().context("no errors")?),
            child,
            limit,
            deadline: Instant::now() + limit,
            has_ended: false,
        })
    }

    /// The same on one core; where the system does not allow it, anywhere, and why.
    ///
    /// # Errors
    ///
    /// As [`Process::start`].
    pub fn start_pinned(
        command: &mut Command,
        limit: Duration,
    ) -> Result<(Process, Option<String>)> {
        // A child inherits where its parent may run, in Rust and in Python alike.
        let (process, refused) = pin::on_one_core(|| Process::start(command, limit));
        Ok((process?, refused.map(|reason| format!("not pinned: {reason}"))))
    }

    /// Says a line to it.
    ///
    /// # Errors
    ///
    /// If it listens no more.
    pub fn say(&mut self, line: &str) -> Result<()> {
        let into = self.into.as_mut().context("it listens no more")?;
        writeln!(into, "{line}").context("it listens no more")
    }

    /// The next line that it says.
    ///
    /// # Errors
    ///
    /// If it ends, takes too long, or Ctrl-C is pressed.
    pub fn line(&mut self) -> Result<String> {
        loop {
            let left = self.left()?;
            match self.out.recv_timeout(left.min(GLANCE)) {
                Ok(line) => return Ok(line),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    self.wait()?;
                    bail!("it ended too early");
                }
            }
        }
    }

    /// Hears that line.
    ///
    /// # Errors
    ///
    /// If it says something else, and as [`Process::line`].
    pub fn expect(&mut self, word: &str) -> Result<()> {
        let line = self.line()?;
        if line == word { Ok(()) } else { Err(anyhow!("it said {line:?} in place of {word:?}")) }
    }

    /// Says no more and waits for the end.
    ///
    /// # Errors
    ///
    /// If it fails, takes too long, or Ctrl-C is pressed.
    pub fn finish(mut self) -> Result<Said> {
        let err = self.wait()?;
        Ok(Said { out: rest(&self.out), err })
    }

    fn wait(&mut self) -> Result<Vec<String>> {
        self.into = None;
        let status = loop {
            if let Some(status) = self.child.wait_timeout(self.left()?.min(GLANCE))? {
                break status;
            }
        };
        self.has_ended = true;
        let err = rest(&self.err);
        if !status.success() {
            let told = err.iter().find(|line| is_telling(line));
            bail!("{}", told.map_or("it failed and said nothing", |line| line.trim()));
        }
        Ok(err)
    }

    fn left(&self) -> Result<Duration> {
        if progress::interrupted() {
            bail!("interrupted");
        }
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            bail!("no end within {} s", self.limit.as_secs_f64());
        }
        Ok(left)
    }
}

/// This program, to be started again.
///
/// # Errors
///
/// If the system does not say where it is.
pub fn program() -> Result<std::path::PathBuf> {
    std::env::current_exe().context("the lab's own program cannot be found")
}

/// Prints one line of JSON, which the parent waits for.
///
/// # Errors
///
/// If nobody reads it.
pub fn say(what: &impl Serialize) -> Result<()> {
    let mut text = serde_json::to_vec(what)?;
    text.push(b'\n');
    std::io::stdout().write_all(&text).context("nobody reads what was measured")
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.has_ended {
            kill_group(&mut self.child);
            // It was killed, so this is soon.
            let _ = self.child.wait();
        }
    }
}

/// Of what a program says as it fails, the line that tells why: a Python traceback ends with it.
fn is_telling(line: &str) -> bool {
    let is_frame = line.starts_with(' ') || line.starts_with("Traceback");
    !line.trim().is_empty() && !line.starts_with("thread") && !is_frame
}

/// Takes away what the caller has set for Python and for the size of the runtimes, if the command does
/// not set it: a figure is of the system as it is without.
pub fn as_for_everybody(command: &mut Command) {
    const SIZES: [&str; 3] = ["TOKIO_WORKER_THREADS", "SMOL_THREADS", "ASYNC_STD_THREAD_COUNT"];
    let is_wrong = |name: &OsString| {
        let text = name.to_string_lossy();
        // Without PYTHONHOME some Pythons do not start.
        SIZES.contains(&&*text) || text.starts_with("PYTHON") && text != "PYTHONHOME"
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_wrong(name)) {
        let is_own = command.get_envs().any(|(own, _)| own == name);
        if !is_own {
            command.env_remove(name);
        }
    }
}

/// A thread reads, so that nobody who listens can be blocked, and nothing fills a pipe.
fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n') {
            let Ok(line) = line else { break };
            // A system that speaks another language may do so in another code than UTF-8.
            let line = String::from_utf8_lossy(&line);
            if send.send(line.trim_end_matches('\r').to_owned()).is_err() {
                break;
            }
        }
    });
    receive
}

/// What is still to be heard. A grandchild may hold the pipe open for ever.
fn rest(lines: &Receiver<String>) -> Vec<String> {
    let deadline = Instant::now() + REST;
    let left = || deadline.saturating_duration_since(Instant::now());
    std::iter::from_fn(|| lines.recv_timeout(left()).ok()).collect()
}

/// A group of its own, so that it can be killed with all that it starts, and so that Ctrl-C on
/// the terminal comes to the lab alone.
fn in_own_group(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
}

fn kill_group(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if pid.is_some_and(|group| kill_process_group(group, Signal::KILL).is_ok()) {
            return;
        }
    }
    // It may have ended long ago.
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        shell
    }

    #[test]
    fn what_hangs_is_killed_with_all_that_it_started() {
        let mut process =
            Process::start(&mut shell("sleep 60 & echo $!; wait"), Duration::from_secs(5)).unwrap();
        let grandchild = process.line().unwrap();

        let error = process.finish().err().unwrap().to_string();

        assert_eq!(error, "no end within 5 s");
        let alive = format!(
            "kill -0 {grandchild} 2>/dev/null && ! grep -q zombie /proc/{grandchild}/status"
        );
        let deadline = Instant::now() + Duration::from_secs(10);
        while shell(&alive).status().unwrap().success() {
            assert!(Instant::now() < deadline, "the grandchild lives");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[test]
    fn a_silent_one_does_not_block_who_listens() {
        let mut process =
            Process::start(&mut shell("sleep 60"), Duration::from_millis(200)).unwrap();
        assert_eq!(process.line().unwrap_err().to_string(), "no end within 0.2 s");
    }

    #[test]
    fn it_is_talked_to_line_by_line() {
        let mut process =
            Process::start(&mut shell("read word; echo got $word"), Duration::from_secs(20))
                .unwrap();
        process.say("it").unwrap();
        process.expect("got it").unwrap();
        assert!(process.finish().unwrap().out.is_empty());
    }

    #[test]
    fn a_failure_says_why() {
        let script = "echo Traceback >&2; echo '  at line 1' >&2; echo 'OSError: no' >&2; exit 1";
        let error = run(&mut shell(script), Duration::from_secs(20)).err().unwrap();
        assert_eq!(error.to_string(), "OSError: no");
    }

    #[test]
    fn what_is_no_utf_8_hides_nothing_that_comes_after_it() {
        let script = r"printf 'Traceback \377\n' >&2; echo 'OSError: no' >&2; exit 1";
        let error = run(&mut shell(script), Duration::from_secs(20)).err().unwrap();
        assert_eq!(error.to_string(), "OSError: no");
    }

    #[test]
    fn more_than_a_pipe_holds_is_heard() {
        let said = run(&mut shell("yes | head -100000"), Duration::from_secs(20)).unwrap();
        assert_eq!(said.out.len(), 100_000);
    }
}
