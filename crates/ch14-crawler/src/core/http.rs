//! One question in HTTP/1.1 and its answer, without a socket: bytes are put in as they come.

use std::time::Duration;

use httparse::{EMPTY_HEADER, Status};
use url::{Position, Url};

use super::limits::Limits;
use super::outcome::{Outcome, Refusal, Trouble};
use super::{Job, NAME, address, robots};

/// How many lines of a head are read.
const HEADERS: usize = 100;

/// What a crawler writes into a connection.
pub fn request(url: &Url) -> String {
    let host = &url[Position::BeforeHost..Position::AfterPort];
    let target = address::target(url);
    format!(
        "GET {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {NAME}\r\n\
         Accept: text/html, text/plain;q=0.5\r\nConnection: close\r\n\r\n"
    )
}

/// A whole answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Such as 200.
    pub status: u16,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    /// As much as the limit allows.
    pub body: Vec<u8>,
    /// Whether there was more.
    pub cut: bool,
}

impl Answer {
    /// The first header of this name, or nothing.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// How long a server asks to be left alone: so many seconds, of the given length.
    pub fn retry_after(&self, second: Duration) -> Option<Duration> {
        let seconds = self.header("retry-after");
        let is_number = !seconds.is_empty() && seconds.bytes().all(|byte| byte.is_ascii_digit());
        // A number that is too large is a long time, not none.
        let seconds = || seconds.parse().unwrap_or(u32::MAX);
        is_number.then(|| second.checked_mul(seconds()).unwrap_or(Duration::MAX))
    }
}

/// Where in an answer the reader is.
enum State {
    Head,
    /// So many bytes are still to come.
    Length(usize),
    /// The body ends where the connection does.
    ToTheEnd,
    /// So many bytes of this chunk are still to come, with the line that ends it.
    Chunk(usize),
    /// The size of the next chunk.
    ChunkSize,
}

// ANCHOR: reader
/// Reads an answer from whatever pieces it comes in.
pub struct Reader {
    limits: Limits,
    waiting: Vec<u8>,
    state: State,
    answer: Answer,
}

impl Reader {
    /// For the answer to a job. Half of a file of rules would allow what the other half forbids: so
    /// these are read as far as they count.
    pub fn new(job: &Job, limits: &Limits) -> Reader {
        let answer = Answer::default();
        let mut limits = limits.clone();
        if job.is_for_rules() {
            limits.body = limits.body.max(robots::LONGEST);
        }
        Reader { limits, waiting: Vec::new(), state: State::Head, answer }
    }

    /// Takes what has come; no bytes mean that the connection is closed. `Some` is the end: a
    /// whole answer, or why there will be none.
    pub fn take(&mut self, bytes: &[u8]) -> Option<Result<Answer, Outcome>> {
        self.waiting.extend_from_slice(bytes);
        match self.step(bytes.is_empty()) {
            Ok(false) => None,
            Ok(true) => Some(Ok(std::mem::take(&mut self.answer))),
            Err(why) => Some(Err(why)),
        }
    }
    // ANCHOR_END: reader

    /// Whether the answer is whole.
    fn step(&mut self, closed: bool) -> Result<bool, Outcome> {
        loop {
            match self.state {
                State::Head => {
                    if !self.head()? {
                        break;
                    }
                }
                State::Length(0) => return Ok(true),
                State::Length(left) => {
                    if self.waiting.is_empty() {
                        break;
                    }
                    let taken = left.min(self.waiting.len());
                    if self.body(taken) {
                        return Ok(true);
                    }
                    self.state = State::Length(left - taken);
                }
                State::ToTheEnd => {
                    let all = self.waiting.len();
                    return Ok(self.body(all) || closed);
                }
                // A size without a digit would be taken for the last chunk's.
                State::ChunkSize
                    if self.waiting.first().is_some_and(|b| !b.is_ascii_hexdigit()) =>
                {
                    return Err(Outcome::Refused(Refusal::NoHttp));
                }
                State::ChunkSize => match httparse::parse_chunk_size(&self.waiting) {
                    Ok(Status::Complete((line, 0))) => {
                        self.waiting.drain(..line);
                        // Lines that may follow the last chunk are of no use here.
                        return Ok(true);
                    }
                    Ok(Status::Complete((line, size))) => {
                        self.waiting.drain(..line);
                        self.state = State::Chunk(usize::try_from(size).unwrap_or(usize::MAX));
                    }
                    Ok(Status::Partial) if self.waiting.len() <= self.limits.head => break,
                    Ok(Status::Partial) | Err(_) => {
                        return Err(Outcome::Refused(Refusal::NoHttp));
                    }
                },
                State::Chunk(0) => {
                    if self.waiting.len() < 2 {
                        break;
                    }
                    self.waiting.drain(..2);
                    self.state = State::ChunkSize;
                }
                State::Chunk(left) => {
                    if self.waiting.is_empty() {
                        break;
                    }
                    let taken = left.min(self.waiting.len());
                    if self.body(taken) {
                        return Ok(true);
                    }
                    self.state = State::Chunk(left - taken);
                }
            }
        }
        if closed { Err(Outcome::Again(Trouble::Broken, None)) } else { Ok(false) }
    }

    /// Moves bytes into the body. Whether it is full.
    fn body(&mut self, count: usize) -> bool {
        let room = self.limits.body - self.answer.body.len();
        self.answer.body.extend(self.waiting.drain(..count).take(room));
        self.answer.cut = count > room;
        self.answer.cut
    }

    /// Reads the head, if it is there. What only announces an answer, such as 103, is passed over.
    fn head(&mut self) -> Result<bool, Outcome> {
        let no_http = || Outcome::Refused(Refusal::NoHttp);
        let mut headers = [EMPTY_HEADER; HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        let parsed = response.parse(&self.waiting);
        let used = match parsed {
            Ok(Status::Complete(used)) => used,
            Ok(Status::Partial) if self.waiting.len() <= self.limits.head => return Ok(false),
            Ok(Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Err(Outcome::Refused(Refusal::LongHead));
            }
            Err(_) => return Err(no_http()),
        };
        let status = response.code.ok_or_else(no_http)?;
        let text = |value: &[u8]| String::from_utf8_lossy(value).trim().to_owned();
        let named =
            |header: &httparse::Header<'_>| (header.name.to_ascii_lowercase(), text(header.value));
        let headers: Vec<(String, String)> = response.headers.iter().map(named).collect();
        self.waiting.drain(..used);
        if status < 200 {
            return Ok(true);
        }
        self.answer = Answer { status, headers, ..Answer::default() };
        let lengths: Vec<&str> = self.all("content-length");
        let is_chunked = |how: &&str| how.to_ascii_lowercase().contains("chunked");
        self.state = if self.all("transfer-encoding").iter().any(is_chunked) {
            State::ChunkSize
        } else if matches!(status, 204 | 304) {
            State::Length(0)
        } else if let Some(length) = lengths.first() {
            // Two lengths are how requests are smuggled past a proxy. No answer has two.
            if lengths.len() > 1 || !length.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(no_http());
            }
            State::Length(length.parse().map_err(|_| no_http())?)
        } else {
            State::ToTheEnd
        };
        Ok(true)
    }

    fn all(&self, name: &str) -> Vec<&str> {
        let of_it = self.answer.headers.iter().filter(|(key, _)| key == name);
        of_it.map(|(_, value)| value.as_str()).collect()
    }
}
