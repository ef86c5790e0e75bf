//! Half a line comes, the reader gives up, and the other half comes.

use std::io;
use std::time::Duration;

use smol::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use smol::net::{TcpListener, TcpStream};
use smol::stream::StreamExt;
use smol::{Timer, future};

const LIMIT: Duration = Duration::from_millis(50);

pub fn main() {
    smol::block_on(run()).unwrap();
}

async fn run() -> io::Result<()> {
    let (mut writer, mut reader) = connection().await?;
    writer.write_all(b"good").await?;
    reader.fill_buf().await?; // half of the line is there
    let mut line = String::new();
    let late = async {
        Timer::after(LIMIT).await;
        None
    };
    match future::or(async { Some(reader.read_line(&mut line).await) }, late).await {
        Some(_) => println!("a line"),
        None => println!("no line in time"),
    }
    writer.write_all(b"bye\n").await?;
    let mut line = String::new();
    reader.read_line(&mut line).await?;
    println!("read_line: {}", line.trim_end());

    let (mut writer, reader) = connection().await?;
    let mut lines = reader.lines();
    writer.write_all(b"good").await?;
    let late = async {
        Timer::after(LIMIT).await;
        None
    };
    match future::or(async { Some(lines.next().await) }, late).await {
        Some(_) => println!("a line"),
        None => println!("no line in time"),
    }
    writer.write_all(b"bye\n").await?;
    println!("lines: {}", lines.next().await.unwrap()?);
    Ok(())
}

/// Both ends of one.
async fn connection() -> io::Result<(TcpStream, BufReader<TcpStream>)> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let stream = TcpStream::connect(listener.local_addr()?).await?;
    let (other, _) = listener.accept().await?;
    Ok((stream, BufReader::new(other)))
}
