//! Where hosts are, and how an error of a socket is told.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use url::Url;

use crate::core::{Outcome, Trouble};

/// Where to connect to.
#[derive(Debug, Clone, Default)]
pub struct Net {
    /// All hosts are here, whatever their names say: a site that is being tried out.
    pub all_at: Option<SocketAddr>,
}

impl Net {
    /// All hosts are at this address.
    pub fn all_at(address: SocketAddr) -> Net {
        Net { all_at: Some(address) }
    }

    /// The host and the port to connect to for this address.
    pub fn place(&self, url: &Url) -> (String, u16) {
        match self.all_at {
            Some(address) => (address.ip().to_string(), address.port()),
            None => {
                let host = url.host_str().unwrap_or_default();
                let host = host.trim_start_matches('[').trim_end_matches(']');
                (host.to_owned(), url.port_or_known_default().unwrap_or(80))
            }
        }
    }
}

/// What it means if there is no connection.
pub fn unreachable(error: &io::Error) -> Outcome {
    let trouble = match error.kind() {
        ErrorKind::TimedOut => Trouble::TooSlow,
        // The system has a number for whatever happens on the way. A name without an address has
        // none: it comes from the resolver.
        _ if error.raw_os_error().is_none() => Trouble::NoSuchHost,
        _ => Trouble::NoConnection,
    };
    Outcome::Again(trouble, None)
}

/// What it means if a connection has failed.
pub fn broken(error: &io::Error) -> Outcome {
    let trouble = match error.kind() {
        ErrorKind::TimedOut | ErrorKind::WouldBlock => Trouble::TooSlow,
        _ => Trouble::Broken,
    };
    Outcome::Again(trouble, None)
}
