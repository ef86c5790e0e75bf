//! The finished site: a copy of it, the pages in it, and a server for them.

use crate::found;
use anyhow::{Context, Result, bail};
use axum::Router;
use std::collections::BTreeSet;
use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
use walkdir::WalkDir;

/// Where the site lies on the test's server: not at the root, so that a link which starts there
/// leads nowhere, as it would on a host that the book shares with others.
const BELOW: &str = "/some/where";

/// A copy of the site, so that a build that goes on meanwhile does not change it.
pub struct Site {
    folder: TempDir,
    /// Every page but the contents that a frame shows.
    pub pages: Vec<Page>,
}

/// One page of the site.
#[derive(Debug, Clone)]
pub struct Page {
    /// `en/introduction.html`
    pub file: String,
    /// `en`, `zh`, or nothing for the front page.
    pub lang: String,
    /// How many listings with tabs it has.
    pub tabs: usize,
    /// Whether one of them has a tab for each runtime.
    pub has_runtimes: bool,
    /// Whether a program on it is folded where it repeats another.
    pub has_folds: bool,
    /// Every kind of element that it has: its tag and its classes.
    kinds: BTreeSet<String>,
}

impl Site {
    /// Copies the built site.
    ///
    /// # Errors
    /// It has not been built.
    pub fn copy() -> Result<Self> {
        let built = press::place::site(found::root());
        // A build replaces the folder as a whole: look again if it has gone just now.
        for pause in [1, 2, 4, 0] {
            if let Ok(site) = Self::copy_from(&built) {
                return Ok(site);
            }
            std::thread::sleep(Duration::from_millis(250 * pause));
        }
        bail!("{} is not a built site: run `cargo book build` first", built.display());
    }

    fn copy_from(built: &Path) -> Result<Self> {
        let folder = TempDir::with_prefix("browser-site-")?;
        for entry in WalkDir::new(built) {
            let entry = entry?;
            let to = folder.path().join(entry.path().strip_prefix(built)?);
            if entry.file_type().is_dir() {
                fs::create_dir_all(to)?;
            } else {
                fs::copy(entry.path(), to)?;
            }
        }
        for lang in pages::Lang::ALL {
            let epub = press::place::document(found::root(), lang, "epub");
            // Whoever tries only pages need not have built it: its own test says so.
            if let Ok(epub) = fs::File::open(epub) {
                let to = folder.path().join(format!("epub-{lang}"));
                zip::ZipArchive::new(epub)?.extract(&to)?;
                for_a_browser(&to)?;
            }
        }
        let mut pages = Vec::new();
        for lang in ["", "en", "zh"] {
            let dir = folder.path().join(lang);
            for entry in WalkDir::new(&dir).max_depth(1).sort_by_file_name() {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy();
                // The page for a wrong address begins at the host's root, and this site lies deeper:
                // `again.rs` asks for it. It looks as the front page does.
                let at_the_root = name == press::site::NOT_FOUND;
                if !name.ends_with(".html") || name == "toc.html" || at_the_root {
                    continue;
                }
                let html = fs::read_to_string(entry.path())?;
                let file = format!("{lang}/{name}").trim_start_matches('/').to_string();
                let tabs = html.matches("class=\"tabs\"").count();
                let has_runtimes = html.contains("data-side=\"smol\"");
                let has_folds = html.contains("<details class=\"same\"");
                let (lang, kinds) = (lang.to_string(), kinds(&html));
                pages.push(Page { file, lang, tabs, has_runtimes, has_folds, kinds });
            }
        }
        if !pages.iter().any(|page| page.file == "index.html") || pages.len() < 2 {
            bail!("no pages in it");
        }
        Ok(Self { folder, pages })
    }

    /// Where the copy lies.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Serves the copy on a free port of this machine and gives its address, with a slash at its
    /// end. It stops with the runtime.
    ///
    /// # Errors
    /// No port can be opened.
    pub async fn serve(&self) -> Result<String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("a free port")?;
        let address = listener.local_addr()?;
        let app = Router::new().nest_service(BELOW, ServeDir::new(self.folder.path()));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(format!("http://{address}{BELOW}/"))
    }

    /// The pages of one language's EPUB, as an e-reader finds them in it.
    pub fn epub(&self, lang: &str) -> Vec<String> {
        let folder = format!("epub-{lang}/book");
        let files = fs::read_dir(self.folder.path().join(&folder)).into_iter().flatten().flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        let mut pages: Vec<String> = names.filter(|name| name.ends_with(".xhtml")).collect();
        pages.sort();
        pages.iter().map(|name| format!("{folder}/{name}")).collect()
    }

    /// The pages of one language.
    pub fn of<'a>(&'a self, lang: &'a str) -> impl DoubleEndedIterator<Item = &'a Page> {
        self.pages.iter().filter(move |page| page.lang == lang)
    }

    /// Three pages of one language, with the most kinds of elements: for what is the same on each.
    pub fn fullest(&self, lang: &str) -> Vec<Page> {
        self.samples(lang).into_iter().take(3).collect()
    }

    /// A few pages of one language that have, between them, every kind of element that any has:
    /// for what depends on the kinds, not on the words.
    pub fn samples(&self, lang: &str) -> Vec<Page> {
        let mut samples = Vec::new();
        let mut seen = BTreeSet::new();
        loop {
            let new = |page: &&Page| page.kinds.difference(&seen).count();
            // Of several, the first: a chapter more does not change the choice.
            let Some(page) = self.of(lang).rev().max_by_key(new) else { return samples };
            if new(&page) == 0 {
                return samples;
            }
            seen.extend(page.kinds.iter().cloned());
            samples.push(page.clone());
        }
    }
}

/// The opening tags without what tells one element from another of its kind.
fn kinds(html: &str) -> BTreeSet<String> {
    let tags = html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_alphabetic()));
    let kind = |tag: &str| {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        let classes = tag.split_once(" class=\"").and_then(|(_, rest)| rest.split('"').next());
        format!("{name} {}", classes.unwrap_or_default())
    };
    tags.map(kind).collect()
}

impl Page {
    /// `en/introduction`
    pub fn name(&self) -> &str {
        self.file.trim_end_matches(".html")
    }

    /// The same page in the other language.
    pub fn twin(&self) -> String {
        let other = if self.lang == "en" { "zh" } else { "en" };
        self.file.replacen(&self.lang, other, 1)
    }
}

/// What an e-reader does by itself and a browser does not: its page is as wide as its screen, and it
/// asks for no icon.
fn for_a_browser(epub: &Path) -> Result<()> {
    for entry in WalkDir::new(epub) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|ending| ending == "xhtml") {
            let page = fs::read_to_string(entry.path())?;
            let said = "<meta name=\"viewport\" content=\"width=device-width\"/>\n\
                        <link rel=\"icon\" href=\"data:,\"/>\n</head>";
            fs::write(entry.path(), page.replacen("</head>", said, 1))?;
        }
    }
    Ok(())
}
