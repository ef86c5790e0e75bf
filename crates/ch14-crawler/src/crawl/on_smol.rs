//! The crawler on smol: a task for each request.

use std::future::pending;
use std::time::{Duration, Instant};

use futures::stream::FuturesUnordered;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use smol::future::or;
use smol::net::TcpStream;
use smol::{Task, Timer};

use crate::core::{Answer, Frontier, Job, Limits, Next, Outcome, Reader, Report, Trouble};
use crate::core::{judge, request};
use crate::net::{Net, broken, unreachable};
use crate::site::Site;

pub fn main() {
    let site = Site::open().expect("a port is free");
    println!("{}", smol::block_on(crawl(Net::all_at(site.address()), Site::limits())));
    println!("the site says: {}", site.verdict());
}

pub async fn crawl(net: Net, limits: Limits) -> Report {
    let mut frontier = Frontier::new(limits.clone(), &Site::starts());
    let mut report = Report::default();
    let mut visits = FuturesUnordered::new();
    let began = Instant::now();
    loop {
        let next = frontier.next(began.elapsed());
        report.extend(frontier.commits());
        let limit = match next {
            Next::Fetch(job) => {
                visits.push(smol::spawn(visit(job, net.clone(), limits.clone())));
                continue;
            }
            Next::Wait(until) => until.saturating_sub(began.elapsed()),
            Next::Busy => Duration::MAX,
            Next::Done => return report,
        };
        let end = async { Some(ended(&mut visits).await) };
        if let Some((job, outcome)) = or(end, async {
            Timer::after(limit).await;
            None
        })
        .await
        {
            frontier.done(job, outcome, began.elapsed());
        }
    }
}

type Visits = FuturesUnordered<Task<(Job, Outcome)>>;

/// The next visit that ends. Where there is none, it waits for ever.
async fn ended(visits: &mut Visits) -> (Job, Outcome) {
    match visits.next().await {
        Some(ended) => ended,
        None => pending().await,
    }
}

async fn visit(job: Job, net: Net, limits: Limits) -> (Job, Outcome) {
    let answer = async { Some(fetch(&job, &net, &limits).await) };
    let answer = or(answer, async {
        Timer::after(limits.answer).await;
        None
    })
    .await;
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
