//! The EPUB: one XHTML file a chapter, a cover, the contents, and a package around them.

mod contents;
mod cover;
mod package;
mod xhtml;

use crate::Edition;
use crate::manuscript::Manuscript;
use anyhow::{Context, Result};
use package::{Entry, Package};
use std::fs;

/// Makes an EPUB 3 of an edition, with a cover (PNG; see [`crate::cover`]). The same input gives the same bytes: no date is today's.
///
/// # Errors
/// A page with HTML that print does not know, a link or an image that leads nowhere, an image
/// that cannot be read. Each message names the page.
pub fn epub(edition: &Edition, cover: &[u8]) -> Result<Vec<u8>> {
    let manuscript = Manuscript::read(edition)?;
    let mut package = Package::new(edition);
    package.add(Entry::page("cover.xhtml", cover::page(edition)));
    package.add(Entry::contents(contents::page(edition, &manuscript)));
    package.add(Entry::old_contents(contents::ncx(edition, &manuscript)));
    for chapter in manuscript.chapters() {
        let page = xhtml::page(edition, chapter);
        let entry = Entry::page(&file_of(&chapter.path), page.text);
        package.add(if page.has_svg { entry.with_svg() } else { entry });
    }
    package.add(Entry::resource("style.css", include_str!("style.css").as_bytes().to_vec())?);
    package.add(Entry::cover(cover.to_vec()));
    for path in manuscript.images() {
        let bytes = fs::read(edition.src.join(&path)).with_context(|| format!("image {path}"))?;
        package.add(Entry::resource(&image_file(&path), bytes)?);
    }
    package.pack()
}

/// The file that holds a page: all lie in one folder, so that links between them are plain names.
fn file_of(path: &str) -> String {
    format!("{}.xhtml", flat(path.strip_suffix(".md").unwrap_or(path)))
}

/// The file that holds an image.
fn image_file(path: &str) -> String {
    format!("images/{}", flat(path))
}

/// A path as a single name that any reader's file system takes.
fn flat(path: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    path.chars().map(|c| if plain(c) { c } else { '_' }).collect()
}

/// Text within an element or an attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML knows no other control characters.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}

/// A whole XHTML file.
fn document(edition: &Edition, title: &str, kind: &str, body: &str) -> String {
    let lang = edition.lang.tag();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{lang}\" xml:lang=\"{lang}\">\n\
         <head>\n<meta charset=\"utf-8\"/>\n<title>{}</title>\n\
         <link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n\
         <body epub:type=\"{kind}\">\n{body}</body>\n</html>\n",
        escape(title),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_folders_become_plain_names() {
        assert_eq!(file_of("ch08-task-future/stages.md"), "ch08-task-future_stages.xhtml");
        assert_eq!(image_file("images/a b.svg"), "images/images_a_b.svg");
    }

    #[test]
    fn text_stays_well_formed() {
        assert_eq!(escape("a < \"b\" & c\u{1b}[0m"), "a &lt; &quot;b&quot; &amp; c[0m");
    }
}
