//! A server that says hello, on tokio, with one thread and no more than it needs. The lab weighs it: `cargo lab runtime`.

#![forbid(unsafe_code)]

use std::io;

use tokio_lean::io::AsyncWriteExt;
use tokio_lean::net::{TcpListener, TcpStream};
use tokio_lean::runtime::Builder;

fn main() -> io::Result<()> {
    Builder::new_current_thread().enable_io().build()?.block_on(serve())
}

async fn serve() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        drop(tokio_lean::spawn(answer(stream)));
    }
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"hello\n").await
}
