//! `TcpListener`: those who call.

use super::address::{ToAddress, first_that_works};
use super::connect::listen;
use super::socket::{Direction, Socket};
use super::stream::TcpStream;
use crate::sleep;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

/// How long `accept` waits for a free file descriptor before it looks again.
const PATIENCE: Duration = Duration::from_millis(10);

/// A socket that waits for connections.
pub struct TcpListener {
    socket: Rc<Socket<std::net::TcpListener>>,
}

impl TcpListener {
    /// Listens at an address; port 0 lets the system choose one.
    ///
    /// # Errors
    ///
    /// If the address is taken or not ours, or a name cannot be looked up.
    pub async fn bind(address: impl ToAddress) -> io::Result<TcpListener> {
        let listener = first_that_works(address, async |address| listen(address)).await?;
        Ok(TcpListener { socket: Socket::new(listener) })
    }

    /// Waits for the next connection. Many tasks may wait at once.
    ///
    /// A connection that was given up before it could be accepted is passed over. When the
    /// process or the system has run out of file descriptors, it waits until one is free: the
    /// connections wait in the system's queue meanwhile.
    ///
    /// # Errors
    ///
    /// Whatever else the system says.
    pub async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        loop {
            match self.socket.when_ready(Direction::Read, accept_one).await {
                Ok((stream, address)) => return Ok((stream.try_into()?, address)),
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) if is_shortage(&error) => sleep(PATIENCE).await,
                Err(error) => return Err(error),
            }
        }
    }

    /// The address where it listens.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

impl TryFrom<std::net::TcpListener> for TcpListener {
    type Error = io::Error;

    fn try_from(listener: std::net::TcpListener) -> io::Result<TcpListener> {
        listener.set_nonblocking(true)?;
        Ok(TcpListener { socket: Socket::new(listener) })
    }
}

impl fmt::Debug for TcpListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self.socket).fmt(f)
    }
}

/// Accepts one that waits.
#[cfg(not(target_vendor = "apple"))]
fn accept_one(listener: &std::net::TcpListener) -> io::Result<(std::net::TcpStream, SocketAddr)> {
    listener.accept()
}

/// Accepts one that waits. Of a connection that was reset meanwhile macOS tells no address, and no
/// error either; the standard library takes for an address then what it finds in its buffer.
#[cfg(target_vendor = "apple")]
fn accept_one(listener: &std::net::TcpListener) -> io::Result<(std::net::TcpStream, SocketAddr)> {
    let (stream, address) = socket2::SockRef::from(listener).accept_raw()?;
    stream.set_cloexec(true)?;
    let address = address.as_socket().ok_or(io::ErrorKind::ConnectionAborted)?;
    Ok((stream.into(), address))
}

/// Whether the next connection may do better.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Whether the system is out of descriptors or memory, which others may give back.
fn is_shortage(error: &io::Error) -> bool {
    #[cfg(unix)]
    let shortages = [libc::EMFILE, libc::ENFILE, libc::ENOBUFS, libc::ENOMEM];
    // WSAEMFILE and WSAENOBUFS.
    #[cfg(windows)]
    let shortages = [10_024, 10_055];
    error.raw_os_error().is_some_and(|code| shortages.contains(&code))
}
