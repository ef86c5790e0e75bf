//! What must hold for every page: nothing fails, nothing is cut off, everyone can use it.

use crate::environment::{Environment, trial_and};
use crate::picture;
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::Result;
use libtest_mimic::Trial;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

/// One test a page: `en/introduction@390`.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    // What of a page is its own axe finds at one width, what is its kind's at both. A page has the same
    // elements in both languages, so each language has a width of its own.
    let own = if width > 600 { "en" } else { "zh" };
    let other = if width > 600 { "zh" } else { "en" };
    let samples: BTreeSet<String> = site.samples(other).into_iter().map(|page| page.file).collect();
    let mut left_out = 0;
    let mut trials = Vec::new();
    for page in &site.pages {
        let name = format!("{}@{width}", page.name());
        let whole = page.lang.is_empty() || page.lang == own || samples.contains(&page.file);
        let depth = if whole { "whole" } else { "looks" };
        let as_known = format!("{name} {depth}");
        let html = fs::read(site.folder().join(&page.file)).unwrap_or_default();
        if environment.as_ref().is_some_and(|env| env.known.has(&as_known, &html)) {
            left_out += 1;
            continue;
        }
        let page = page.clone();
        let steps = async move |tab: &Tab, environment: &Environment| {
            check(tab, environment, &page, whole).await
        };
        trials.push(trial_and(name, environment, options, steps, move |environment| {
            environment.known.add(&as_known, &html);
        }));
    }
    if let Some(environment) = environment {
        environment.known.say(left_out);
    }
    trials
}

/// One load serves both themes: the page follows the system's when that changes. The wide page
/// opens in the light theme, the narrow one in the dark. With `whole`, axe asks everything in the light
/// theme.
async fn check(
    tab: &Tab,
    environment: &Environment,
    page: &Page,
    whole: bool,
) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let name = page.name().replace('/', "-");
    let wide = tab.width > 600;
    let schemes = if wide { ["light", "dark"] } else { ["dark", "light"] };
    for (number, scheme) in schemes.into_iter().enumerate() {
        tab.prefer(scheme).await?;
        if number == 0 {
            tab.goto(&page.file).await?;
            faults.extend(tab.eval::<Vec<String>>(SIDEWAYS).await?);
        }
        let light = scheme == "light";
        let theme = if light { "light" } else { "navy" };
        if !page.lang.is_empty() {
            let of_theme = format!("document.documentElement.classList.contains('{theme}')");
            tab.until(&format!("the theme is {theme}"), &of_theme).await?;
        }
        // Between the two widths, both languages are looked at in both themes.
        let side = if wide == light { "python" } else { "tokio" };
        tab.eval::<Option<bool>>(&choose(side)).await?;
        let state = format!("{theme}, {side}");
        let found = if light && whole {
            environment.axe.faults(tab, &state).await?
        } else {
            environment.axe.faults_of_looks(tab, &state).await?
        };
        faults.extend(found);
        picture::whole_page(tab, environment, &name, theme).await?;
    }
    if !page.lang.is_empty() {
        faults.extend(picker_fault(tab, page).await?);
    }
    Ok(faults)
}

/// Does the page say its language, and does its picker lead to the same page in the other one?
pub async fn picker_fault(tab: &Tab, page: &Page) -> Result<Option<String>> {
    let marks = "[document.documentElement.lang.slice(0, 2),
        document.querySelector('a.other-language').href,
        document.querySelector('a.other-language').getClientRects().length > 0]";
    let (lang, address, seen) = tab.eval::<(String, String, bool)>(marks).await?;
    let to = address.strip_prefix(&tab.address);
    // mdBook's `index.html` is a second copy of the first page, whose own name the picker uses.
    let right = to == Some(&page.twin()) || page.name().ends_with("/index");
    let fault = || {
        let file = &page.file;
        format!("{file} is marked as {lang}; its picker, seen: {seen}, leads to {address}")
    };
    Ok((lang != page.lang || !right || !seen).then(fault))
}

/// Chooses a side in the first listing, and so in all.
pub fn choose(side: &str) -> String {
    format!("document.querySelector('.tabs > label[for$=\"-{side}\"]')?.click(), null")
}

/// Each side in turn: is there anything wider than the place where it stands? The document itself
/// hides what is too wide, so the boxes around the text are asked, up to the root.
const SIDEWAYS: &str = "(() => {
    const faults = [];
    const main = document.querySelector('main');
    const scrolls = (element) => /auto|scroll|hidden/.test(getComputedStyle(element).overflowX);
    const boxed = (element) => {
        for (let up = element.parentElement; up !== main; up = up.parentElement) {
            if (scrolls(up)) return true;
        }
        return false;
    };
    // What scrolls can be reached by keyboard, or something in it.
    const reach = 'a[href], button, input, select, textarea, summary, [tabindex=\"0\"]';
    const look = (side) => {
        for (const box of main.querySelectorAll('pre, code, div, figure, table')) {
            if (box.scrollWidth > box.clientWidth && /auto|scroll/.test(getComputedStyle(box).overflowX) &&
                box.tabIndex < 0 && !box.querySelector(reach)) {
                faults.push(`${side}: no keyboard scrolls ${box.outerHTML.slice(0, 90)}`);
            }
        }
        for (let box = main; box; box = box.parentElement) {
            if (box.scrollWidth <= box.clientWidth) continue;
            const right = main.getBoundingClientRect().right;
            const wide = [...main.querySelectorAll('*')]
                .filter((e) => e.getBoundingClientRect().right > right + 0.5 && !boxed(e))
                .map((e) => e.outerHTML.slice(0, 90));
            faults.push(`${side}: <${box.tagName.toLowerCase()}> is ${box.clientWidth} wide and ` +
                `what is in it ${box.scrollWidth}: ${wide.slice(0, 3).join(' | ')}`);
            return;
        }
    };
    look('as it opens');
    const sides = new Set([...document.querySelectorAll('.tabs > input')].map((i) => i.dataset.side));
    for (const side of sides) {
        document.querySelector(`.tabs > input[data-side=\"${side}\"]`).click();
        look(side);
    }
    return faults;
})()";
