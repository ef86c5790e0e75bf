//! `cargo book`: builds the book in every form, serves it, and checks it.

#![forbid(unsafe_code)]

mod address;
pub mod cli;
pub mod documents;
pub mod inputs;
pub mod links;
pub mod mend;
pub mod place;
mod say;
mod search;
mod serve;
pub mod site;
mod stock;
