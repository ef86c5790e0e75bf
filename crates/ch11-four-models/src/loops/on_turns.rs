//! Three threads with a loop each share a server's connections.

use std::cell::Cell;
use std::io::{self, Read, Write};
use std::net::{self, TcpListener};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use futures::StreamExt;
use futures::channel::mpsc::{self, UnboundedReceiver};
use futures::{AsyncReadExt, AsyncWriteExt};
use turns::net::TcpStream;

type Connections = UnboundedReceiver<net::TcpStream>;

const LONG: Duration = Duration::from_secs(30);
const SHORT: Duration = Duration::from_millis(300);

pub fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let end_of_work = Arc::new(Barrier::new(2));
    let (mut loops, mut threads) = (Vec::new(), Vec::new());
    for number in 1..=3 {
        let (give, connections) = mpsc::unbounded();
        let end_of_work = Arc::clone(&end_of_work);
        loops.push(give);
        threads.push(thread::spawn(move || run_loop(number, connections, &end_of_work)));
    }
    let mut clients = Vec::new();
    for number in 0..6 {
        clients.push(net::TcpStream::connect(address).unwrap());
        let (connection, _) = listener.accept().unwrap();
        loops[number % 3].unbounded_send(connection).unwrap();
    }
    println!("client 1 has work for a long time");
    ask(&mut clients[0], b"work");
    for (number, client) in (2..).zip(&mut clients[1..]) {
        ask(client, b"ping");
        let patience = if number == 4 { SHORT } else { LONG };
        println!("client {number}: {}", hear(client, patience));
    }
    println!("the work of client 1 is done");
    end_of_work.wait();
    for number in [1, 4] {
        println!("client {number}: {}", hear(&mut clients[number - 1], LONG));
    }
    drop(loops);
    for (number, thread) in threads.into_iter().enumerate() {
        println!("loop {} has served {}", number + 1, thread.join().unwrap());
    }
}

fn ask(client: &mut net::TcpStream, request: &[u8; 4]) {
    client.write_all(request).unwrap();
}

fn hear(client: &mut net::TcpStream, patience: Duration) -> String {
    let mut number = [0];
    client.set_read_timeout(Some(patience)).unwrap();
    match client.read_exact(&mut number) {
        Ok(()) => format!("an answer from loop {}", number[0]),
        Err(_) => "no answer yet".to_owned(),
    }
}

/// What a thread does: its loop serves the connections that it is given.
fn run_loop(number: u8, connections: Connections, end_of_work: &Barrier) -> u32 {
    let serve = serve(number, connections, end_of_work);
    turns::block_on(timeline::task(format_args!("loop {number}"), serve))
}

async fn serve(number: u8, connections: Connections, end_of_work: &Barrier) -> u32 {
    let served = Cell::new(0); // no lock: it never leaves this thread
    let each = async |connection| {
        answer(number, connection, end_of_work).await.unwrap();
        served.set(served.get() + 1);
    };
    connections.for_each_concurrent(None, each).await;
    served.get()
}

async fn answer(number: u8, connection: net::TcpStream, end_of_work: &Barrier) -> io::Result<()> {
    let mut stream = TcpStream::try_from(connection)?;
    let mut request = [0; 4];
    stream.read_exact(&mut request).await?;
    if &request == b"work" {
        let _span = timeline::span("work");
        end_of_work.wait(); // keeps the thread, as a long computation would
    }
    stream.write_all(&[number]).await
}
