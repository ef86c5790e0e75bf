//! Which address is next, and when: the part of the crawler that knows all the others.
//!
//! It is told what time it is and what came of each job, and answers at once. So it can be tested
//! with a clock that jumps, and driven by anything.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::address::{origin, pattern, target};
use super::limits::Limits;
use super::outcome::{Kept, Outcome, Refusal, Trouble};
use super::robots::Rules;

/// How many redirects are followed to a robots.txt: RFC 9309 asks for at least five.
const RULES_REDIRECTS: u32 = 5;

/// One request to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// What to ask for.
    pub url: Url,
    /// And why.
    pub kind: Kind,
    /// Links from the start.
    pub depth: u32,
    /// Redirects in a row that led here.
    pub redirects: u32,
    /// How often it was tried before.
    pub tries: u32,
    /// What went wrong then: the first that says more than that there was no answer in time.
    pub why: Option<Trouble>,
}

impl Job {
    /// Whether a host's rules are asked for.
    pub fn is_for_rules(&self) -> bool {
        self.kind != Kind::Page
    }
}

/// What a job is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A page.
    Page,
    /// The rules of a host, which may lie elsewhere.
    Rules {
        /// Its scheme, name and port.
        of: String,
    },
}

// ANCHOR: next
/// What to do now.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask for this, and say what came by [`Frontier::done`].
    Fetch(Job),
    /// Nothing before this time, unless a job ends earlier.
    Wait(Duration),
    /// Nothing before a job ends.
    Busy,
    /// Nothing any more.
    Done,
}
// ANCHOR_END: next

/// How it ended with one address, and what was found there: whoever keeps it, keeps it as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// The address.
    pub url: String,
    /// How it ended.
    pub end: End,
    /// What is to be asked for because of it.
    pub found: Vec<Found>,
}

/// An address that nobody has asked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The address.
    pub url: String,
    /// Links from the start.
    pub depth: u32,
    /// Redirects in a row that led here.
    pub redirects: u32,
}

/// How it ends with an address: in exactly one of these ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// A page was kept.
    Kept(Kept),
    /// It is elsewhere.
    Redirected(String),
    /// It was not wanted, by its host or by the crawler.
    Refused(Refusal),
    /// After so many tries; after one if it would have had to wait for too long.
    GaveUp(Trouble, u32),
}

impl End {
    /// What is kept besides: title and hash of a page, or where it is. Each behind a tab.
    pub fn detail(&self) -> String {
        match self {
            End::Kept(kept) => format!("\t{}\t{}", kept.title, kept.hash),
            End::Redirected(to) => format!("\t{to}"),
            End::Refused(_) | End::GaveUp(..) => String::new(),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Kept(kept) if kept.cut => f.write_str("kept, cut short"),
            End::Kept(_) => f.write_str("kept"),
            End::Redirected(_) => f.write_str("redirected"),
            End::Refused(why) => write!(f, "refused: {why}"),
            End::GaveUp(why, 1) => write!(f, "gave up: {why}"),
            End::GaveUp(why, tries) => write!(f, "gave up after {tries} tries: {why}"),
        }
    }
}

/// How the sentences of an [`End`] begin, of which a store and a report keep nothing else.
pub const WAYS: [&str; 4] = ["kept", "redirected", "refused", "gave up"];

/// Whether an address with this ending is a dead link: no answer, or one that says no.
pub fn is_dead(ending: &str) -> bool {
    ending.starts_with("gave up") || ending.starts_with("refused: status")
}

/// All that is known, waiting and under way.
pub struct Frontier {
    limits: Limits,
    /// Hosts whose pages are wanted.
    within: HashSet<String>,
    hosts: Vec<Host>,
    /// Who is asked first, so that no host waits for another.
    turn: usize,
    seen: HashSet<String>,
    alike: HashMap<String, usize>,
    under_way: usize,
    asked: usize,
    commits: VecDeque<Commit>,
}

/// What is known of one host, and waits for it.
struct Host {
    origin: String,
    rules: Option<Rules>,
    asking: bool,
    waiting: VecDeque<Job>,
    /// What is tried again, and when.
    later: Vec<(Duration, Job)>,
    under_way: usize,
    not_before: Duration,
}

impl Frontier {
    /// One that stays on the hosts of these addresses, and begins there.
    pub fn new(limits: Limits, starts: &[Url]) -> Frontier {
        let mut frontier = Frontier::within(limits, starts);
        for url in starts {
            frontier.add(url, 0, 0);
        }
        frontier
    }

    /// One that stays on the hosts of these addresses, and has none of them yet: for a crawl that
    /// is [resumed](Frontier::resume).
    pub fn within(limits: Limits, starts: &[Url]) -> Frontier {
        Frontier {
            limits,
            within: starts.iter().map(origin).collect(),
            hosts: Vec::new(),
            turn: 0,
            seen: HashSet::new(),
            alike: HashMap::new(),
            under_way: 0,
            asked: 0,
            commits: VecDeque::new(),
        }
    }

    /// Takes up what an earlier crawl has left: addresses in the order in which they were found,
    /// and whether it has ended with them.
    pub fn resume(&mut self, rows: impl IntoIterator<Item = (Found, bool)>) {
        for (row, ended) in rows {
            let Ok(url) = Url::parse(&row.url) else { continue };
            if ended {
                *self.alike.entry(pattern(&url)).or_default() += 1;
                self.seen.insert(row.url);
            } else if self.within.contains(&origin(&url)) {
                self.add(&url, row.depth, row.redirects);
            }
        }
    }

    // ANCHOR: decide
    /// What to do at this time, counted from the crawl's beginning.
    pub fn next(&mut self, now: Duration) -> Next {
        let mut soonest: Option<Duration> = None;
        if self.under_way < self.limits.at_once {
            for step in 0..self.hosts.len() {
                let index = (self.turn + step) % self.hosts.len();
                match self.next_of(index, now) {
                    Next::Fetch(job) => {
                        self.turn = index + 1;
                        self.under_way += 1;
                        return Next::Fetch(job);
                    }
                    Next::Wait(until) => {
                        soonest = Some(soonest.map_or(until, |other| other.min(until)));
                    }
                    Next::Busy | Next::Done => (),
                }
            }
        }
        match soonest {
            Some(until) => Next::Wait(until),
            None if self.under_way > 0 => Next::Busy,
            None => Next::Done,
        }
    }

    fn next_of(&mut self, index: usize, now: Duration) -> Next {
        let host = &mut self.hosts[index];
        host.take_up_what_is_due(now);
        if host.under_way >= self.limits.per_host {
            return Next::Busy;
        }
        while let Some(job) = self.hosts[index].waiting.pop_front() {
            let host = &mut self.hosts[index];
            if let (Kind::Page, Some(rules)) = (&job.kind, &host.rules)
                && !rules.allow(&target(&job.url))
            {
                let unknown = rules.is_unknown();
                let why = if unknown { Refusal::NoRules } else { Refusal::Robots };
                self.end(&job.url, End::Refused(why), Vec::new());
                continue;
            }
            if now < host.not_before {
                host.waiting.push_front(job);
                return Next::Wait(host.not_before);
            }
            let job = match &host.rules {
                _ if job.is_for_rules() => job,
                None => {
                    host.waiting.push_front(job);
                    if host.asking {
                        break;
                    }
                    host.asking = true;
                    host.question()
                }
                Some(_) if job.tries == 0 && self.asked >= self.limits.pages => {
                    host.waiting.push_front(job);
                    break;
                }
                Some(_) => {
                    self.asked += usize::from(job.tries == 0);
                    job
                }
            };
            let host = &mut self.hosts[index];
            host.under_way += 1;
            host.not_before = host.not_before.max(now + self.limits.pause);
            return Next::Fetch(job);
        }
        let soonest = self.hosts[index].later.iter().map(|(due, _)| *due).min();
        soonest.map_or(Next::Busy, Next::Wait)
    }
    // ANCHOR_END: decide

    /// Takes in what came of a job.
    pub fn done(&mut self, job: Job, outcome: Outcome, now: Duration) {
        self.under_way -= 1;
        self.host(&job.url).under_way -= 1;
        match (outcome, &job.kind) {
            (Outcome::Again(trouble, after), _) => self.again(job, trouble, after, now),
            (Outcome::Rules(rules), Kind::Rules { of }) => self.set_rules(of, rules),
            (Outcome::Redirected(to), Kind::Rules { of }) => match Url::parse(&to) {
                Ok(url) if job.redirects < RULES_REDIRECTS => {
                    let redirects = job.redirects + 1;
                    let next = Job { url, redirects, tries: 0, why: None, ..job };
                    self.host(&next.url).waiting.push_front(next);
                }
                _ => self.set_rules(of, Rules::all()),
            },
            (_, Kind::Rules { of }) => self.set_rules(of, Rules::all()),
            (Outcome::Kept(kept), Kind::Page) => {
                let links = kept.links.clone();
                self.end_with(&job.url, End::Kept(kept), &links, job.depth + 1, 0);
            }
            (Outcome::Redirected(to), Kind::Page) => {
                let links = [to.clone()];
                let redirects = job.redirects + 1;
                self.end_with(&job.url, End::Redirected(to), &links, job.depth, redirects);
            }
            (Outcome::Refused(why), Kind::Page) => {
                self.end(&job.url, End::Refused(why), Vec::new());
            }
            (Outcome::Rules(_), Kind::Page) => unreachable!("only a question for rules has them"),
        }
    }

    /// What has ended since it was asked the last time, in order.
    pub fn commits(&mut self) -> impl Iterator<Item = Commit> {
        self.commits.drain(..)
    }

    /// How many addresses are known and have not ended: waiting, or under way.
    pub fn left(&self) -> usize {
        let of_host = |host: &Host| {
            let pages = host.waiting.iter().chain(host.later.iter().map(|(_, job)| job));
            pages.filter(|job| !job.is_for_rules()).count()
        };
        self.hosts.iter().map(of_host).sum::<usize>() + self.under_way
    }

    // ANCHOR: again
    /// Tries it again after a pause that doubles each time, and that is never shorter than the
    /// server asked for.
    fn again(&mut self, mut job: Job, why: Trouble, after: Option<Duration>, now: Duration) {
        let Limits { second, tries, patience, .. } = self.limits;
        let pause = second * 2_u32.saturating_pow(job.tries);
        let pause = after.map_or(pause, |after| after.max(pause));
        job.tries += 1;
        if job.why.as_ref().is_none_or(|first| *first == Trouble::TooSlow) {
            job.why = Some(why);
        }
        if job.tries < tries && pause <= second * patience {
            let host = self.host(&job.url);
            if after.is_some() {
                host.not_before = host.not_before.max(now + pause);
            }
            host.later.push((now + pause, job));
        } else if let Kind::Rules { of } = &job.kind {
            // Nobody knows what the rules are: so nothing is allowed.
            self.set_rules(of, Rules::unknown());
        } else {
            let why = job.why.unwrap_or(Trouble::TooSlow);
            // To ask again would be too early: then it is no matter how often it has asked.
            let asked = if job.tries < tries { 1 } else { job.tries };
            self.end(&job.url, End::GaveUp(why, asked), Vec::new());
        }
    }
    // ANCHOR_END: again

    fn set_rules(&mut self, of: &str, rules: Rules) {
        if let Some(host) = self.hosts.iter_mut().find(|host| host.origin == of) {
            host.rules = Some(rules);
        }
    }

    /// Ends with an address that leads on. What is refused at once is told after it.
    fn end_with(&mut self, url: &Url, end: End, links: &[String], depth: u32, redirects: u32) {
        let at = self.commits.len();
        let mut found = Vec::new();
        for link in links {
            let Ok(link) = Url::parse(link) else { continue };
            if self.within.contains(&origin(&link)) && self.add(&link, depth, redirects) {
                found.push(Found { url: link.into(), depth, redirects });
            }
        }
        self.commits.insert(at, Commit { url: url.as_str().to_owned(), end, found });
    }

    fn end(&mut self, url: &Url, end: End, found: Vec<Found>) {
        self.commits.push_back(Commit { url: url.as_str().to_owned(), end, found });
    }

    /// Whether the address is new.
    fn add(&mut self, url: &Url, depth: u32, redirects: u32) -> bool {
        if !self.seen.insert(url.as_str().to_owned()) {
            return false;
        }
        let limits = &self.limits;
        let alike = self.alike.entry(pattern(url)).or_default();
        *alike += 1;
        let refusal = if url.as_str().len() > limits.address {
            Refusal::LongAddress
        } else if redirects > limits.redirects {
            Refusal::Redirects
        } else if depth > limits.depth {
            Refusal::Deep
        } else if *alike > limits.alike {
            Refusal::Alike
        } else {
            let url = url.clone();
            let job = Job { url, kind: Kind::Page, depth, redirects, tries: 0, why: None };
            self.host(&job.url).waiting.push_back(job);
            return true;
        };
        self.end(url, End::Refused(refusal), Vec::new());
        true
    }

    fn host(&mut self, url: &Url) -> &mut Host {
        let origin = origin(url);
        let index = self.hosts.iter().position(|host| host.origin == origin);
        let index = index.unwrap_or_else(|| {
            self.hosts.push(Host {
                origin,
                rules: None,
                asking: false,
                waiting: VecDeque::new(),
                later: Vec::new(),
                under_way: 0,
                not_before: Duration::ZERO,
            });
            self.hosts.len() - 1
        });
        &mut self.hosts[index]
    }
}

impl Host {
    /// Puts what is to be tried again before what waits, the longest due first.
    fn take_up_what_is_due(&mut self, now: Duration) {
        self.later.sort_by_key(|(due, _)| *due);
        let due = self.later.iter().take_while(|(due, _)| *due <= now).count();
        for (_, job) in self.later.drain(..due).rev() {
            self.waiting.push_front(job);
        }
    }

    /// The job that asks for the host's rules.
    fn question(&self) -> Job {
        let address = format!("{}/robots.txt", self.origin);
        let url = Url::parse(&address).expect("an origin and a path are an address");
        let kind = Kind::Rules { of: self.origin.clone() };
        Job { url, kind, depth: 0, redirects: 0, tries: 0, why: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::slice;

    /// How it ends with the one page of a host, if its requests end so. Each of them is a minute
    /// after the one before.
    fn end_of(outcomes: &[Outcome]) -> String {
        let start = Url::parse("http://site.test/").unwrap();
        let mut frontier = Frontier::new(Limits::default(), &[start]);
        let minute = Duration::from_secs(60);
        let rules = Outcome::Rules(Rules::all());
        for (minutes, outcome) in (0..).zip([&rules].into_iter().chain(outcomes)) {
            let now = minute * minutes;
            let Next::Fetch(job) = frontier.next(now) else { panic!("it asks again") };
            frontier.done(job, outcome.clone(), now);
        }
        let ends: Vec<_> = frontier.commits().map(|commit| commit.end.to_string()).collect();
        ends.join(", ")
    }

    #[test]
    fn whoever_would_have_to_wait_for_too_long_gives_up_the_same_way_in_each_try() {
        let slow = Outcome::Again(Trouble::TooSlow, None);
        let day = Duration::from_secs(86_400);
        let tomorrow = Outcome::Again(Trouble::Status(503), Some(day));
        assert_eq!(end_of(slice::from_ref(&tomorrow)), "gave up: status 503");
        assert_eq!(end_of(&[slow.clone(), tomorrow]), "gave up: status 503");
        let slows = [slow.clone(), slow.clone(), slow.clone(), slow];
        assert_eq!(end_of(&slows), "gave up after 4 tries: no whole answer in time");
    }

    #[test]
    fn a_link_is_dead_if_nothing_or_a_no_comes_back_and_by_no_other_ending() {
        let dead = [
            End::GaveUp(Trouble::NoSuchHost, 4),
            End::GaveUp(Trouble::Status(503), 1),
            End::Refused(Refusal::Status(404)),
            End::Refused(Refusal::Status(410)),
        ];
        let cut = Kept { cut: true, ..Kept::default() };
        let alive = [
            End::Kept(Kept::default()),
            End::Kept(cut),
            End::Redirected("http://site.test/".to_owned()),
            End::Refused(Refusal::Robots),
            End::Refused(Refusal::NoRules),
            End::Refused(Refusal::Alike),
            End::Refused(Refusal::Type("image/png".to_owned())),
            // The site's words may say what they like.
            End::Refused(Refusal::Type("gave up".to_owned())),
            End::Refused(Refusal::Packed("status 404".to_owned())),
        ];
        for end in dead {
            // A store keeps the details behind the sentence.
            assert!(is_dead(&(end.to_string() + &end.detail())), "{end}");
        }
        for end in alive {
            assert!(!is_dead(&(end.to_string() + &end.detail())), "{end}");
        }
    }
}
