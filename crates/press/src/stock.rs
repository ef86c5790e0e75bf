//! The protocol of stock mdBook's preprocessors: the book comes as JSON and goes back as JSON.

use anyhow::{Context, Result};
use mdbook_preprocessor::Preprocessor;
use pages::Directives;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

/// Reads mdBook's request, replaces our directives, writes the book back.
///
/// # Errors
/// The input is no such request, or a directive asks for what is not there.
pub fn preprocess(root: &Path, input: impl Read, mut output: impl Write) -> Result<()> {
    let (context, book) = mdbook_preprocessor::parse_input(input)
        .context("expected mdBook's preprocessor request (JSON) on standard input")?;
    let sources = Arc::new(crate::site::sources(root)?);
    let book = Directives::new(sources).run(&context, book)?;
    serde_json::to_writer(&mut output, &book)?;
    output.flush()?;
    Ok(())
}
