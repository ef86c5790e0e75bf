//! What it costs to take a page from a list that workers share, and to note that it is done: in an
//! SQLite file and in PostgreSQL, with 1, 4 and 16 workers.
//!
//! A claim that is kept is on the disk, in both. The list lies in a temporary folder.

use super::whole;
use crate::plan::{Probe, Quantity, Size};
use crate::reading::Reading;
use anyhow::{Result, ensure};
use ch14_crawler::core::Store;
use figures::{Unit, words};
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// A claim in SQLite, where one statement is a transaction: nobody else writes meanwhile.
const CLAIM: &str = "UPDATE page SET ending = 'kept', stored = stored + 1
    WHERE number = (SELECT number FROM page WHERE ending IS NULL ORDER BY number LIMIT 1)
    RETURNING number";
const FIND: &str = "INSERT INTO page (url, depth, redirects) VALUES (?1, 0, 0)";
/// So that whoever looks for what is waiting does not walk past all that is done. Both have it.
const INDEX: &str = "CREATE INDEX waiting ON page (number) WHERE ending IS NULL";

const ROUNDS: usize = 5;
/// Sixteen workers that want one file may wait for long.
const PATIENCE: Duration = Duration::from_secs(100);
/// A disk that others use may take a second for each page.
const LIMIT: Duration = Duration::from_secs(120);

/// Both lists, with ever more workers.
pub fn probes() -> Vec<Probe> {
    let one = Quantity::Value("1", Unit::Seconds);
    let four = Quantity::Value("4", Unit::Seconds);
    let sixteen = Quantity::Value("16", Unit::Seconds);
    vec![
        Probe::rust(
            "queue.sqlite.1",
            words("SQLite, 1 worker", "SQLite，1 个工作线程"),
            |size| sqlite(size, 1),
        )
        .within(LIMIT),
        Probe::rust(
            "queue.sqlite.4",
            words("SQLite, 4 workers", "SQLite，4 个工作线程"),
            |size| sqlite(size, 4),
        )
        .within(LIMIT),
        Probe::rust(
            "queue.sqlite.16",
            words("SQLite, 16 workers", "SQLite，16 个工作线程"),
            |size| sqlite(size, 16),
        )
        .within(LIMIT),
        // A server of its own is started for all three: that takes longer than they do.
        Probe::rust(
            "queue.postgres.1",
            words("PostgreSQL, 1 worker", "PostgreSQL，1 个工作线程"),
            in_postgres::claims,
        )
        .of(one)
        .also("queue.postgres.4", words("PostgreSQL, 4 workers", "PostgreSQL，4 个工作线程"), four)
        .also(
            "queue.postgres.16",
            words("PostgreSQL, 16 workers", "PostgreSQL，16 个工作线程"),
            sixteen,
        )
        .within(LIMIT)
        .only_where(in_postgres::is_there),
    ]
    .into_iter()
    .map(|probe| probe.rounds(ROUNDS))
    .collect()
}

/// How many pages are in the list: each worker gets some.
fn pages(size: Size) -> u64 {
    size.of(240, 32)
}

fn sqlite(size: Size, workers: u64) -> Result<Reading> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("pages.sqlite");
    let made = Store::open(&file)?;
    let mut connections: Vec<Connection> = Vec::new();
    for _ in 0..workers {
        connections.push(connect(&file)?);
    }
    // In one transaction: each by itself would wait for the disk.
    let transaction = connections[0].transaction()?;
    transaction.execute(INDEX, ())?;
    for number in 0..pages(size) {
        transaction.execute(FIND, [format!("http://site.test/page/{number}")])?;
    }
    transaction.commit()?;
    drop(made);
    let mut taken = Vec::new();
    let reading = whole(pages(size), || {
        taken = thread::scope(|scope| {
            let workers: Vec<_> =
                connections.iter_mut().map(|file| scope.spawn(|| take_all(file))).collect();
            workers.into_iter().map(|worker| worker.join().expect("no panic")).collect()
        });
    });
    let taken: u64 = taken.into_iter().sum::<Result<u64>>()?;
    ensure!(taken == pages(size), "{taken} claims for {} pages", pages(size));
    ensure!(Store::open(&file)?.stored_twice()? == 0, "two workers had the same page");
    Ok(reading)
}

fn connect(file: &Path) -> Result<Connection> {
    let file = Connection::open(file)?;
    file.busy_timeout(PATIENCE)?;
    file.pragma_update(None, "synchronous", "full")?;
    Ok(file)
}

fn take_all(file: &mut Connection) -> Result<u64> {
    let mut taken = 0;
    let mut claim = file.prepare(CLAIM)?;
    while claim.query_row((), |row| row.get::<_, i64>(0)).optional()?.is_some() {
        taken += 1;
    }
    Ok(taken)
}

#[cfg(unix)]
mod in_postgres {
    use super::*;
    use ch14_crawler::postgres::{Server, connect};
    use ch14_crawler::together::on_tokio::{CLAIM, END, FIND, SCHEMA};
    use futures::future::try_join_all;
    use std::collections::BTreeMap;
    use tokio::runtime::Builder;
    use tokio_postgres::Client;

    /// Whether there is a server to start.
    pub fn is_there() -> Result<(), String> {
        ch14_crawler::postgres::is_there().map_err(|why| format!("needs PostgreSQL: {why}"))
    }

    /// Seconds a claim, for each number of workers.
    pub fn claims(size: Size) -> Result<Reading> {
        let server = Server::start().map_err(anyhow::Error::msg)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let mut seconds = BTreeMap::new();
        let all = runtime.block_on(async {
            let queue = connect(server.socket()).await?;
            queue.batch_execute(SCHEMA).await?;
            queue.execute(INDEX, &[]).await?;
            let mut all = Reading::default();
            for workers in [1, 4, 16] {
                let reading = shared(&server, &queue, workers, pages(size)).await?;
                let each = reading.wall_s / reading.units as f64;
                seconds.insert(workers.to_string(), Some(each));
                all.units += reading.units;
                all.wall_s += reading.wall_s;
                all.cpu_s += reading.cpu_s;
            }
            anyhow::Ok(all)
        })?;
        Ok(Reading { values: seconds, ..all })
    }

    async fn shared(
        server: &Server,
        queue: &Client,
        workers: usize,
        pages: u64,
    ) -> Result<Reading> {
        queue.batch_execute("TRUNCATE page; BEGIN").await?;
        for number in 0..pages {
            queue.execute(FIND, &[&format!("http://site.test/page/{number}")]).await?;
        }
        queue.batch_execute("COMMIT").await?;
        let mut clients = try_join_all((0..workers).map(|_| connect(server.socket()))).await?;
        let (wall, cpu) = (std::time::Instant::now(), cpu_time::ProcessTime::now());
        let taken = try_join_all(clients.iter_mut().map(take_all)).await?;
        let (wall_s, cpu_s) = (wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
        let taken: u64 = taken.into_iter().sum();
        ensure!(taken == pages, "{taken} claims for {pages} pages");
        let row = queue.query_one("SELECT max(stored) FROM page", &[]).await?;
        ensure!(row.get::<_, i32>(0) == 1, "two workers had the same page");
        Ok(Reading { units: pages, wall_s, cpu_s, ..Reading::default() })
    }

    /// As the chapter's worker, without asking the site.
    async fn take_all(queue: &mut Client) -> Result<u64, tokio_postgres::Error> {
        let (claim, end) = (queue.prepare(CLAIM).await?, queue.prepare(END).await?);
        let mut taken = 0;
        loop {
            let transaction = queue.transaction().await?;
            let Some(row) = transaction.query_opt(&claim, &[]).await? else { return Ok(taken) };
            transaction.execute(&end, &[&row.get::<_, String>(0), &"kept"]).await?;
            transaction.commit().await?;
            taken += 1;
        }
    }
}

#[cfg(not(unix))]
mod in_postgres {
    use super::*;

    pub fn is_there() -> Result<(), String> {
        Err("needs PostgreSQL behind a socket in the file system".to_owned())
    }

    pub fn claims(_: Size) -> Result<Reading> {
        anyhow::bail!("this system has no such socket")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_is_taken_once_by_any_number_of_workers() {
        for workers in [1, 4, 16] {
            assert_eq!(sqlite(Size::Quick, workers).unwrap().units, pages(Size::Quick));
        }
        if in_postgres::is_there().is_ok() {
            let values = in_postgres::claims(Size::Quick).unwrap().values;
            assert_eq!(values.len(), 3);
        }
    }
}
