//! A server that answers nobody before ten clients wait at the same time.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::Gil;

static GIL: Gil = Gil::new();
const CLIENTS: usize = 10;

fn serve(listener: &TcpListener) {
    let waiting: Vec<_> = listener.incoming().take(CLIENTS).collect();
    for client in waiting {
        client.unwrap().write_all(b"hello").unwrap();
    }
}

fn ask(server: SocketAddr, patience: Duration) -> String {
    let mut server = TcpStream::connect(server).unwrap();
    server.set_read_timeout(Some(patience)).unwrap();
    let mut answer = [0; 5];
    match server.read_exact(&mut answer) {
        Ok(()) => String::from_utf8_lossy(&answer).into_owned(),
        Err(_) => "no answer".to_owned(),
    }
}

fn start_server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || serve(&listener));
    address
}

/// What every thread of ours does: it holds the lock, and lets go while it waits for the server.
fn request(server: SocketAddr, patience: Duration) -> String {
    GIL.acquire();
    let answer = GIL.released(|| ask(server, patience));
    GIL.release();
    answer
}

pub fn main() {
    println!("one after the other: {}", request(start_server(), Duration::from_millis(300)));
    let server = start_server();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| thread::spawn(move || request(server, Duration::from_secs(30))))
        .collect();
    let answers = clients.into_iter().map(|client| client.join().unwrap());
    println!("on ten threads: {} answers", answers.filter(|answer| answer == "hello").count());
}
