//! A slow server on this machine: it answers each request after a while.

use crate::probe::server::{self, Server};
use anyhow::{Context, Result};
use futures::{AsyncReadExt, AsyncWriteExt};
use std::time::Duration;
use turns::net::TcpStream;

/// Starts one that takes so long for each answer.
///
/// # Errors
///
/// If it does not start.
pub fn slow(answer_after: Duration) -> Result<Server> {
    Server::start("slow-server", &[answer_after.as_micros().to_string()])
}

/// The server's own side.
pub fn side(arguments: &[String]) -> Result<()> {
    let micros = arguments.first().context("it needs a time in microseconds")?.parse()?;
    let wait = Duration::from_micros(micros);
    server::serve(|stream| answer(stream, wait))
}

async fn answer(mut stream: TcpStream, wait: Duration) {
    let mut request = [0; 64];
    if let Ok(1..) = stream.read(&mut request).await {
        turns::sleep(wait).await;
        // A client that is gone needs no answer.
        let _ = stream.write_all(b"answer\n").await;
    }
}
