//! The PDFs and the EPUBs.

use crate::place;
use crate::say::say;
use anyhow::{Context, Result, bail};
use mdbook_preprocessor::book::Book;
use pages::{BookText, Lang, Sources};
use paper::{Edition, Fonts};
use std::cell::OnceCell;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Both kinds of document, by the endings of their files.
pub const ENDINGS: [&str; 2] = ["pdf", "epub"];

/// Builds these documents of these languages below `target/book/`, each only if something that it
/// shows, or this program, has changed since it was built. Prints a line for each.
///
/// # Errors
/// A page has a fault, a font is missing, or a file cannot be written.
pub fn build(root: &Path, sources: &Arc<Sources>, langs: &[Lang], endings: &[&str]) -> Result<()> {
    place::can_write(root)?;
    let fonts = OnceCell::new();
    for &lang in langs {
        let book = pages::expanded(root, lang, "pdf", Arc::clone(sources))?;
        let text = pages::text(root, lang)?;
        for ending in endings {
            let file = place::document(root, lang, ending);
            let stamp = stamp(&book, &text, lang)?;
            let stamp_file = file.with_extension(format!("{ending}.stamp"));
            if file.is_file() && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
                say(&format!("{}  {} (unchanged)", label(ending), file.display()));
                continue;
            }
            let start = Instant::now();
            let bytes = one(root, lang, &book, &text, ending, &fonts)?;
            // Beside the old one and then in its place: whoever reads it, reads a whole one.
            let fresh = file.with_extension(format!("{ending}.new"));
            fs::write(&fresh, &bytes).with_context(|| format!("writing {}", fresh.display()))?;
            fs::rename(&fresh, &file)
                .with_context(|| format!("{} cannot be put in its place", file.display()))?;
            fs::write(&stamp_file, stamp)?;
            let seconds = start.elapsed().as_secs_f64();
            say(&format!("{}  {} ({seconds:.1} s)", label(ending), file.display()));
        }
    }
    Ok(())
}

/// The names of the documents that have not been built.
pub fn missing(root: &Path) -> Vec<String> {
    let documents = Lang::ALL.into_iter().flat_map(|lang| ENDINGS.map(|ending| (lang, ending)));
    documents
        .filter(|&(lang, ending)| !place::document(root, lang, ending).is_file())
        .map(|(lang, ending)| place::document_name(lang, ending))
        .collect()
}

fn one(
    root: &Path,
    lang: Lang,
    book: &Book,
    text: &BookText,
    ending: &str,
    fonts: &OnceCell<Fonts>,
) -> Result<Vec<u8>> {
    let src = root.join("book").join(lang.dir());
    let edition = Edition {
        book,
        lang,
        title: &text.title,
        subtitle: &text.subtitle,
        authors: &text.authors,
        version: env!("CARGO_PKG_VERSION"),
        src: &src,
    };
    let what = || format!("the {} in {}", label(ending).trim(), lang.own_name());
    match ending {
        "pdf" => {
            let pdf = paper::pdf(&edition, fonts.get_or_init(Fonts::find)).with_context(what)?;
            if !pdf.warnings.is_empty() {
                bail!("{}: {}", what(), pdf.warnings.join("\n"));
            }
            Ok(pdf.bytes)
        }
        _ => paper::epub(&edition).with_context(what),
    }
}

fn label(ending: &str) -> &'static str {
    if ending == "pdf" { "PDF " } else { "EPUB" }
}

/// Changes when the document would: its text, its cover, or the program that sets it.
fn stamp(book: &Book, text: &BookText, lang: Lang) -> Result<String> {
    let program = fs::metadata(std::env::current_exe()?)?;
    let mut hash = DefaultHasher::new();
    serde_json::to_string(book)?.hash(&mut hash);
    (&text.title, &text.subtitle, &text.authors, lang).hash(&mut hash);
    (program.len(), program.modified()?).hash(&mut hash);
    Ok(format!("{:016x}\n", hash.finish()))
}
