//! A connection that keeps to the traits of the futures crate, for hyper.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::io::{AsyncRead, AsyncWrite};
use hyper::rt::{Read, ReadBufCursor, Write};

/// Wraps a connection of async-std, smol or `turns` for hyper.
pub struct HyperIo<S> {
    connection: S,
    /// What was read last. It is kept, since to make it anew means to fill it with zeros.
    chunk: Box<[u8]>,
}

impl<S> HyperIo<S> {
    /// Wraps it.
    pub fn new(connection: S) -> HyperIo<S> {
        HyperIo { connection, chunk: vec![0; 4096].into() }
    }
}

impl<S: AsyncRead + Unpin> Read for HyperIo<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        // hyper's buffer is not initialised, and to read into such a one takes `unsafe`. So it is
        // read into one of ours, and copied.
        let HyperIo { connection, chunk } = &mut *self;
        let wanted = buffer.remaining().min(chunk.len());
        let count = ready!(Pin::new(connection).poll_read(context, &mut chunk[..wanted]))?;
        buffer.put_slice(&chunk[..count]);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> Write for HyperIo<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.connection).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_close(context)
    }
}
