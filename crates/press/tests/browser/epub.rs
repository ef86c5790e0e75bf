//! The EPUB as an e-reader lays it out, whose pages cannot be scrolled sideways: nothing is wider than
//! the page.

use crate::environment::{Environment, trial};
use crate::site::Site;
use crate::tab::{Options, Tab};
use anyhow::{Result, ensure};
use libtest_mimic::Trial;
use std::sync::Arc;

/// What sticks out of the page, with the words that it begins with. What is within a box that
/// scrolls by itself is cut off as well.
const WIDER: &str = "[...document.querySelectorAll('body *')]
    .filter(e => !e.closest('svg') && e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => `${e.tagName} to ${Math.round(e.getBoundingClientRect().right)} px: \
        ${e.textContent.trim().slice(0, 40)}`)";

/// One test a language, at the width of a small reader.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    if width > 600 {
        return Vec::new();
    }
    let options = Options { width, scripts: true };
    ["en", "zh"]
        .map(|lang| {
            let pages = site.epub(lang);
            let name = format!("{lang}::epub_fits@{width}");
            trial(name, environment, options, async move |tab, _| narrow(tab, &pages).await)
        })
        .into()
}

async fn narrow(tab: &Tab, pages: &[String]) -> Result<Vec<String>> {
    ensure!(!pages.is_empty(), "there is no EPUB: cargo book epub");
    let mut faults = Vec::new();
    for page in pages {
        tab.goto(page).await?;
        let wider: Vec<String> = tab.eval(WIDER).await?;
        faults.extend(wider.into_iter().map(|what| format!("{page}: {what}")));
    }
    Ok(faults)
}
