//! Level-triggered and edge-triggered: when does the kernel say that a socket is readable?
//!
//! Run it: `cargo listing level_and_edge`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use polling::{Event, Events, PollMode, Poller};

pub fn main() {
    println!("level-triggered");
    watch(PollMode::Level);
    println!("edge-triggered");
    // Windows has no edges. `Oneshot` speaks up once, and again when `watch` asks it to: here,
    // whenever something new has come, which is what an edge is.
    let has_edges = Poller::new().unwrap().supports_edge();
    watch(if has_edges { PollMode::Edge } else { PollMode::Oneshot });
}

#[allow(unsafe_code)]
fn watch(mode: PollMode) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut sender = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (mut receiver, _) = listener.accept().unwrap();
    let poller = Poller::new().unwrap();
    // SAFETY: the receiver is taken out of the poller before it is dropped.
    unsafe { poller.add_with_mode(&receiver, Event::readable(0), mode) }.unwrap();

    sender.write_all(b"abcdef").unwrap();
    println!("  six bytes have come:   {}", ask(&poller));
    receiver.read_exact(&mut [0; 3]).unwrap();
    println!("  three have been read:  {}", ask(&poller));
    sender.write_all(b"g").unwrap();
    if mode == PollMode::Oneshot {
        poller.modify(&receiver, Event::readable(0)).unwrap();
    }
    println!("  one more has come:     {}", ask(&poller));
    receiver.read_exact(&mut [0; 4]).unwrap();
    println!("  all have been read:    {}", ask(&poller));

    poller.delete(&receiver).unwrap();
}

/// Waits a little for the kernel to say something.
fn ask(poller: &Poller) -> &'static str {
    let mut events = Events::new();
    poller.wait(&mut events, Some(Duration::from_millis(100))).unwrap();
    if events.is_empty() { "silence" } else { "readable" }
}
