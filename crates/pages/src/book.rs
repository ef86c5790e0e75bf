//! Loads the book in one language with mdBook as a library.

use crate::preprocess::Directives;
use crate::sources::Sources;
use anyhow::{Context, Result};
use catalog::Lang;
use mdbook_driver::MDBook;
use mdbook_driver::builtin_preprocessors::{IndexPreprocessor, LinkPreprocessor};
use mdbook_driver::config::Config;
use mdbook_preprocessor::book::Book;
use mdbook_renderer::{RenderContext, Renderer};
use std::path::Path;
use std::sync::Arc;

/// What stands on the cover.
#[derive(Debug, Clone)]
pub struct BookText {
    /// The title.
    pub title: String,
    /// The line below it.
    pub subtitle: String,
    /// Who wrote it.
    pub authors: Vec<String>,
}

/// `book.toml`, made to fit this language.
///
/// # Errors
/// The file cannot be read, or is no mdBook configuration.
pub fn config(root: &Path, lang: Lang) -> Result<Config> {
    let file = root.join("book.toml");
    let mut config = Config::from_disk(&file)
        .with_context(|| format!("{} cannot be read as mdBook's configuration", file.display()))?;
    config.update_from_env()?;
    config.book.language = Some(lang.tag().to_string());
    config.book.src = format!("book/{lang}").into();
    if lang != Lang::En {
        for key in ["title", "description"] {
            let text: Option<String> = config.get(&format!("preprocessor.press.{lang}.{key}"))?;
            if let Some(text) = text {
                config.set(format!("book.{key}"), text)?;
            }
        }
    }
    // The pencil of a page leads to its source, wherever the repository is.
    let repository: Option<String> = config.get("output.html.git-repository-url")?;
    if let Some(repository) = repository {
        let address = format!("{}/edit/main/{{path}}", repository.trim_end_matches('/'));
        config.set("output.html.edit-url-template", address)?;
    }
    // We register the preprocessors ourselves, in this process and in order.
    config.set("build.use-default-preprocessors", false)?;
    Ok(config)
}

/// What the cover says in this language.
///
/// # Errors
/// As [`config`]; or the configuration names no title or subtitle.
pub fn text(root: &Path, lang: Lang) -> Result<BookText> {
    let config = config(root, lang)?;
    let key = match lang {
        Lang::En => "preprocessor.press.subtitle".to_string(),
        other => format!("preprocessor.press.{other}.subtitle"),
    };
    let subtitle = config.get(&key)?.with_context(|| format!("book.toml has no `{key}`"))?;
    Ok(BookText {
        title: config.book.title.context("book.toml has no `book.title`")?,
        subtitle,
        authors: config.book.authors,
    })
}

/// The book with every preprocessor in this process: our directives, then mdBook's own.
///
/// # Errors
/// The configuration or a page of `SUMMARY.md` cannot be read.
pub fn load(root: &Path, config: Config, sources: Arc<Sources>) -> Result<MDBook> {
    // mdBook would start the command of `book.toml` beside the preprocessor registered here.
    let mut config = config;
    let press: Option<toml::Value> = config.get("preprocessor.press")?;
    if let Some(toml::Value::Table(mut press)) = press {
        press.remove("command");
        config.set("preprocessor.press", press)?;
    }
    let mut book = MDBook::load_with_config(root, config)?;
    book.with_preprocessor(Directives::new(sources));
    book.with_preprocessor(LinkPreprocessor::new());
    book.with_preprocessor(IndexPreprocessor::new());
    Ok(book)
}

/// The pages after every preprocessor, as the renderer `name` would see them.
///
/// # Errors
/// As [`load`]; or a directive asks for what is not there.
pub fn expanded(root: &Path, lang: Lang, name: &str, sources: Arc<Sources>) -> Result<Book> {
    struct Named(String);
    impl Renderer for Named {
        fn name(&self) -> &str {
            &self.0
        }
        fn render(&self, _: &RenderContext) -> Result<()> {
            Ok(())
        }
    }
    let book = load(root, config(root, lang)?, sources)?;
    Ok(book.preprocess_book(&Named(name.to_string()))?.0)
}
