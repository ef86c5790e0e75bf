//! The PDFs and the EPUBs.

use crate::place::{self, ENDINGS};
use crate::say::say;
use anyhow::{Context, Result, anyhow, bail};
use mdbook_preprocessor::book::Book;
use pages::{BookText, Lang, Sources};
use paper::{Edition, Typesetter};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

/// Builds documents, and remembers what it has set: the second PDF of a language, after a change,
/// takes a fraction of the first.
#[derive(Debug, Default)]
pub struct Documents {
    typesetters: [Option<Typesetter>; Lang::ALL.len()],
}

impl Documents {
    /// Builds these documents of these languages below `target/book/`, each only if something that
    /// it shows, or this program, has changed since it was built. Prints a line for each. Languages
    /// are built at the same time.
    ///
    /// # Errors
    /// A page has a fault, a font or the typesetter is missing, or a file cannot be written.
    pub fn build(
        &mut self,
        root: &Path,
        sources: &Arc<Sources>,
        langs: &[Lang],
        endings: &[&str],
    ) -> Result<()> {
        let _lock = place::lock(root, "documents")?;
        let outcomes: Vec<Result<()>> = thread::scope(|scope| {
            let jobs: Vec<_> = Lang::ALL
                .into_iter()
                .zip(&mut self.typesetters)
                .filter(|(lang, _)| langs.contains(lang))
                .map(|(lang, typesetter)| {
                    scope.spawn(move || in_one(root, sources, lang, endings, typesetter))
                })
                .collect();
            let ended = |job: thread::ScopedJoinHandle<Result<()>>| {
                job.join().unwrap_or_else(|_| Err(anyhow!("the builder of a language panicked")))
            };
            jobs.into_iter().map(ended).collect()
        });
        let faults: Vec<String> = outcomes
            .into_iter()
            .filter_map(Result::err)
            .map(|fault| format!("{fault:#}"))
            .collect();
        if faults.is_empty() { Ok(()) } else { bail!("{}", faults.join("\n")) }
    }
}

/// The documents of one language.
fn in_one(
    root: &Path,
    sources: &Arc<Sources>,
    lang: Lang,
    endings: &[&str],
    typesetter: &mut Option<Typesetter>,
) -> Result<()> {
    let book = pages::expanded(root, lang, "pdf", Arc::clone(sources))?;
    let text = pages::text(root, lang)?;
    let stamp = stamp(&book, &text, lang)?;
    for ending in endings {
        let file = place::document(root, lang, ending);
        let stamp_file = file.with_extension(format!("{ending}.stamp"));
        if file.is_file() && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp) {
            say(&format!("{}  {} (unchanged)", label(ending), file.display()));
            continue;
        }
        place::part_is_built_anew(root)?;
        let start = Instant::now();
        let bytes = one(root, lang, &book, &text, ending, typesetter)?;
        // Beside the old one and then in its place: whoever reads it, reads a whole one.
        let fresh = file.with_extension(format!("{ending}.new"));
        fs::write(&fresh, &bytes).with_context(|| format!("writing {}", fresh.display()))?;
        fs::rename(&fresh, &file)
            .with_context(|| format!("{} cannot be put in its place", file.display()))?;
        fs::write(&stamp_file, &stamp)?;
        let seconds = start.elapsed().as_secs_f64();
        say(&format!("{}  {} ({seconds:.1} s)", label(ending), file.display()));
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
    typesetter: &mut Option<Typesetter>,
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
    // One that an error has ended is started anew at the next change.
    let mut running = match typesetter.take() {
        Some(running) => running,
        None => Typesetter::start(root)?,
    };
    let bytes = match ending {
        "pdf" => paper::pdf(&edition, &mut running).and_then(|pdf| match pdf.warnings.as_slice() {
            [] => Ok(pdf.bytes),
            warnings => bail!("{}", warnings.join("\n")),
        }),
        _ => {
            let cover = paper::cover(&edition, &mut running);
            cover.and_then(|cover| paper::epub(&edition, &cover))
        }
    };
    if running.is_running() {
        *typesetter = Some(running);
    }
    bytes.with_context(what)
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
