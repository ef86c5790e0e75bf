//! What a chapter says of its listings and exercises: one row for each, in reading order.
//!
//! A chapter's `lib.rs` ends in its table:
//!
//! ```
//! # mod first_task { pub mod on_tokio { pub fn main() {} } pub mod on_async_std { pub fn main() {} }
//! #                  pub mod on_smol { pub fn main() {} } pub mod on_turns { pub fn main() {} } }
//! # mod plain_one { pub fn main() {} }
//! # mod beside_python { pub mod plain { pub fn main() {} } }
//! pub const CHAPTER: catalog::Chapter = catalog::chapter! {
//!     "ch08-task-future": "What does a task add to a future?";
//!     first_task [python runtimes] "a task printed pending, run, printed finished";
//!     plain_one [plain] "needs no runtime: one file";
//!     beside_python [python plain] "needs no runtime, and has a Python original";
//!     [exercises]
//!     e1_predict "predict what two tasks print";
//! };
//! # assert_eq!(CHAPTER.variants[0].len(), 4);
//! # assert_eq!(CHAPTER.variants[1][0].listing, "plain_one");
//! # assert_eq!(CHAPTER.variants[2][0].side, catalog::Side::Plain);
//! ```
//!
//! A chapter compiles the table, for the program that runs its code. The tools read it from the
//! file, words and all, and so depend on no chapter: see `listing::chapters`.

#![forbid(unsafe_code)]

mod lang;
mod wide;

pub use lang::Lang;
pub use wide::{CLOSING, OPENING, cells, is_wide};

use std::fmt;

/// One chapter, as its program runs it. What the table says for readers, `cargo listing` reads from
/// the file: so it needs no chapter compiled to show what there is.
#[derive(Debug, Clone, Copy)]
pub struct Chapter {
    /// The name that crate, folder and page share: `ch08-task-future`.
    pub name: &'static str,
    /// The Rust variants of its listings, in the order of the rows.
    pub variants: &'static [&'static [Variant]],
    /// The exercises, from the first to the last of the page; none where the chapter is compiled
    /// without them.
    pub exercises: &'static [Exercise],
}

/// One Rust program: a listing on one side.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The listing's name.
    pub listing: &'static str,
    /// Where it runs.
    pub side: Side,
    /// Its entry point.
    pub main: fn(),
}

/// Something that the reader solves: a file to edit, and a solution held to the same test.
#[derive(Debug, Clone, Copy)]
pub struct Exercise {
    /// Its file in the chapter's `src/exercises` and `src/solutions`: `e2_join`.
    pub name: &'static str,
    /// The test of the file that the reader edits. It panics until the exercise is solved.
    pub stub: fn(),
    /// The same test of the solution.
    pub solution: fn(),
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
/// `python` (an `original.py`), `runtimes` (the four `on_*.rs`), `tokio` or `turns` (only that one),
/// or `plain` (Rust without a runtime: one file, or with an original a folder with `plain.rs`). A
/// last word, `unix` or `linux`, says that it runs there only; its module has a `#[cfg]` of the
/// same. `plain nightly` is a folder with `plain.rs` and with `on_nightly.rs`, which is no module:
/// only a nightly compiler can parse it.
///
/// After the line `[exercises]` stands one line an exercise: its file and its goal.
///
/// The exercises are there with the chapter's feature `exercises`. Without it the listings compile
/// whatever a reader has begun to write.
#[macro_export]
macro_rules! chapter {
    (
        $name:literal : $question:literal;
        $($listing:ident [$($has:ident)+] $summary:literal;)*
        $([exercises] $($exercise:ident $goal:literal;)+)?
    ) => {
        $crate::Chapter {
            name: $name,
            variants: &[$($crate::variants!($listing [$($has)+])),*],
            #[cfg(feature = "exercises")]
            exercises: &[$($($crate::Exercise {
                name: stringify!($exercise),
                stub: exercises::$exercise::test,
                solution: solutions::$exercise::test,
            }),+)?],
            #[cfg(not(feature = "exercises"))]
            exercises: &[],
        }
    };
}

/// The variants of one row of [`chapter!`] that are in Rust.
#[doc(hidden)]
#[macro_export]
macro_rules! variants {
    ($listing:ident [plain nightly]) => {
        $crate::variants!($listing in $listing::plain [plain])
    };
    ($listing:ident [python $($has:ident)+]) => {
        $crate::variants!($listing in $listing::plain [$($has)+])
    };
    ($listing:ident [$($has:ident)+]) => {
        $crate::variants!($listing in $listing [$($has)+])
    };
    ($listing:ident in $plain:path [runtimes]) => {
        &[
            $crate::variant!($listing Tokio, $listing::on_tokio::main),
            $crate::variant!($listing AsyncStd, $listing::on_async_std::main),
            $crate::variant!($listing Smol, $listing::on_smol::main),
            $crate::variant!($listing Turns, $listing::on_turns::main),
        ]
    };
    ($listing:ident in $plain:path [tokio]) => {
        &[$crate::variant!($listing Tokio, $listing::on_tokio::main)]
    };
    ($listing:ident in $plain:path [async_std smol]) => {
        &[
            $crate::variant!($listing AsyncStd, $listing::on_async_std::main),
            $crate::variant!($listing Smol, $listing::on_smol::main),
        ]
    };
    ($listing:ident in $plain:path [turns]) => {
        &[$crate::variant!($listing Turns, $listing::on_turns::main)]
    };
    ($listing:ident in $($plain:ident)::+ [plain]) => {
        &[$crate::variant!($listing Plain, $($plain)::+::main)]
    };
    ($listing:ident in $plain:path [tokio unix]) => {{
        #[cfg(unix)]
        const VARIANTS: &[$crate::Variant] = &[$crate::variant!($listing Tokio, $listing::on_tokio::main)];
        #[cfg(not(unix))]
        const VARIANTS: &[$crate::Variant] = &[];
        VARIANTS
    }};
    ($listing:ident in $($plain:ident)::+ [plain unix]) => {{
        #[cfg(unix)]
        const VARIANTS: &[$crate::Variant] = &[$crate::variant!($listing Plain, $($plain)::+::main)];
        #[cfg(not(unix))]
        const VARIANTS: &[$crate::Variant] = &[];
        VARIANTS
    }};
    ($listing:ident in $($plain:ident)::+ [plain linux]) => {{
        #[cfg(target_os = "linux")]
        const VARIANTS: &[$crate::Variant] = &[$crate::variant!($listing Plain, $($plain)::+::main)];
        #[cfg(not(target_os = "linux"))]
        const VARIANTS: &[$crate::Variant] = &[];
        VARIANTS
    }};
}

/// One variant: the listing, the side, and what it runs.
#[doc(hidden)]
#[macro_export]
macro_rules! variant {
    ($listing:ident $side:ident, $main:path) => {
        $crate::Variant { listing: stringify!($listing), side: $crate::Side::$side, main: $main }
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
}
