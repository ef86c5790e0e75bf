//! What a page costs the crawler of chapter 14, by each of its drivers, with 10 and 200 requests
//! under way.
//!
//! The drivers are the chapter's listings, called as they stand there. The site is [`site`], in
//! another process: it means no harm, and takes a while for each answer. So what is measured is the
//! crawler, and not how patient its limits are. What a driver needs to begin, its threads or its
//! processes, is part of it.

mod processes;
pub mod site;

use super::whole;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Result, ensure};
use ch14_crawler::core::{Limits, Report};
use ch14_crawler::crawl::{on_async_std, on_smol, on_tokio, on_turns};
use ch14_crawler::net::Net;
use ch14_crawler::{crawl_one_by_one, crawl_threads};
use figures::words;
pub use processes::side as processes_side;

/// Crawls the site at that place, with such limits.
type Crawl = fn(Net, Limits) -> Result<Report>;

/// What takes longest is a few seconds.
const ROUNDS: usize = 5;

/// The wall time of a page, its CPU time, and the memory of the whole crawl.
macro_rules! crawled {
    ($make:ident, $at_once:literal, $driver:literal, $en:literal, $zh:literal $(, $run:expr)?) => {
        Probe::$make(
            concat!("crawl.", $at_once, ".", $driver),
            words(concat!($at_once, " at once, ", $en), concat!("同时 ", $at_once, " 个，", $zh))
            $(, $run)?
        )
        .also(
            concat!("crawl.cpu.", $at_once, ".", $driver),
            words(concat!($en, ", ", $at_once), concat!($zh, "，", $at_once)),
            Quantity::CpuEach,
        )
        .also(
            concat!("crawl.bytes.", $at_once, ".", $driver),
            words(concat!($en, ", ", $at_once), concat!($zh, "，", $at_once)),
            Quantity::Peak,
        )
        .rounds(ROUNDS)
    };
}

/// The loop that has one request under way; and each other driver, with 10 and with 200.
pub fn probes() -> Vec<Probe> {
    vec![
        crawled!(rust, "1", "sequential", "one by one", "逐个", |size| {
            // It needs as long for each page, however many there are.
            crawl(one_by_one, size.of(20, 2), 1)
        }),
        crawled!(rust, "10", "threads", "threads", "线程", |size| pages(threads, size, 10)),
        crawled!(rust, "10", "processes", "processes", "进程", |size| processes::crawl(
            pages_a_host(size),
            10
        )),
        crawled!(rust, "10", "turns", "turns", "turns", |size| pages(turns, size, 10)),
        crawled!(rust, "10", "tokio", "tokio", "tokio", |size| pages(tokio, size, 10)),
        crawled!(rust, "10", "smol", "smol", "smol", |size| pages(smol, size, 10)),
        crawled!(rust, "10", "async_std", "async-std", "async-std", |size| {
            pages(async_std, size, 10)
        }),
        crawled!(python, "10", "python", "asyncio", "asyncio"),
        crawled!(rust, "200", "threads", "threads", "线程", |size| pages(threads, size, 200)),
        crawled!(rust, "200", "processes", "processes", "进程", |size| processes::crawl(
            pages_a_host(size),
            size.of(200, 20)
        )),
        crawled!(rust, "200", "turns", "turns", "turns", |size| pages(turns, size, 200)),
        crawled!(rust, "200", "tokio", "tokio", "tokio", |size| pages(tokio, size, 200)),
        crawled!(rust, "200", "smol", "smol", "smol", |size| pages(smol, size, 200)),
        crawled!(rust, "200", "async_std", "async-std", "async-std", |size| {
            pages(async_std, size, 200)
        }),
        crawled!(python, "200", "python", "asyncio", "asyncio"),
    ]
}

/// How many pages each of the five hosts has.
fn pages_a_host(size: Size) -> usize {
    size.of(100, 6)
}

fn pages(crawl_by: Crawl, size: Size, at_once: usize) -> Result<Reading> {
    crawl(crawl_by, pages_a_host(size), at_once)
}

fn crawl(crawl_by: Crawl, pages: usize, at_once: usize) -> Result<Reading> {
    let site = site::start(pages)?;
    let (net, limits) = (Net::all_at(site.address()), limits(at_once));
    let mut report = Ok(Report::default());
    let reading = whole(site::addresses(pages), || report = crawl_by(net.clone(), limits.clone()));
    is_whole(&report?, pages)?;
    site.stop()?;
    Ok(reading)
}

/// Only how many are under way bounds this crawl.
fn limits(at_once: usize) -> Limits {
    Limits {
        at_once,
        per_host: at_once,
        pause: std::time::Duration::ZERO,
        alike: usize::MAX,
        ..Limits::default()
    }
}

/// A crawl that has missed something is no measurement.
fn is_whole(report: &Report, pages: usize) -> Result<()> {
    let kept = report.lines().filter(|line| line.contains("\tkept\t")).count() as u64;
    ensure!(kept == site::addresses(pages), "only {kept} pages were kept: {report}");
    Ok(())
}

fn one_by_one(net: Net, limits: Limits) -> Result<Report> {
    Ok(crawl_one_by_one::plain::crawl(&net, &limits))
}

fn threads(net: Net, limits: Limits) -> Result<Report> {
    Ok(crawl_threads::plain::crawl(&net, &limits))
}

fn turns(net: Net, limits: Limits) -> Result<Report> {
    Ok(turns::block_on(on_turns::crawl(net, limits)))
}

fn tokio(net: Net, limits: Limits) -> Result<Report> {
    // As `#[tokio::main]` makes it.
    Ok(tokio::runtime::Runtime::new()?.block_on(on_tokio::crawl(net, limits)))
}

fn smol(net: Net, limits: Limits) -> Result<Report> {
    Ok(smol::block_on(on_smol::crawl(net, limits)))
}

fn async_std(net: Net, limits: Limits) -> Result<Report> {
    Ok(async_std::task::block_on(on_async_std::crawl(net, limits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_driver_finds_the_same_pages() {
        let address = site::open_here(3).unwrap();
        let found = |crawl_by: Crawl| crawl_by(Net::all_at(address), limits(4)).unwrap();
        let expected = found(one_by_one);
        is_whole(&expected, 3).unwrap();
        for crawl_by in [threads as Crawl, turns, tokio, smol, async_std] {
            assert_eq!(found(crawl_by).fingerprint(), expected.fingerprint());
        }
    }

    #[test]
    fn a_crawl_that_has_missed_a_page_is_refused() {
        let address = site::open_here(3).unwrap();
        let limits = Limits { pages: 4, ..limits(4) };
        let report = turns(Net::all_at(address), limits).unwrap();
        assert!(is_whole(&report, 3).is_err());
    }
}
