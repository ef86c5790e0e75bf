//! A conversation that names no runtime, and a `main` that names turns.

use std::io;

use futures::channel::oneshot;
use futures::future::{Either, join, select};
use futures::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use turns::net::{TcpListener, TcpStream};

pub fn main() {
    turns::block_on(run()).unwrap();
}

async fn run() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let one = TcpStream::connect(listener.local_addr()?).await?;
    let (other, _) = listener.accept().await?;
    converse(one, other).await
}

// From here on, nothing names a runtime.

async fn converse(one: impl Connection, other: impl Connection) -> io::Result<()> {
    let (stop, stopped) = oneshot::channel();
    let (asked, echoed) = join(ask(one, stop), echo_until(other, stopped)).await;
    println!("heard: {}", asked?);
    println!("sent back: {} bytes", echoed?);
    Ok(())
}

async fn ask(mut connection: impl Connection, stop: oneshot::Sender<()>) -> io::Result<String> {
    connection.write_all(b"who is there?").await?;
    let mut answer = [0; 13];
    connection.read_exact(&mut answer).await?;
    _ = stop.send(());
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

async fn echo_until(
    mut connection: impl Connection,
    mut stop: oneshot::Receiver<()>,
) -> io::Result<usize> {
    let (mut buffer, mut total) = ([0; 64], 0);
    loop {
        let read = connection.read(&mut buffer); // it may be dropped below: `read` is cancel-safe
        let count = match select(&mut stop, read).await {
            Either::Left(_) | Either::Right((Ok(0), _)) => return Ok(total),
            Either::Right((count, _)) => count?,
        };
        connection.write_all(&buffer[..count]).await?;
        total += count;
    }
}

/// Whatever can be read from and written to.
trait Connection: AsyncRead + AsyncWrite + Unpin {}

impl<C: AsyncRead + AsyncWrite + Unpin> Connection for C {}
