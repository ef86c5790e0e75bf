//! HTTP by hyper, on async-std: three requests over one connection, and one that is cut.

use std::convert::Infallible;
use std::io::{self, Write};
use std::net;

use async_std::net::{TcpListener, TcpStream};
use async_std::task;
use futures::future::join;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper::rt;
use hyper::service::service_fn;
use hyper::{Request, Response, client, server};

use crate::hyper_io::HyperIo;

pub fn main() {
    task::block_on(run()).unwrap();
}

async fn run() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let stream = TcpStream::connect(listener.local_addr()?).await?;
    let (other, _) = listener.accept().await?;
    let (served, ()) = join(serve(HyperIo::new(other)), ask(HyperIo::new(stream))).await;
    println!("served: {}", if served.is_ok() { "all of it" } else { "not all" });

    let mut cut = net::TcpStream::connect(listener.local_addr()?)?;
    cut.write_all(b"GET /tea HT")?;
    drop(cut);
    let (other, _) = listener.accept().await?;
    println!("one that was cut: {}", serve(HyperIo::new(other)).await.unwrap_err());
    Ok(())
}

// From here on, nothing names a runtime.

async fn serve(connection: impl Io) -> hyper::Result<()> {
    server::conn::http1::Builder::new().serve_connection(connection, service_fn(answer)).await
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let text = format!("you asked for {}", request.uri().path());
    Ok(Response::new(Full::from(text)))
}

async fn ask(connection: impl Io) {
    let (mut sender, connection) = client::conn::http1::handshake(connection).await.unwrap();
    let requests = async move {
        for path in ["/tea", "/coffee", "/"] {
            let request = Request::get(path).header("host", "localhost");
            let answer = sender.send_request(request.body(Empty::<Bytes>::new()).unwrap()).await;
            let body = answer.unwrap().into_body().collect().await.unwrap().to_bytes();
            println!("{}", String::from_utf8_lossy(&body));
        }
    };
    join(requests, connection).await.1.unwrap();
}

/// What hyper asks of a connection.
trait Io: rt::Read + rt::Write + Unpin {}

impl<C: rt::Read + rt::Write + Unpin> Io for C {}
