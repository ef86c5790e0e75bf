//! A day of the crawler, with a clock that jumps.

use std::collections::VecDeque;
use std::time::Duration;

use crate::core::{Frontier, Kept, Limits, Next, Outcome, Rules, Trouble};

pub fn main() {
    let limits = Limits { per_host: 1, pause: Duration::from_secs(1), ..Limits::default() };
    let start = "http://site.test/".parse().expect("it is an address");
    let mut frontier = Frontier::new(limits, &[start]);
    let mut clock = Duration::ZERO;
    let mut script = VecDeque::from([
        Outcome::Rules(Rules::parse("User-agent: *\nDisallow: /private", "taking-turns")),
        page(&["http://site.test/tea", "http://site.test/private", "http://site.test/"]),
        Outcome::Again(Trouble::Status(503), Some(Duration::from_secs(30))),
        page(&[]),
    ]);
    loop {
        let next = frontier.next(clock);
        tell(&mut frontier, clock);
        match next {
            Next::Fetch(job) => {
                say(clock, &format!("fetch {}", job.url.path()));
                frontier.done(job, script.pop_front().expect("four questions"), clock);
                tell(&mut frontier, clock);
            }
            Next::Wait(until) => {
                say(clock, &format!("wait until second {}", until.as_secs()));
                clock = until;
            }
            Next::Busy => unreachable!("each question is answered at once"),
            Next::Done => break,
        }
    }
    say(clock, "done");
}

/// What has ended, and how much that was new was found there.
fn tell(frontier: &mut Frontier, clock: Duration) {
    for commit in frontier.commits() {
        let path = commit.url.trim_start_matches("http://site.test");
        say(clock, &format!("{}: {path}, and {} new", commit.end, commit.found.len()));
    }
}

fn page(links: &[&str]) -> Outcome {
    let links = links.iter().map(|&link| link.to_owned()).collect();
    Outcome::Kept(Kept { links, ..Kept::default() })
}

fn say(clock: Duration, what: &str) {
    println!("{:2} s  {what}", clock.as_secs());
}
