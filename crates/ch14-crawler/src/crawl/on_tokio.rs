//! The crawler on tokio: a task for each request.

use std::future::pending;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::core::{Answer, Frontier, Job, Limits, Next, Outcome, Reader, Report, Trouble};
use crate::core::{judge, request};
use crate::net::{Net, broken, unreachable};
use crate::site::Site;

#[tokio::main]
pub async fn main() {
    let site = Site::open().expect("a port is free");
    println!("{}", crawl(Net::all_at(site.address()), Site::limits()).await);
    println!("the site says: {}", site.verdict());
}

pub async fn crawl(net: Net, limits: Limits) -> Report {
    let mut frontier = Frontier::new(limits.clone(), &Site::starts());
    let mut report = Report::default();
    let mut visits = JoinSet::new();
    let began = Instant::now();
    loop {
        let next = frontier.next(began.elapsed());
        report.extend(frontier.commits());
        let limit = match next {
            Next::Fetch(job) => {
                visits.spawn(visit(job, net.clone(), limits.clone()));
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

type Visits = JoinSet<(Job, Outcome)>;

/// The next visit that ends. Where there is none, it waits for ever.
pub(crate) async fn ended(visits: &mut Visits) -> (Job, Outcome) {
    match visits.join_next().await {
        Some(ended) => ended.expect("a visit does not panic"),
        None => pending().await,
    }
}

pub(crate) async fn visit(job: Job, net: Net, limits: Limits) -> (Job, Outcome) {
    let answer = timeout(limits.answer, fetch(&job, &net, &limits)).await;
    let answer = answer.unwrap_or(Err(Outcome::Again(Trouble::TooSlow, None)));
    let outcome = judge(&job, answer, &limits);
    (job, outcome)
}

async fn fetch(job: &Job, net: &Net, limits: &Limits) -> Result<Answer, Outcome> {
    let (host, port) = net.place(&job.url);
    let stream = TcpStream::connect((host.as_str(), port)).await;
    let mut stream = stream.map_err(|why| unreachable(&why))?;
    let question = request(&job.url);
    stream.write_all(question.as_bytes()).await.map_err(|why| broken(&why))?;
    let mut reader = Reader::new(job, limits);
    let mut buffer = [0; 16 << 10];
    loop {
        let count = stream.read(&mut buffer).await.map_err(|why| broken(&why))?;
        if let Some(end) = reader.take(&buffer[..count]) {
            return end;
        }
    }
}
