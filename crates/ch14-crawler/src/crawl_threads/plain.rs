//! The crawler as threads that share one frontier.

use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::Instant;

use crate::blocking::fetch;
use crate::core::{Frontier, Limits, Next, Report, judge};
use crate::net::Net;
use crate::site::Site;

pub fn main() {
    let site = Site::open().expect("a port is free");
    let report = crawl(&Net::all_at(site.address()), &Site::limits());
    println!("{report}");
    println!("the site says: {}", site.verdict());
}

/// What the threads share.
struct Shared {
    desk: Mutex<(Frontier, Report)>,
    changed: Condvar,
    began: Instant,
}

pub fn crawl(net: &Net, limits: &Limits) -> Report {
    let frontier = Frontier::new(limits.clone(), &Site::starts());
    let desk = Mutex::new((frontier, Report::default()));
    let shared = Shared { desk, changed: Condvar::new(), began: Instant::now() };
    thread::scope(|scope| {
        for _ in 0..limits.at_once {
            scope.spawn(|| work(&shared, net, limits));
        }
    });
    shared.desk.into_inner().unwrap().1
}

fn work(shared: &Shared, net: &Net, limits: &Limits) {
    let mut desk = shared.desk.lock().unwrap();
    loop {
        let next = desk.0.next(shared.began.elapsed());
        let commits: Vec<_> = desk.0.commits().collect();
        desk.1.extend(commits);
        match next {
            Next::Fetch(job) => {
                // Nobody waits for the desk while this thread waits for a server.
                drop(desk);
                let outcome = judge(&job, fetch(&job, net, limits), limits);
                desk = shared.desk.lock().unwrap();
                desk.0.done(job, outcome, shared.began.elapsed());
                shared.changed.notify_all();
            }
            Next::Wait(until) => {
                let time = until.saturating_sub(shared.began.elapsed());
                desk = shared.changed.wait_timeout(desk, time).unwrap().0;
            }
            Next::Busy => desk = shared.changed.wait(desk).unwrap(),
            Next::Done => return,
        }
    }
}
