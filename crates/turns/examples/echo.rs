//! A server that sends back what it gets: `echo [ADDRESS]`, ended by Ctrl-C.

use futures_lite::{AsyncReadExt, AsyncWriteExt};
use std::io;
use turns::net::{TcpListener, TcpStream};
use turns::spawn;

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    turns::block_on(async {
        let listener = TcpListener::bind(address).await?;
        println!("listening on {}", listener.local_addr()?);
        let server = spawn(async move {
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => drop(spawn(echo(stream))),
                    Err(error) => return error,
                }
            }
        });
        turns::signal::ctrl_c().await?;
        println!("good-bye");
        drop(server);
        Ok(())
    })
}

/// A connection that breaks off ends its own task and nothing else.
async fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            n => stream.write_all(&buffer[..n]).await?,
        }
    }
}
