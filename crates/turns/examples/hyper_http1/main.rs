//! hyper's HTTP/1 server and client on `turns`, and the same server on tokio beside it.
//!
//! ```text
//! hyper_http1 turns 127.0.0.1:8000              serves until it is ended
//! hyper_http1 tokio 127.0.0.1:8000              the same, on tokio's current_thread runtime
//! hyper_http1 ask   127.0.0.1:8000 1000000 50   a million checked requests over 50 connections
//!                                               at a time, about half of which are cut
//! ```

mod adapter;
mod client;
mod server;
mod service;

use client::Tally;
use futures::future::try_join_all;
use std::io;
use std::net::SocketAddr;

const USAGE: &str = "usage: hyper_http1 turns|tokio ADDRESS, or ask ADDRESS [REQUESTS [CLIENTS]]";

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments = arguments.iter().map(String::as_str);
    let mode = arguments.next().unwrap_or_default();
    let address: SocketAddr = parse(arguments.next().unwrap_or_default())?;
    match mode {
        "turns" => turns::block_on(async {
            server::on_turns(turns::net::TcpListener::bind(address).await?).await
        }),
        "tokio" => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let serve =
                async { server::on_tokio(tokio::net::TcpListener::bind(address).await?).await };
            tokio::task::LocalSet::new().block_on(&runtime, serve)
        }
        "ask" => {
            let requests = parse(arguments.next().unwrap_or("10000"))?;
            let clients = parse(arguments.next().unwrap_or("50"))?;
            let tally = turns::block_on(ask(address, requests, clients))?;
            println!("{} answers, all right; {} connections cut", tally.right, tally.cut);
            Ok(())
        }
        _ => Err(io::Error::other(USAGE)),
    }
}

/// Shares the requests out among the clients.
async fn ask(address: SocketAddr, requests: u64, clients: u64) -> io::Result<Tally> {
    let share = requests.div_ceil(clients.max(1));
    let clients = (0..clients).map(|seed| client::ask(address, seed, share));
    let tallies = try_join_all(clients).await?;
    Ok(tallies.iter().fold(Tally::default(), |sum, one| Tally {
        right: sum.right + one.right,
        cut: sum.cut + one.cut,
    }))
}

fn parse<T: std::str::FromStr>(text: &str) -> io::Result<T> {
    text.parse().map_err(|_| io::Error::other(format!("cannot make sense of {text:?}; {USAGE}")))
}
