//! The mdBook preprocessor that replaces the book's directives.

use crate::check;
use crate::lang::Words;
use crate::page::PageTarget;
use crate::sources::Sources;
use anyhow::{Result, anyhow, bail};
use catalog::Lang;
use listing::Problem;
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::path::Path;
use std::sync::Arc;

/// Replaces `{{#listing …}}`, `{{#exercise …}}`, `{{#verdict …}}`, `{{#ledger}}` and the like.
pub struct Directives {
    sources: Arc<Sources>,
}

impl Directives {
    /// The preprocessor over what was read from the disk.
    pub fn new(sources: Arc<Sources>) -> Self {
        Self { sources }
    }
}

impl Preprocessor for Directives {
    fn name(&self) -> &str {
        "press"
    }

    fn run(&self, context: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let tag = context.config.book.language.as_deref().unwrap_or("en");
        let lang = Lang::parse(tag)
            .ok_or_else(|| anyhow!("book.language is `{tag}`: the book has `en` and `zh-CN`"))?;
        let repository: Option<String> = context.config.get("output.html.git-repository-url")?;
        let repository = repository.unwrap_or_default();
        let html = context.renderer == "html";
        // Set by `cargo book`, whose site has both languages; stock mdBook builds one.
        let site: bool = context.config.get("preprocessor.press.site")?.unwrap_or(false);
        let mut problems: Vec<Problem> = Vec::new();
        book.for_each_chapter_mut(|chapter| {
            let Some(path) = chapter.source_path.clone() else { return };
            let target = PageTarget {
                file: &context.config.book.src.join(&path),
                lang,
                renderer: &context.renderer,
                repository: repository.trim_end_matches('/'),
                site,
            };
            match self.sources.expand(&target, &chapter.content) {
                Ok(content) => chapter.content = content,
                Err(faults) => problems.extend(faults),
            }
            let name = path.with_extension("").to_string_lossy().into_owned();
            if html && lang == Lang::Zh && self.sources.untranslated.contains(&name) {
                chapter.name.push_str("（未译）");
            }
            if html && site {
                add_editions(chapter, &path, lang);
            }
        });
        problems.extend(check::structure(&context.root, &self.sources, lang));
        if !problems.is_empty() {
            let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
            bail!("the book cannot be built:\n{}", lines.join("\n"));
        }
        Ok(book)
    }
}

/// Puts links to the other language, the PDF and the EPUB above a page.
fn add_editions(chapter: &mut Chapter, path: &Path, lang: Lang) {
    let up = "../".repeat(path.components().count());
    let page = path.with_extension("html").to_string_lossy().replace('\\', "/");
    let other = lang.other();
    let nav = format!(
        "<nav class=\"edition\" aria-label=\"{}\">\
         <a class=\"other-language\" href=\"{up}{other}/{page}\" hreflang=\"{}\" lang=\"{}\">{}</a>\
         <a href=\"{up}taking-turns-{lang}.pdf\">PDF</a>\
         <a href=\"{up}taking-turns-{lang}.epub\">EPUB</a></nav>\n\n",
        Words::of(lang).edition,
        other.tag(),
        other.tag(),
        other.own_name(),
    );
    chapter.content.insert_str(0, &nav);
}
