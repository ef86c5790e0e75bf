//! Builds the site: both languages, the page that leads to them, search, and the documents.

use crate::address::Address;
use crate::inputs::Inputs;
use crate::{documents, inputs, links, mend, place, search};
use anyhow::{Context, Result, anyhow, bail};
use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use pages::{Lang, Problem, Sources};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use walkdir::WalkDir;

/// What the pages ask for, read from the disk.
///
/// # Errors
/// Lists every file that is missing or cannot be read.
pub fn sources(root: &Path) -> Result<Sources> {
    Sources::read(root).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
        anyhow::anyhow!("the book's sources have faults:\n{}", lines.join("\n"))
    })
}

/// Builds the whole site below `target/book/site/` and gives its folder.
///
/// # Errors
/// As [`Builder::build`].
pub fn build(root: &Path, sources: &Arc<Sources>) -> Result<PathBuf> {
    let inputs = Inputs::read(root);
    Builder::default().build(root, sources, &inputs, Search::Now)
}

/// When the pages are indexed for the search. That takes as long as all else together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// Before the site is put in its place.
    Now,
    /// By a call of [`index`]: until then the site has the index of the one before.
    Later,
}

/// Builds the site, and again after a change: then only what has changed is done anew.
#[derive(Debug, Default)]
pub struct Builder {
    languages: [Language; Lang::ALL.len()],
    links: links::Known,
}

/// What is known of one language of the site that was built last.
#[derive(Debug, Default)]
struct Language {
    /// Its sources.
    of: Option<u64>,
    /// What all its pages share.
    frame: Option<u64>,
    /// Each page: a hash of its text, directives expanded, and the page as it stands in the site.
    pages: HashMap<PathBuf, (u64, String)>,
}

impl Builder {
    /// Builds the whole site below `target/book/site/` and gives its folder.
    ///
    /// It is built beside the old one and then put in its place, so that a failing build leaves
    /// the old site as it was. The documents are copied in as far as they have been built.
    ///
    /// # Errors
    /// A page, a link or a file of another host is wrong: the message names page and line or link.
    pub fn build(
        &mut self,
        root: &Path,
        sources: &Arc<Sources>,
        inputs: &Inputs,
        search: Search,
    ) -> Result<PathBuf> {
        let _lock = place::lock(root, "site")?;
        place::part_is_built_anew(root)?;
        let site = place::site(root);
        let fresh = place::out(root).join("site.new");
        remove(&fresh)?;
        let address = Address::configured(root)?;
        // Languages are built at the same time.
        let outcomes: Vec<Result<u64>> = thread::scope(|scope| {
            let jobs: Vec<_> = Lang::ALL
                .into_iter()
                .zip(&mut self.languages)
                .map(|(lang, known)| {
                    let (to, old) = (fresh.join(lang.dir()), site.join(lang.dir()));
                    let address = address.as_ref();
                    scope.spawn(move || {
                        let stamp = inputs.stamp(lang);
                        if known.of == Some(stamp) && old.is_dir() {
                            link_all(&old, &to)?;
                        } else {
                            known.build(root, lang, &to, sources, inputs, address)?;
                        }
                        Ok(stamp)
                    })
                })
                .collect();
            let ended = |job: thread::ScopedJoinHandle<Result<u64>>| {
                job.join().unwrap_or_else(|_| Err(anyhow!("the builder of a language panicked")))
            };
            jobs.into_iter().map(ended).collect()
        });
        let of = all_or_faults(outcomes)?;
        let (front, not_found) = front_pages(root, address.as_ref())?;
        fs::write(fresh.join("index.html"), front)?;
        fs::write(fresh.join(NOT_FOUND), not_found)?;
        if let Some(address) = &address {
            fs::write(fresh.join("sitemap.xml"), address.sitemap(&pages_of(&fresh)?))?;
        }
        fs::copy(root.join("book/theme/favicon.svg"), fresh.join("favicon.svg"))
            .context("copying book/theme/favicon.svg")?;
        // Tells GitHub Pages that this is a finished site and not a Jekyll project.
        fs::write(fresh.join(".nojekyll"), "")?;
        copy_documents(root, &fresh)?;
        // The documents may be built after the site; links to them are right either way.
        let faults = self.links.faults(&fresh, &documents::missing(root))?;
        if !faults.is_empty() {
            bail!("the site has faults:\n{}", faults.join("\n"));
        }
        let (old_index, index) = (site.join(search::FOLDER), fresh.join(search::FOLDER));
        if search == Search::Later && old_index.is_dir() {
            // Linked and not moved: the old site may be read until the new one is in its place.
            link_all(&old_index, &index).context("keeping the search index")?;
        } else {
            search::index(search::pages(&fresh)?, &index)?;
        }
        replace(&fresh, &site)?;
        for (known, stamp) in self.languages.iter_mut().zip(of) {
            known.of = Some(stamp);
        }
        Ok(site)
    }
}

impl Language {
    /// Renders a language and mends its pages, each that has another text than before.
    fn build(
        &mut self,
        root: &Path,
        lang: Lang,
        to: &Path,
        sources: &Arc<Sources>,
        inputs: &Inputs,
        address: Option<&Address>,
    ) -> Result<()> {
        let mut config = pages::config(root, lang)?;
        config.build.build_dir = to.to_path_buf();
        config.set("preprocessor.press.site", true)?;
        let frame = inputs.frame(lang);
        let old = if self.frame == Some(frame) { &self.pages } else { &HashMap::new() };
        let unchanged = Unchanged::new(old);
        let texts = Arc::clone(&unchanged.texts);
        let mut book = pages::load(root, config, Arc::clone(sources))?;
        book.with_preprocessor(unchanged);
        book.build()?;
        let texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = HashMap::new();
        for entry in fs::read_dir(to)?.flatten() {
            let path = entry.path();
            let name = PathBuf::from(entry.file_name());
            if !is_page(&name) {
                continue;
            }
            // No chapter has it: a page that mdBook has added.
            let text = texts.get(&name).copied();
            let mended = match old.get(&name) {
                Some((was, mended)) if Some(*was) == text => mended.clone(),
                _ => {
                    let html = fs::read_to_string(&path)?;
                    let page = name.to_string_lossy();
                    let mended = mend::mend(&html, lang);
                    mended
                        .and_then(|html| match address {
                            Some(address) => address.on_page(&html, lang, &page),
                            None => Ok(html),
                        })
                        .with_context(|| path.display().to_string())?
                }
            };
            fs::write(&path, &mended)?;
            if let Some(text) = text {
                fresh.insert(name, (text, mended));
            }
        }
        self.pages = fresh;
        self.frame = Some(frame);
        Ok(())
    }
}

/// Runs behind all other preprocessors and takes the text out of each page that the site has with this
/// very text: mdBook then renders an empty one, in whose place that page is put.
struct Unchanged {
    /// Hashes of the texts that the site has.
    old: HashMap<PathBuf, u64>,
    /// And of those that it is to have.
    texts: Arc<Mutex<HashMap<PathBuf, u64>>>,
}

impl Unchanged {
    fn new(old: &HashMap<PathBuf, (u64, String)>) -> Self {
        let old = old.iter().map(|(name, (text, _))| (name.clone(), *text)).collect();
        Self { old, texts: Arc::default() }
    }
}

impl Preprocessor for Unchanged {
    fn name(&self) -> &str {
        "unchanged"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        book.for_each_chapter_mut(|chapter| {
            let Some(path) = &chapter.path else { return };
            let text = inputs::hash(&chapter.content);
            // mdBook makes the book's beginning of the first one, too.
            let beginning = texts.is_empty().then(|| PathBuf::from("index.html"));
            let mut is_there = true;
            for name in [path.with_extension("html")].into_iter().chain(beginning) {
                is_there &= self.old.get(&name) == Some(&text);
                texts.insert(name, text);
            }
            if is_there {
                chapter.content.clear();
            }
        });
        Ok(book)
    }
}

/// All results, or the faults of all in one error. A fault of both languages is said once.
fn all_or_faults<T>(outcomes: Vec<Result<T>>) -> Result<Vec<T>> {
    let mut faults: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(one) => all.push(one),
            Err(fault) => {
                let fault = format!("{fault:#}");
                if !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
        }
    }
    if faults.is_empty() { Ok(all) } else { bail!("{}", faults.join("\n")) }
}

/// Indexes the pages of the site for the search, and then puts the index in its place. Pages may
/// be read and built meanwhile.
///
/// # Errors
/// A page cannot be read, or the index cannot be written.
pub fn index(root: &Path) -> Result<()> {
    let site = place::site(root);
    let fresh = place::out(root).join("pagefind.new");
    remove(&fresh)?;
    let pages = {
        let _lock = place::lock(root, "site")?;
        search::pages(&site)?
    };
    search::index(pages, &fresh)?;
    let _lock = place::lock(root, "site")?;
    replace(&fresh, &site.join(search::FOLDER))
}

/// Whether a file of a language is a page. The table of contents is a bare list that pages without
/// scripts show in a frame.
fn is_page(name: &Path) -> bool {
    name.extension().is_some_and(|ending| ending == "html") && name != Path::new("toc.html")
}

/// The pages of the site, in order.
fn pages_of(site: &Path) -> Result<Vec<(Lang, String)>> {
    let mut pages = Vec::new();
    for lang in Lang::ALL {
        let files = fs::read_dir(site.join(lang.dir()))?.flatten();
        let files = files.map(|entry| PathBuf::from(entry.file_name())).filter(|f| is_page(f));
        let mut names: Vec<String> = files.map(|f| f.to_string_lossy().into_owned()).collect();
        names.sort();
        pages.extend(names.into_iter().map(|name| (lang, name)));
    }
    Ok(pages)
}

/// The same files at another place. Where the file system has no links, they are copied.
fn link_all(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else if fs::hard_link(entry.path(), &target).is_err() {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("copying {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// Copies PDF and EPUB of each language into the site, as far as they exist.
///
/// # Errors
/// A file cannot be copied.
pub fn copy_documents(root: &Path, site: &Path) -> Result<()> {
    for lang in Lang::ALL {
        for ending in place::ENDINGS {
            let from = place::document(root, lang, ending);
            if from.is_file() {
                let to = site.join(place::document_name(lang, ending));
                fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
            }
        }
    }
    Ok(())
}

/// The page that a host shows at an address that is none.
pub const NOT_FOUND: &str = "404.html";

/// The page at the site's root, with both languages to choose from, with and without scripts; and
/// the same for an address that is none. That one may be shown at any depth, so it says where the
/// site begins: at the host's root, if nobody knows better.
fn front_pages(root: &Path, address: Option<&Address>) -> Result<(String, String)> {
    let mut choices = String::new();
    for lang in Lang::ALL {
        let text = pages::text(root, lang)?;
        let (pdf, epub) = (place::document_name(lang, "pdf"), place::document_name(lang, "epub"));
        choices.push_str(&format!(
            "<section lang=\"{tag}\"><h2><a href=\"{lang}/index.html\">{title}</a></h2>\
             <p>{subtitle}</p><p><a href=\"{lang}/index.html\" hreflang=\"{tag}\">{name}</a> \
             <a href=\"{pdf}\">PDF</a> <a href=\"{epub}\">EPUB</a></p></section>\n",
            tag = lang.tag(),
            title = text.title,
            subtitle = text.subtitle,
            name = lang.own_name(),
        ));
    }
    let page = |base: &str, heading: &str| {
        include_str!("front_page.html")
            .replace("<!-- base -->", base)
            .replace("<!-- heading -->", heading)
            .replace("<!-- choices -->", &choices)
    };
    let base = format!("<base href=\"{}\">", address.map_or("/", Address::path));
    Ok((
        page("", "Choose a language · <span lang=\"zh-CN\">请选择语言</span>"),
        page(
            &base,
            "There is no page at this address. The book begins here: · \
             <span lang=\"zh-CN\">这个地址没有页面，请从这里开始：</span>",
        ),
    ))
}

/// Puts a folder in the place of another, which may be missing. Linux and macOS exchange two folders in
/// one step, so that whoever looks meanwhile finds the old one or the new one. (A file that is being
/// opened just then may be gone with the old one: a second try finds it.) Where that cannot be had,
/// the place is empty for the moment between two renamings.
fn replace(fresh: &Path, place: &Path) -> Result<()> {
    let what = || format!("{} cannot be put in its place", place.display());
    if place.exists() && exchanged(fresh, place) {
        return remove(fresh);
    }
    let old = place.with_extension("old");
    // Of a run that was killed between the two.
    remove(&old)?;
    if place.exists() {
        fs::rename(place, &old).with_context(what)?;
    }
    fs::rename(fresh, place).with_context(what)?;
    remove(&old)
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchanged(a: &Path, b: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e).with_context(|| format!("{} cannot be removed", dir.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    #[cfg_attr(not(any(target_os = "linux", target_os = "macos")), ignore = "needs an exchange")]
    fn a_place_is_never_empty_while_its_folder_is_replaced() {
        let out = tempfile::tempdir().unwrap();
        let (place, fresh) = (out.path().join("site"), out.path().join("site.new"));
        let make = |round: u32| {
            fs::create_dir(&fresh).unwrap();
            fs::write(fresh.join("page"), round.to_string()).unwrap();
        };
        make(0);
        replace(&fresh, &place).unwrap();
        let (done, page) = (AtomicBool::new(false), place.join("page"));

        let missed = thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut missed = 0;
                while !done.load(Ordering::Relaxed) {
                    let is_gone = || !page.exists();
                    // A path may be resolved just before the exchange: then a second look finds it.
                    missed += u32::from(!place.exists() || is_gone() && is_gone());
                }
                missed
            });
            for round in 1..=200 {
                make(round);
                replace(&fresh, &place).unwrap();
            }
            done.store(true, Ordering::Relaxed);
            reader.join().unwrap()
        });

        assert_eq!(missed, 0, "a reader found no page");
        assert_eq!(fs::read_to_string(&page).unwrap(), "200");
        assert!(!fresh.exists() && fs::read_dir(out.path()).unwrap().count() == 1);
    }
}
