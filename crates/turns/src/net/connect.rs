//! Sockets as the standard library does not make them: non-blocking from the start.

use super::socket::{Direction, Socket};
use socket2::{Domain, Protocol, Type};
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::rc::Rc;

/// How many connections may wait to be accepted. The standard library's 128 are few for a server
/// whose loop is busy.
const BACKLOG: i32 = 1024;

/// A socket that listens.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = new_socket(address)?;
    // A server that is started again should not have to wait for connections of its last run.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// A socket that is connected.
pub(super) async fn connect(address: SocketAddr) -> io::Result<Rc<Socket<TcpStream>>> {
    let socket = new_socket(address)?;
    let begun = socket.connect(&address.into());
    let socket = Socket::new(TcpStream::from(socket));
    match begun {
        Ok(()) => return Ok(socket),
        Err(error) if is_in_progress(&error) => socket.exhaust(Direction::Write),
        Err(error) => return Err(error),
    }
    // When it can be written, the attempt is over, one way or the other.
    let outcome = |stream: &TcpStream| match stream.take_error()? {
        Some(error) => Err(error),
        None => stream.peer_addr().map_err(|error| match error.kind() {
            io::ErrorKind::NotConnected => io::ErrorKind::WouldBlock.into(),
            _ => error,
        }),
    };
    socket.when_ready(Direction::Write, outcome).await?;
    Ok(socket)
}

fn new_socket(address: SocketAddr) -> io::Result<socket2::Socket> {
    let domain = Domain::for_address(address);
    let socket = socket2::Socket::new(domain, Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Whether a connection is on its way. Where the system has a word of its own for that,
/// `WouldBlock` means that it has not even begun.
#[cfg(unix)]
fn is_in_progress(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EINPROGRESS)
}

#[cfg(not(unix))]
fn is_in_progress(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::WouldBlock
}
