//! The crawler as a loop: one page after the other.

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

pub fn crawl(net: &Net, limits: &Limits) -> Report {
    let mut frontier = Frontier::new(limits.clone(), &Site::starts());
    let mut report = Report::default();
    let began = Instant::now();
    loop {
        let next = frontier.next(began.elapsed());
        report.extend(frontier.commits());
        match next {
            Next::Fetch(job) => {
                let outcome = judge(&job, fetch(&job, net, limits), limits);
                frontier.done(job, outcome, began.elapsed());
            }
            Next::Wait(until) => thread::sleep(until.saturating_sub(began.elapsed())),
            Next::Busy => unreachable!("nothing is under way beside this loop"),
            Next::Done => return report,
        }
    }
}
