//! TCP echo: a server in one process, its clients in another, and the parent that starts both.

mod client;
mod server;

pub use client::main as client_main;
pub use server::main as server_main;

use crate::child::LIMIT;
use crate::process::Process;
use crate::process::program;
use crate::sample::Sample;
use crate::table::{Cell, Work};
use anyhow::{Result, bail};
use std::process::Command;

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
    let mut server = Process::start(&mut server, LIMIT)?;
    let address = server.line()?;
    let mut client = Command::new(program()?);
    client.args(["ask", &address, &connections.to_string(), &cell.units.to_string()]);
    let mut client = Process::start(&mut client, LIMIT)?;
    client.expect("connected")?;
    server.say("start")?;
    server.expect("started")?;
    client.say("go")?;
    client.expect("done")?;
    server.say("stop")?;
    let sample: Sample = serde_json::from_str(&server.line()?)?;
    client.say("bye")?;
    client.finish()?;
    server.finish()?;
    Ok(Sample { units: cell.units, ..sample })
}
