//! A server that says hello, with a thread for each connection. The lab weighs it: `cargo lab runtime`.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept()?;
        thread::spawn(|| answer(stream));
    }
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(b"hello\n")
}
