//! A crawl that is killed at each of its commits, and goes on each time: in Rust, then in Python.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::blocking::fetch;
use crate::core::{Frontier, Limits, Next, Store, judge};
use crate::net::Net;
use crate::site::Site;

const START: &str = "http://site.test/manual/";

pub fn main() {
    let arguments: Vec<String> = env::args().skip(4).collect();
    if let [file, site, moment] = arguments.as_slice() {
        let net = Net::all_at(site.parse().expect("the first process passes an address"));
        // A site that a busy machine holds up is not asked a second time, which would be counted.
        let limits = Limits { answer: Duration::from_secs(20), ..Site::limits() };
        return work(Path::new(file), &net, &limits, moment).expect("the file is good");
    }
    let site = Site::open().expect("a port is free");
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("crawl.sqlite");
    let mut killed = 0;
    while kill_one(&file, &site, killed) {
        killed += 1;
    }
    let store = Store::open(&file).expect("the file is good");
    let rows = store.rows().expect("it can be read");
    println!("killed {killed} times");
    println!("pages: {}, asked for {} times", rows.len(), site.verdict().pages);
    println!("missing: {}", rows.iter().filter(|(_, ended)| !ended).count());
    println!("stored twice: {}", store.stored_twice().expect("it can be read"));
}

/// Starts a crawler, and kills it at its first commit. Whether it came so far.
fn kill_one(file: &Path, site: &Site, number: usize) -> bool {
    let moment = ["within", "behind"][number % 2];
    let mut command = match env::var_os("PYTHON").filter(|_| number % 4 >= 2) {
        Some(python) => {
            let mut command = Command::new(python);
            command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/src/resume/original.py"));
            command
        }
        None => {
            let mut command = Command::new(env::current_exe().expect("this program has a path"));
            command.args(["variant", "resume", "plain"]);
            command
        }
    };
    command.arg(file).arg(site.address().to_string()).arg(moment);
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = child.expect("a crawler can be started");
    let mut said = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
    output.read_line(&mut said).expect("it says text");
    // On Unix this is SIGKILL: the crawler has no time for a last word.
    child.kill().expect("it can be killed");
    child.wait().expect("it has ended");
    said.trim() == moment
}

/// The crawler as a loop. It takes up what is in the file, and keeps there what it finds.
fn work(file: &Path, net: &Net, limits: &Limits, moment: &str) -> rusqlite::Result<()> {
    let mut store = Store::open(file)?;
    store.begin(START)?;
    let start = START.parse().expect("it is an address");
    let mut frontier = Frontier::within(limits.clone(), &[start]);
    frontier.resume(store.rows()?);
    let began = Instant::now();
    loop {
        let next = frontier.next(began.elapsed());
        for commit in frontier.commits() {
            store.commit_after(&commit, || stop_here(moment, "within"))?;
            stop_here(moment, "behind");
        }
        match next {
            Next::Fetch(job) => {
                let outcome = judge(&job, fetch(&job, net, limits), limits);
                frontier.done(job, outcome, began.elapsed());
            }
            Next::Wait(until) => thread::sleep(until.saturating_sub(began.elapsed())),
            Next::Busy | Next::Done => return Ok(()),
        }
    }
}

/// If this is the moment, it says so and waits to be killed.
fn stop_here(moment: &str, here: &str) {
    if moment == here {
        println!("{here}");
        _ = io::stdin().lines().next();
    }
}
