//! A frame is a byte that says how long it is, and then as many bytes. `next` reads one, and
//! whoever gives it up half-way gets nonsense afterwards. Mend it.
//!
//! # Hint
//!
//! `read` either gives you bytes or has taken none: it is cancel-safe. `read_exact` is not. So read
//! what comes into a buffer that lives in the struct, and look whether a whole frame is in it.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::{AsyncRead, AsyncReadExt, FutureExt};

struct Frames<R> {
    reader: R,
}

impl<R: AsyncRead + Unpin> Frames<R> {
    fn new(reader: R) -> Frames<R> {
        Frames { reader }
    }

    /// The next frame.
    ///
    /// # Errors
    ///
    /// `UnexpectedEof`, if there are no more bytes.
    async fn next(&mut self) -> io::Result<Vec<u8>> {
        // Your turn: what is lost at the second await, and at the first?
        let mut length = [0];
        self.reader.read_exact(&mut length).await?;
        let mut frame = vec![0; usize::from(length[0])];
        self.reader.read_exact(&mut frame).await?;
        Ok(frame)
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
