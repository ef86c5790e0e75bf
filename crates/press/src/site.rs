//! Builds the site: both languages, the page that leads to them, search, and the documents.

use crate::{documents, links, mend, place, search};
use anyhow::{Context, Result, bail};
use pages::{Lang, Problem, Sources};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
/// It is built beside the old one and then put in its place, so that a failing build leaves the
/// old site as it was. The documents are copied in as far as they have been built.
///
/// # Errors
/// A page, a link or a file of another host is wrong: the message names page and line or link.
pub fn build(root: &Path, sources: &Arc<Sources>) -> Result<PathBuf> {
    place::can_write(root)?;
    let fresh = place::out(root).join("site.new");
    remove(&fresh)?;
    for lang in Lang::ALL {
        build_language(root, lang, &fresh.join(lang.dir()), sources)?;
    }
    fs::write(fresh.join("index.html"), front_page(root)?)?;
    fs::copy(root.join("book/theme/favicon.svg"), fresh.join("favicon.svg"))
        .context("copying book/theme/favicon.svg")?;
    // Tells GitHub Pages that this is a finished site and not a Jekyll project.
    fs::write(fresh.join(".nojekyll"), "")?;
    copy_documents(root, &fresh)?;
    search::index(&fresh)?;
    // The documents may be built after the site; links to them are right either way.
    let faults = links::faults(&fresh, &documents::missing(root))?;
    if !faults.is_empty() {
        bail!("the site has faults:\n{}", faults.join("\n"));
    }
    let site = place::site(root);
    remove(&site)?;
    fs::rename(&fresh, &site)
        .with_context(|| format!("{} cannot be put in its place", site.display()))?;
    Ok(site)
}

/// Copies PDF and EPUB of each language into the site, as far as they exist.
///
/// # Errors
/// A file cannot be copied.
pub fn copy_documents(root: &Path, site: &Path) -> Result<()> {
    for lang in Lang::ALL {
        for ending in documents::ENDINGS {
            let from = place::document(root, lang, ending);
            if from.is_file() {
                let to = site.join(place::document_name(lang, ending));
                fs::copy(&from, &to).with_context(|| format!("copying {}", from.display()))?;
            }
        }
    }
    Ok(())
}

fn build_language(root: &Path, lang: Lang, to: &Path, sources: &Arc<Sources>) -> Result<()> {
    let mut config = pages::config(root, lang)?;
    config.build.build_dir = to.to_path_buf();
    config.set("preprocessor.press.site", true)?;
    pages::load(root, config, Arc::clone(sources))?.build()?;
    for entry in fs::read_dir(to)?.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        // The table of contents is a bare list that pages without scripts show in a frame.
        if path.extension().is_some_and(|e| e == "html") && name != "toc.html" {
            let html = fs::read_to_string(&path)?;
            let mended = mend::mend(&html, lang).with_context(|| path.display().to_string())?;
            fs::write(&path, mended)?;
        }
    }
    Ok(())
}

/// The page at the site's root: both languages to choose from, with and without scripts.
fn front_page(root: &Path) -> Result<String> {
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
    Ok(include_str!("front_page.html").replace("<!-- choices -->", &choices))
}

fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e).with_context(|| format!("{} cannot be removed", dir.display())),
    }
}
