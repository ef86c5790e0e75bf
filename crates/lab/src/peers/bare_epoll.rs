//! No runtime at all: the least that an echo server on epoll can do.

use crate::runtime::BUFFER;
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::io::Errno;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};

/// The listener's number; connections count from one.
const LISTENER: u64 = 0;

/// Serves echo, without end: one read and one write a message, and a share of one wait.
pub fn serve(announce: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    announce(listener.local_addr()?);
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, &listener, EventData::new_u64(LISTENER), EventFlags::IN)?;
    let mut streams: Vec<Option<TcpStream>> = vec![None];
    let mut events = Vec::with_capacity(1024);
    let mut buffer = [0; BUFFER];
    loop {
        events.clear();
        match epoll::wait(&epoll, spare_capacity(&mut events), None) {
            Err(Errno::INTR) => continue,
            outcome => outcome?,
        };
        for event in &events {
            let number = event.data.u64();
            if number == LISTENER {
                while let Ok((stream, _)) = listener.accept() {
                    stream.set_nonblocking(true)?;
                    let number = EventData::new_u64(streams.len() as u64);
                    epoll::add(&epoll, &stream, number, EventFlags::IN | EventFlags::ET)?;
                    streams.push(Some(stream));
                }
            } else if !answer(&streams[number as usize], &mut buffer) {
                // Closed, and with that out of the epoll set.
                streams[number as usize] = None;
            }
        }
    }
}

/// Sends back what came; false at the end. A message is far smaller than the system's buffers,
/// so what cannot be written at once is an end, too.
fn answer(stream: &Option<TcpStream>, buffer: &mut [u8]) -> bool {
    let Some(stream) = stream else { return true };
    match rustix::io::read(stream, &mut *buffer) {
        Ok(0) => false,
        Ok(length) => rustix::io::write(stream, &buffer[..length]) == Ok(length),
        Err(error) => error == Errno::AGAIN,
    }
}
