//! Where things lie: the repository's root, and what the builder writes below `target/book/`.

use crate::say::say;
use anyhow::{Context, Result, bail};
use pages::Lang;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Both kinds of document, by the endings of their files.
pub const ENDINGS: [&str; 2] = ["pdf", "epub"];

/// Finds the repository's root from the current folder upwards: the one with `book.toml`.
///
/// # Errors
/// There is none.
pub fn root() -> Result<PathBuf> {
    let here = std::env::current_dir()?;
    match here.ancestors().find(|dir| dir.join("book.toml").is_file()) {
        Some(root) => Ok(root.to_path_buf()),
        None => {
            bail!("no book.toml in {} or above: run this inside the repository", here.display())
        }
    }
}

/// The folder for everything built.
pub fn out(root: &Path) -> PathBuf {
    root.join("target/book")
}

/// Makes the folder for everything built, and sees whether files can be written there: a PDF takes
/// a minute, and this is said before.
///
/// # Errors
/// They cannot.
pub fn can_write(root: &Path) -> Result<()> {
    let out = out(root);
    let probe = out.join(".can-write");
    fs::create_dir_all(&out)
        .and_then(|()| fs::write(&probe, ""))
        .and_then(|()| fs::remove_file(&probe))
        .with_context(|| format!("cannot write to {}", out.display()))
}

/// Held by the one who builds; it is given back when this is dropped, and when its process ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "open until dropped")] File);

/// Takes the folder for everything built, for the site or for the documents. Waits, and says so,
/// while another `cargo book` is building the same.
///
/// # Errors
/// Files cannot be written there.
pub fn lock(root: &Path, what: &str) -> Result<Lock> {
    can_write(root)?;
    let file = out(root).join(format!("{what}.lock"));
    let opened = File::options().create(true).truncate(false).read(true).write(true).open(&file);
    let mut lock = opened.with_context(|| format!("cannot write to {}", file.display()))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            // The process that builds stands in the file. This one needs not be told of itself.
            let builds = fs::read_to_string(&file).unwrap_or_default();
            if builds != std::process::id().to_string() {
                say(&format!(
                    "Another `cargo book` (process {builds}) is building the {what} here: \
                     waiting for it."
                ));
            }
            lock.lock().with_context(|| format!("waiting for {}", file.display()))?;
        }
        // Some file systems have no locks: then it is as if nobody else were there.
        Err(TryLockError::Error(_)) => {}
    }
    // Only for the message above, and so without it nothing is lost.
    let _ = lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id()));
    Ok(Lock(lock))
}

/// Says of what sources everything was built last.
fn stamp(root: &Path) -> PathBuf {
    out(root).join("build.stamp")
}

/// Whether site and documents are there and were built last of the sources with this stamp.
pub fn is_built(root: &Path, of: &str) -> bool {
    let documents = || {
        let of = |lang| ENDINGS.map(|ending| document(root, lang, ending));
        Lang::ALL.into_iter().flat_map(of)
    };
    fs::read_to_string(stamp(root)).is_ok_and(|stamp| stamp == of)
        && site(root).join("index.html").is_file()
        && documents().all(|document| document.is_file())
}

/// Keeps that everything was built of the sources with this stamp.
///
/// # Errors
/// It cannot be written.
pub fn built(root: &Path, of: &str) -> Result<()> {
    fs::write(stamp(root), of).with_context(|| format!("writing {}", stamp(root).display()))
}

/// Forgets that, before one part is built by itself.
///
/// # Errors
/// It cannot be removed.
pub fn part_is_built_anew(root: &Path) -> Result<()> {
    match fs::remove_file(stamp(root)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
            Err(e).with_context(|| format!("removing {}", stamp(root).display()))
        }
        _ => Ok(()),
    }
}

/// The finished site, ready to be copied to a server.
pub fn site(root: &Path) -> PathBuf {
    out(root).join("site")
}

/// `taking-turns-en.pdf`
pub fn document_name(lang: Lang, ending: &str) -> String {
    format!("taking-turns-{lang}.{ending}")
}

/// A built PDF or EPUB.
pub fn document(root: &Path, lang: Lang, ending: &str) -> PathBuf {
    out(root).join(document_name(lang, ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use std::thread;

    #[test]
    fn whoever_builds_second_waits_until_the_first_is_done() {
        let root = tempfile::tempdir().unwrap();
        let first = lock(root.path(), "site").unwrap();
        let (sender, order) = mpsc::channel();
        let second = thread::spawn({
            let (root, sender) = (root.path().to_path_buf(), sender.clone());
            move || {
                let _lock = lock(&root, "site").unwrap();
                sender.send("second").unwrap();
            }
        });

        // The documents are no part of the site.
        let _documents = lock(root.path(), "documents").unwrap();
        sender.send("first").unwrap();
        drop(first);
        second.join().unwrap();

        assert_eq!(order.try_iter().collect::<Vec<_>>(), ["first", "second"]);
    }

    #[test]
    fn what_is_built_is_known_until_a_part_is_built_anew() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(site(root.path())).unwrap();
        fs::write(site(root.path()).join("index.html"), "").unwrap();
        for (lang, ending) in Lang::ALL.into_iter().flat_map(|l| [(l, "pdf"), (l, "epub")]) {
            fs::write(document(root.path(), lang, ending), "").unwrap();
        }
        assert!(!is_built(root.path(), "a"));

        built(root.path(), "a").unwrap();
        assert!(is_built(root.path(), "a"));
        assert!(!is_built(root.path(), "b"));

        fs::remove_file(document(root.path(), Lang::Zh, "epub")).unwrap();
        assert!(!is_built(root.path(), "a"));
        fs::write(document(root.path(), Lang::Zh, "epub"), "").unwrap();
        part_is_built_anew(root.path()).unwrap();
        assert!(!is_built(root.path(), "a"));
        part_is_built_anew(root.path()).unwrap();
    }
}
