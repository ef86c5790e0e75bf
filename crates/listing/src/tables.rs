//! The chapters' tables, read from their files.
//!
//! A chapter compiles its table for the program that runs its code. What a reader wants to see of
//! it is words, and these are read where they stand: so a tool that lists, shows or checks needs no
//! chapter compiled.

use std::fs;
use std::path::Path;
use std::sync::{PoisonError, RwLock};

use anyhow::{Context, Result, anyhow, bail};
use catalog::{Side, Systems};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, bracketed};

use crate::root;

/// One chapter: its question, and the rows of its table in the order in which the page shows them.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// The name that crate, folder and page share: `ch08-task-future`.
    pub name: &'static str,
    /// The question that the chapter answers, as a reader would ask it.
    pub question: &'static str,
    /// Its listings.
    pub listings: &'static [Listing],
    /// Its exercises.
    pub exercises: &'static [Exercise],
}

/// One program of the book, in all its variants.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// Its folder (or file) in the chapter's `src/`, and its name on the command line.
    pub name: &'static str,
    /// What it shows, on one line.
    pub summary: &'static str,
    /// Its variants, in the order of the tabs.
    pub sides: &'static [Side],
    /// Where it can run.
    pub systems: Systems,
}

/// Something that the reader solves.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// Its file in the chapter's `src/exercises` and `src/solutions`: `e2_join`.
    pub name: &'static str,
    /// What is to be done, on one line.
    pub goal: &'static str,
}

/// The tables as they were read last, and the files that they were read from.
static TABLES: RwLock<Option<(Vec<Source>, &'static [Chapter])>> = RwLock::new(None);

/// The file with a chapter's table.
#[derive(PartialEq, Eq)]
struct Source {
    chapter: String,
    text: String,
}

/// Every chapter that has a table, in the order of the book.
///
/// # Panics
///
/// If a table cannot be read. A program calls [`read_tables`] first, which says so as an error.
pub fn chapters() -> &'static [Chapter] {
    let known = TABLES.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|known| known.1);
    known.unwrap_or_else(|| match read_tables() {
        Ok(chapters) => chapters,
        Err(error) => panic!("{error:#}"),
    })
}

/// Reads the chapters' tables, if their files are other than they were. What is read stays in
/// memory: a table is small, and changes seldom.
///
/// # Errors
///
/// If one cannot be read, with its file and line.
pub fn read_tables() -> Result<&'static [Chapter]> {
    let sources = sources(root()?)?;
    let mut known = TABLES.write().unwrap_or_else(PoisonError::into_inner);
    if let Some((same, chapters)) = &*known
        && *same == sources
    {
        return Ok(chapters);
    }
    let chapters: Result<Vec<Chapter>> =
        sources.iter().map(|source| parse(&source.chapter, &source.text)).collect();
    let chapters: &'static [Chapter] = chapters?.leak();
    *known = Some((sources, chapters));
    Ok(chapters)
}

/// Whether a crate of this name is a chapter: `ch08-task-future`.
pub(crate) fn is_chapter(name: &str) -> bool {
    let digits = name.strip_prefix("ch").and_then(|rest| rest.split_once('-'));
    digits.is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// The files of all chapters, by number.
fn sources(root: &Path) -> Result<Vec<Source>> {
    let crates = root.join("crates");
    let mut found = Vec::new();
    for folder in fs::read_dir(&crates).with_context(|| cannot_read(&crates))? {
        let chapter = folder?.file_name().to_string_lossy().into_owned();
        let file = format!("crates/{chapter}/src/lib.rs");
        // A folder without one is left over from another branch.
        if is_chapter(&chapter) && root.join(&file).is_file() {
            let text = fs::read_to_string(root.join(&file)).with_context(|| cannot_read(file))?;
            found.push(Source { chapter, text });
        }
    }
    found.sort_by(|a, b| a.chapter.cmp(&b.chapter));
    Ok(found)
}

fn cannot_read(file: impl AsRef<Path>) -> String {
    format!("cannot read {}", file.as_ref().display())
}

/// The table in a chapter's `lib.rs`.
pub(crate) fn parse(chapter: &str, text: &str) -> Result<Chapter> {
    let file = format!("crates/{chapter}/src/lib.rs");
    let at = |error: syn::Error| anyhow!("{file}:{}: {error}", error.span().start().line);
    let parsed = syn::parse_file(text).map_err(at)?;
    let table = parsed.items.into_iter().find_map(|item| match item {
        syn::Item::Const(found) if found.ident == "CHAPTER" => match *found.expr {
            syn::Expr::Macro(found) if found.mac.path.segments.last()?.ident == "chapter" => {
                Some(found.mac.tokens)
            }
            _ => None,
        },
        _ => None,
    });
    let Some(table) = table else {
        bail!(
            "{file}: has no table: `pub const CHAPTER: catalog::Chapter = catalog::chapter! {{ … }};`"
        )
    };
    let found: Chapter = syn::parse2(table).map_err(at)?;
    if found.name != chapter {
        bail!("{file}: its table is named {}, and its folder {chapter}", found.name);
    }
    Ok(found)
}

impl Listing {
    /// Whether it has a variant on this side.
    pub fn has(&self, side: Side) -> bool {
        self.sides.contains(&side)
    }
}

impl Parse for Chapter {
    fn parse(input: ParseStream<'_>) -> syn::Result<Chapter> {
        let name = words(input)?;
        input.parse::<Token![:]>()?;
        let question = words(input)?;
        input.parse::<Token![;]>()?;
        let mut listings = Vec::new();
        while input.peek(Ident) {
            listings.push(input.parse()?);
        }
        let mut exercises = Vec::new();
        if !input.is_empty() {
            let mark;
            bracketed!(mark in input);
            let mark: Ident = mark.parse()?;
            if mark != "exercises" {
                return Err(syn::Error::new(mark.span(), "in brackets stands `exercises`"));
            }
            while !input.is_empty() {
                exercises.push(input.parse()?);
            }
        }
        Ok(Chapter { name, question, listings: listings.leak(), exercises: exercises.leak() })
    }
}

impl Parse for Listing {
    fn parse(input: ParseStream<'_>) -> syn::Result<Listing> {
        let name = input.parse::<Ident>()?;
        let has;
        bracketed!(has in input);
        let mut sides = Vec::new();
        let mut systems = Systems::All;
        while !has.is_empty() {
            let word: Ident = has.parse()?;
            match word.to_string().as_str() {
                "python" => sides.push(Side::Python),
                "runtimes" => sides.extend(RUNTIMES),
                "tokio" => sides.push(Side::Tokio),
                "async_std" => sides.push(Side::AsyncStd),
                "smol" => sides.push(Side::Smol),
                "turns" => sides.push(Side::Turns),
                "plain" => sides.push(Side::Plain),
                "nightly" => sides.push(Side::Nightly),
                "unix" => systems = Systems::Unix,
                "linux" => systems = Systems::Linux,
                _ => {
                    let known = "python, runtimes, tokio, async_std, smol, turns, plain, nightly, \
                                 unix and linux";
                    let wrong = format!("a listing has no `{word}`: the words are {known}");
                    return Err(syn::Error::new(word.span(), wrong));
                }
            }
        }
        let summary = words(input)?;
        input.parse::<Token![;]>()?;
        Ok(Listing { name: name.to_string().leak(), summary, sides: sides.leak(), systems })
    }
}

impl Parse for Exercise {
    fn parse(input: ParseStream<'_>) -> syn::Result<Exercise> {
        let name = input.parse::<Ident>()?;
        let goal = words(input)?;
        input.parse::<Token![;]>()?;
        Ok(Exercise { name: name.to_string().leak(), goal })
    }
}

/// The runtimes of the book, which a row names with one word.
pub(crate) const RUNTIMES: [Side; 4] = [Side::Tokio, Side::AsyncStd, Side::Smol, Side::Turns];

fn words(input: ParseStream<'_>) -> syn::Result<&'static str> {
    Ok(input.parse::<LitStr>()?.value().leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = r#"
        //! A chapter.
        pub const CHAPTER: catalog::Chapter = catalog::chapter! {
            "ch99-fixture": "Does the tool find its files?";
            everywhere [python runtimes] "on all five sides";
            alone [plain linux] "one file";
            [exercises]
            e1_one "write it";
        };
    "#;

    #[test]
    fn a_table_is_read_as_it_stands() {
        let chapter = parse("ch99-fixture", TABLE).unwrap();

        assert_eq!(chapter.question, "Does the tool find its files?");
        let [everywhere, alone] = chapter.listings else { panic!("{chapter:?}") };
        assert_eq!(everywhere.sides[..2], [Side::Python, Side::Tokio]);
        assert_eq!(everywhere.sides.len(), 5);
        assert_eq!((alone.name, alone.summary), ("alone", "one file"));
        assert_eq!((alone.sides, alone.systems), (&[Side::Plain][..], Systems::Linux));
        assert_eq!((chapter.exercises[0].name, chapter.exercises[0].goal), ("e1_one", "write it"));
    }

    #[test]
    fn what_is_wrong_in_a_table_is_named_with_its_line() {
        for (right, wrong, said) in [
            ("plain linux", "plain amiga", "lib.rs:6: a listing has no `amiga`: the words are "),
            ("[exercises]", "[exercise]", "lib.rs:7: in brackets stands `exercises`"),
            ("\"write it\";", "\"write it\"", "expected `;`"),
            ("CHAPTER:", "CHAPTERS:", "lib.rs: has no table: "),
            ("ch99-", "ch98-", "its table is named ch98-fixture, and its folder ch99-fixture"),
            ("pub const", "pub konst", "lib.rs:3: "),
        ] {
            let error = parse("ch99-fixture", &TABLE.replace(right, wrong)).unwrap_err();

            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
