//! TCP echo: a server in one process, its clients in another, and the parent that starts both.

mod client;
mod server;

pub use client::main as client_main;
pub use server::main as server_main;

use crate::child::{finish, program};
use crate::data::Sample;
use crate::table::{Cell, Work};
use anyhow::{Context, Result, anyhow, bail};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Measures a server, with clients that each wait for an answer before they ask again.
///
/// # Errors
///
/// If one of the two does not start, fails or hangs.
pub fn measure(cell: Cell) -> Result<Sample> {
    measure_under(Command::new(program()?), cell)
}

/// The same with a server that another program starts: its command line so far is given.
///
/// # Errors
///
/// As [`measure`].
pub fn measure_under(mut server: Command, cell: Cell) -> Result<Sample> {
    let Work::Echo { connections } = cell.work else { bail!("this is no echo") };
    server.args(["serve", cell.peer.name()]);
    let mut server = Process::start(server)?;
    let address = server.line()?;
    let mut client = Command::new(program()?);
    client.args(["ask", &address, &connections.to_string(), &cell.units.to_string()]);
    let mut client = Process::start(client)?;
    client.expect("connected")?;
    server.say("start")?;
    server.expect("started")?;
    client.say("go")?;
    client.expect("done")?;
    server.say("stop")?;
    let sample: Sample = serde_json::from_str(&server.line()?)?;
    client.say("bye")?;
    client.end()?;
    server.end()?;
    Ok(Sample { units: cell.units, ..sample })
}

/// A process that is talked to line by line. It is killed if it is let go before its end.
struct Process {
    child: Child,
    into: Option<ChildStdin>,
    out: BufReader<ChildStdout>,
}

impl Process {
    fn start(mut command: Command) -> Result<Process> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("{command:?} does not start"))?;
        let out = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Process { into: child.stdin.take(), child, out })
    }

    fn say(&mut self, word: &str) -> Result<()> {
        let into = self.into.as_mut().context("it listens no more")?;
        Ok(writeln!(into, "{word}")?)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.out.read_line(&mut line)? == 0 {
            finish(&mut self.child)?;
            return Err(anyhow!("it ended too early"));
        }
        Ok(line.trim_end().to_owned())
    }

    fn expect(&mut self, word: &str) -> Result<()> {
        let line = self.line()?;
        if line == word { Ok(()) } else { Err(anyhow!("it said {line:?} in place of {word:?}")) }
    }

    fn end(mut self) -> Result<()> {
        self.into = None;
        finish(&mut self.child)?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
