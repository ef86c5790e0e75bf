//! What a chapter says of its listings and exercises: one row for each, in reading order.
//!
//! A chapter's `lib.rs` ends in its table:
//!
//! ```
//! # mod first_task { pub mod on_tokio { pub fn main() {} } pub mod on_async_std { pub fn main() {} }
//! #                  pub mod on_smol { pub fn main() {} } pub mod on_turns { pub fn main() {} } }
//! # mod plain_one { pub fn main() {} }
//! # mod beside_python { pub mod plain { pub fn main() {} } }
//! # mod exercises { pub mod e1_predict { pub fn test() { panic!() } } }
//! # mod solutions { pub mod e1_predict { pub fn test() {} } }
//! pub const CHAPTER: catalog::Chapter = catalog::chapter! {
//!     "ch08-task-future": "What does a task add to a future?";
//!     first_task [python runtimes] "a task printed pending, run, printed finished";
//!     plain_one [plain] "needs no runtime: one file";
//!     beside_python [python plain] "needs no runtime, and has a Python original";
//!     [exercises]
//!     e1_predict "predict what two tasks print";
//! };
//! # assert_eq!(CHAPTER.listings.len(), 3);
//! # assert_eq!(CHAPTER.listings[0].variants.len(), 5);
//! # assert_eq!(CHAPTER.listings[2].variants.len(), 2);
//! # assert_eq!(CHAPTER.exercises[0].name, "e1_predict");
//! ```
//!
//! The table stands in a crate of its own because both sides need its types: the chapters, which
//! fill it, and the tools, which depend on the chapters.

#![forbid(unsafe_code)]

mod lang;

pub use lang::Lang;

use std::fmt;

/// One chapter's listings and exercises.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// The name that crate, folder and page share: `ch08-task-future`.
    pub name: &'static str,
    /// The question that the chapter answers, as a reader would ask it.
    pub question: &'static str,
    /// The rows, in the order in which the page shows them.
    pub listings: &'static [Listing],
    /// The exercises, from the first to the last of the page.
    pub exercises: &'static [Exercise],
}

/// One program of the book, in all its variants.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// Its folder (or file) in the chapter's `src/`, and its name on the command line.
    pub name: &'static str,
    /// What it shows, on one line.
    pub summary: &'static str,
    /// Its variants, in the order in which the page shows them.
    pub variants: &'static [Variant],
    /// Where it can run.
    pub systems: Systems,
}

/// The systems that a listing can run on: some show what only one kind of system has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Systems {
    /// Wherever Rust and Python run.
    All,
    /// Linux, macOS and their relatives.
    Unix,
    /// Linux.
    Linux,
}

impl Systems {
    /// Whether the system that this was compiled for is one of them.
    pub const fn has_this(self) -> bool {
        match self {
            Systems::All => true,
            Systems::Unix => cfg!(unix),
            Systems::Linux => cfg!(target_os = "linux"),
        }
    }

    /// Their name, unless it is all of them.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Systems::All => None,
            Systems::Unix => Some("Unix"),
            Systems::Linux => Some("Linux"),
        }
    }
}

impl Listing {
    /// The variant on this side, if the listing has one.
    pub fn variant(&self, side: Side) -> Option<&Variant> {
        self.variants.iter().find(|v| v.side == side)
    }
}

/// One program: a listing on one side.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Where it runs.
    pub side: Side,
    /// Its entry point; `None` for what runs from its file ([`Side::runs_from_its_file`]).
    pub main: Option<fn()>,
}

/// Something that the reader solves: a file to edit, and a solution held to the same test.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// Its file in the chapter's `src/exercises` and `src/solutions`: `e2_join`.
    pub name: &'static str,
    /// What is to be done, on one line.
    pub goal: &'static str,
    /// The test of the file that the reader edits. It panics until the exercise is solved.
    pub stub: fn(),
    /// The same test of the solution.
    pub solution: fn(),
}

/// Where a variant runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The Python original, on the reader's own interpreter.
    Python,
    /// tokio's current-thread or multi-thread runtime, as the file says.
    Tokio,
    /// async-std.
    AsyncStd,
    /// smol.
    Smol,
    /// The loop that the book builds.
    Turns,
    /// Rust with no runtime but what the program itself builds.
    Plain,
    /// Rust that only a nightly compiler takes: a file of its own, which stable never parses.
    Nightly,
}

impl Side {
    /// Every side, in the order of the tabs.
    pub const ALL: [Side; 7] = [
        Side::Python,
        Side::Tokio,
        Side::AsyncStd,
        Side::Smol,
        Side::Turns,
        Side::Plain,
        Side::Nightly,
    ];

    /// Its name on the command line and in test names: `async_std`.
    pub const fn name(self) -> &'static str {
        match self {
            Side::Python => "python",
            Side::Tokio => "tokio",
            Side::AsyncStd => "async_std",
            Side::Smol => "smol",
            Side::Turns => "turns",
            Side::Plain => "plain",
            Side::Nightly => "nightly",
        }
    }

    /// Its name for a reader: `async-std`.
    pub const fn title(self) -> &'static str {
        match self {
            Side::Python => "Python",
            Side::Tokio => "tokio",
            Side::AsyncStd => "async-std",
            Side::Smol => "smol",
            Side::Turns => "turns",
            Side::Plain => "Rust",
            Side::Nightly => "nightly Rust",
        }
    }

    /// Its file in the listing's folder; without Python a plain listing is one file, named after it.
    pub const fn file(self) -> &'static str {
        match self {
            Side::Python => "original.py",
            Side::Tokio => "on_tokio.rs",
            Side::AsyncStd => "on_async_std.rs",
            Side::Smol => "on_smol.rs",
            Side::Turns => "on_turns.rs",
            Side::Plain => "plain.rs",
            Side::Nightly => "on_nightly.rs",
        }
    }

    /// The language of its source, as a code block names it.
    pub const fn language(self) -> &'static str {
        match self {
            Side::Python => "python",
            _ => "rust",
        }
    }

    /// Whether its program is started from its file, and isn't compiled into the chapter's library.
    pub const fn runs_from_its_file(self) -> bool {
        matches!(self, Side::Python | Side::Nightly)
    }

    /// Reads a side's name; `async-std` is taken for `async_std`.
    pub fn parse(name: &str) -> Option<Side> {
        Side::ALL.into_iter().find(|s| s.name() == name || s.title() == name)
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Builds a [`Chapter`] from one line a listing. In brackets stands what the listing has:
/// `python` (an `original.py`), `runtimes` (the four `on_*.rs`), `turns` (only `on_turns.rs`), or
/// `plain` (Rust without a runtime: one file, or with an original a folder with `plain.rs`), `plain
/// nightly` (a folder with `plain.rs`, and `on_nightly.rs`, which only a nightly compiler takes). A last
/// word, `unix` or `linux`, says that it runs there only; its module has a `#[cfg]` of the same.
/// After the line `[exercises]` stands one line an exercise: its file and its goal.
#[macro_export]
macro_rules! chapter {
    (
        $name:literal : $question:literal;
        $($listing:ident [$($has:ident)+] $summary:literal;)*
        $([exercises] $($exercise:ident $goal:literal;)+)?
    ) => {
        $crate::Chapter {
            name: $name,
            question: $question,
            listings: &[$($crate::Listing {
                name: stringify!($listing),
                summary: $summary,
                variants: $crate::variants!($listing [$($has)+]),
                systems: $crate::systems!($($has)+),
            }),*],
            exercises: &[$($($crate::Exercise {
                name: stringify!($exercise),
                goal: $goal,
                stub: exercises::$exercise::test,
                solution: solutions::$exercise::test,
            }),+)?],
        }
    };
}

/// The variants of one row of [`chapter!`].
#[doc(hidden)]
#[macro_export]
macro_rules! variants {
    ($listing:ident [python runtimes]) => {
        &[
            $crate::variant!(Python),
            $crate::variant!(Tokio, $listing::on_tokio),
            $crate::variant!(AsyncStd, $listing::on_async_std),
            $crate::variant!(Smol, $listing::on_smol),
            $crate::variant!(Turns, $listing::on_turns),
        ]
    };
    ($listing:ident [runtimes]) => {
        &[
            $crate::variant!(Tokio, $listing::on_tokio),
            $crate::variant!(AsyncStd, $listing::on_async_std),
            $crate::variant!(Smol, $listing::on_smol),
            $crate::variant!(Turns, $listing::on_turns),
        ]
    };
    ($listing:ident [python turns]) => {
        &[$crate::variant!(Python), $crate::variant!(Turns, $listing::on_turns)]
    };
    ($listing:ident [python plain]) => {
        &[$crate::variant!(Python), $crate::variant!(Plain, $listing::plain)]
    };
    ($listing:ident [plain nightly]) => {
        &[$crate::variant!(Plain, $listing::plain), $crate::variant!(Nightly)]
    };
    ($listing:ident [plain]) => {
        &[$crate::variant!(Plain, $listing)]
    };
    ($listing:ident [python plain $system:ident]) => {
        &[$crate::variant!(Python), $crate::variant_on!($system, $listing::plain)]
    };
    ($listing:ident [plain $system:ident]) => {
        &[$crate::variant_on!($system, $listing)]
    };
}

/// What the last word of a row says of systems.
#[doc(hidden)]
#[macro_export]
macro_rules! systems {
    (unix) => { $crate::Systems::Unix };
    (linux) => { $crate::Systems::Linux };
    ($word:ident) => { $crate::Systems::All };
    ($word:ident $($rest:ident)+) => { $crate::systems!($($rest)+) };
}

/// A plain variant for some systems. Elsewhere its module is not compiled, and nothing runs.
#[doc(hidden)]
#[macro_export]
macro_rules! variant_on {
    (unix, $($module:ident)::+) => {{
        #[cfg(unix)]
        const MAIN: fn() = $($module::)+main;
        #[cfg(not(unix))]
        const MAIN: fn() = $crate::not_on_this_system;
        $crate::Variant { side: $crate::Side::Plain, main: Some(MAIN) }
    }};
    (linux, $($module:ident)::+) => {{
        #[cfg(target_os = "linux")]
        const MAIN: fn() = $($module::)+main;
        #[cfg(not(target_os = "linux"))]
        const MAIN: fn() = $crate::not_on_this_system;
        $crate::Variant { side: $crate::Side::Plain, main: Some(MAIN) }
    }};
}

/// Stands for the `main` of a listing that is for other systems.
///
/// # Panics
///
/// Always: whoever runs listings asks [`Systems::has_this`] first.
#[doc(hidden)]
pub fn not_on_this_system() {
    panic!("this listing is for another system");
}

/// One variant: a side, and the module whose `main` it runs.
#[doc(hidden)]
#[macro_export]
macro_rules! variant {
    ($side:ident) => {
        $crate::Variant { side: $crate::Side::$side, main: None }
    };
    ($side:ident, $($module:ident)::+) => {
        $crate::Variant { side: $crate::Side::$side, main: Some($($module::)+main) }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_side_is_read_back_by_its_name_and_its_title() {
        for side in Side::ALL {
            assert_eq!(Side::parse(side.name()), Some(side));
            assert_eq!(Side::parse(side.title()), Some(side));
        }
        assert_eq!(Side::parse("trio"), None);
    }

    #[test]
    fn a_row_says_by_its_last_word_where_it_runs() {
        assert_eq!(crate::systems!(python plain), Systems::All);
        assert_eq!(crate::systems!(plain), Systems::All);
        assert_eq!(crate::systems!(python plain unix), Systems::Unix);
        assert_eq!(crate::systems!(plain linux), Systems::Linux);
    }
}
