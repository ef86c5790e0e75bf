//! The crawl on disk: an SQLite file, which Python's `sqlite3` reads and writes as well.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::frontier::{Commit, Found};
use super::report::Report;

/// One row an address. `ending` is empty while it is waiting; `stored` counts how often it ended.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS page (
        number INTEGER PRIMARY KEY,
        url TEXT NOT NULL UNIQUE,
        depth INTEGER NOT NULL,
        redirects INTEGER NOT NULL,
        found_on TEXT,
        ending TEXT,
        detail TEXT NOT NULL DEFAULT '',
        stored INTEGER NOT NULL DEFAULT 0
    )";

/// One address, as a reader of the file sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The address.
    pub url: String,
    /// Links from the start.
    pub depth: u32,
    /// A page with a link to it.
    pub found_on: Option<String>,
    /// How it ended, if it has.
    pub ending: Option<String>,
    /// Title and hash by a tab, or where it is.
    pub detail: String,
}

/// Where a crawl is kept.
pub struct Store {
    file: Connection,
}

impl Store {
    /// Opens a file, or begins one.
    ///
    /// # Errors
    ///
    /// If it cannot be opened, is a file of another kind, or another process writes to it for long.
    pub fn open(path: &Path) -> rusqlite::Result<Store> {
        let file = Connection::open(path)?;
        file.busy_timeout(Duration::from_secs(5))?;
        // Readers do not wait for the writer; and a commit is on the disk when it returns.
        file.pragma_update(None, "journal_mode", "wal")?;
        file.pragma_update(None, "synchronous", "full")?;
        file.execute(SCHEMA, ())?;
        Ok(Store { file })
    }

    /// Puts in where a crawl begins, if it is new.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn begin(&mut self, start: &str) -> rusqlite::Result<()> {
        self.file.execute(FIND, params![start, 0, 0, None::<&str>])?;
        Ok(())
    }

    /// Keeps how it ended with an address, and what was found there: all of it or nothing.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn commit(&mut self, commit: &Commit) -> rusqlite::Result<()> {
        self.commit_after(commit, || ())
    }

    /// The same; `moment` is called when all is written and nothing is committed.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    // ANCHOR: commit
    pub fn commit_after(&mut self, commit: &Commit, moment: impl FnOnce()) -> rusqlite::Result<()> {
        let transaction = self.file.transaction()?;
        let ended = (&commit.url, commit.end.to_string(), commit.end.detail());
        transaction.execute(END, ended)?;
        for Found { url, depth, redirects } in &commit.found {
            transaction.execute(FIND, params![url, depth, redirects, commit.url])?;
        }
        moment();
        transaction.commit()
    }
    // ANCHOR_END: commit

    /// Every address in the order in which it was found, and whether it has ended.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn rows(&self) -> rusqlite::Result<Vec<(Found, bool)>> {
        let mut rows = self.file.prepare(
            "SELECT url, depth, redirects, ending IS NOT NULL FROM page ORDER BY number",
        )?;
        let rows = rows.query_map((), |row| {
            let found = Found { url: row.get(0)?, depth: row.get(1)?, redirects: row.get(2)? };
            Ok((found, row.get(3)?))
        })?;
        rows.collect()
    }

    /// What has ended.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn report(&self) -> rusqlite::Result<Report> {
        let mut rows =
            self.file.prepare("SELECT url, ending || detail FROM page WHERE ending IS NOT NULL")?;
        let rows = rows.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect()
    }

    /// How many addresses have ended more than once. It should be none.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn stored_twice(&self) -> rusqlite::Result<usize> {
        self.file.query_row("SELECT count(*) FROM page WHERE stored > 1", (), |row| row.get(0))
    }

    /// All of it, in the order in which it was found.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn table(&self) -> rusqlite::Result<Vec<Row>> {
        let mut rows = self.file.prepare(
            "SELECT url, depth, found_on, ending, trim(detail, char(9)) FROM page ORDER BY number",
        )?;
        let rows = rows.query_map((), |row| {
            let (url, depth, found_on) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Row { url, depth, found_on, ending: row.get(3)?, detail: row.get(4)? })
        })?;
        rows.collect()
    }
}

const END: &str = "UPDATE page SET ending = ?2, detail = ?3, stored = stored + 1 WHERE url = ?1";
const FIND: &str = "INSERT OR IGNORE INTO page (url, depth, redirects, found_on)
                    VALUES (?1, ?2, ?3, ?4)";
