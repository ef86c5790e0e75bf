//! What the lab measured, as data: figures with their spread, the machine that they come from,
//! and how both are shown. Nothing is measured here.
//!
//! Read the files in this order: `figure` (one quantity), `family` (those that are shown
//! together), `results` (a run, as it stands in a JSON file), `reference` (the book's own runs),
//! then `format` and `table` (in words) and `plot` (as a picture).

#![forbid(unsafe_code)]

#[cfg(test)]
mod example;
mod family;
mod figure;
mod format;
mod machine;
mod plot;
mod reason;
mod reference;
mod results;
mod table;
mod words;

pub use catalog::Lang;
pub use family::{FAMILIES, Family, Plot};
pub use figure::{Figure, Kind, Summary, Unit};
pub use format::{digits, grouped, spread, value};
pub use machine::Machine;
pub use plot::plot;
pub use reason::reason;
pub use reference::Reference;
pub use results::{Check, Results, SCHEMA, Verdict};
pub use table::{Row, Table, row, table};
pub use words::{Words, words};
