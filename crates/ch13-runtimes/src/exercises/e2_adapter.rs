//! hyper reads by a trait of its own, and smol's connections have that of the futures crate. Write
//! the adapter.
//!
//! # Hint
//!
//! `buffer` is where hyper wants the bytes. Read into an array of your own, and not more than
//! `buffer.remaining()`; then `buffer.put_slice` takes what has come. What should be returned while
//! nothing has?

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::io::{AsyncRead, Cursor};
use futures::{FutureExt, TryStreamExt, stream};
use hyper::rt::{Read, ReadBuf, ReadBufCursor};

/// Wraps a connection of async-std, smol or `turns` for hyper.
struct HyperIo<S>(S);

impl<S: AsyncRead + Unpin> Read for HyperIo<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        _buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        // Your turn: this says that there is nothing, and never will be.
        let _ = &self.0;
        Poll::Ready(Ok(()))
    }
}

// The test: the same for the solution.

/// All bytes come, in order, however small the buffer is.
pub fn test() {
    let mut connection = HyperIo(Cursor::new(b"GET / HTTP/1.1".to_vec()));
    let mut seen = Vec::new();
    for room in [3, 1, 5, 100, 100] {
        let mut bytes = vec![0; room];
        let mut buffer = ReadBuf::new(&mut bytes);
        let mut read =
            poll_fn(|context| Pin::new(&mut connection).poll_read(context, buffer.unfilled()));
        let result = (&mut read).now_or_never().expect("the bytes are there");
        result.expect("reading them cannot fail");
        seen.extend(buffer.filled());
    }
    let seen = String::from_utf8_lossy(&seen);
    assert_eq!(seen, "GET / HTTP/1.1", "these bytes have come; those on the right should have");

    let nothing = stream::pending::<io::Result<Vec<u8>>>();
    let mut silent = HyperIo(nothing.into_async_read());
    let mut bytes = [0; 8];
    let mut buffer = ReadBuf::new(&mut bytes);
    let read = poll_fn(|context| Pin::new(&mut silent).poll_read(context, buffer.unfilled()));
    assert!(
        read.now_or_never().is_none(),
        "nothing has come yet, and hyper takes that for the end"
    );
}
