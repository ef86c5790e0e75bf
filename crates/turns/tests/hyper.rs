//! hyper serves and asks on `turns`: every answer is right, and cut connections end nothing.

#[path = "../examples/hyper_http1/adapter.rs"]
mod adapter;
#[path = "../examples/hyper_http1/client.rs"]
mod client;
#[path = "../examples/hyper_http1/server.rs"]
mod server;
#[path = "../examples/hyper_http1/service.rs"]
mod service;

use futures::future::try_join_all;
use futures_lite::{AsyncReadExt, AsyncWriteExt};
use turns::net::{TcpListener, TcpStream};
use turns::{block_on, spawn};

const CLIENTS: u64 = 20;
const REQUESTS_EACH: u64 = 200;

#[test]
fn every_answer_is_right_while_connections_are_cut() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(server::on_turns(listener));

        let clients = (0..CLIENTS).map(|seed| client::ask(address, seed, REQUESTS_EACH));
        let tallies = try_join_all(clients).await.unwrap();

        assert!(tallies.iter().all(|tally| tally.right == REQUESTS_EACH));
        let cut: u64 = tallies.iter().map(|tally| tally.cut).sum();
        assert!(cut >= CLIENTS, "only {cut} connections were cut");
        assert!(!server.is_finished());
        // The server has counted at least what was answered; and it answers still.
        let counted: u64 = get(address, "/count").await.parse().unwrap();
        assert!(counted >= CLIENTS * REQUESTS_EACH, "{counted}");
    });
}

/// Asks by hand, so that the server is not judged by hyper's own client alone.
async fn get(address: std::net::SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    body.to_owned()
}
