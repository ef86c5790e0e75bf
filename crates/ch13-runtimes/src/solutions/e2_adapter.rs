//! `ready!` returns `Pending` if that is what it is given, and the waker has been left by then,
//! since the inner `poll_read` has it from `context`. The array costs a copy. Without the copy one
//! would read into hyper's buffer directly, which is not initialised; that needs `unsafe`, and
//! smol-hyper does it.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures::io::{AsyncRead, Cursor};
use futures::{FutureExt, TryStreamExt, stream};
use hyper::rt::{Read, ReadBuf, ReadBufCursor};

/// Wraps a connection of async-std, smol or `turns` for hyper.
struct HyperIo<S>(S);

impl<S: AsyncRead + Unpin> Read for HyperIo<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [0; 1024];
        let wanted = buffer.remaining().min(bytes.len());
        let count = ready!(Pin::new(&mut self.0).poll_read(context, &mut bytes[..wanted]))?;
        buffer.put_slice(&bytes[..count]);
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
