//! What hyper asks of a runtime: to read, to write and to tell the time.

use futures::io::{AsyncRead, AsyncWrite};
use hyper::rt::{Read, ReadBufCursor, Sleep, Timer, Write};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// How much is read at once. hyper asks for as much at first, and for more when more comes.
const CHUNK: usize = 8 * 1024;

/// A connection of `turns`, or of anybody who keeps to the traits of `futures`, for hyper.
pub struct Io<T> {
    stream: T,
    /// hyper's buffer is not initialised, and to read into such a one takes `unsafe`. A copy of
    /// at most 8 kB costs less than the system call before it.
    chunk: Box<[u8]>,
}

impl<T> Io<T> {
    pub fn new(stream: T) -> Io<T> {
        Io { stream, chunk: vec![0; CHUNK].into_boxed_slice() }
    }
}

impl<T: AsyncRead + Unpin> Read for Io<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let Io { stream, chunk } = &mut *self;
        // Nothing is read that hyper has no room for, so nothing is kept for the next time.
        let wanted = buffer.remaining().min(chunk.len());
        let read = ready!(Pin::new(stream).poll_read(cx, &mut chunk[..wanted]))?;
        buffer.put_slice(&chunk[..read]);
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncWrite + Unpin> Write for Io<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buffer)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_close(cx)
    }

    /// Head and body in one system call.
    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, buffers)
    }
}

/// The clock of `turns`, for hyper's time limits.
#[derive(Clone, Copy, Debug)]
pub struct Clock;

impl Timer for Clock {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(Nap(turns::time::sleep(duration)))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Nap(turns::time::sleep_until(deadline)))
    }
}

struct Nap(turns::time::Sleep);

impl Future for Nap {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.0).poll(cx)
    }
}

impl Sleep for Nap {}
