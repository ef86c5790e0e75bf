//! The clients: a process that does its part of the load, with threads or with loops.

use super::Workers;
use crate::probe::usage::{self, Switches};
use crate::probe::{compute, side};
use anyhow::{Context, Result, anyhow, bail, ensure};
use futures::{AsyncReadExt, AsyncWriteExt};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

/// A load, or one process's part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// How many requests.
    pub requests: usize,
    /// How much is computed with each answer.
    pub steps: u64,
}

const REQUEST: &[u8] = b"request\n";

impl Load {
    /// What a worker is told.
    pub fn arguments(self, address: SocketAddr, workers: Workers) -> Vec<String> {
        let (word, number) = match workers {
            Workers::Threads(number) => ("threads", number),
            Workers::Loops(number) => ("loops", number),
        };
        let numbers = [number.to_string(), self.requests.to_string(), self.steps.to_string()];
        [address.to_string(), word.to_owned()].into_iter().chain(numbers).collect()
    }

    /// The same, understood.
    ///
    /// # Errors
    ///
    /// If it makes no sense.
    pub fn from_arguments(arguments: &[String]) -> Result<(SocketAddr, Load, Workers)> {
        let [address, word, number, requests, steps] = arguments else {
            bail!("a worker needs an address, its kind and three numbers")
        };
        let number = number.parse()?;
        let workers = match word.as_str() {
            "threads" => Workers::Threads(number),
            "loops" => Workers::Loops(number),
            _ => bail!("there are no workers called {word:?}"),
        };
        let load = Load { requests: requests.parse()?, steps: steps.parse()? };
        Ok((address.parse()?, load, workers))
    }
}

/// A worker's own side: waits for the word, does its part, says so.
pub fn side(arguments: &[String]) -> Result<()> {
    let (address, load, workers) = Load::from_arguments(arguments)?;
    println!("ready");
    let mut go = String::new();
    std::io::stdin().read_line(&mut go)?;
    ensure!(go.trim() == "go", "the parent is gone");
    let before = usage::switches().ok();
    let (number, work): (_, fn(SocketAddr, Load) -> Result<()>) = match workers {
        Workers::Threads(number) => (number, one_by_one),
        Workers::Loops(number) => (number, on_a_loop),
    };
    thread::scope(|scope| {
        let mut all = Vec::new();
        for place in 0..number {
            let requests = load.requests / number + usize::from(place < load.requests % number);
            all.push(scope.spawn(move || work(address, Load { requests, ..load })));
        }
        all.into_iter().try_for_each(|thread| {
            thread.join().map_err(|_| anyhow!("a worker’s thread panicked"))?
        })
    })?;
    println!("done {}", switched(before).map_or_else(String::new, |number| number.to_string()));
    side::wait_for_parent();
    side::say_cpu_time()
}

/// How often this process has switched since then, of itself or not, where the system says it.
fn switched(before: Option<Switches>) -> Option<i64> {
    let (before, now) = (before?, usage::switches().ok()?);
    Some(now.voluntary + now.involuntary - before.voluntary - before.involuntary)
}

/// One request, with a socket that blocks.
///
/// # Errors
///
/// If the server does not answer.
pub fn ask(address: SocketAddr) -> Result<()> {
    let mut stream = TcpStream::connect(address).context("the slow server does not listen")?;
    stream.write_all(REQUEST)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    ensure!(!answer.is_empty(), "the slow server gave no answer");
    Ok(())
}

fn one_by_one(address: SocketAddr, load: Load) -> Result<()> {
    for _ in 0..load.requests {
        ask(address)?;
        compute::steps(load.steps);
    }
    Ok(())
}

fn on_a_loop(address: SocketAddr, load: Load) -> Result<()> {
    turns::block_on(async {
        let tasks: Vec<_> =
            (0..load.requests).map(|_| turns::spawn(ask_awaiting(address, load.steps))).collect();
        for task in tasks {
            task.await.map_err(|error| anyhow!("{error}"))??;
        }
        Ok(())
    })
}

async fn ask_awaiting(address: SocketAddr, steps: u64) -> Result<()> {
    let mut stream = turns::net::TcpStream::connect(address).await?;
    stream.write_all(REQUEST).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    ensure!(!answer.is_empty(), "the slow server gave no answer");
    compute::steps(steps);
    Ok(())
}
