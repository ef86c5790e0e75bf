//! What the server answers: it squares, gives back what it is sent, and counts.

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::{Method, Request, Response, StatusCode};
use std::cell::Cell;

/// How many requests have been answered.
#[derive(Default)]
pub struct Answered(Cell<u64>);

/// Answers one request: `GET /square/7`, `POST /echo` or `GET /count`.
pub async fn answer(
    request: Request<Incoming>,
    answered: &Answered,
) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let (status, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/count") => (StatusCode::OK, answered.0.get().to_string().into()),
        (&Method::GET, path) => match square(path) {
            Some(square) => (StatusCode::OK, square.to_string().into()),
            None => (StatusCode::NOT_FOUND, Bytes::new()),
        },
        (&Method::POST, "/echo") => {
            (StatusCode::OK, request.into_body().collect().await?.to_bytes())
        }
        _ => (StatusCode::NOT_FOUND, Bytes::new()),
    };
    answered.0.set(answered.0.get() + 1);
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    Ok(response)
}

fn square(path: &str) -> Option<u64> {
    let number: u64 = path.strip_prefix("/square/")?.parse().ok()?;
    number.checked_mul(number)
}
