//! What the book is built from: the files that count, and whether they say something new.

use anyhow::Result;
use pages::Lang;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use walkdir::{DirEntry, WalkDir};

/// Where they lie. Code counts, too: pages show it.
const BELOW: [&str; 3] = ["book", "book.toml", "crates"];

/// Each source, by its path below the root, with a hash of what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs(BTreeMap<PathBuf, u64>);

impl Inputs {
    /// Reads them. A file that goes away meanwhile is none.
    pub fn read(root: &Path) -> Self {
        let mut files = BTreeMap::new();
        for entry in sources(root) {
            let Ok(bytes) = fs::read(entry.path()) else { continue };
            let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
            files.insert(path.to_path_buf(), hash(&bytes));
        }
        Self(files)
    }

    /// Changes when the pages of this language may: the other's are left out.
    pub fn stamp(&self, lang: Lang) -> u64 {
        let others = Path::new("book").join(lang.other().dir());
        let own: Vec<_> = self.0.iter().filter(|(path, _)| !path.starts_with(&others)).collect();
        hash(&own)
    }

    /// Changes when what all pages of this language share may: the theme, the settings, the contents.
    pub fn frame(&self, lang: Lang) -> u64 {
        let contents = Path::new("book").join(lang.dir()).join("SUMMARY.md");
        let is_shared = |path: &Path| {
            path.starts_with("book.toml") || path.starts_with("book/theme") || path == contents
        };
        hash(&self.0.iter().filter(|(path, _)| is_shared(path)).collect::<Vec<_>>())
    }

    /// Changes when anything that is built may: a source, this program, or what the environment
    /// says of mdBook's configuration.
    ///
    /// # Errors
    /// This program's own file cannot be found.
    pub fn stamp_of_all(&self) -> Result<String> {
        let program = fs::metadata(std::env::current_exe()?)?;
        let mut settings: Vec<_> = std::env::vars_os()
            .filter(|(name, _)| name.to_string_lossy().starts_with("MDBOOK_"))
            .collect();
        settings.sort();
        let all = (&self.0, program.len(), program.modified()?, settings);
        Ok(format!("{:016x}\n", hash(&all)))
    }
}

/// When each source was last written: that is asked faster than what it says.
pub fn times(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    sources(root)
        .filter_map(|entry| {
            let time = entry.metadata().ok()?.modified().ok()?;
            Some((entry.into_path(), time))
        })
        .collect()
}

fn sources(root: &Path) -> impl Iterator<Item = DirEntry> {
    let walk = |below| WalkDir::new(root.join(below)).sort_by_file_name().into_iter();
    BELOW
        .into_iter()
        .flat_map(move |below| walk(below).filter_entry(|entry| !is_an_editors(entry)))
        .flatten()
        .filter(|entry| entry.file_type().is_file())
}

/// Whether an editor has put this beside what is edited: swap files, backups, locks, and the file
/// `4913` by which vim tries whether a folder can be written.
fn is_an_editors(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let backup =
        ["~", ".swp", ".swo", ".swx", ".tmp", ".bak", ".orig", "___jb_old___", "___jb_tmp___"];
    entry.depth() > 0
        && (name.starts_with(['.', '#'])
            || backup.iter().any(|ending| name.ends_with(ending))
            || name.bytes().all(|byte| byte.is_ascii_digit())
            || name == "__pycache__")
}

/// Of the same in one process the same.
pub(crate) fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_book() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for folder in ["book/en", "book/zh", "crates/ch01/src"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in ["book.toml", "book/en/a.md", "book/zh/a.md", "crates/ch01/src/lib.rs"] {
            fs::write(root.path().join(file), "before").unwrap();
        }
        root
    }

    #[test]
    fn what_editors_leave_beside_a_page_is_no_source() {
        let root = a_book();
        let before = (Inputs::read(root.path()), times(root.path()));

        for file in [".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", "a.md.tmp", ".DS_Store"] {
            fs::write(root.path().join("book/en").join(file), "x").unwrap();
        }

        assert_eq!((Inputs::read(root.path()), times(root.path())), before);
    }

    #[test]
    fn a_page_counts_for_its_language_and_code_for_both() {
        let root = a_book();
        let stamps = || {
            let inputs = Inputs::read(root.path());
            (Lang::ALL.map(|lang| inputs.stamp(lang)), inputs.stamp_of_all().unwrap())
        };
        let (before, all) = stamps();

        fs::write(root.path().join("book/zh/a.md"), "after").unwrap();
        let (zh, all_zh) = stamps();
        fs::write(root.path().join("crates/ch01/src/lib.rs"), "after").unwrap();
        let (code, all_code) = stamps();

        assert_eq!(zh[0], before[0], "an English page shows nothing of a Chinese one");
        assert_ne!(zh[1], before[1]);
        assert!(code[0] != zh[0] && code[1] != zh[1]);
        assert!(all != all_zh && all_zh != all_code);
    }

    #[test]
    fn what_all_pages_of_a_language_share_changes_with_the_theme_and_the_contents() {
        let root = a_book();
        fs::create_dir_all(root.path().join("book/theme")).unwrap();
        let frames = || Lang::ALL.map(|lang| Inputs::read(root.path()).frame(lang));
        let before = frames();

        fs::write(root.path().join("book/en/a.md"), "after").unwrap();
        assert_eq!(frames(), before);
        fs::write(root.path().join("book/zh/SUMMARY.md"), "after").unwrap();
        let contents = frames();
        fs::write(root.path().join("book/theme/a.css"), "after").unwrap();
        let theme = frames();

        assert!(contents[0] == before[0] && contents[1] != before[1]);
        assert!(theme[0] != contents[0] && theme[1] != contents[1]);
    }

    #[test]
    fn a_file_that_is_saved_unchanged_says_nothing_new() {
        let root = a_book();
        let before = Inputs::read(root.path());

        fs::write(root.path().join("book/en/a.md"), "before").unwrap();

        assert_eq!(Inputs::read(root.path()), before);
    }
}
