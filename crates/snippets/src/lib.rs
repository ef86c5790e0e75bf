//! Compiles and runs the fragments of Rust that are typed into the book's pages.
//!
//! A whole program is a listing: it lies in its chapter's crate and comes to the page by
//! `{{#listing …}}`. A fragment is the few lines beside it that are typed into the page, in a
//! block that begins with ```` ```rust ````. Each one in each language is a test:
//!
//! ```text
//! $ cargo test -p snippets                       # every fragment
//! $ cargo test -p snippets ch08                  # those of one chapter
//! $ cargo test -p snippets zh::ch08              # those of its Chinese page
//! ```
//!
//! # How to write a fragment
//!
//! - It is Rust 2024, and may use `std`, `tokio`, `async_std`, `smol`, `futures` and `turns`.
//! - It runs, so let it assert what the page says: `assert_eq!(task.result(), None);`. A panic, an
//!   exit code other than 0, or 30 seconds without an end fail it.
//! - Without an `fn main()` of its own it is wrapped in one. A fragment that uses `?` or the path
//!   `crate::` needs its own.
//! - A line that begins with `# ` is compiled and not shown, as in rustdoc and mdBook.
//! - Code that stands elsewhere can come in by `{{#include …}}`: what is tested is the page after
//!   every include is expanded. Listings expand to nothing here; `cargo test -p listing` runs them.
//! - One word after `rust` says what shall happen, if it is not a run to a good end:
//!
//! | the block begins with | what is asserted |
//! |---|---|
//! | ```` ```rust ```` | compiles, runs, ends well |
//! | ```` ```rust,no_run ```` | compiles |
//! | ```` ```rust,included ```` | nothing here: it is one include of a crate, which cargo compiles |
//! | ```` ```rust,should_panic ```` | compiles, runs, panics |
//! | ```` ```rust,compile_fail,E0382 ```` | does not compile, and for that reason |
//! | ```` ```rust,compile_fail ```` | does not compile, by an error that has no code |
//!
//! Any other word is refused, so that a misspelled one switches nothing off.
//!
//! A page may show the compiler's whole message below a fragment that is refused: see [`refused`].
//!
//! # How it is done
//!
//! **skeptic** finds the builds of the crates that a fragment may use (those that the running test
//! is linked with) and calls the compiler. The compiler is [`compiler`], a stand-in for `rustc`,
//! because skeptic 0.14 knows no edition 2024, names every crate of the dependency tree, which
//! makes its message on a failure 30 kB long, prints what a fragment prints into the middle of the
//! tests' output, and waits for a fragment that hangs.
//!
//! **rustdoc** gets what must not compile: skeptic has no `compile_fail`. The stand-in calls
//! rustdoc with the crates that skeptic found. Stable rustdoc would ignore the error's code and be
//! content with a misspelled name, so it is told to behave as a nightly one.
//!
//! **No build script.** skeptic's usual way is a build script that generates tests. Ours would
//! depend on [`pages`] and by that on every chapter, so that cargo would build the runtimes twice:
//! features of build dependencies are resolved apart, and no profile setting changes that. It would
//! also let a fault in a page stop `cargo build`. So the tests read the pages when they run, and an
//! edit of a page needs no rebuild.
//!
//! **Lines.** A fragment is compiled in a file named as its page, after as many empty lines as
//! stand above it there. So the compiler and a panic name the place that an author has to mend.

#![forbid(unsafe_code)]

pub mod compiler;
mod expectation;
mod fragment;
mod in_book;
mod judge;
mod order;
pub mod refused;
mod restart;

pub use expectation::Expectation;
pub use fragment::{Fragment, fragments};
pub use in_book::in_book;
pub use judge::Judge;
pub use restart::with_our_compiler;
