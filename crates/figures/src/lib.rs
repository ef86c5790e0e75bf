//! What the lab measured, as data: figures with their spread, the machine that they come from,
//! and how both are shown. Nothing is measured here.
//!
//! Read the files in this order: `figure` (one quantity), `family` (those that are shown
//! together), `results` (a run, as it stands in a JSON file), `format` (value, unit and spread in
//! words).

#![forbid(unsafe_code)]

mod family;
mod figure;
mod format;
mod machine;
mod results;
mod words;

pub use family::{FAMILIES, Family, Plot};
pub use figure::{Figure, Summary, Unit};
pub use format::{grouped, spread, value};
pub use machine::Machine;
pub use results::{Check, Results, SCHEMA, Verdict};
pub use words::{Lang, Words, words};
