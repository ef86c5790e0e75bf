//! A server that says hello, on smol. The lab weighs it: `cargo lab runtime`.

#![forbid(unsafe_code)]

use std::io;

use smol::io::AsyncWriteExt;
use smol::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    smol::block_on(serve())
}

async fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        smol::spawn(answer(stream)).detach();
    }
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"hello\n").await
}
