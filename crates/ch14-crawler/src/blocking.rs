//! One page by a blocking socket, within a limit.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use crate::core::{Answer, Job, Limits, Outcome, Reader, request};
use crate::net::{Net, broken, unreachable};

/// Asks for what the job says.
///
/// # Errors
///
/// Why there is no answer.
pub fn fetch(job: &Job, net: &Net, limits: &Limits) -> Result<Answer, Outcome> {
    let end = Instant::now() + limits.answer;
    let mut stream = connect(net.place(&job.url), end).map_err(|why| unreachable(&why))?;
    let mut reader = Reader::new(job, limits);
    let failed = |error: io::Error| broken(&error);
    stream.write_all(request(&job.url).as_bytes()).map_err(failed)?;
    let mut buffer = [0; 16 << 10];
    loop {
        // A limit for each read would never end a drip: what is left of the whole counts.
        stream.set_read_timeout(Some(left(end).map_err(failed)?)).map_err(failed)?;
        let count = stream.read(&mut buffer).map_err(failed)?;
        if let Some(end) = reader.take(&buffer[..count]) {
            return end;
        }
    }
}

fn connect(place: (String, u16), end: Instant) -> io::Result<TcpStream> {
    let mut last = Err(io::Error::other("no address"));
    for address in place.to_socket_addrs()? {
        last = TcpStream::connect_timeout(&address, left(end)?);
        if last.is_ok() {
            break;
        }
    }
    let stream = last?;
    stream.set_write_timeout(Some(left(end)?))?;
    Ok(stream)
}

/// What is left until then.
fn left(end: Instant) -> io::Result<Duration> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
}
