//! The report as a page that opens without a network.

use anyhow::Result;
use figures::{Reference, Results};

/// A run as one page of HTML.
pub fn page(_results: &Results, _reference: &Reference) -> Result<String> {
    Ok(String::new())
}
