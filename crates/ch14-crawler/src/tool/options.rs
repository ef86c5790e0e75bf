//! What the tool is told on the command line.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use url::Url;

use crate::core::{Limits, address};

/// Crawls a site of your own, politely, and says which of its links are dead.
///
/// It stays on the hosts that you name, obeys their robots.txt, asks a host for few pages at a time
/// and not too often, and gives up where a server does not answer. It speaks HTTP without encryption.
#[derive(Debug, Parser)]
#[command(name = "crawl", version, after_help = AFTER)]
pub(super) struct Options {
    /// Where to begin; pages of other hosts are not read
    #[arg(required = true, value_name = "URL")]
    starts: Vec<String>,
    /// Keep the crawl in this file, and go on with what is in it
    #[arg(long, value_name = "FILE")]
    pub(super) keep: Option<PathBuf>,
    /// Write everything as JSON to this file; `-` is the standard output, instead of the table
    #[arg(long, value_name = "FILE")]
    pub(super) json: Option<PathBuf>,
    /// Ask for no more than so many pages this time
    #[arg(long, default_value_t = Limits::default().pages, value_name = "N")]
    pages: usize,
    /// Follow no more than so many links in a row
    #[arg(long, default_value_t = Limits::default().depth, value_name = "N")]
    depth: u32,
    /// Read no more than so many pages that differ in a number only, such as those of a calendar
    #[arg(long, default_value_t = Limits::default().alike, value_name = "N")]
    alike: usize,
    /// Requests at once to one host
    #[arg(long, default_value_t = Limits::default().per_host, value_name = "N", value_parser = some)]
    per_host: usize,
    /// Requests at once to all hosts
    #[arg(long, default_value_t = Limits::default().at_once, value_name = "N", value_parser = some)]
    at_once: usize,
    /// Milliseconds between the beginnings of two requests to one host
    #[arg(long, default_value_t = 100, value_name = "MS")]
    pause: u64,
    /// Seconds for one answer, from connecting to its last byte
    #[arg(long, default_value_t = 20, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=3600))]
    limit: u64,
    /// How often a page is tried before the crawler gives up
    #[arg(long, default_value_t = Limits::default().tries, value_name = "N",
          value_parser = clap::value_parser!(u32).range(1..=10))]
    tries: u32,
    /// Bytes of a page that are read
    #[arg(long, default_value_t = Limits::default().body, value_name = "N")]
    bytes: usize,
    /// Connect to this address whatever the host: for a site that is not public yet
    #[arg(long, value_name = "IP:PORT")]
    pub(super) all_at: Option<SocketAddr>,
}

const AFTER: &str = "\
Ctrl-C lets the requests under way end and keeps them; a second one ends at once. Nothing that
was kept is lost, even if the process is killed: the same command goes on.

Exit codes: 0 all links lead somewhere, 1 some are dead, 2 wrong arguments, 3 it cannot begin or
go on, 130 stopped by Ctrl-C.";

impl Options {
    /// Where to begin.
    pub(super) fn starts(&self) -> Result<Vec<Url>, String> {
        self.starts.iter().map(|text| start(text)).collect()
    }

    pub(super) fn limits(&self) -> Limits {
        Limits {
            at_once: self.at_once,
            per_host: self.per_host,
            pause: Duration::from_millis(self.pause),
            answer: Duration::from_secs(self.limit),
            tries: self.tries,
            pages: self.pages,
            depth: self.depth,
            alike: self.alike,
            body: self.bytes,
            ..Limits::default()
        }
    }
}

fn start(text: &str) -> Result<Url, String> {
    address::typed(text)
        .map_err(|why| if Path::new(text).exists() { address::is_a_file(text) } else { why })
}

fn some(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("none would be no crawl".to_owned()),
        Ok(number) => Ok(number),
        Err(why) => Err(format!("{why}")),
    }
}
