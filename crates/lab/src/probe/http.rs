//! What an HTTP request costs a server that is built on hyper, on each runtime.
//!
//! The server is the same on all, and so is its answer. The client is another process, which
//! blocks: what counts is the CPU time of this one. On one core, each on its own thread; async-std
//! has no such thing, and uses its pool.

use super::side::{self, Side};
use super::{ON_ONE_CORE, try_timed};
use crate::count;
use crate::plan::{Probe, Quantity, Size};
use crate::process;
use crate::reading::Reading;
use anyhow::{Result, bail};
use ch13_runtimes::hyper_io::HyperIo;
use figures::{Unit, words};
use futures::future::join_all;
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::rt;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use smol::LocalExecutor;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// What the client sends, and the end of what it gets.
const REQUEST: &[u8] = b"GET /tea HTTP/1.1\r\nhost: localhost\r\n\r\n";
const BODY: &str = "you asked for tea";

const INSTRUCTIONS: Quantity = Quantity::Value("instructions", Unit::Count);

/// Valgrind is fifty times slower than the machine, and each server runs under it twice.
const LIMIT: Duration = Duration::from_secs(300);

/// Serves so many connections that come to the listener, each until its client closes it.
type Serve = fn(TcpListener, usize) -> Result<()>;

/// One request at a time over one connection; a hundred connections; and instructions.
pub fn probes() -> Vec<Probe> {
    let timed = vec![
        Probe::rust("http.1.turns", words("1 connection, turns", "1 个连接，turns"), |size| {
            requests(on_turns, 1, size.of(3_000, 100))
        }),
        Probe::rust("http.1.tokio", words("1 connection, tokio", "1 个连接，tokio"), |size| {
            requests(on_tokio, 1, size.of(3_000, 100))
        }),
        Probe::rust("http.1.smol", words("1 connection, smol", "1 个连接，smol"), |size| {
            requests(on_smol, 1, size.of(3_000, 100))
        }),
        Probe::rust(
            "http.1.async_std",
            words("1 connection, async-std", "1 个连接，async-std"),
            |size| requests(on_async_std, 1, size.of(3_000, 100)),
        ),
        Probe::rust(
            "http.100.turns",
            words("100 connections, turns", "100 个连接，turns"),
            |size| requests(on_turns, 100, size.of(10_000, 200)),
        ),
        Probe::rust(
            "http.100.tokio",
            words("100 connections, tokio", "100 个连接，tokio"),
            |size| requests(on_tokio, 100, size.of(10_000, 200)),
        ),
        Probe::rust(
            "http.100.smol",
            words("100 connections, smol", "100 个连接，smol"),
            |size| requests(on_smol, 100, size.of(10_000, 200)),
        ),
        Probe::rust(
            "http.100.async_std",
            words("100 connections, async-std", "100 个连接，async-std"),
            |size| requests(on_async_std, 100, size.of(10_000, 200)),
        ),
    ];
    let counted = vec![
        Probe::rust(
            "http.instructions.turns",
            words("instructions, turns", "指令数，turns"),
            |size| instructions("turns", size),
        ),
        Probe::rust(
            "http.instructions.tokio",
            words("instructions, tokio", "指令数，tokio"),
            |size| instructions("tokio", size),
        ),
        Probe::rust(
            "http.instructions.smol",
            words("instructions, smol", "指令数，smol"),
            |size| instructions("smol", size),
        ),
        Probe::rust(
            "http.instructions.async_std",
            words("instructions, async-std", "指令数，async-std"),
            |size| instructions("async_std", size),
        ),
    ];
    let timed = timed.into_iter().map(|probe| probe.of(ON_ONE_CORE).pinned());
    let counted = counted
        .into_iter()
        .map(|probe| probe.of(INSTRUCTIONS).exact().within(LIMIT).only_where(can_count));
    timed.chain(counted).collect()
}

fn can_count() -> Result<(), String> {
    match count::has_valgrind() {
        true => Ok(()),
        false => Err(format!("needs valgrind: {}", count::INSTALL_VALGRIND)),
    }
}

/// So many requests in all, over so many connections.
fn requests(serve: Serve, connections: usize, requests: u64) -> Result<Reading> {
    try_timed(requests, |requests| exchange(serve, connections, requests))
}

fn exchange(serve: Serve, connections: usize, requests: u64) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    let rounds = requests.div_ceil(connections as u64);
    let words = [port.to_string(), connections.to_string(), rounds.to_string()];
    let client = Side::start("http-client", &words)?;
    serve(listener, connections)?;
    client.finish().map(drop)
}

fn instructions(runtime: &str, size: Size) -> Result<Reading> {
    let times = size.of(1_000, 20);
    let each = count::instructions_of_part(&process::program()?, &["http-server", runtime], times)?;
    Ok(Reading { units: times, wall_s: 1e-9, ..Reading::default() }.with("instructions", each))
}

/// The part that callgrind counts: a server for so many requests over one connection.
///
/// # Errors
///
/// If a word is not understood, or the client fails.
pub fn server_side(words: &[String]) -> Result<()> {
    let [runtime, times] = words else { bail!("a runtime and a number, not {words:?}") };
    let serve: Serve = match runtime.as_str() {
        "turns" => on_turns,
        "tokio" => on_tokio,
        "smol" => on_smol,
        "async_std" => on_async_std,
        _ => bail!("no runtime {runtime:?}"),
    };
    exchange(serve, 1, times.parse()?)
}

/// The client: one request on each connection, then all answers, and so on.
///
/// # Errors
///
/// If a word is no number, or the server goes before it has answered.
pub fn client_side(words: &[String]) -> Result<()> {
    let [port, connections, rounds] = words else { bail!("three numbers, not {words:?}") };
    let (port, connections): (u16, usize) = (port.parse()?, connections.parse()?);
    let connect = |_| TcpStream::connect(("127.0.0.1", port));
    let mut streams: Vec<_> = (0..connections).map(connect).collect::<Result<_, _>>()?;
    for stream in &streams {
        stream.set_nodelay(true)?;
    }
    let mut answer = Vec::new();
    for _ in 0..rounds.parse::<u64>()? {
        for stream in &mut streams {
            stream.write_all(REQUEST)?;
        }
        for stream in &mut streams {
            answer.clear();
            while !answer.ends_with(BODY.as_bytes()) {
                let mut chunk = [0; 1024];
                let count = stream.read(&mut chunk)?;
                if count == 0 {
                    bail!("the server closed the connection");
                }
                answer.extend_from_slice(&chunk[..count]);
            }
        }
    }
    drop(streams);
    side::say_cpu_time()
}

async fn serve(connection: impl rt::Read + rt::Write + Unpin) {
    // A client that goes is the end of it, and no fault.
    let _ = http1::Builder::new().serve_connection(connection, service_fn(answer)).await;
}

async fn answer(_: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    Ok(Response::new(Full::from(BODY)))
}

fn on_turns(listener: TcpListener, connections: usize) -> Result<()> {
    turns::block_on(async {
        listener.set_nonblocking(true)?;
        let listener = turns::net::TcpListener::try_from(listener)?;
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tasks.push(turns::spawn(serve(HyperIo::new(stream))));
        }
        for task in tasks {
            task.await?;
        }
        Ok(())
    })
}

fn on_tokio(listener: TcpListener, connections: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tasks.push(tokio::spawn(serve(TokioIo::new(stream))));
        }
        for task in tasks {
            task.await?;
        }
        Ok(())
    })
}

fn on_smol(listener: TcpListener, connections: usize) -> Result<()> {
    let executor = LocalExecutor::new();
    smol::block_on(executor.run(async {
        let listener = smol::Async::new(listener)?;
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let (stream, _) = listener.accept().await?;
            stream.get_ref().set_nodelay(true)?;
            tasks.push(executor.spawn(serve(HyperIo::new(stream))));
        }
        join_all(tasks).await;
        Ok(())
    }))
}

fn on_async_std(listener: TcpListener, connections: usize) -> Result<()> {
    async_std::task::block_on(async {
        let listener = async_std::net::TcpListener::from(listener);
        let mut tasks = Vec::new();
        for _ in 0..connections {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tasks.push(async_std::task::spawn(serve(HyperIo::new(stream))));
        }
        join_all(tasks).await;
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// The client without its own process.
    fn asks(serve: Serve, connections: usize, rounds: u64) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let words = [listener.local_addr().unwrap().port().into(), connections as u64, rounds];
        let words = words.map(|number| number.to_string());
        let client = thread::spawn(move || client_side(&words));
        serve(listener, connections).unwrap();
        client.join().unwrap().unwrap();
    }

    #[test]
    fn every_runtime_answers_over_one_connection_and_over_three() {
        for serve in [on_turns as Serve, on_tokio, on_smol, on_async_std] {
            asks(serve, 1, 3);
            asks(serve, 3, 2);
        }
    }
}
