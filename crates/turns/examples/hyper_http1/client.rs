//! Clients that check every answer, and now and then cut their connection.

use crate::adapter::Io;
use futures_lite::{AsyncWriteExt, FutureExt};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::{Method, Request, Response, header};
use std::io;
use std::net::SocketAddr;
use turns::net::TcpStream;
use turns::yield_now;

/// What came of it.
#[derive(Debug, Default)]
pub struct Tally {
    /// Answers that came, each of them right.
    pub right: u64,
    /// Connections that were cut on purpose.
    pub cut: u64,
}

/// Opens one connection after another until so many requests were answered. About one connection
/// in two is cut: before its first request is complete, or before an answer was read.
///
/// # Errors
///
/// If a connection fails that was not cut, or an answer is wrong.
pub async fn ask(address: SocketAddr, seed: u64, requests: u64) -> io::Result<Tally> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut tally = Tally::default();
    while tally.right < requests {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        if random.u8(..8) == 0 {
            cut_unfinished(stream, &mut random).await;
            tally.cut += 1;
        } else {
            ask_on(stream, &mut random, requests, &mut tally).await?;
        }
    }
    Ok(tally)
}

/// Sends the beginning of a request and goes, without a word or after saying good-bye.
async fn cut_unfinished(mut stream: TcpStream, random: &mut fastrand::Rng) {
    let whole = b"POST /echo HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\nhello";
    let begun = &whole[..random.usize(..=whole.len())];
    // The server may have seen what it dislikes and gone first.
    let _ = stream.write_all(begun).await;
    if random.bool() {
        let _ = stream.close().await;
    }
}

/// Sends some requests over one connection, and cuts it in the middle or closes it at the end.
async fn ask_on(
    stream: TcpStream,
    random: &mut fastrand::Rng,
    requests: u64,
    tally: &mut Tally,
) -> io::Result<()> {
    let (mut sender, connection) = http1::handshake(Io::new(stream)).await.map_err(failed)?;
    let connection = turns::spawn(connection);
    for _ in 0..random.u32(1..60).min(requests.saturating_sub(tally.right) as u32) {
        let question = Question::any(random);
        let answer = sender.send_request(question.request());
        if random.u8(..64) == 0 {
            let patience = random.u8(..8);
            let give_up = async {
                for _ in 0..patience {
                    yield_now().await;
                }
            };
            async { drop(answer.await) }.or(give_up).await;
            connection.cancel();
            tally.cut += 1;
            return Ok(());
        }
        question.check(answer.await.map_err(failed)?).await?;
        tally.right += 1;
    }
    drop(sender);
    connection.await.map_err(io::Error::other)?.map_err(failed)
}

/// A request whose answer is known.
enum Question {
    Square(u32),
    Echo(Bytes),
}

impl Question {
    fn any(random: &mut fastrand::Rng) -> Question {
        if random.u8(..8) > 0 {
            return Question::Square(random.u32(..));
        }
        // Up to a size that takes several reads.
        let length = random.usize(..20_000);
        Question::Echo(std::iter::repeat_with(|| random.u8(..)).take(length).collect())
    }

    fn request(&self) -> Request<Full<Bytes>> {
        let (method, path, body) = match self {
            Question::Square(number) => (Method::GET, format!("/square/{number}"), Bytes::new()),
            Question::Echo(body) => (Method::POST, "/echo".to_owned(), body.clone()),
        };
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "here")
            .body(Full::new(body))
            .expect("the request is made of valid parts")
    }

    async fn check(&self, answer: Response<Incoming>) -> io::Result<()> {
        let status = answer.status();
        let body = answer.into_body().collect().await.map_err(failed)?.to_bytes();
        let wanted = match self {
            Question::Square(number) => u64::from(*number).pow(2).to_string().into(),
            Question::Echo(body) => body.clone(),
        };
        if status.is_success() && body == wanted {
            return Ok(());
        }
        Err(io::Error::other(format!("a wrong answer: {status}, {body:?} instead of {wanted:?}")))
    }
}

fn failed(error: hyper::Error) -> io::Error {
    io::Error::other(format!("a connection failed that was not cut: {error:?}"))
}
