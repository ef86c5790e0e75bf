//! A slow server on this machine: it answers each request after a while.

use crate::probe::side::{self, Side};
use anyhow::{Context, Result};
use futures::{AsyncReadExt, AsyncWriteExt};
use std::net::SocketAddr;
use std::time::Duration;
use turns::net::{TcpListener, TcpStream};

/// The server's process, as its clients see it.
pub struct Server {
    side: Side,
    address: SocketAddr,
}

impl Server {
    /// Starts one that takes so long for each answer.
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start(answer_after: Duration) -> Result<Server> {
        let mut side = Side::start("slow-server", &[answer_after.as_micros().to_string()])?;
        let address = side.line()?.parse().context("the server told no address")?;
        Ok(Server { side, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it.
    ///
    /// # Errors
    ///
    /// If it has failed.
    pub fn stop(self) -> Result<()> {
        self.side.finish().map(drop)
    }
}

/// The server's own side: serves until its parent is gone.
pub fn side(arguments: &[String]) -> Result<()> {
    let micros = arguments.first().context("it needs a time in microseconds")?.parse()?;
    let wait = Duration::from_micros(micros);
    std::thread::spawn(|| {
        side::wait_for_parent();
        // Nobody hears more of it than this.
        let told = side::say_cpu_time();
        std::process::exit(i32::from(told.is_err()));
    });
    turns::block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            drop(turns::spawn(answer(stream, wait)));
        }
    })
}

async fn answer(mut stream: TcpStream, wait: Duration) {
    let mut request = [0; 64];
    if let Ok(1..) = stream.read(&mut request).await {
        turns::sleep(wait).await;
        // A client that is gone needs no answer.
        let _ = stream.write_all(b"answer\n").await;
    }
}
