//! Reads the built PDFs and EPUBs back: every page's text is there, no glyph is missing, every font
//! is embedded, and a validator finds nothing.
//!
//! The documents are those of `cargo book build`. Without poppler or epubcheck a test is ignored
//! and says how to install them; in CI it fails.

mod common;
#[path = "common/share.rs"]
mod share;

use libtest_mimic::{Arguments, Failed, Trial};
use pages::{Lang, Sources};
use press::place;
use std::path::{Component, PathBuf};
use std::process::Command;
use std::sync::Arc;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for lang in Lang::ALL {
        trials.push(needs("pdftotext", format!("{lang}::pdf_has_every_section"), move || {
            every_section(lang)
        }));
        trials
            .push(needs("pdffonts", format!("{lang}::pdf_embeds_its_fonts"), move || fonts(lang)));
        trials.push(needs("pdfinfo", format!("{lang}::pdf_is_tagged_and_titled"), move || {
            information(lang)
        }));
        trials.push(needs("pdftohtml", format!("{lang}::pdf_is_set_for_reading"), move || {
            reading(lang)
        }));
        trials
            .push(Trial::test(format!("{lang}::no_chapter_speaks_of_tabs"), move || no_tabs(lang)));
        trials.push(needs("epubcheck", format!("{lang}::epub_is_valid"), move || epub(lang)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A test that runs if its tool is there, fails in CI if not, and is ignored elsewhere.
fn needs(
    tool: &'static str,
    name: String,
    test: impl FnOnce() -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let is_there = command(tool).is_some();
    let cure = "scripts/setup test";
    if !is_there && !listing::is_ci() {
        eprintln!("ignored: {name}: {tool} is missing; install it by {cure}");
        return Trial::test(name, || Ok(())).with_ignored_flag(true);
    }
    Trial::test(name, move || {
        if is_there { test() } else { Err(format!("{tool} is missing: {cure}").into()) }
    })
}

/// How a tool is started here. Debian's epubcheck is a jar, which not every kernel runs by itself.
fn command(tool: &str) -> Option<Command> {
    let path = std::env::var_os("PATH")?;
    let file = std::env::split_paths(&path).map(|dir| dir.join(tool)).find(|f| f.is_file())?;
    if file.canonicalize().ok()?.extension().is_some_and(|e| e == "jar") {
        let mut java = Command::new("java");
        java.arg("-jar").arg(file);
        return Some(java);
    }
    Some(Command::new(file))
}

fn document(lang: Lang, ending: &str) -> Result<PathBuf, Failed> {
    let file = place::document(&common::root(), lang, ending);
    if file.is_file() {
        return Ok(file);
    }
    Err(format!("{} has not been built: cargo book build", file.display()).into())
}

fn output(command: &mut Command) -> Result<String, Failed> {
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    Err(format!("{command:?}: {text}{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Without spaces: where a line breaks is the typesetter's business.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn every_section(lang: Lang) -> Result<(), Failed> {
    let file = document(lang, "pdf")?;
    let text = output(
        command("pdftotext").ok_or("pdftotext is gone")?.arg("-layout").arg(&file).arg("-"),
    )?;
    if let Some(missing) = text.chars().find(|c| matches!(c, '\u{fffd}' | '\0')) {
        return Err(format!("a glyph has no text: {missing:?}").into());
    }
    let text = squeezed(&text);
    // Typst sets typographic quotes where Markdown has them, so compare without.
    let plain = |s: &str| squeezed(s).replace(['\'', '’', '"', '“', '”'], "");
    let plain_text = plain(&text);
    let root = common::root();
    for page in pages::pages(&root, lang).map_err(|p| p.to_string())? {
        if page.file.ends_with(paper::SITE_ONLY) {
            continue;
        }
        for section in &page.sections {
            if !plain_text.contains(&plain(&section.title)) {
                let title = &section.title;
                return Err(format!("{}: \"{title}\" is not in it", page.file.display()).into());
            }
        }
    }
    // What programs print is on paper, too: the longest line of each output, up to the fold.
    let sources = Arc::new(Sources::read(&root).map_err(|p| format!("{p:?}"))?);
    for program in &sources.programs {
        // A page that is not translated yet shows none.
        let is_left_out = |part: Component| {
            lang == Lang::Zh && sources.untranslated.contains(&*part.as_os_str().to_string_lossy())
        };
        if program.place.components().any(is_left_out) {
            continue;
        }
        for source in &program.variants {
            let line = source.output.lines().next().unwrap_or("");
            let start: String = squeezed(line).chars().take(40).collect();
            if !text.contains(&start) {
                return Err(format!("{}: {line:?} is not in it", source.path.display()).into());
            }
        }
    }
    Ok(())
}

fn fonts(lang: Lang) -> Result<(), Failed> {
    let text = output(command("pdffonts").ok_or("pdffonts is gone")?.arg(document(lang, "pdf")?))?;
    let rows: Vec<&str> = text.lines().skip(2).collect();
    if rows.len() < 3 {
        return Err(format!("a book has more than {} fonts:\n{text}", rows.len()).into());
    }
    for row in &rows {
        // From the right: generation, object, unicode, subset, embedded. Names have spaces.
        if row.split_whitespace().rev().nth(4) != Some("yes") {
            return Err(format!("a font is not embedded: {row}").into());
        }
    }
    let chinese = rows.iter().any(|row| row.contains("CJK") || row.contains("SC"));
    if lang == Lang::Zh && !chinese {
        return Err(format!("no Chinese font among:\n{text}").into());
    }
    Ok(())
}

fn information(lang: Lang) -> Result<(), Failed> {
    let text = output(command("pdfinfo").ok_or("pdfinfo is gone")?.arg(document(lang, "pdf")?))?;
    let title = pages::text(&common::root(), lang)?.title;
    for wanted in [format!("Title:           {title}"), "Tagged:          yes".into()] {
        if !text.contains(&wanted) {
            return Err(format!("no line {wanted:?} in:\n{text}").into());
        }
    }
    Ok(())
}

/// A page on paper has no tabs, so the text speaks of sides and programs. The introduction says how
/// site and paper differ.
fn no_tabs(lang: Lang) -> Result<(), Failed> {
    let root = common::root();
    let mut faults = Vec::new();
    for page in pages::pages(&root, lang).map_err(|p| p.to_string())? {
        if page.name == "introduction" {
            continue;
        }
        for (at, line) in page.markdown.lines().enumerate() {
            let words = || line.split(|c: char| !c.is_alphanumeric());
            if line.contains("标签") || words().any(|word| matches!(word, "tab" | "tabs")) {
                faults.push(format!("{}:{}: {line}", page.file.display(), at + 1));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

/// The most pages that a chapter may have on average, and the least part of them that is text, on
/// average, too: more than half.
const PAGES: usize = 25;
const TEXT: f64 = 0.5;

/// A chapter is to be read, and not to be leafed through: `--nocapture` shows each.
fn reading(lang: Lang) -> Result<(), Failed> {
    let file = document(lang, "pdf")?;
    let pdftohtml = || command("pdftohtml").ok_or("pdftohtml is gone");
    let xml = output(pdftohtml()?.args(["-xml", "-stdout", "-i"]).arg(&file))?;
    let chapters = share::chapters(&xml);
    if chapters.is_empty() {
        return Err(format!("{} has no numbered chapter in its outline", file.display()).into());
    }
    let lines: Vec<String> = chapters.iter().map(|share| share.to_string()).collect();
    let lines = lines.join("\n");
    println!("{lang}:\n{lines}");
    let pages: usize = chapters.iter().map(|share| share.pages).sum();
    if pages > PAGES * chapters.len() {
        let what = format!("more than {PAGES} pages a chapter:\n{lines}");
        return Err(what.into());
    }
    let text: f64 = chapters.iter().map(share::Share::of_text).sum::<f64>() / chapters.len() as f64;
    if text < TEXT {
        return Err(format!("{:.0} % of a chapter is text:\n{lines}", text * 100.0).into());
    }
    Ok(())
}

fn epub(lang: Lang) -> Result<(), Failed> {
    let file = document(lang, "epub")?;
    output(command("epubcheck").ok_or("epubcheck is gone")?.arg("--failonwarnings").arg(file))?;
    Ok(())
}
