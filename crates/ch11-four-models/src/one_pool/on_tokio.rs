//! The six clients of `loops` again, with one pool of three threads in place of three loops. On
//! tokio.

use std::io::{self, Read, Write};
use std::net::{self, TcpListener};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;

const LONG: Duration = Duration::from_secs(30);

pub fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let pool = Builder::new_multi_thread().worker_threads(3).enable_io().build().unwrap();
    let (say_begun, begun) = mpsc::channel();
    let (mut clients, mut ends) = (Vec::new(), Vec::new());
    for _ in 0..6 {
        clients.push(net::TcpStream::connect(address).unwrap());
        let (connection, _) = listener.accept().unwrap();
        let (end_work, end_of_work) = mpsc::channel();
        ends.push(end_work);
        // No worker of its own: whichever has nothing to do takes this task for a turn.
        pool.spawn(answer(connection, say_begun.clone(), end_of_work));
    }
    println!("client 1 has work for a long time");
    clients[0].write_all(b"work").unwrap();
    begun.recv().unwrap();
    for (number, client) in (2..).zip(&mut clients[1..]) {
        client.write_all(b"ping").unwrap();
        println!("client {number}: {}", hear(client));
    }
    println!("the work of client 1 is done");
    ends[0].send(()).unwrap();
    println!("client 1: {}", hear(&mut clients[0]));
}

fn hear(client: &mut net::TcpStream) -> &'static str {
    client.set_read_timeout(Some(LONG)).unwrap();
    match client.read_exact(&mut [0]) {
        Ok(()) => "an answer",
        Err(_) => "no answer yet",
    }
}

async fn answer(
    connection: net::TcpStream,
    say_begun: Sender<()>,
    end_of_work: Receiver<()>,
) -> io::Result<()> {
    connection.set_nonblocking(true)?;
    let mut stream = TcpStream::from_std(connection)?;
    let mut request = [0; 4];
    stream.read_exact(&mut request).await?;
    if &request == b"work" {
        say_begun.send(()).unwrap();
        end_of_work.recv().unwrap(); // keeps its worker, as a long computation would
    }
    stream.write_all(&[0]).await
}
