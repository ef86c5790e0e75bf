//! The book’s TOML files: claims and terms.

use crate::directive;
use listing::Problem;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Reads a TOML file below the root; a fault comes with its line.
pub fn read<T: DeserializeOwned>(root: &Path, file: &str) -> Result<T, Problem> {
    let text = std::fs::read_to_string(root.join(file))
        .map_err(|e| Problem::of(file, format!("cannot be read: {e}")))?;
    toml::from_str(&text).map_err(|e| match e.span() {
        Some(span) => Problem::at(file, directive::line_of(&text, span.start), e.message()),
        None => Problem::of(file, e.message()),
    })
}
