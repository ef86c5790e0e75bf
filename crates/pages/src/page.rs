//! A page of the book: as it lies on the disk, and as the place where directives are expanded.

use crate::section::{self, Section};
use catalog::Lang;
use listing::Problem;
use std::path::{Component, Path, PathBuf};

/// A page as it lies on the disk.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name without folder and ending: `ch08-task-future`.
    pub name: String,
    /// Its language.
    pub lang: Lang,
    /// Its file, relative to the repository's root.
    pub file: PathBuf,
    /// Its Markdown as written.
    pub markdown: String,
    /// Its sections in order.
    pub sections: Vec<Section>,
}

/// A path without `.` and `..`, each of which takes back the part before it. No link is followed.
pub fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

/// The page into which directives are expanded.
#[derive(Debug, Clone, Copy)]
pub struct PageTarget<'a> {
    /// The page's file, relative to the repository's root.
    pub file: &'a Path,
    /// Its language.
    pub lang: Lang,
    /// mdBook's name for the renderer: `html`, `pdf`, `epub` or `snippets`.
    pub renderer: &'a str,
    /// The repository's address, without a slash at its end.
    pub repository: &'a str,
    /// Whether the other language's pages lie beside this one's.
    pub site: bool,
}

/// Every page of a language, `SUMMARY.md` left out.
///
/// # Errors
/// The folder or a page cannot be read.
pub fn pages(root: &Path, lang: Lang) -> Result<Vec<Page>, Problem> {
    let folder = PathBuf::from(format!("book/{lang}"));
    let unreadable =
        |path: &Path, e: std::io::Error| Problem::of(path, format!("cannot be read: {e}"));
    let entries = std::fs::read_dir(root.join(&folder)).map_err(|e| unreadable(&folder, e))?;
    let mut pages = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".md").filter(|stem| *stem != "SUMMARY") else {
            continue;
        };
        let file = folder.join(&name);
        let markdown =
            std::fs::read_to_string(root.join(&file)).map_err(|e| unreadable(&file, e))?;
        let sections = section::sections(&markdown);
        pages.push(Page { name: stem.to_string(), lang, file, markdown, sections });
    }
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(pages)
}
