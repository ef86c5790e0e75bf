//! The crawler as a tool: on `turns`, kept in an SQLite file, with a word for whoever waits.

mod options;
mod summary;

use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::net::ToSocketAddrs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use futures::future::{Either, select};
use indicatif::{ProgressBar, ProgressStyle};
use turns::TaskGroup;
use turns::sync::Stop;
use turns::time::timeout;
use url::Url;

use crate::core::{Commit, Frontier, Limits, Next, Store};
use crate::crawl::on_turns::{ended, visit};
use crate::net::Net;
use options::Options;
use summary::Summary;

/// A link is dead.
const DEAD: u8 = 1;
/// The arguments are wrong: clap uses the same.
const USAGE: u8 = 2;
/// It cannot begin or go on.
const CANNOT: u8 = 3;
/// Stopped by Ctrl-C: 128 and the number of the signal, as shells have it.
const STOPPED: u8 = 130;

/// What the tool does when it is started.
pub fn main() -> ExitCode {
    let options = Options::parse();
    let ended = match options.starts() {
        Ok(starts) => crawl(&options, &starts).map_err(|why| (why, CANNOT)),
        Err(why) => Err((why, USAGE)),
    };
    ExitCode::from(ended.unwrap_or_else(|(why, code)| {
        // Whoever has closed the pipe does not want to know.
        _ = writeln!(io::stderr(), "error: {why}");
        code
    }))
}

fn crawl(options: &Options, starts: &[Url]) -> Result<u8, String> {
    let net = Net { all_at: options.all_at };
    find_hosts(starts, &net)?;
    let in_memory = Path::new(":memory:");
    let path = options.keep.as_deref().unwrap_or(in_memory);
    let _mine = options.keep.as_deref().map(lock).transpose()?;
    let mut store = Store::open(path).map_err(|why| cannot_keep(path, &why))?;
    for start in starts {
        store.begin(start.as_str()).map_err(|why| cannot_keep(path, &why))?;
    }
    let (store, left, stopped) = turns::block_on(run(options.limits(), starts, net, store, path))?;
    let summary = Summary::read(&store, left).map_err(|why| cannot_keep(path, &why))?;
    match summary.write(options.json.as_deref()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => (),
        Err(error) => {
            let path = options.json.as_deref().filter(|path| *path != Path::new("-"));
            let place = path
                .map_or("the standard output".to_owned(), |path| format!("`{}`", path.display()));
            return Err(format!("cannot write to {place}: {error}"));
        }
        Ok(()) => (),
    }
    if stopped {
        return Ok(STOPPED);
    }
    if let Some(why) = summary.nothing() {
        return Err(format!("no page could be read: {why}"));
    }
    Ok(if summary.is_well() { 0 } else { DEAD })
}

/// Makes sure that no other crawl keeps its pages in the same file: they would fetch everything twice.
/// The lock is a file beside it, and ends with the process, however that ends.
fn lock(path: &Path) -> Result<File, String> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-lock");
    let file = File::create(&beside);
    let file =
        file.map_err(|why| format!("cannot keep the crawl in `{}`: {why}", path.display()))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(in_use(path)),
        // Some network disks have no locks; there it is the user's business.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

fn in_use(path: &Path) -> String {
    format!("`{}` is in use: is another crawl running?", path.display())
}

/// A misspelt host is found before the crawl begins, not after four tries.
fn find_hosts(starts: &[Url], net: &Net) -> Result<(), String> {
    for start in starts {
        let (host, port) = net.place(start);
        (host.as_str(), port)
            .to_socket_addrs()
            .map_err(|_| format!("`{start}`: there is no host `{host}`"))?;
    }
    Ok(())
}

/// Crawls until there is nothing left or somebody stops it. What is left, and whether it was.
async fn run(
    limits: Limits,
    starts: &[Url],
    net: Net,
    mut store: Store,
    path: &Path,
) -> Result<(Store, usize, bool), String> {
    let mut frontier = Frontier::within(limits.clone(), starts);
    frontier.resume(store.rows().map_err(|why| cannot_keep(path, &why))?);
    let stop = Stop::new();
    drop(turns::spawn(watch(stop.clone())));
    let bar = progress();
    let (mut visits, mut ends) = (TaskGroup::new(), 0);
    let began = Instant::now();
    loop {
        // Whoever was told to stop begins nothing new.
        let next = match (stop.is_stopped(), visits.is_empty()) {
            (true, true) => Next::Done,
            (true, false) => Next::Busy,
            (false, _) => frontier.next(began.elapsed()),
        };
        let commits: Vec<Commit> = frontier.commits().collect();
        ends += commits.len();
        if let Some(commit) = commits.last() {
            bar.set_message(format!("{ends} done, {} left  {}", frontier.left(), commit.url));
            bar.tick();
            store = keep(store, commits).await.map_err(|why| cannot_keep(path, &why))?;
        }
        let limit = match next {
            Next::Fetch(job) => {
                visits.spawn(visit(job, net.clone(), limits.clone()));
                continue;
            }
            Next::Wait(until) => until.saturating_sub(began.elapsed()),
            Next::Busy => Duration::MAX,
            Next::Done => break,
        };
        let end = timeout(limit, ended(&mut visits));
        let stopped = async {
            // Once it is stopped, only ends count.
            if stop.is_stopped() { std::future::pending().await } else { stop.stopped().await }
        };
        if let Either::Left((Ok((job, outcome)), _)) =
            select(std::pin::pin!(end), std::pin::pin!(stopped)).await
        {
            frontier.done(job, outcome, began.elapsed());
        }
    }
    bar.finish_and_clear();
    Ok((store, frontier.left(), stop.is_stopped()))
}

/// Writes to the disk on a thread: the loop has others to attend to.
async fn keep(mut store: Store, commits: Vec<Commit>) -> rusqlite::Result<Store> {
    let kept = turns::spawn_blocking(move || {
        for commit in &commits {
            store.commit(commit)?;
        }
        Ok(store)
    });
    kept.await.expect("the store does not panic")
}

/// Hears Ctrl-C: the first stops the crawl, the second one the process.
async fn watch(stop: Stop) {
    // A system without signals has a crawler that cannot be stopped politely.
    if turns::signal::stop_requested().await.is_err() {
        return;
    }
    let again = turns::signal::stop_requested();
    stop.stop();
    _ = writeln!(io::stderr(), "stopping: what is under way is finished; once more ends at once");
    _ = again.await;
    _ = writeln!(io::stderr(), "ended at once; what was kept is kept");
    std::process::exit(i32::from(STOPPED));
}

/// A line on the terminal, and nothing where there is none.
fn progress() -> ProgressBar {
    let style =
        ProgressStyle::with_template("{spinner} {wide_msg}").expect("the template is right");
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn cannot_keep(path: &Path, why: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode::{DatabaseBusy, NotADatabase};
    let shown = path.display();
    match why.sqlite_error_code() {
        Some(NotADatabase) => format!("`{shown}` is another kind of file; name a new one"),
        Some(DatabaseBusy) => in_use(path),
        _ => format!("cannot keep the crawl in `{shown}`: {why}"),
    }
}
