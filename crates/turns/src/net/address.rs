//! What can stand for an address, and how a name becomes one.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};

/// An address, or a name with a port that must be looked up first.
///
/// It is implemented for the commonest of what the standard library takes: `SocketAddr`,
/// `(IpAddr, u16)`, `(&str, u16)` and texts such as `"127.0.0.1:80"` or `"localhost:80"`. Looking a
/// name up blocks, so it is done by [`spawn_blocking`](crate::spawn_blocking); an address costs
/// nothing.
pub trait ToAddress {
    /// What is asked for, before any look-up.
    #[doc(hidden)]
    fn wanted(self) -> Wanted;
}

/// An address, a name, or neither.
#[doc(hidden)]
#[derive(Debug)]
pub struct Wanted(Kind);

#[derive(Debug)]
enum Kind {
    Address(SocketAddr),
    Name(String, u16),
    Neither(String),
}

impl Wanted {
    /// The addresses, of which there is at least one.
    pub(super) async fn resolve(self) -> io::Result<Vec<SocketAddr>> {
        let (name, port) = match self.0 {
            Kind::Address(address) => return Ok(vec![address]),
            Kind::Name(name, port) => (name, port),
            Kind::Neither(text) => {
                let message = format!("turns: `{text}` is no address; write `host:port`");
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
        };
        let look_up = {
            let name = name.clone();
            move || (name.as_str(), port).to_socket_addrs().map(Vec::from_iter)
        };
        let found = crate::spawn_blocking(look_up).await.map_err(io::Error::other)?;
        let addresses = found.map_err(|error| {
            io::Error::new(error.kind(), format!("turns: cannot look up `{name}`: {error}"))
        })?;
        if addresses.is_empty() {
            let message = format!("turns: `{name}` has no address");
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        Ok(addresses)
    }
}

impl ToAddress for SocketAddr {
    fn wanted(self) -> Wanted {
        Wanted(Kind::Address(self))
    }
}

impl ToAddress for (IpAddr, u16) {
    fn wanted(self) -> Wanted {
        Wanted(Kind::Address(self.into()))
    }
}

impl ToAddress for (&str, u16) {
    fn wanted(self) -> Wanted {
        let (name, port) = self;
        Wanted(match name.parse::<IpAddr>() {
            Ok(address) => Kind::Address((address, port).into()),
            Err(_) => Kind::Name(name.to_owned(), port),
        })
    }
}

impl ToAddress for &str {
    fn wanted(self) -> Wanted {
        if let Ok(address) = self.parse() {
            return Wanted(Kind::Address(address));
        }
        let parts = self.rsplit_once(':').and_then(|(name, port)| Some((name, port.parse().ok()?)));
        Wanted(match parts {
            Some((name, port)) => Kind::Name(name.to_owned(), port),
            None => Kind::Neither(self.to_owned()),
        })
    }
}

impl ToAddress for &String {
    fn wanted(self) -> Wanted {
        self.as_str().wanted()
    }
}

impl ToAddress for String {
    fn wanted(self) -> Wanted {
        self.as_str().wanted()
    }
}

/// Tries each address until one will do; else tells of the last that would not.
pub(super) async fn first_that_works<T>(
    address: impl ToAddress,
    attempt: impl AsyncFn(SocketAddr) -> io::Result<T>,
) -> io::Result<T> {
    let mut last = None;
    for address in address.wanted().resolve().await? {
        match attempt(address).await {
            Ok(value) => return Ok(value),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
}
