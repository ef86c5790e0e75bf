//! Workers that share a queue in PostgreSQL: one is killed, and one is in Python.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use tokio_postgres::{Client, Error};

use crate::core::{Job, Kind, Limits, Outcome};
use crate::crawl::on_tokio::visit;
use crate::net::Net;
use crate::postgres::{Server, connect};
use crate::site::Site;

const START: &str = "http://site.test/manual/";

/// One row an address, as in the SQLite file; `token` and `leased_until` are for leases.
pub const SCHEMA: &str = "CREATE TABLE page (
    number bigserial, url text PRIMARY KEY, ending text, stored int NOT NULL DEFAULT 0,
    token int NOT NULL DEFAULT 0, leased_until timestamptz NOT NULL DEFAULT '-infinity')";

// ANCHOR: claim
/// The first page that nobody has in hand. It is locked until the transaction ends: by a commit, or
/// because the connection does.
pub const CLAIM: &str = "SELECT url FROM page WHERE ending IS NULL
    ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED";
// ANCHOR_END: claim
pub const END: &str = "UPDATE page SET ending = $2, stored = stored + 1 WHERE url = $1";
pub const FIND: &str = "INSERT INTO page (url) VALUES ($1) ON CONFLICT DO NOTHING";

/// How a listing ends that lacks something of this machine.
const LACKS: i32 = 77;

#[tokio::main]
pub async fn main() {
    let arguments: Vec<String> = env::args().skip(4).collect();
    if let [socket, site, hold] = arguments.as_slice() {
        let net = Net::all_at(site.parse().expect("the first process passes an address"));
        return work(Path::new(socket), net, hold == "hold").await.expect("the queue is good");
    }
    let python = env::var_os("PYTHON").ok_or_else(|| "Python 3.11 or newer is missing".to_owned());
    match python.and_then(|_| Server::start()) {
        Ok(server) => share(server.socket()).await.expect("the queue is good"),
        Err(why) => {
            eprintln!("{why}");
            std::process::exit(LACKS);
        }
    }
}

async fn share(socket: &Path) -> Result<(), Error> {
    let site = Site::open().expect("a port is free");
    let queue = connect(socket).await?;
    queue.batch_execute(SCHEMA).await?;
    queue.execute(FIND, &[&START]).await?;

    let mut first = Worker::start(rust(), socket, &site, "hold");
    println!("the first worker {}", first.hear());
    first.child.kill().expect("it can be killed");
    first.child.wait().expect("it has ended");
    println!("the first worker is killed");
    let mut second = Worker::start(rust(), socket, &site, "hold");
    println!("the second worker {}", second.hear());
    // That page leads to all the others. The second worker keeps it, and waits once more, so that
    // the third one has the first choice of what was found.
    let mut third = Worker::start(python(), socket, &site, "go on");
    second.tell();
    println!("the third worker, in Python, {}", third.hear());
    second.tell();
    second.end();
    third.end();

    let row = queue.query_one("SELECT count(*), count(ending), max(stored) FROM page", &[]).await?;
    let (pages, ended, most): (i64, i64, i32) = (row.get(0), row.get(1), row.get(2));
    println!("pages: {pages}, asked for {} times", site.verdict().pages);
    println!("missing: {}, stored at most: {most} time", pages - ended);
    lease(&queue).await
}

/// A worker: takes a page, asks the site for it, and keeps it with what it has found, until there is
/// nothing left.
async fn work(socket: &Path, net: Net, hold: bool) -> Result<(), Error> {
    let mut queue = connect(socket).await?;
    let mut pages = 0;
    loop {
        let transaction = queue.transaction().await?;
        let Some(row) = transaction.query_opt(CLAIM, &[]).await? else {
            transaction.rollback().await?;
            if is_done(&queue).await? {
                return Ok(());
            }
            // Somebody has a page in hand, and may find more.
            tokio::time::sleep(Duration::from_millis(5)).await;
            continue;
        };
        let url: String = row.get(0);
        let job = job(&url);
        // There is no second try, so a site that a busy machine holds up has time.
        let limits = Limits { answer: Duration::from_secs(20), ..Site::limits() };
        let (_, outcome) = visit(job, net.clone(), limits).await;
        pages += 1;
        if pages == 1 {
            say(&format!("has {} in hand", url.trim_start_matches("http://site.test")));
            wait_if(hold);
        }
        let (ending, mut links) = match outcome {
            Outcome::Kept(kept) => ("kept".to_owned(), kept.links),
            other => (format!("{other:?}"), Vec::new()),
        };
        transaction.execute(END, &[&url, &ending]).await?;
        // In one order for all: whoever inserts what another has not committed waits for it.
        links.sort();
        for link in links.iter().filter(|link| link.starts_with(START)) {
            transaction.execute(FIND, &[link]).await?;
        }
        transaction.commit().await?;
        wait_if(hold && pages == 1);
    }
}

async fn is_done(queue: &Client) -> Result<bool, Error> {
    let row = queue.query_one("SELECT count(*) FROM page WHERE ending IS NULL", &[]).await?;
    Ok(row.get::<_, i64>(0) == 0)
}

// ANCHOR: lease
/// Nobody keeps a transaction open for hours. A lease is a claim with an end, and a number that
/// says whose it is.
const LEASE: &str = "UPDATE page SET token = token + 1, leased_until = now() + $1 * interval '1 s'
    WHERE url = (SELECT url FROM page WHERE ending IS NULL AND leased_until <= now()
                 ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING token";
const END_LEASE: &str =
    "UPDATE page SET ending = 'kept' WHERE token = $1 AND ending IS NULL AND url = '/leased'";

async fn lease(queue: &Client) -> Result<(), Error> {
    queue.execute(FIND, &[&"/leased"]).await?;
    // The slow one has it for no time at all, so that nobody has to wait here.
    let slow: i32 = queue.query_one(LEASE, &[&0.0]).await?.get(0);
    let next: i32 = queue.query_one(LEASE, &[&60.0]).await?.get(0);
    println!("leases of one page: number {slow}, which has run out, and number {next}");
    let late = queue.execute(END_LEASE, &[&slow]).await?;
    println!("rows that number {slow} changes: {late}");
    let good = queue.execute(END_LEASE, &[&next]).await?;
    println!("rows that number {next} changes: {good}");
    Ok(())
}
// ANCHOR_END: lease

fn job(url: &str) -> Job {
    let url = url.parse().expect("there are only addresses in the table");
    Job { url, kind: Kind::Page, depth: 0, redirects: 0, tries: 0, why: None }
}

/// A worker that another process starts, and what it says.
struct Worker {
    child: Child,
    says: BufReader<ChildStdout>,
}

impl Worker {
    fn start(mut command: Command, socket: &Path, site: &Site, hold: &str) -> Worker {
        command.arg(socket).arg(site.address().to_string()).arg(hold);
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("a worker can be started");
        let says = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        Worker { child, says }
    }

    fn hear(&mut self) -> String {
        let mut line = String::new();
        self.says.read_line(&mut line).expect("it says text");
        line.trim().to_owned()
    }

    fn tell(&mut self) {
        let input = self.child.stdin.as_mut().expect("its input is a pipe");
        writeln!(input, "go on").expect("it listens");
    }

    fn end(&mut self) {
        assert!(self.child.wait().expect("it ends").success());
    }
}

fn rust() -> Command {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args(["variant", "together", "tokio"]);
    command
}

fn python() -> Command {
    let mut command = Command::new(env::var_os("PYTHON").unwrap_or("python3".into()));
    command.args(["-m", "crawler.worker"]);
    command.env("PYTHONPATH", PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("python"));
    command
}

fn say(what: &str) {
    println!("{what}");
    io::stdout().flush().expect("somebody listens");
}

fn wait_if(hold: bool) {
    if hold {
        _ = io::stdin().lines().next();
    }
}
