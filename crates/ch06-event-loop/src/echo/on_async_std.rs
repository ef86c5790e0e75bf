//! An echo server and two clients, on async-std.

use std::io;

use async_std::io::{ReadExt, WriteExt};
use async_std::net::{TcpListener, TcpStream};
use async_std::task;

pub fn main() {
    task::block_on(timeline::task("clients", run())).unwrap();
}

async fn run() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let server = task::spawn(timeline::task("server", serve(listener, 2)));
    let mut first = TcpStream::connect(address).await?;
    println!("first:  connected, and silent");
    let mut second = TcpStream::connect(address).await?;
    for word in ["one", "two"] {
        println!("second: heard {}", ask(&mut second, word).await?);
    }
    drop(second);
    println!("first:  heard {}", ask(&mut first, "at last").await?);
    drop(first);
    println!("server: sent back {} bytes", server.await?);
    Ok(())
}

/// Takes so many connections, and makes a task for each.
async fn serve(listener: TcpListener, connections: usize) -> io::Result<usize> {
    let mut tasks = Vec::new();
    for number in 1..=connections {
        let (stream, _) = listener.accept().await?;
        tasks.push(task::spawn(timeline::task(format_args!("echo {number}"), echo(stream))));
    }
    let mut total = 0;
    for task in tasks {
        total += task.await?;
    }
    Ok(total)
}

/// Sends back what comes, until the other side hangs up.
async fn echo(mut stream: TcpStream) -> io::Result<usize> {
    let mut buffer = [0; 1024];
    let mut total = 0;
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 {
            return Ok(total);
        }
        stream.write_all(&buffer[..count]).await?;
        total += count;
    }
}

/// Says a word, and hears the echo.
async fn ask(stream: &mut TcpStream, word: &str) -> io::Result<String> {
    stream.write_all(word.as_bytes()).await?;
    let mut answer = vec![0; word.len()];
    stream.read_exact(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
