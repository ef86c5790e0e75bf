//! The driver whose workers are processes. They start their own program again, with the words that
//! it was started with: so driver and workers are a part of the lab.

use super::{is_whole, limits, site};
use crate::machine;
use crate::probe::side::Side;
use crate::probe::{memory, usage, whole};
use crate::process;
use crate::reading::Reading;
use anyhow::{Context, Result, bail};
use ch14_crawler::core::Report;
use ch14_crawler::crawl_processes;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How often somebody looks how much memory all of them have. To look costs time, too.
const LOOK: Duration = Duration::from_millis(100);

/// So many workers.
pub fn crawl(pages: usize, workers: usize) -> Result<Reading> {
    let site = site::start(pages)?;
    let words = [workers.to_string(), pages.to_string(), site.address().to_string()];
    let mut driver = Side::start("crawl-processes", &words)?;
    let (id, is_over) = (driver.id(), AtomicBool::new(false));
    let (line, most) = thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = None;
            while !is_over.load(Ordering::Relaxed) {
                most = most.max(bytes_of_all(id));
                thread::sleep(LOOK);
            }
            most
        });
        let line = driver.line();
        is_over.store(true, Ordering::Relaxed);
        (line, watcher.join().expect("it only looks"))
    });
    let reading: Reading = serde_json::from_str(&line?)?;
    drop(driver);
    site.stop()?;
    // A short crawl may end before anybody has looked.
    Ok(Reading { peak_bytes: most.max(reading.peak_bytes), ..reading })
}

/// The driver, or one of its workers: these are told the site once more, behind all other words.
///
/// # Errors
///
/// If a word is not understood, or pages are missing.
pub fn side(words: &[String]) -> Result<()> {
    let (workers, pages, address, is_worker) = match words {
        [workers, pages, address] => (workers, pages, address, false),
        [workers, pages, address, _again] => (workers, pages, address, true),
        _ => bail!("two numbers and an address, not {words:?}"),
    };
    let (limits, pages, address) = (limits(workers.parse()?), pages.parse()?, address.parse()?);
    if is_worker {
        crawl_processes::answer(address, &limits);
        return Ok(());
    }
    let mut report = Report::default();
    let reading = whole(site::addresses(pages), || {
        report = crawl_processes::crawl(address, &limits);
    });
    is_whole(&report, pages)?;
    let cpu_s = reading.cpu_s + usage::of_children().context("the workers' time")?;
    process::say(&Reading { cpu_s, peak_bytes: machine::peak_bytes(), ..reading })
}

/// What that process and its children have now; what they share counts once. Only Linux says it.
fn bytes_of_all(id: u32) -> Option<u64> {
    // One that has just ended has none.
    Some(with_children(id)?.into_iter().filter_map(memory::weight_of).sum::<f64>() as u64)
}

/// That process and its children.
fn with_children(id: u32) -> Option<Vec<u32>> {
    let threads = fs::read_dir(format!("/proc/{id}/task")).ok()?.flatten();
    let lines = threads.filter_map(|it| fs::read_to_string(it.path().join("children")).ok());
    let lines: Vec<String> = lines.collect();
    let ids = lines.iter().flat_map(|line| line.split_whitespace());
    Some(ids.filter_map(|id| id.parse().ok()).chain([id]).collect())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_with_a_child_has_the_memory_of_both() {
        let myself = std::process::id();
        let mut child = std::process::Command::new("sleep").arg("60").spawn().unwrap();
        let all = with_children(myself).unwrap();
        let bytes = bytes_of_all(myself).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(all.contains(&child.id()) && all.contains(&myself), "{all:?}");
        assert!(bytes > 0);
    }
}
