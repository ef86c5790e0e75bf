//! `TcpStream`: a connection, both directions.

use super::address::{ToAddress, first_that_works};
use super::connect::connect;
use super::socket::{Direction, Socket};
use super::split::{ReadHalf, WriteHalf, split};
use crate::running;
use futures_io::{AsyncRead, AsyncWrite};
use std::fmt;
use std::future::poll_fn;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// A TCP connection. Read and write by the traits of `futures-io`.
///
/// `&TcpStream` has them, too, so several tasks may share a stream, one that reads and one that
/// writes, for instance. Those that wait for the same direction are all woken when something comes,
/// and it is for the first who takes it. The traits do not let a wait say that it is given up. Of a
/// task the loop knows whether it is there; but of a future with a waker of its own, as in a
/// `FuturesUnordered`, it does not. Let one of these at a time wait for each direction: two would
/// wake each other, again and again, until something comes.
pub struct TcpStream {
    pub(super) socket: Rc<Socket<std::net::TcpStream>>,
}

impl TcpStream {
    /// Connects to an address. A name may have several; they are tried one after another.
    ///
    /// # Errors
    ///
    /// If nobody listens there, or a name cannot be looked up.
    pub async fn connect(address: impl ToAddress) -> io::Result<TcpStream> {
        let socket = first_that_works(address, connect).await?;
        Ok(TcpStream { socket })
    }

    /// Makes two halves that can be used by two tasks. When the writing half goes, the other end
    /// is told that no more will come.
    pub fn split(self) -> (ReadHalf, WriteHalf) {
        split(self.socket)
    }

    /// Ends one direction or both.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn shutdown(&self, how: Shutdown) -> io::Result<()> {
        self.socket.shutdown(how)
    }

    /// The address of the other end.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.socket.peer_addr()
    }

    /// The address of this end.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.socket.local_addr()
    }

    /// Whether small writes go out at once, without waiting to be joined with the next.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn nodelay(&self) -> io::Result<bool> {
        self.socket.nodelay()
    }

    /// Lets small writes go out at once, or wait to be joined with the next.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub fn set_nodelay(&self, nodelay: bool) -> io::Result<()> {
        self.socket.set_nodelay(nodelay)
    }

    /// Reads without taking out what it reads.
    ///
    /// # Errors
    ///
    /// Whatever the system says.
    pub async fn peek(&self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            poll_fn(running::poll_budget).await;
            return Ok(0);
        }
        self.socket.when_ready(Direction::Read, |stream| stream.peek(buffer)).await
    }
}

impl TryFrom<std::net::TcpStream> for TcpStream {
    type Error = io::Error;

    fn try_from(stream: std::net::TcpStream) -> io::Result<TcpStream> {
        stream.set_nonblocking(true)?;
        Ok(TcpStream { socket: Socket::new(stream) })
    }
}

impl fmt::Debug for TcpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self.socket).fmt(f)
    }
}

impl Socket<std::net::TcpStream> {
    pub(super) fn poll_read(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let wanted = buffer.len();
        self.transfer(Direction::Read, wanted, cx, |mut stream| stream.read(buffer))
    }

    pub(super) fn poll_read_vectored(
        &self,
        cx: &mut Context<'_>,
        buffers: &mut [IoSliceMut<'_>],
    ) -> Poll<io::Result<usize>> {
        let wanted = buffers.iter().map(|buffer| buffer.len()).sum();
        self.transfer(Direction::Read, wanted, cx, |mut stream| stream.read_vectored(buffers))
    }

    pub(super) fn poll_write(
        &self,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.transfer(Direction::Write, buffer.len(), cx, |mut stream| stream.write(buffer))
    }

    pub(super) fn poll_write_vectored(
        &self,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wanted = buffers.iter().map(|buffer| buffer.len()).sum();
        self.transfer(Direction::Write, wanted, cx, |mut stream| stream.write_vectored(buffers))
    }

    /// Reads or writes. Whoever wants no byte waits for none.
    fn transfer(
        &self,
        direction: Direction,
        wanted: usize,
        cx: &mut Context<'_>,
        operation: impl FnMut(&std::net::TcpStream) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        if wanted == 0 {
            return running::poll_budget(cx).map(|()| Ok(0));
        }
        let done = self.poll(direction, cx, operation);
        // What got less than it asked for has got all there is for now. The end of the stream, a
        // read of nothing, stays readable.
        if let Poll::Ready(Ok(done)) = &done
            && (1..wanted).contains(done)
        {
            self.exhaust(direction);
        }
        done
    }

    /// Tells the other end that no more will come.
    pub(super) fn close(&self) -> io::Result<()> {
        match self.shutdown(Shutdown::Write) {
            // The other end was faster.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            done => done,
        }
    }
}

/// Gives a type with a field `socket` the reading trait.
macro_rules! read_through_socket {
    ($type:ty) => {
        impl AsyncRead for $type {
            fn poll_read(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &mut [u8],
            ) -> Poll<io::Result<usize>> {
                self.socket.poll_read(cx, buffer)
            }

            fn poll_read_vectored(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffers: &mut [IoSliceMut<'_>],
            ) -> Poll<io::Result<usize>> {
                self.socket.poll_read_vectored(cx, buffers)
            }
        }
    };
}

/// Gives a type with a field `socket` the writing trait.
macro_rules! write_through_socket {
    ($type:ty) => {
        impl AsyncWrite for $type {
            fn poll_write(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffer: &[u8],
            ) -> Poll<io::Result<usize>> {
                self.socket.poll_write(cx, buffer)
            }

            fn poll_write_vectored(
                self: Pin<&mut Self>,
                cx: &mut Context<'_>,
                buffers: &[IoSlice<'_>],
            ) -> Poll<io::Result<usize>> {
                self.socket.poll_write_vectored(cx, buffers)
            }

            // The system takes what is written at once: there is nothing to flush.
            fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(Ok(()))
            }

            fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
                Poll::Ready(self.socket.close())
            }
        }
    };
}

read_through_socket!(TcpStream);
read_through_socket!(&TcpStream);
read_through_socket!(ReadHalf);
write_through_socket!(TcpStream);
write_through_socket!(&TcpStream);
write_through_socket!(WriteHalf);
