//! A site that misbehaves in every way that a crawler meets, and judges its visitors.
//!
//! It listens on this machine alone, and its hosts have names that exist nowhere else: `site.test`
//! and some more. Whoever visits connects to [`Site::address`] and asks for them by the `Host`
//! header. A thread serves each connection, by hand: libraries for servers are too well-behaved.
//!
//! A *second* of this site is [`SECOND`], so that nobody has to wait for real ones. That is what it
//! means by `Retry-After: 1`, and what [`Site::limits`] tells to the crawler.

mod pages;
mod record;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use url::Url;

use crate::core::Limits;
use pages::Page;
use record::Record;
pub use record::Verdict;

/// What the site calls a second.
pub const SECOND: Duration = Duration::from_millis(20);
/// How many requests a host wants at once, at most.
pub const AT_ONCE: usize = 2;
/// The hosts whose pages are wanted.
pub const HOSTS: [&str; 5] = ["site.test", "gone.test", "ill.test", "moved.test", "mute.test"];

/// The longest head of a request that is read.
const LONGEST: usize = 16 << 10;
/// How often a thread that waits looks whether the site is closed.
const LOOK: Duration = Duration::from_millis(10);

/// The site while it is open. Dropped, it closes, and its threads end.
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    closed: AtomicBool,
    record: Mutex<Record>,
}

impl Site {
    /// Opens it on a free port.
    ///
    /// # Errors
    ///
    /// If no port can be had.
    pub fn open() -> io::Result<Site> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let record = Mutex::new(Record::default());
        let shared = Arc::new(Shared { closed: AtomicBool::new(false), record });
        let of_acceptor = Arc::clone(&shared);
        let acceptor = Some(thread::spawn(move || accept(&listener, &of_acceptor)));
        Ok(Site { address, shared, acceptor })
    }

    /// Where all its hosts are.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where a visit begins: the first page of each host.
    pub fn starts() -> Vec<Url> {
        let url = |host: &str| Url::parse(&format!("http://{host}/"));
        HOSTS.iter().map(|host| url(host).expect("a host is an address")).collect()
    }

    /// What a crawler needs to know to be done with it in a few seconds.
    pub fn limits() -> Limits {
        Limits {
            at_once: 8,
            per_host: AT_ONCE,
            pause: Duration::ZERO,
            answer: Duration::from_millis(400),
            second: SECOND,
            alike: 30,
            depth: 60,
            body: 64 << 10,
            ..Limits::default()
        }
    }

    /// What it thinks of its visitors so far.
    pub fn verdict(&self) -> Verdict {
        self.shared.record().verdict()
    }

    /// How often it was asked for this path of `site.test`.
    pub fn asked(&self, path: &str) -> usize {
        self.shared.record().times(&format!("{}{path}", HOSTS[0]))
    }
}

/// The site as a process of its own, for visitors that are none of this program: its first line says
/// in JSON where it is and how it wants to be visited. Then it is asked a line at a time: `verdict`,
/// or how many `pages` it was asked for, or how often for one path of `site.test`. It closes when
/// there are no more questions.
///
/// # Errors
///
/// If no port can be had, or nobody reads what it says.
pub fn serve_alone() -> io::Result<()> {
    let site = Site::open()?;
    let limits = Site::limits();
    let starts: Vec<String> = Site::starts().into_iter().map(String::from).collect();
    let told = serde_json::json!({
        "host": site.address().ip().to_string(),
        "port": site.address().port(),
        "starts": starts,
        "limits": {
            "at_once": limits.at_once, "per_host": limits.per_host, "tries": limits.tries,
            "pause": limits.pause.as_secs_f64(), "answer": limits.answer.as_secs_f64(),
            "second": limits.second.as_secs_f64(), "patience": limits.patience,
            "pages": limits.pages, "depth": limits.depth, "redirects": limits.redirects,
            "alike": limits.alike, "address": limits.address, "head": limits.head,
            "body": limits.body,
        },
    });
    let mut out = io::stdout();
    writeln!(out, "{told}")?;
    for question in io::stdin().lines() {
        match question?.as_str() {
            "verdict" => writeln!(out, "{}", site.verdict())?,
            "pages" => writeln!(out, "{}", site.verdict().pages)?,
            path => writeln!(out, "{}", site.asked(path))?,
        }
    }
    Ok(())
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.closed.store(true, Ordering::Relaxed);
        // The acceptor waits for a visitor: this is the last one.
        _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            _ = acceptor.join();
        }
    }
}

impl Shared {
    fn record(&self) -> std::sync::MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.is_closed() {
            return;
        }
        let Ok(stream) = stream else {
            thread::sleep(LOOK); // too many open files, say: it passes
            continue;
        };
        let shared = Arc::clone(shared);
        // A visitor who goes in the middle of an answer is an error here, and nobody's business.
        thread::spawn(move || _ = serve(stream, &shared));
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mut connection = Connection { stream, shared, id: None };
    connection.stream.set_read_timeout(Some(LOOK))?;
    connection.stream.set_nodelay(true)?;
    let Some(head) = connection.head()? else { return Ok(()) };
    let (host, path) = asked(&head);
    let page = pages::page(&host, &path);
    let agent = header(&head, "user-agent").is_some();
    let mut record = shared.record();
    let times = record.arrive(&host, &path, page.forbidden, agent);
    connection.id = Some(record.open(&host, connection.stream.try_clone()?));
    drop(record);
    connection.answer(&host, &path, page, times)
}

/// One visitor's question, and the place in the record while it is being answered.
struct Connection<'a> {
    stream: TcpStream,
    shared: &'a Shared,
    id: Option<u64>,
}

impl Connection<'_> {
    /// The head of the question; `None` if the visitor has gone or the site is closed.
    fn head(&mut self) -> io::Result<Option<String>> {
        let mut head = Vec::new();
        let mut buffer = [0; 2048];
        while head.len() < LONGEST && !self.shared.is_closed() {
            match self.stream.read(&mut buffer) {
                Ok(0) => return Ok(None),
                Ok(count) => head.extend_from_slice(&buffer[..count]),
                Err(error) if is_a_pause(&error) => (),
                Err(error) => return Err(error),
            }
            if head.windows(4).any(|four| four == b"\r\n\r\n") {
                return Ok(Some(String::from_utf8_lossy(&head).into_owned()));
            }
        }
        Ok(None)
    }

    fn answer(&mut self, host: &str, path: &str, page: Page, times: usize) -> io::Result<()> {
        thread::sleep(page.delay);
        let answer = page.answer(times);
        if let Some(seconds) = answer.retry_after {
            if self.has_gone()? {
                // It will not hear that it should wait, so it cannot be too early.
                return Ok(());
            }
            // Before the visitor can know, so that nobody is early who is only fast.
            self.shared.record().not_before(host, path, SECOND * seconds);
        }
        // The last byte is what a visitor waits for, and who has it may come again at once: so
        // this request is over before that byte is written.
        let Some((last, bytes)) = answer.bytes.split_last() else { return self.end(answer.then) };
        self.stream.write_all(bytes)?;
        if matches!(answer.then, Then::Close | Then::Reset) {
            self.leave();
        }
        self.stream.write_all(&[*last])?;
        self.end(answer.then)
    }

    fn end(&mut self, then: Then) -> io::Result<()> {
        match then {
            Then::Close => self.stream.shutdown(Shutdown::Write)?,
            // What is unread when a socket is closed becomes a reset. Here nothing is, so it is a
            // plain end in the wrong place; for a visitor it is the same.
            Then::Reset => self.stream.shutdown(Shutdown::Both)?,
            Then::Silence => self.until_gone(|_| Ok(()))?,
            Then::Drip => self.until_gone(|stream| stream.write_all(b"."))?,
            Then::Flood => {
                let chunk = format!("1000\r\n{}\r\n", "x".repeat(0x1000));
                while !self.shared.is_closed() {
                    self.stream.write_all(chunk.as_bytes())?;
                }
            }
        }
        Ok(())
    }

    /// Does something again and again, until the visitor has gone or the site is closed.
    fn until_gone(
        &mut self,
        mut act: impl FnMut(&mut TcpStream) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut buffer = [0; 64];
        while !self.shared.is_closed() {
            act(&mut self.stream)?;
            match self.stream.read(&mut buffer) {
                Ok(0) => break,
                Ok(_) => (),
                Err(error) if is_a_pause(&error) => (),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether the visitor has hung up, as far as one knows yet.
    fn has_gone(&self) -> io::Result<bool> {
        self.stream.set_nonblocking(true)?;
        let came = self.stream.peek(&mut [0]);
        self.stream.set_nonblocking(false)?;
        Ok(match came {
            Ok(count) => count == 0,
            Err(error) => !is_a_pause(&error),
        })
    }

    fn leave(&mut self) {
        if let Some(id) = self.id.take() {
            self.shared.record().leave(id);
        }
    }
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// What happens behind the bytes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// It is whole, and the connection ends.
    Close,
    /// The connection ends although it is not.
    Reset,
    /// Nothing, for ever.
    Silence,
    /// A byte now and then, for ever.
    Drip,
    /// Chunk after chunk, for ever.
    Flood,
}

fn is_a_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// The host and the path of a question.
fn asked(head: &str) -> (String, String) {
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let host = header(head, "host").unwrap_or_default();
    (host.to_ascii_lowercase(), path)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_who_has_hung_up_is_told_from_one_who_waits() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let visitor = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let record = Mutex::new(Record::default());
        let shared = Shared { closed: AtomicBool::new(false), record };
        let connection = Connection { stream, shared: &shared, id: None };
        assert!(!connection.has_gone().unwrap());
        drop(visitor);
        // Waits for the news, however long it takes: the end of what a visitor sends.
        assert_eq!(connection.stream.peek(&mut [0]).unwrap(), 0);
        assert!(connection.has_gone().unwrap());
    }
}
