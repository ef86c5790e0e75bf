//! Half a line comes, the reader gives up, and the other half comes.

use std::io;
use std::time::Duration;

use futures::io::BufReader;
use futures::{AsyncBufReadExt, AsyncWriteExt, StreamExt};
use turns::net::{TcpListener, TcpStream};
use turns::time::timeout;

const LIMIT: Duration = Duration::from_millis(50);

pub fn main() {
    turns::block_on(run()).unwrap();
}

async fn run() -> io::Result<()> {
    let (mut writer, mut reader) = connection().await?;
    let mut line = String::new();
    writer.write_all(b"good").await?;
    reader.fill_buf().await?; // half of the line is there
    _ = timeout(LIMIT, reader.read_line(&mut line)).await;
    println!("read_line, given up: {line:?}");
    writer.write_all(b"bye\n").await?;
    reader.read_line(&mut line).await?;
    println!("read_line: {line:?}");

    let (mut writer, reader) = connection().await?;
    let mut lines = reader.lines();
    writer.write_all(b"good").await?;
    _ = timeout(LIMIT, lines.next()).await;
    writer.write_all(b"bye\n").await?;
    println!("lines: {:?}", lines.next().await.unwrap()?);

    let (mut writer, mut reader) = connection().await?;
    let mut line = Vec::new();
    writer.write_all(b"good").await?;
    _ = timeout(LIMIT, reader.read_until(b'\n', &mut line)).await;
    writer.write_all(b"bye\n").await?;
    reader.read_until(b'\n', &mut line).await?;
    println!("read_until: {:?}", String::from_utf8_lossy(&line));
    Ok(())
}

/// Both ends of one.
async fn connection() -> io::Result<(TcpStream, BufReader<TcpStream>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let stream = TcpStream::connect(listener.local_addr()?).await?;
    let (other, _) = listener.accept().await?;
    Ok((stream, BufReader::new(other)))
}
