//! Where things lie: the repository's root, and what the builder writes below `target/book/`.

use anyhow::{Context, Result, bail};
use pages::Lang;
use std::fs;
use std::path::{Path, PathBuf};

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
