//! The server: one task for each connection, on `turns` and, to compare, on tokio.

use crate::adapter::{Clock, Io};
use crate::service::{Answered, answer};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use std::io;
use std::rc::Rc;
use std::time::Duration;

/// How long a caller may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves until it is dropped. What goes wrong with one connection ends that one only.
///
/// # Errors
///
/// If the system does not let it listen any longer.
pub async fn on_turns(listener: turns::net::TcpListener) -> io::Result<()> {
    let answered = Rc::new(Answered::default());
    loop {
        let (stream, _) = listener.accept().await?;
        let answered = answered.clone();
        drop(turns::spawn(async move {
            let service = service_fn(|request| answer(request, &answered));
            let mut http = http1::Builder::new();
            http.timer(Clock).header_read_timeout(PATIENCE);
            // A connection that was cut is no news.
            let _ = http.serve_connection(Io::new(stream), service).await;
        }));
    }
}

/// The same on tokio's current_thread runtime.
///
/// # Errors
///
/// If the system does not let it listen any longer.
#[allow(dead_code, reason = "the test needs only the other one")]
pub async fn on_tokio(listener: tokio::net::TcpListener) -> io::Result<()> {
    use hyper_util::rt::{TokioIo, TokioTimer};

    let answered = Rc::new(Answered::default());
    loop {
        let (stream, _) = listener.accept().await?;
        let answered = answered.clone();
        drop(tokio::task::spawn_local(async move {
            let service = service_fn(|request| answer(request, &answered));
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        }));
    }
}
