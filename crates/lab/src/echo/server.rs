//! The server's process: the runtime serves, and a thread beside it measures on demand.

use crate::child::print;
use crate::table::Peer;
use crate::work::Clock;
use crate::{machine, peers};
use anyhow::Result;
use std::io::stdin;
use std::process::exit;
use std::thread;

/// Serves until it is told to stop.
///
/// # Errors
///
/// If this build cannot serve so.
pub fn main(peer: Peer) -> Result<()> {
    machine::raise_file_limit();
    thread::spawn(obey);
    peers::serve(peer, |address| println!("{address}")).map_err(anyhow::Error::msg)
}

/// Does what the parent says; when it says nothing more, the process ends.
fn obey() {
    let mut clock = Clock::start();
    for line in stdin().lines() {
        match line.as_deref() {
            Ok("start") => {
                println!("started");
                clock = Clock::start();
            }
            Ok("stop") => {
                let sample = clock.stop(1);
                if print(sample).is_err() {
                    exit(1);
                }
            }
            _ => exit(2),
        }
    }
    exit(0);
}
