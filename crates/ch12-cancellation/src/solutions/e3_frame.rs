//! All that has been read lies in `buffer`, and the only `await` is that of `read`, which has taken
//! nothing from the socket if it is given up. Decoders are written like this, as plain functions
//! over a buffer: tokio-util's `Framed` makes a stream of them, and one can test them without any
//! socket.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::{AsyncRead, AsyncReadExt, FutureExt};

struct Frames<R> {
    reader: R,
    buffer: Vec<u8>,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    fn new(reader: R) -> Frames<R> {
        Frames { reader, buffer: Vec::new() }
    }

    /// The next frame.
    ///
    /// # Errors
    ///
    /// `UnexpectedEof`, if there are no more bytes.
    async fn next(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(frame) = self.take_frame() {
                return Ok(frame);
            }
            let mut bytes = [0; 64];
            match self.reader.read(&mut bytes).await? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => self.buffer.extend(&bytes[..count]),
            }
        }
    }

    /// A whole frame, if there is one in the buffer.
    fn take_frame(&mut self) -> Option<Vec<u8>> {
        let end = 1 + usize::from(*self.buffer.first()?);
        if self.buffer.len() < end {
            return None;
        }
        let frame = self.buffer[1..end].to_vec();
        self.buffer.drain(..end);
        Some(frame)
    }
}

// The test: the same for the solution.

/// Three frames come byte by byte, and each call is given up whenever it has to wait.
pub fn test() {
    let sent = [&b"one"[..], b"", b"three"];
    let mut bytes = VecDeque::new();
    for frame in sent {
        bytes.push_back(u8::try_from(frame.len()).expect("it is short"));
        bytes.extend(frame);
    }
    let mut frames = Frames::new(Drip { bytes, is_dry: true });
    let mut seen = Vec::new();
    for _ in 0..100 {
        match frames.next().now_or_never() {
            Some(Ok(frame)) => seen.push(frame),
            Some(Err(_)) => break,
            None => {}
        }
    }
    assert_eq!(seen, sent, "these frames have come; those on the right should have");
}

/// Gives one byte at every other call.
struct Drip {
    bytes: VecDeque<u8>,
    is_dry: bool,
}

impl AsyncRead for Drip {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.is_dry = !self.is_dry;
        if !self.is_dry {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        let Some(byte) = self.bytes.pop_front() else { return Poll::Ready(Ok(0)) };
        buffer[0] = byte;
        Poll::Ready(Ok(1))
    }
}
