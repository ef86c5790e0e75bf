//! A server of the lab's own in a process of its own: a loop of `turns`, and a task for each visitor.

use super::side::{self, Side};
use anyhow::{Context, Result};
use std::net::SocketAddr;
use turns::net::{TcpListener, TcpStream};

/// The server's process, as its visitors see it.
pub struct Server {
    side: Side,
    address: SocketAddr,
}

impl Server {
    /// Starts the part of this program with this name, which calls [`serve`].
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start(part: &str, arguments: &[String]) -> Result<Server> {
        let mut side = Side::start(part, arguments)?;
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

/// The server's own side: says where it listens, and serves until its parent is gone.
///
/// # Errors
///
/// If it cannot listen.
pub fn serve<F>(answer: impl Fn(TcpStream) -> F) -> Result<()>
where
    F: Future<Output = ()> + 'static,
{
    std::thread::spawn(|| {
        side::wait_for_parent();
        // Nobody hears more of it than this.
        let told = side::say_cpu_time();
        std::process::exit(i32::from(told.is_err()));
    });
    listen(|address| println!("{address}"), answer)
}

/// Tells where it listens, and answers each visitor.
///
/// # Errors
///
/// If it cannot listen.
pub fn listen<F>(tell: impl FnOnce(SocketAddr), answer: impl Fn(TcpStream) -> F) -> Result<()>
where
    F: Future<Output = ()> + 'static,
{
    turns::block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        tell(listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            drop(turns::spawn(answer(stream)));
        }
    })
}
