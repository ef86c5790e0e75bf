//! Six pages of one host, two at once: who waits for whom.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::core::{Frontier, Limits, Next, Report};
use crate::crawl::on_tokio::{ended, visit};
use crate::net::Net;
use crate::site::Site;

#[tokio::main]
pub async fn main() {
    let site = Site::open().expect("a port is free");
    let limits = Limits { pages: 6, ..Site::limits() };
    let report = timeline::task("frontier", crawl(Net::all_at(site.address()), limits)).await;
    for line in report.lines() {
        println!("{}", line.split('\t').take(2).collect::<Vec<_>>().join("  "));
    }
    println!("the site says: {}", site.verdict());
}

async fn crawl(net: Net, limits: Limits) -> Report {
    let start = "http://site.test/six".parse().expect("it is an address");
    let mut frontier = Frontier::new(limits.clone(), &[start]);
    let mut report = Report::default();
    let mut visits = JoinSet::new();
    let began = Instant::now();
    loop {
        let next = frontier.next(began.elapsed());
        report.extend(frontier.commits());
        let limit = match next {
            Next::Fetch(job) => {
                let name = match job.tries {
                    0 => job.url.path().to_owned(),
                    tries => format!("{}, try {}", job.url.path(), tries + 1),
                };
                visits.spawn(timeline::task(&name, visit(job, net.clone(), limits.clone())));
                continue;
            }
            Next::Wait(until) => until.saturating_sub(began.elapsed()),
            Next::Busy => Duration::MAX,
            Next::Done => return report,
        };
        if let Ok((job, outcome)) = timeout(limit, ended(&mut visits)).await {
            frontier.done(job, outcome, began.elapsed());
        }
    }
}
