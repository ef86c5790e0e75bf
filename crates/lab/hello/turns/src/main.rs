//! A server that says hello, on turns. The lab weighs it: `cargo lab runtime`.

#![forbid(unsafe_code)]

use std::io;

use futures_lite::AsyncWriteExt;
use turns::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    turns::block_on(serve())
}

async fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        drop(turns::spawn(answer(stream)));
    }
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"hello\n").await
}
