//! Links into the repository. A page writes them from the repository's root, such as
//! `[the module](/crates/steps/src/lib.rs)`, and `[the repository](/)`.
//!
//! GitHub follows them as they stand. In the book they lead to the repository that it is built from,
//! so that a fork's pages lead to the fork. The address itself stands in `book.toml`.

use crate::directive;
use crate::page::Page;
use crate::toml_file;
use listing::Problem;
use mdbook_markdown::pulldown_cmark::{Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::ops::Range;
use std::path::Path;

/// A link of a page.
pub(crate) struct Link {
    /// Where it leads, as written.
    pub to: String,
    /// The whole of it, in the Markdown.
    span: Range<usize>,
}

/// The links of a page, in order.
pub(crate) fn links(markdown: &str) -> impl Iterator<Item = Link> {
    let events = new_cmark_parser(markdown, &MarkdownOptions::default()).into_offset_iter();
    events.filter_map(|(event, span)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(Link { to: dest_url.to_string(), span }),
        _ => None,
    })
}

/// The path that a link names from the repository's root.
fn path(to: &str) -> Option<&str> {
    to.strip_prefix('/').filter(|path| !path.starts_with('/'))
}

/// Where a file or a folder of the repository is shown, by its path from the root.
pub(crate) fn place(repository: &str, path: &str) -> String {
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match (path, is_file) {
        ("", _) => repository.to_string(),
        (_, true) => format!("{repository}/blob/main/{path}"),
        (_, false) => format!("{repository}/tree/main/{path}"),
    }
}

/// The page with its links from the root leading to the repository. No line is added.
pub fn linked(markdown: &str, repository: &str) -> String {
    let mut out = markdown.to_string();
    let all: Vec<Link> = links(markdown).collect();
    for link in all.into_iter().rev() {
        let Some(path) = path(&link.to) else { continue };
        let typed = format!("]({}", link.to);
        let Some(at) = out[link.span.clone()].rfind(&typed) else { continue };
        let start = link.span.start + at + "](".len();
        let address = place(repository, path);
        out.replace_range(start..start + link.to.len(), &address);
    }
    out
}

/// Links that lead to no file, and those that name the address, which a fork would have to change.
pub fn faults(root: &Path, page: &Page, address: &str) -> Vec<Problem> {
    let fault = |link: Link| {
        let what = match path(&link.to) {
            Some(path) if root.join(path.split('#').next().unwrap_or(path)).exists() => {
                return None;
            }
            Some(path) => format!("the link /{path} leads to no file of the repository"),
            None if !address.is_empty() && link.to.starts_with(address) => {
                format!("write the link {} from the repository's root: `(/…)`", link.to)
            }
            None => return None,
        };
        let line = directive::line_of(&page.markdown, link.span.start);
        Some(Problem::at(&page.file, line, what))
    };
    links(&page.markdown).filter_map(fault).collect()
}

/// The address in `book.toml`, and a fault if that of `Cargo.toml` is another.
///
/// # Errors
/// One of the files cannot be read.
pub fn address(root: &Path) -> Result<(String, Option<Problem>), Problem> {
    let look = |file: &str, keys: [&str; 3]| {
        let table: toml::Value = toml_file::read(root, file)?;
        let value = keys.iter().try_fold(&table, |table, key| table.get(key));
        Ok::<_, Problem>(value.and_then(|value| value.as_str()).unwrap_or_default().to_string())
    };
    let address = look("book.toml", ["output", "html", "git-repository-url"])?;
    let of_cargo = look("Cargo.toml", ["workspace", "package", "repository"])?;
    let fault = (of_cargo != address).then(|| {
        Problem::of("Cargo.toml", format!("its repository is not {address}, as in book.toml"))
    });
    Ok((address, fault))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::section;
    use catalog::Lang;

    #[test]
    fn links_from_the_root_lead_to_the_repository_and_others_stay() {
        let typed = "[it](/), [a `file`](/crates/a/src/lib.rs#L3)\n[folder](/crates/a \"t\"), \
                     [page](ch01.md), [host](//example.org), `[code](/x)`\n";
        assert_eq!(
            linked(typed, "https://r"),
            "[it](https://r), [a `file`](https://r/blob/main/crates/a/src/lib.rs#L3)\n\
             [folder](https://r/tree/main/crates/a \"t\"), \
             [page](ch01.md), [host](//example.org), `[code](/x)`\n"
        );
    }

    #[test]
    fn what_is_not_there_and_the_address_itself_are_found_with_their_line() {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join("a.rs"), "").unwrap();
        let markdown = "[is](/a.rs#L1) [root](/)\n\n[is not](/b.rs)\n[typed](https://r/x)\n";
        let page = Page {
            name: "p".into(),
            lang: Lang::En,
            file: "p.md".into(),
            markdown: markdown.into(),
            sections: section::sections(markdown),
        };
        let found: Vec<String> =
            faults(root.path(), &page, "https://r").iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "p.md:3: the link /b.rs leads to no file of the repository",
                "p.md:4: write the link https://r/x from the repository's root: `(/…)`"
            ]
        );
    }
}
