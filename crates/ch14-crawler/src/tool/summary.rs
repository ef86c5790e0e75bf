//! What the tool says at the end: a table for people, JSON for programs.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::core::store::Row;
use crate::core::{Store, frontier};

/// All that is in the store.
#[derive(Serialize)]
pub(super) struct Summary {
    pages: Vec<Row>,
    counts: BTreeMap<String, usize>,
    /// Known, and not asked for yet.
    left: usize,
}

impl Summary {
    pub(super) fn read(store: &Store, left: usize) -> rusqlite::Result<Summary> {
        let pages = store.table()?;
        let mut counts = BTreeMap::new();
        for page in &pages {
            if let Some(ending) = &page.ending {
                *counts.entry(ending.clone()).or_default() += 1;
            }
        }
        Ok(Summary { pages, counts, left })
    }

    /// Whether every link leads somewhere.
    pub(super) fn is_well(&self) -> bool {
        self.dead().next().is_none()
    }

    /// Why there is nothing at all, if there is nothing.
    pub(super) fn nothing(&self) -> Option<String> {
        let kept = self.counts.keys().any(|ending| ending.starts_with("kept"));
        let first = self.pages.first().filter(|_| !kept && self.left == 0)?;
        Some(match first.ending.as_deref() {
            Some("redirected") => {
                format!("`{}` leads to `{}`; begin there", first.url, first.detail)
            }
            ending => format!("`{}`: {}", first.url, ending.unwrap_or("not asked for")),
        })
    }

    fn dead(&self) -> impl Iterator<Item = &Row> {
        self.pages.iter().filter(|page| page.ending.as_deref().is_some_and(frontier::is_dead))
    }

    /// The table to the standard output, or JSON to where it is wanted.
    pub(super) fn write(&self, json: Option<&Path>) -> io::Result<()> {
        let mut out = io::stdout().lock();
        match json {
            Some(path) if path == Path::new("-") => self.json(&mut out)?,
            Some(path) => {
                let mut file = io::BufWriter::new(File::create(path)?);
                self.json(&mut file)?;
                file.flush()?;
                self.table(&mut out)?;
            }
            None => self.table(&mut out)?,
        }
        out.flush()
    }

    fn json(&self, out: &mut impl Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }

    fn table(&self, out: &mut impl Write) -> io::Result<()> {
        for (ending, count) in &self.counts {
            writeln!(out, "{count:6} {ending}")?;
        }
        if self.left > 0 {
            writeln!(out, "{:6} left for another time", self.left)?;
        }
        let mut dead = self.dead().peekable();
        if dead.peek().is_some() {
            writeln!(out, "\nDead links:")?;
        }
        for Row { url, ending, found_on, .. } in dead {
            let ending = ending.as_deref().unwrap_or_default();
            let from = found_on.as_deref().unwrap_or("the command line");
            writeln!(out, "  {url}\n    {ending}; linked from {from}")?;
        }
        Ok(())
    }
}
