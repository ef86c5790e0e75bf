//! Pieces of Rust that a page includes from files that are no listings, by mdBook’s own directive.
//!
//! They are put in here, not by mdBook, so that the Chinese page shows their comments in Chinese.

use crate::anchor;
use crate::comments::{Comments, Syntax};
use crate::directive::{self, Directive};
use crate::page::{Page, normal};
use catalog::Lang;
use listing::Problem;
use std::path::{Path, PathBuf};

/// A file with such pieces.
#[derive(Debug)]
pub struct Included {
    /// Relative to the repository's root.
    file: PathBuf,
    /// The first page that includes a piece of it.
    pub page: String,
    pieces: Vec<Piece>,
    /// What its pieces say in Chinese.
    pub comments: Comments,
}

#[derive(Debug)]
struct Piece {
    anchor: String,
    text: String,
}

impl Included {
    /// The files with the pieces that these pages include, in order. What cannot be read is left to
    /// the check of directives, which names the page and the line.
    pub fn read_all(root: &Path, pages: &[Page], problems: &mut Vec<Problem>) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for page in pages {
            for (file, anchor) in
                directive::find(&page.markdown).iter().filter_map(|it| asked(&page.file, it))
            {
                let text = std::fs::read_to_string(root.join(&file)).ok();
                let Some(text) = text.and_then(|it| anchor::extract(&it, &anchor).ok()) else {
                    continue;
                };
                let known = all.iter().position(|it| it.file == file);
                let known = known.unwrap_or_else(|| {
                    let comments = Comments::read(root, file.with_extension("comments.zh.toml"));
                    let comments = comments.unwrap_or_else(|problem| {
                        problems.push(problem);
                        Comments::default()
                    });
                    all.push(Self { file, page: page.name.clone(), pieces: vec![], comments });
                    all.len() - 1
                });
                all[known].pieces.push(Piece { anchor, text });
            }
        }
        all
    }

    /// What its pieces say.
    pub fn texts(&self) -> Vec<(&str, Syntax)> {
        self.pieces.iter().map(|piece| (piece.text.as_str(), Syntax::Rust)).collect()
    }
}

/// The piece that this directive of a page asks for, if it is one.
pub fn expand(all: &[Included], page: &Path, directive: &Directive, lang: Lang) -> Option<String> {
    let (file, anchor) = asked(page, directive)?;
    let included = all.iter().find(|it| it.file == file)?;
    let piece = included.pieces.iter().find(|piece| piece.anchor == anchor)?;
    let zh = || included.comments.of(&piece.text, Syntax::Rust);
    let text = (lang == Lang::Zh).then(zh).flatten();
    Some(text.as_ref().unwrap_or(&piece.text).trim_end().to_owned())
}

/// The file, relative to the repository's root, and the anchor of a piece of Rust.
fn asked(page: &Path, directive: &Directive) -> Option<(PathBuf, String)> {
    let (path, anchor) = directive.included();
    if directive.name != "include" || !path.ends_with(".rs") {
        return None;
    }
    Some((normal(&page.parent()?.join(path)), anchor?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORE: &str = "mod a {\n    // ANCHOR: all\n    /// What to do.\n    fn next() {}\n    // ANCHOR_END: all\n}\n";

    fn expanded(zh: &str, lang: Lang, directive: &str) -> Option<String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("crates/core")).unwrap();
        std::fs::write(root.path().join("crates/core/lib.rs"), CORE).unwrap();
        std::fs::write(root.path().join("crates/core/lib.comments.zh.toml"), zh).unwrap();
        let markdown = format!("# One\n\n{directive}\n");
        let page = Page {
            name: "one".into(),
            lang: Lang::En,
            file: "book/en/one.md".into(),
            sections: crate::section::sections(&markdown),
            markdown,
        };
        let mut problems = Vec::new();
        let pages = [page];
        let all = Included::read_all(root.path(), &pages, &mut problems);
        assert_eq!(problems, []);
        let found = directive::find(&pages[0].markdown);
        expand(&all, Path::new("book/zh/one.md"), &found[0], lang)
    }

    #[test]
    fn a_piece_has_the_comments_of_its_language() {
        let zh = "[[comment]]\nen = \"What to do.\"\nzh = \"要做什么。\"\n";
        let piece = "{{#include ../../crates/core/lib.rs:all}}";
        let of = |lang| expanded(zh, lang, piece).unwrap();
        assert_eq!(of(Lang::En), "/// What to do.\nfn next() {}");
        assert_eq!(of(Lang::Zh), "/// 要做什么。\nfn next() {}");
        assert_eq!(expanded("", Lang::Zh, piece).unwrap(), of(Lang::En));
    }

    #[test]
    fn what_is_no_piece_of_rust_is_left_to_mdbook() {
        for other in [
            "{{#include ../../crates/core/lib.rs}}",
            "{{#include ../../crates/core/lib.rs:2:3}}",
            "{{#include ../../crates/core/lib.rs:gone}}",
            "{{#include img/lib.svg:all}}",
        ] {
            assert_eq!(expanded("", Lang::En, other), None, "{other}");
        }
    }
}
