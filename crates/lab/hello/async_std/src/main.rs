//! A server that says hello, on async-std. The lab weighs it: `cargo lab runtime`.

#![forbid(unsafe_code)]

use std::io;

use async_std::io::WriteExt;
use async_std::net::{TcpListener, TcpStream};
use async_std::task;

fn main() -> io::Result<()> {
    task::block_on(serve())
}

async fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        drop(task::spawn(answer(stream)));
    }
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"hello\n").await
}
