//! The clients' process: many connections, one message under way on each.

use crate::machine;
use anyhow::{Context, Result, bail};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};
use std::io::{ErrorKind, Read, Write, stdin};
use std::net::SocketAddr;

/// What is sent.
const MESSAGE: [u8; 64] = *b"sixty-four bytes are a short message, as many protocols have it.";

/// Connects, says so, waits, sends that many messages in all, says so, waits.
///
/// # Errors
///
/// If the server breaks a connection or answers something else.
pub fn main(address: SocketAddr, connections: usize, messages: u64) -> Result<()> {
    machine::raise_file_limit();
    let mut clients = Clients::connect(address, connections)?;
    // One round before it counts.
    clients.exchange(connections as u64 * 2)?;
    println!("connected");
    hear()?;
    clients.exchange(messages)?;
    println!("done");
    hear()
}

fn hear() -> Result<()> {
    stdin().read_line(&mut String::new()).context("the parent is gone").map(drop)
}

struct Client {
    stream: TcpStream,
    /// How much of the answer is here.
    answered: usize,
}

struct Clients {
    poll: Poll,
    events: Events,
    clients: Vec<Client>,
}

impl Clients {
    fn connect(address: SocketAddr, connections: usize) -> Result<Clients> {
        let poll = Poll::new()?;
        let mut clients = Vec::with_capacity(connections);
        for number in 0..connections {
            let mut stream = std::net::TcpStream::connect(address)
                .with_context(|| format!("connection {number} of {connections}"))?;
            stream.set_nodelay(true)?;
            if number % 64 == 0 {
                // Lets the server come after: its queue of new connections is finite.
                stream.write_all(&MESSAGE)?;
                stream.read_exact(&mut [0; MESSAGE.len()])?;
            }
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            poll.registry().register(&mut stream, Token(number), Interest::READABLE)?;
            clients.push(Client { stream, answered: 0 });
        }
        Ok(Clients { poll, events: Events::with_capacity(1024), clients })
    }

    /// Sends that many messages, spread over all, and waits for all answers.
    fn exchange(&mut self, messages: u64) -> Result<()> {
        let mut to_send = messages;
        let mut to_come = messages;
        for client in &mut self.clients {
            if to_send > 0 {
                client.send()?;
                to_send -= 1;
            }
        }
        while to_come > 0 {
            if let Err(error) = self.poll.poll(&mut self.events, None) {
                if error.kind() == ErrorKind::Interrupted {
                    continue;
                }
                return Err(error.into());
            }
            for event in &self.events {
                let client = &mut self.clients[event.token().0];
                if !client.receive()? {
                    continue;
                }
                to_come -= 1;
                if to_send > 0 {
                    client.send()?;
                    to_send -= 1;
                }
            }
        }
        Ok(())
    }
}

impl Client {
    fn send(&mut self) -> Result<()> {
        // The system's buffers hold many of them, so this is never in part.
        self.stream.write_all(&MESSAGE).context("the server does not read")
    }

    /// Whether the answer is now complete.
    fn receive(&mut self) -> Result<bool> {
        let mut buffer = [0; MESSAGE.len()];
        while self.answered < MESSAGE.len() {
            match self.stream.read(&mut buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) if buffer[..length] == MESSAGE[self.answered..][..length] => {
                    self.answered += length;
                }
                Ok(_) => bail!("the server answered something else"),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        self.answered = 0;
        Ok(true)
    }
}
