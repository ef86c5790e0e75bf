//! Which pages this very program has found good as they are: they are not opened again.
//!
//! What a page is follows from its own file, from what all pages load, from the browser and from
//! these tests. Where none of that has changed, the answer has not either. A fresh clone knows nothing.

use crate::found::{self, Tools};
use crate::site::Site;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;
use walkdir::WalkDir;

/// Opens every page, whatever is known.
const ALL: &str = "ALL_PAGES";

/// What is known, and where it is written down.
pub struct Known {
    /// Of everything but the pages.
    frame: u64,
    good: BTreeSet<String>,
    file: Mutex<fs::File>,
}

impl Known {
    /// What earlier runs have written down; of other programs or another site it is forgotten.
    ///
    /// # Errors
    /// The program, the site or the notes cannot be read.
    pub fn read(site: &Site, tools: &Tools) -> Result<Self> {
        let frame = frame(site, tools)?;
        let path = press::place::out(found::root()).join("pages.good");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let all = [ALL, "SHOTS"].iter().any(|name| std::env::var_os(name).is_some());
        let mark = format!("{frame:016x} ");
        let of_this = text.lines().filter(|line| !all && line.starts_with(&mark));
        let good: BTreeSet<String> = of_this.map(ToString::to_string).collect();
        let lines: String = good.iter().map(|line| format!("{line}\n")).collect();
        let what = || format!("{} cannot be written", path.display());
        fs::write(&path, lines).with_context(what)?;
        let file = fs::OpenOptions::new().append(true).open(&path).with_context(what)?;
        Ok(Self { frame, good, file: Mutex::new(file) })
    }

    /// Whether a test of a page, known by its name and what is in its file, has passed.
    pub fn has(&self, name: &str, html: &[u8]) -> bool {
        self.good.contains(&self.line(name, html))
    }

    /// Writes down that it has. A line that gets lost costs a second look.
    pub fn add(&self, name: &str, html: &[u8]) {
        if let Ok(mut file) = self.file.lock() {
            let _ = writeln!(file, "{}", self.line(name, html));
        }
    }

    /// Says how many are left out, if some are.
    pub fn say(&self, left_out: usize) {
        if left_out > 0 {
            println!(
                "{left_out} pages are as they were when they passed, and are not opened again \
                 ({ALL}=1 opens them)"
            );
        }
    }

    fn line(&self, name: &str, html: &[u8]) -> String {
        format!("{:016x} {:016x} {name}", self.frame, hash(&html))
    }
}

/// Of this program, the browser, axe, and all files of the site that are no page; the search has
/// tests of its own.
fn frame(site: &Site, tools: &Tools) -> Result<u64> {
    let mut all = DefaultHasher::new();
    for file in [&std::env::current_exe()?, &tools.axe] {
        fs::read(file).with_context(|| file.display().to_string())?.hash(&mut all);
    }
    version(&tools.chromium)?.hash(&mut all);
    for entry in WalkDir::new(site.folder()).sort_by_file_name() {
        let path = entry?.into_path();
        let is_page = path.extension().is_some_and(|ending| ending == "html");
        let is_of_search = path.components().any(|part| part.as_os_str() == "pagefind");
        if path.is_file() && !is_page && !is_of_search && !is_of_epub(site, &path) {
            path.strip_prefix(site.folder())?.hash(&mut all);
            fs::read(&path)?.hash(&mut all);
        }
    }
    Ok(all.finish())
}

fn is_of_epub(site: &Site, path: &Path) -> bool {
    let below = path.strip_prefix(site.folder()).unwrap_or(path);
    let first = below.components().next();
    first.is_some_and(|first| first.as_os_str().to_string_lossy().starts_with("epub-"))
        || below.extension().is_some_and(|ending| ending == "epub" || ending == "pdf")
}

/// A browser that has been updated is another file.
fn version(chromium: &Path) -> Result<(PathBuf, u64, u128)> {
    let file = fs::canonicalize(chromium)?;
    let about = fs::metadata(&file)?;
    let changed = about.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
    Ok((file, about.len(), changed))
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
