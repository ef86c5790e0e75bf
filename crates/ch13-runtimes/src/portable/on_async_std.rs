//! A conversation that names no runtime, and a `main` that names async-std.

use std::io;

use async_std::net::{TcpListener, TcpStream};
use async_std::task;
use futures::channel::oneshot;
use futures::future::{Either, join, select};
use futures::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub fn main() {
    task::block_on(run()).unwrap();
}

async fn run() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let one = TcpStream::connect(listener.local_addr()?).await?;
    let (other, _) = listener.accept().await?;
    converse(one, other).await
}

// From here on, nothing names a runtime.

async fn converse(one: impl Stream, other: impl Stream) -> io::Result<()> {
    let (stop, stopped) = oneshot::channel();
    let (asked, echoed) = join(ask(one, stop), echo_until(other, stopped)).await;
    println!("heard: {}", asked?);
    println!("sent back: {} bytes", echoed?);
    Ok(())
}

async fn ask(mut stream: impl Stream, stop: oneshot::Sender<()>) -> io::Result<String> {
    stream.write_all(b"who is there?").await?;
    let mut answer = [0; 13];
    stream.read_exact(&mut answer).await?;
    _ = stop.send(());
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

async fn echo_until(mut stream: impl Stream, mut stop: oneshot::Receiver<()>) -> io::Result<usize> {
    let (mut buffer, mut total) = ([0; 64], 0);
    loop {
        let read = stream.read(&mut buffer);
        let count = match select(&mut stop, read).await {
            Either::Left(_) => return Ok(total),
            Either::Right((count, _)) => count?,
        };
        stream.write_all(&buffer[..count]).await?;
        total += count;
    }
}

/// What can be read from and written to, and stays what it is when it is moved.
trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}
