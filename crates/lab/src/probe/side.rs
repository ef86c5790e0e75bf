//! The second process of a probe: this program again, told by a word what to do.
//!
//! A side ends when its standard input ends. So it ends with its parent, however that ends.

use crate::process;
use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

/// The parent's end of a side.
pub struct Side {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Side {
    /// Starts `lab part <word> <arguments>`.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start(word: &str, arguments: &[String]) -> Result<Side> {
        let mut command = command(word, arguments)?;
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{command:?} does not start"))?;
        let stdin = child.stdin.take();
        let stdout = child.stdout.take().context("the side has no output")?;
        Ok(Side { child, stdin, stdout: BufReader::new(stdout) })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line that it prints.
    ///
    /// # Errors
    ///
    /// If it ends before it has printed one.
    pub fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stdout.read_line(&mut line)? == 0 {
            bail!("the second process ended before it answered");
        }
        Ok(line.trim().to_owned())
    }

    /// Hands it a line.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn tell(&mut self, line: &str) -> Result<()> {
        let stdin = self.stdin.as_mut().context("the side was told to end")?;
        writeln!(stdin, "{line}").context("the second process does not listen")
    }

    /// Hands it a byte and waits for one.
    ///
    /// # Errors
    ///
    /// If it has ended.
    pub fn exchange(&mut self, byte: &mut [u8; 1]) -> Result<()> {
        let stdin = self.stdin.as_mut().context("the side was told to end")?;
        stdin.write_all(byte)?;
        self.stdout.read_exact(byte).context("the second process ended before it answered")
    }

    /// Lets it end. Returns the CPU time that it says it took, in seconds.
    ///
    /// # Errors
    ///
    /// If it fails.
    pub fn finish(mut self) -> Result<f64> {
        drop(self.stdin.take());
        let mut told = String::new();
        self.stdout.read_to_string(&mut told)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the second process failed: {status}");
        }
        told.lines().last().and_then(|line| line.parse().ok()).context("it told no CPU time")
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // It has ended already, or nobody needs what it does.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command line of a side.
///
/// # Errors
///
/// If this program cannot be found.
pub fn command(word: &str, arguments: &[String]) -> Result<Command> {
    let mut command = Command::new(process::program()?);
    command.arg("part").arg(word).args(arguments);
    Ok(command)
}

/// The last thing that a side prints: its CPU time since it started.
///
/// # Errors
///
/// If nobody reads it.
pub fn say_cpu_time() -> Result<()> {
    say_seconds(ProcessTime::now().as_duration())
}

/// The same, since that moment: without what it took to start.
///
/// # Errors
///
/// If nobody reads it.
pub fn say_cpu_time_since(start: ProcessTime) -> Result<()> {
    say_seconds(start.elapsed())
}

fn say_seconds(time: Duration) -> Result<()> {
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", time.as_secs_f64())?;
    Ok(stdout.flush()?)
}

/// Waits until the parent closes standard input.
pub fn wait_for_parent() {
    let mut rest = Vec::new();
    // An error says as well as the end does that nobody is there.
    let _ = std::io::stdin().read_to_end(&mut rest);
}
