//! A row of a chapter's table together with its chapter, and the files that belong to it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use catalog::Side;

use crate::{Chapter, Listing, chapters, root};

/// One listing and the chapter that it stands in. All its paths are relative to [`root`] and
/// written with `/`, so that they can be printed and linked as they are.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The chapter whose table has the row.
    pub chapter: &'static Chapter,
    /// The row.
    pub listing: &'static Listing,
}

/// Every listing, in the order of the book.
pub fn entries() -> impl Iterator<Item = Entry> {
    chapters()
        .iter()
        .flat_map(|chapter| chapter.listings.iter().map(move |listing| Entry { chapter, listing }))
}

/// The listing of this name. Names are unique in the whole book: [`crate::check_layout`] sees to
/// that.
pub fn find(name: &str) -> Option<Entry> {
    entries().find(|entry| entry.listing.name == name)
}

impl Entry {
    /// The folder that it lies in; one file lies in its chapter's `src`.
    pub fn folder(&self) -> PathBuf {
        let src = format!("crates/{}/src", self.chapter.name);
        if self.is_one_file() { src.into() } else { format!("{src}/{}", self.listing.name).into() }
    }

    /// Where a reader finds it: its folder, or its one file.
    pub fn place(&self) -> PathBuf {
        if self.is_one_file() { self.source(Side::Plain) } else { self.folder() }
    }

    /// The source file of this side, whether the listing has that side or not.
    pub fn source(&self, side: Side) -> PathBuf {
        if self.is_one_file() {
            return self.inside(&format!("{}.rs", self.listing.name));
        }
        self.inside(side.file())
    }

    /// Why it cannot run on this system, if it cannot: `it needs Linux`.
    pub fn needs_other_system(&self) -> Option<String> {
        let systems = self.listing.systems;
        let name = systems.name()?;
        (!systems.has_this()).then(|| format!("it needs {name}"))
    }

    /// What the source file of this side says.
    ///
    /// # Errors
    ///
    /// If the listing does not have the side, or the file cannot be read.
    pub fn source_text(&self, side: Side) -> Result<String> {
        self.must_have(side)?;
        read(self.source(side))
    }

    /// The file with what every variant prints that has no file of its own.
    pub fn common_output(&self) -> PathBuf {
        if self.is_one_file() {
            self.inside(&format!("{}.output.txt", self.listing.name))
        } else {
            self.inside("output.txt")
        }
    }

    /// The file that, where it exists, says what this side prints instead. A listing of
    /// one file has one side only, and so its name for such a file is one that never exists.
    pub fn override_output(&self, side: Side) -> PathBuf {
        if self.is_one_file() {
            self.inside(&format!("{}.output.{side}.txt", self.listing.name))
        } else {
            self.inside(&format!("output.{side}.txt"))
        }
    }

    /// The file that says what this side prints, in the repository at `root`: its own if there is
    /// one, otherwise the common one.
    pub fn output_path(&self, root: &Path, side: Side) -> PathBuf {
        let own = self.override_output(side);
        if root.join(&own).is_file() { own } else { self.common_output() }
    }

    /// The file with the recorded timeline of this side, whether there is one or not.
    pub fn trace(&self, side: Side) -> PathBuf {
        if self.is_one_file() {
            self.inside(&format!("{}.trace.json", self.listing.name))
        } else {
            self.inside(&format!("trace.{side}.json"))
        }
    }

    /// The file with what its comments say in Chinese, whether there is one or not.
    pub fn comments(&self) -> PathBuf {
        if self.is_one_file() {
            self.inside(&format!("{}.comments.zh.toml", self.listing.name))
        } else {
            self.inside("comments.zh.toml")
        }
    }

    /// What this side prints on stdout, masked, with `\n` at the end of each line.
    ///
    /// # Errors
    ///
    /// If the listing does not have the side, or the file cannot be read.
    pub fn expected(&self, side: Side) -> Result<String> {
        self.must_have(side)?;
        read(self.output_path(root()?, side)).with_context(|| {
            let name = self.listing.name;
            format!("nothing is recorded for {name}; `cargo listing --record {name}` writes it")
        })
    }

    /// Whether it is one Rust file that needs no runtime and has no Python beside it.
    pub fn is_one_file(&self) -> bool {
        self.listing.sides == [Side::Plain]
    }

    /// Its sides, in the order of the tabs.
    pub fn sides(&self) -> impl Iterator<Item = Side> + use<> {
        self.listing.sides.iter().copied()
    }

    /// Fails, and says what there is, if the listing does not have this side.
    pub(crate) fn must_have(&self, side: Side) -> Result<()> {
        if !self.listing.has(side) {
            let has: Vec<_> = self.sides().map(Side::name).collect();
            bail!("{} has no variant named {side}; it has {}", self.listing.name, has.join(", "));
        }
        Ok(())
    }

    fn inside(&self, file: &str) -> PathBuf {
        format!("{}/{file}", self.folder().display()).into()
    }
}

/// Reads a file of the repository. On Windows git may have written `\r\n`, which is no difference.
fn read(path: PathBuf) -> Result<String> {
    let text = std::fs::read_to_string(root()?.join(&path))
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

#[cfg(test)]
pub(crate) mod fixture {
    //! A chapter that exists only for tests, with one listing of each shape.

    use std::sync::OnceLock;

    use super::*;

    /// The table as it stands in the chapter's `lib.rs`.
    pub const TABLE: &str = r#"
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch99-fixture": "Does the tool find its files?";
    everywhere [python runtimes] "on all five sides";
    alone [plain] "one file";
    beside_python [python plain] "two files";
};
"#;

    pub fn chapters() -> &'static [Chapter] {
        static CHAPTERS: OnceLock<[Chapter; 1]> = OnceLock::new();
        CHAPTERS.get_or_init(|| [crate::tables::parse("ch99-fixture", TABLE).unwrap()])
    }

    pub fn entry(index: usize) -> Entry {
        let chapter = &chapters()[0];
        Entry { chapter, listing: &chapter.listings[index] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_with_variants_has_a_folder() {
        let entry = fixture::entry(0);

        let folder = Path::new("crates/ch99-fixture/src/everywhere");
        assert_eq!(entry.folder(), folder);
        assert_eq!(entry.source(Side::Python), folder.join("original.py"));
        assert_eq!(entry.source(Side::AsyncStd), folder.join("on_async_std.rs"));
        assert_eq!(entry.common_output(), folder.join("output.txt"));
        assert_eq!(entry.override_output(Side::AsyncStd), folder.join("output.async_std.txt"));
        assert_eq!(entry.trace(Side::AsyncStd), folder.join("trace.async_std.json"));
        assert_eq!(entry.comments(), folder.join("comments.zh.toml"));
    }

    #[test]
    fn a_plain_listing_has_a_file() {
        let entry = fixture::entry(1);

        let src = Path::new("crates/ch99-fixture/src");
        assert_eq!(entry.source(Side::Plain), src.join("alone.rs"));
        assert_eq!(entry.place(), src.join("alone.rs"));
        assert_eq!(entry.common_output(), src.join("alone.output.txt"));
        assert_eq!(entry.trace(Side::Plain), src.join("alone.trace.json"));
        assert_eq!(entry.comments(), src.join("alone.comments.zh.toml"));
    }

    #[test]
    fn a_plain_listing_beside_python_has_a_folder() {
        let entry = fixture::entry(2);

        let folder = Path::new("crates/ch99-fixture/src/beside_python");
        assert_eq!(entry.source(Side::Python), folder.join("original.py"));
        assert_eq!(entry.source(Side::Plain), folder.join("plain.rs"));
        assert_eq!(entry.place(), folder);
        assert_eq!(entry.common_output(), folder.join("output.txt"));
    }

    #[test]
    fn a_side_that_is_not_there_is_named_with_those_that_are() {
        let error = fixture::entry(1).source_text(Side::Tokio).unwrap_err();

        assert_eq!(error.to_string(), "alone has no variant named tokio; it has plain");
    }

    #[test]
    fn every_listing_is_found_by_its_name() {
        for entry in entries() {
            assert_eq!(find(entry.listing.name).unwrap().chapter.name, entry.chapter.name);
        }
        assert!(find("no_such_listing").is_none());
    }
}
