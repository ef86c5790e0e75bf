//! `UdpSocket`: single messages, to and from anywhere.

use super::address::{ToAddress, first_that_works};
use super::socket::{Direction, Socket};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;

/// A UDP socket. Many tasks may use it at once.
pub struct UdpSocket {
    socket: Rc<Socket<std::net::UdpSocket>>,
}

impl UdpSocket {
    /// Makes a socket at an address; port 0 lets the system choose one.
    ///
    /// # Errors
    ///
    /// If the address is taken or not ours, or a name cannot be looked up.
    pub async fn bind(address: impl ToAddress) -> io::Result<UdpSocket> {
        let bind = async |address: SocketAddr| std::net::UdpSocket::bind(address);
        first_that_works(address, bind).await?.try_into()
    }

    /// Chooses the one to [`send`](UdpSocket::send) to and to [`recv`](UdpSocket::recv) from.
    ///
    /// # Errors
    ///
    /// If a name cannot be looked up, or the system knows no way there.
    pub async fn connect(&self, address: impl ToAddress) -> io::Result<()> {
        first_that_works(address, async |address: SocketAddr| self.socket.connect(address)).await
    }

    /// Sends one message to the one chosen by [`connect`](UdpSocket::connect).
    ///
    /// # Errors
    ///
    /// Whatever the system says; of an earlier message too, such as that nobody was there.
    pub async fn send(&self, message: &[u8]) -> io::Result<usize> {
        self.socket.when_ready(Direction::Write, |socket| socket.send(message)).await
    }

    /// Receives one message from the one chosen by [`connect`](UdpSocket::connect). What does not
    /// fit into the buffer is lost; on Windows the call then fails with `WSAEMSGSIZE`.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub async fn recv(&self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket.when_ready(Direction::Read, |socket| socket.recv(buffer)).await
    }

    /// Sends one message to an address.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub async fn send_to(&self, message: &[u8], to: SocketAddr) -> io::Result<usize> {
        self.socket.when_ready(Direction::Write, |socket| socket.send_to(message, to)).await
    }

    /// Receives one message and says who sent it. What does not fit into the buffer is lost; on
    /// Windows the call then fails with `WSAEMSGSIZE`.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub async fn recv_from(&self, buffer: &mut [u8]) -> io::Result<(usize, SocketAddr)> {
        self.socket.when_ready(Direction::Read, |socket| socket.recv_from(buffer)).await
    }

    /// The address of this socket.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }
}

impl TryFrom<std::net::UdpSocket> for UdpSocket {
    type Error = io::Error;

    fn try_from(socket: std::net::UdpSocket) -> io::Result<UdpSocket> {
        socket.set_nonblocking(true)?;
        Ok(UdpSocket { socket: Socket::new(socket) })
    }
}

impl fmt::Debug for UdpSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self.socket).fmt(f)
    }
}
