//! What the site remembers of its visitors, and what it thinks of them.

use std::collections::HashMap;
use std::fmt;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::AT_ONCE;

/// What the site thinks of its visitors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Requests for what its robots.txt forbids.
    pub forbidden: usize,
    /// Requests before the time that it had asked to wait.
    pub early: usize,
    /// Requests that came while the host already had as many as it wants at once.
    pub crowding: usize,
    /// Requests without the visitor's name.
    pub nameless: usize,
    /// Requests for anything but the rules.
    pub pages: usize,
    /// The most that one host had at once.
    pub most_at_once: usize,
}

impl Verdict {
    /// Whether there is nothing to complain about.
    pub fn is_good(&self) -> bool {
        self.forbidden + self.early + self.crowding + self.nameless == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verdict { forbidden, early, crowding, nameless, .. } = self;
        write!(
            f,
            "forbidden {forbidden}, too early {early}, too many at once {crowding}, \
             without a name {nameless}"
        )
    }
}

/// Everything that the verdict is made of.
#[derive(Default)]
pub(super) struct Record {
    verdict: Verdict,
    times: HashMap<String, usize>,
    not_before: HashMap<String, Instant>,
    open: Vec<(u64, String, TcpStream)>,
    ids: u64,
}

impl Record {
    pub(super) fn verdict(&self) -> Verdict {
        self.verdict
    }

    pub(super) fn times(&self, key: &str) -> usize {
        self.times.get(key).copied().unwrap_or_default()
    }

    /// A question has come. How often this one came before.
    pub(super) fn arrive(&mut self, host: &str, path: &str, forbidden: bool, agent: bool) -> usize {
        let key = format!("{host}{path}");
        self.verdict.pages += usize::from(path != "/robots.txt");
        self.verdict.forbidden += usize::from(forbidden);
        self.verdict.nameless += usize::from(!agent);
        let early = self.not_before.get(&key).is_some_and(|time| Instant::now() < *time);
        self.verdict.early += usize::from(early);
        let times = self.times.entry(key).or_default();
        *times += 1;
        *times - 1
    }

    /// It will be answered; the number is for [`Record::leave`].
    pub(super) fn open(&mut self, host: &str, stream: TcpStream) -> u64 {
        self.ids += 1;
        self.open.push((self.ids, host.to_owned(), stream));
        if self.open_on(host) > AT_ONCE {
            // Whoever has hung up is no longer here, even if its thread has not noticed.
            self.open.retain(|(_, _, stream)| is_open(stream));
        }
        let at_once = self.open_on(host);
        self.verdict.most_at_once = self.verdict.most_at_once.max(at_once);
        self.verdict.crowding += usize::from(at_once > AT_ONCE);
        self.ids
    }

    fn open_on(&self, host: &str) -> usize {
        self.open.iter().filter(|(_, other, _)| other == host).count()
    }

    /// Its answer is as good as complete.
    pub(super) fn leave(&mut self, id: u64) {
        self.open.retain(|(other, _, _)| *other != id);
    }

    /// Nobody is to ask for this again before so long.
    pub(super) fn not_before(&mut self, host: &str, path: &str, pause: Duration) {
        self.not_before.insert(format!("{host}{path}"), Instant::now() + pause);
    }
}

/// Whether the visitor still has its end of the connection. If nothing comes, it takes as long as
/// the connection's limit for reading.
fn is_open(stream: &TcpStream) -> bool {
    match stream.peek(&mut [0]) {
        Ok(count) => count > 0,
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}
