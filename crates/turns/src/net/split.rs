//! The two halves of a connection.

use super::socket::Socket;
use super::stream::TcpStream;
use std::fmt;
use std::net;
use std::rc::Rc;

/// Shares a connection between its two halves.
pub(super) fn split(socket: Rc<Socket<net::TcpStream>>) -> (ReadHalf, WriteHalf) {
    (ReadHalf { socket: socket.clone() }, WriteHalf { socket, joined: false })
}

/// The reading half of a [`TcpStream`].
pub struct ReadHalf {
    pub(super) socket: Rc<Socket<net::TcpStream>>,
}

/// The writing half of a [`TcpStream`]. When it is dropped, or closed, the other end is told that
/// no more will come.
pub struct WriteHalf {
    pub(super) socket: Rc<Socket<net::TcpStream>>,
    /// It was put together with the other half again: its end is not the end of writing.
    joined: bool,
}

impl ReadHalf {
    /// Puts the two halves of one connection together again.
    ///
    /// # Errors
    ///
    /// Gives both back if they are of two connections.
    pub fn join(self, mut write: WriteHalf) -> Result<TcpStream, (ReadHalf, WriteHalf)> {
        if !Rc::ptr_eq(&self.socket, &write.socket) {
            return Err((self, write));
        }
        write.joined = true;
        Ok(TcpStream { socket: self.socket })
    }
}

impl Drop for WriteHalf {
    fn drop(&mut self) {
        if !self.joined {
            // It fails only if the connection has ended already.
            let _ = self.socket.close();
        }
    }
}

impl fmt::Debug for ReadHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadHalf").field(&**self.socket).finish()
    }
}

impl fmt::Debug for WriteHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WriteHalf").field(&**self.socket).finish()
    }
}
