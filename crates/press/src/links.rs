//! Checks the built site: every link leads somewhere, and nothing is loaded from another host.

use anyhow::{Context, Result, anyhow};
use lol_html::{RewriteStrSettings, element, rewrite_str};
use pages::normal;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What a page refers to, and what can be referred to in it.
#[derive(Debug, Default, Clone)]
struct Page {
    ids: BTreeSet<String>,
    /// Links that a reader follows.
    links: Vec<String>,
    /// Files that the browser loads by itself.
    loads: Vec<String>,
}

/// Every fault of the site below this folder, one line each. Files named in `to_come` count as
/// there although they are not yet.
///
/// # Errors
/// A file cannot be read.
pub fn faults(site: &Path, to_come: &[String]) -> Result<Vec<String>> {
    Known::default().faults(site, to_come)
}

/// Pages that have been read: one that is the same the next time is not read again.
#[derive(Debug, Default)]
pub struct Known(HashMap<PathBuf, (String, Page)>);

impl Known {
    /// As [`faults()`].
    ///
    /// # Errors
    /// A file cannot be read.
    pub fn faults(&mut self, site: &Path, to_come: &[String]) -> Result<Vec<String>> {
        faults_of(site, to_come, |name, html| match self.0.get(name) {
            Some((known, page)) if *known == html => Ok(page.clone()),
            _ => {
                let page = read(&html)?;
                self.0.insert(name.to_path_buf(), (html, page.clone()));
                Ok(page)
            }
        })
    }
}

fn faults_of(
    site: &Path,
    to_come: &[String],
    mut read: impl FnMut(&Path, String) -> Result<Page>,
) -> Result<Vec<String>> {
    let mut pages = BTreeMap::new();
    let mut faults = Vec::new();
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        let path = entry.path();
        let name = path.strip_prefix(site)?.to_path_buf();
        match path.extension().and_then(|e| e.to_str()) {
            Some("html") => {
                let html = fs::read_to_string(path)?;
                let page = read(&name, html).with_context(|| path.display().to_string())?;
                pages.insert(name, page);
            }
            Some("css") => faults.extend(style_sheet(&name, &fs::read_to_string(path)?)),
            _ => {}
        }
    }
    for (name, page) in &pages {
        for load in page.loads.iter().filter(|load| is_elsewhere(load)) {
            faults.push(format!("{}: loads {load} from another host", name.display()));
        }
        for link in page.links.iter().chain(&page.loads).filter(|link| !is_elsewhere(link)) {
            if let Some(fault) = dead(site, &pages, to_come, name, link) {
                faults.push(format!("{}: {fault}", name.display()));
            }
        }
    }
    faults.dedup();
    Ok(faults)
}

/// An address with a scheme or a host of its own.
fn is_elsewhere(link: &str) -> bool {
    link.starts_with("//")
        || link.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+')
        }) && !link.starts_with("data:")
}

fn dead(
    site: &Path,
    pages: &BTreeMap<PathBuf, Page>,
    to_come: &[String],
    from: &Path,
    link: &str,
) -> Option<String> {
    if link.starts_with("data:") {
        return None;
    }
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or("");
    let target = if path.is_empty() {
        from.to_path_buf()
    } else if path.starts_with('/') {
        return Some(format!("the link {link} starts at the host's root: the site may lie deeper"));
    } else {
        normal(&from.parent().unwrap_or(Path::new("")).join(decoded(path)))
    };
    let target = if site.join(&target).is_dir() { target.join("index.html") } else { target };
    let known = to_come.iter().any(|name| Path::new(name) == target);
    if !known && !site.join(&target).is_file() {
        return Some(format!("the link {link} leads to no file"));
    }
    let fragment = decoded(fragment);
    match pages.get(&target) {
        Some(page) if !fragment.is_empty() && !page.ids.contains(&fragment) => {
            Some(format!("the link {link} leads to no id on its page"))
        }
        _ => None,
    }
}

fn read(html: &str) -> Result<Page> {
    let page = RefCell::new(Page::default());
    rewrite_str(
        html,
        RewriteStrSettings::new()
            .append_element_content_handler(element!("[id]", |e| {
                page.borrow_mut().ids.extend(e.get_attribute("id"));
                Ok(())
            }))
            .append_element_content_handler(element!("a[href]", |e| {
                page.borrow_mut().links.extend(e.get_attribute("href"));
                Ok(())
            }))
            .append_element_content_handler(element!("link[href]", |e| {
                // These only say where else the page is to be found.
                let says = e.get_attribute("rel");
                if !says.is_some_and(|rel| rel == "canonical" || rel == "alternate") {
                    page.borrow_mut().loads.extend(e.get_attribute("href"));
                }
                Ok(())
            }))
            .append_element_content_handler(element!("[src]", |e| {
                page.borrow_mut().loads.extend(e.get_attribute("src"));
                Ok(())
            })),
    )
    .map_err(|e| anyhow!("{e}"))?;
    Ok(page.into_inner())
}

/// Style sheets may name fonts and pictures of the site, and none of another host.
fn style_sheet(name: &Path, css: &str) -> Vec<String> {
    css.split("url(")
        .skip(1)
        .chain(css.split("@import").skip(1))
        .filter_map(|rest| rest.split([')', ';']).next())
        .map(|address| address.trim().trim_matches(['"', '\'']))
        .filter(|address| is_elsewhere(address))
        .map(|address| format!("{}: loads {address} from another host", name.display()))
        .collect()
}

/// Undoes `%E4%BB%BB`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(pages: &[(&str, &str)]) -> Vec<String> {
        let site = tempfile::tempdir().unwrap();
        for (name, text) in pages {
            let file = site.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        faults(site.path(), &["book.pdf".into()]).unwrap()
    }

    #[test]
    fn good_links_pass() {
        let found = site(&[
            (
                "en/a.html",
                "<a href=\"b.html#%E4%BB%BB\">b</a><a href=\"#x\" id=x></a><a href=\"../zh/\">z</a><a href=\"../book.pdf\">p</a>",
            ),
            ("en/b.html", "<p id=任>x</p><a href=\"https://example.org/\">elsewhere</a>"),
            ("zh/index.html", ""),
        ]);
        assert_eq!(found, [] as [&str; 0]);
    }

    #[test]
    fn a_dead_link_a_dead_fragment_and_a_rooted_link_are_named() {
        let found = site(&[(
            "a.html",
            "<a href=\"no.html\">n</a><a href=\"#no\">n</a><a href=\"/a.html\">r</a>",
        )]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0], "a.html: the link no.html leads to no file");
        assert_eq!(found[1], "a.html: the link #no leads to no id on its page");
        assert!(found[2].contains("starts at the host's root"));
    }

    #[test]
    fn a_picture_a_script_and_a_font_of_another_host_are_named() {
        let found = site(&[
            (
                "a.html",
                "<img src=\"https://example.org/x.png\"><script src=\"//example.org/x.js\"></script>",
            ),
            (
                "a.css",
                "@font-face { src: url(\"https://example.org/f.woff2\") } p { background: url(data:x) }",
            ),
        ]);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().all(|fault| fault.contains("from another host")), "{found:?}");
    }
}
