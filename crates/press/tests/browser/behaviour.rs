//! What a reader does with the site, scripts on: tabs, languages, search, themes, contents.

use crate::environment::{Environment, trial};
use crate::page::choose;
use crate::picture;
use crate::search;
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::json;
use std::sync::Arc;

/// One test for each kind of thing and language: `en::tabs@390`.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    let mut trials = Vec::new();
    for lang in ["en", "zh"] {
        let name = |what: &str| format!("{lang}::{what}@{width}");
        let pages: Vec<Page> = site.of(lang).cloned().collect();
        let p = pages.clone();
        trials.push(trial(name("tabs"), environment, options, async move |tab, _| {
            tabs(tab, &p).await
        }));
        // Where it leads is asked on every page; the three that have most on them are left by it.
        if width > 600 {
            let p = site.fullest(lang);
            trials.push(trial(name("picker"), environment, options, async move |tab, _| {
                picker(tab, &p).await
            }));
        }
        // This tries the choice of words, not the pages: once is enough.
        if width > 600 && lang == "en" {
            let p = pages.clone();
            trials.push(trial(name("faint_words"), environment, options, async move |tab, e| {
                faint_words(tab, e, &p).await
            }));
        }
        if lang == "en" {
            trials.push(trial(name("lookup"), environment, options, async move |tab, _| {
                lookup(tab).await
            }));
        }
        let p = pages.clone();
        trials.push(trial(name("search"), environment, options, async move |tab, e| {
            search::check(tab, e, lang, &p).await
        }));
        trials.push(trial(name("theme"), environment, options, async move |tab, e| {
            theme(tab, e, lang, &pages).await
        }));
        trials.push(trial(name("sidebar"), environment, options, async move |tab, e| {
            sidebar(tab, e, lang).await
        }));
    }
    trials
}

/// The box above the table from asyncio to Rust leaves the rows that have all that is typed, with the
/// titles of their tables, and Escape brings back the others.
async fn lookup(tab: &Tab) -> Result<Vec<String>> {
    tab.goto("en/asyncio-to-rust.html").await?;
    let shown = "[...document.querySelectorAll('main tbody tr, main h2')]
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => element.matches('h2') ? element.id : element.cells[0].innerText)";
    let all: Vec<String> = tab.eval(shown).await?;
    ensure!(all.len() > 60, "the whole table stands there at first: {all:?}");
    let type_in = |text: &str| {
        format!(
            "(() => {{ const box = document.querySelector('.row-filter input'); box.focus();
                box.value = {}; box.dispatchEvent(new Event('input')); }})()",
            json!(text)
        )
    };
    tab.eval::<Option<bool>>(&type_in("SHIELD handle")).await?;
    let rows: Vec<String> = tab.eval(shown).await?;
    ensure!(rows == ["many", "shield(c)"], "one row and its title are left: {rows:?}");
    tab.eval::<Option<bool>>(&type_in("no such thing")).await?;
    let said: String =
        tab.eval("document.querySelector('.row-filter [role=status]').innerText").await?;
    ensure!(said == "Nothing found", "it says that nothing is left: {said}");
    tab.press("Escape").await?;
    let again: Vec<String> = tab.eval(shown).await?;
    ensure!(again == all, "Escape brings back what was hidden");
    Ok(Vec::new())
}

/// JavaScript: of one listing, the sides whose program can be seen.
pub const SHOWN_IN: &str = "((tabs) => [...tabs.querySelectorAll('.panel')]
    .filter((panel) => panel.getClientRects().length > 0 && panel.innerText.trim())
    .map((panel) => panel.dataset.side))";

/// JavaScript: the same for each listing of the page.
pub fn shown() -> String {
    format!("[...document.querySelectorAll('fieldset.tabs')].map({SHOWN_IN})")
}

/// A side chosen once holds for every listing, on other pages too, and after a reload.
async fn tabs(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let with_tabs: Vec<&Page> = pages.iter().filter(|page| page.has_runtimes).collect();
    let first = with_tabs.first().context("no page has a listing with tabs")?;
    let other = with_tabs.get(1).unwrap_or(first);
    tab.goto(&first.file).await?;
    all_show(tab, "python").await.context("as the page opens")?;

    // The second set of tabs, if there is one: what stands above it may change its height.
    let label = "(() => {
        const sets = [...document.querySelectorAll('fieldset.tabs')];
        const labels = sets.map((set) => set.querySelector('label[for$=\"-smol\"]')).filter(Boolean);
        return (labels[1] ?? labels[0]).htmlFor;
    })()";
    let label = format!("label[for=\"{}\"]", tab.eval::<String>(label).await?);
    tab.click(&label).await?;
    let place = format!("document.querySelector({}).getBoundingClientRect().y", json!(label));
    let y: f64 = tab.eval(&place).await?;
    ensure!((0.0..900.0).contains(&y), "the tab that was clicked went out of sight: {y}");
    all_show(tab, "smol").await.context("after a click on smol")?;

    tab.goto(&other.file).await?;
    all_show(tab, "smol").await.context("on another page")?;
    tab.goto(&first.file).await?;
    tab.reload().await?;
    all_show(tab, "smol").await.context("after a reload")?;

    tab.eval::<Option<bool>>("document.querySelector('.tabs > input:checked').focus()").await?;
    tab.press("ArrowRight").await?;
    all_show(tab, "turns").await.context("after the right arrow on smol")?;
    tab.press("ArrowLeft").await?;
    tab.press("ArrowLeft").await?;
    all_show(tab, "async_std").await.context("after two left arrows on turns")?;
    let file = tab.file().await?;
    ensure!(file == first.file, "an arrow key among the tabs turned the page to {file}");
    Ok(Vec::new())
}

async fn all_show(tab: &Tab, side: &str) -> Result<()> {
    let shown: Vec<Vec<String>> = tab.eval(&shown()).await?;
    ensure!(!shown.is_empty(), "no listing was found");
    // A listing without this side keeps the one that it showed.
    let has = format!(
        "[...document.querySelectorAll('fieldset.tabs')].map((tabs) =>
            tabs.querySelector('.panel[data-side={}]') !== null)",
        json!(side)
    );
    let has: Vec<bool> = tab.eval(&has).await?;
    for (number, (sides, has)) in shown.iter().zip(has).enumerate() {
        let right = sides.len() == 1 && (!has || sides[0] == side);
        ensure!(right, "listing {number} should show {side} and shows {sides:?}");
    }
    Ok(())
}

/// A click on the picker opens the same page in the other language.
pub async fn picker(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for page in pages {
        if let Err(error) = to_the_other(tab, page).await {
            faults.push(format!("{}: {error:#}", page.file));
        }
    }
    Ok(faults)
}

async fn to_the_other(tab: &Tab, page: &Page) -> Result<()> {
    tab.goto(&page.file).await?;
    tab.follow("a.other-language").await?;
    let file = tab.file().await?;
    let lang: String = tab.eval("document.documentElement.lang.slice(0, 2)").await?;
    let right = file == page.twin() || page.name().ends_with("/index");
    ensure!(right, "the picker leads to {file}");
    ensure!(lang != page.lang, "{file} is marked as {lang}");
    Ok(())
}

/// A theme chosen in the menu is there after a reload, and programs can be read in each.
async fn theme(
    tab: &Tab,
    environment: &Environment,
    lang: &str,
    pages: &[Page],
) -> Result<Vec<String>> {
    tab.goto(&format!("{lang}/introduction.html")).await?;
    choose_theme(tab, "navy").await?;
    let mut faults = environment.axe.faults(tab, "the menu of themes open").await?;
    tab.reload().await?;
    tab.until("navy is kept", &has_theme("navy")).await?;

    // Light and navy are looked at on every page; of the others the colours, in one language and width.
    if lang == "en" && tab.width > 600 {
        let page = pages.iter().max_by_key(|page| page.tabs).context("no pages")?;
        tab.goto(&page.file).await?;
        tab.eval::<Option<bool>>(&choose("python")).await?;
        for theme in ["rust", "coal", "ayu"] {
            choose_theme(tab, theme).await?;
            let state = format!("{theme}, python");
            faults.extend(environment.axe.faults_of_looks(tab, &state).await?);
            tab.press("Escape").await?;
        }
    }
    Ok(faults)
}

/// Of words that look the same, axe is shown two. One word that is faint for itself, or on a ground
/// of its own, must not be lost by that.
async fn faint_words(tab: &Tab, environment: &Environment, pages: &[Page]) -> Result<Vec<String>> {
    let with_tabs = pages.iter().filter(|page| page.tabs > 0);
    let page = with_tabs.min_by_key(|page| page.tabs).context("no page has tabs")?;
    tab.goto(&page.file).await?;
    let before = environment.axe.faults_of_looks(tab, "as it is").await?;
    ensure!(before.is_empty(), "{before:?}");
    for (words, style) in [
        ("main > p", "color: #bbb"),
        ("main pre .hljs-keyword", "color: #bbb"),
        ("main pre .hljs-keyword", "background: #444"),
        ("main > p", "opacity: 0.4"),
    ] {
        // The one in the middle, of those to be seen.
        let restyle = |style: &str| {
            format!(
                "(() => {{
                    const all = [...document.querySelectorAll({})]
                        .filter((words) => words.checkVisibility() && words.getClientRects().length > 0);
                    all[Math.floor(all.length / 2)].style.cssText = {};
                    return all.length;
                }})()",
                json!(words),
                json!(style)
            )
        };
        let count: usize = tab.eval(&restyle(style)).await?;
        ensure!(count > 4, "there are only {count} {words}");
        let found = environment.axe.faults_of_looks(tab, style).await?;
        let is_found = found.iter().any(|fault| fault.contains("color-contrast"));
        ensure!(is_found, "{words} with {style} is not found, only {found:?}");
        tab.eval::<usize>(&restyle("")).await?;
    }
    Ok(Vec::new())
}

/// Opens the menu and chooses; the menu stays open.
async fn choose_theme(tab: &Tab, theme: &str) -> Result<()> {
    tab.click("#mdbook-theme-toggle").await?;
    let button = format!("#mdbook-theme-{theme}");
    let open = format!("document.querySelector('{button}').getClientRects().length > 0");
    tab.until("the menu of themes opens", &open).await?;
    tab.click(&button).await?;
    tab.until(&format!("the theme is {theme}"), &has_theme(theme)).await
}

fn has_theme(theme: &str) -> String {
    format!("document.documentElement.classList.contains('{theme}')")
}

/// The contents open and close by their button, which says so.
async fn sidebar(tab: &Tab, environment: &Environment, lang: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    tab.goto(&format!("{lang}/introduction.html")).await?;
    let open_at_first = tab.width > 600;
    is_open(tab, open_at_first).await.context("as the page opens")?;
    for open in [!open_at_first, open_at_first, !open_at_first] {
        tab.click("#mdbook-sidebar-toggle").await?;
        is_open(tab, open).await.context("after a click on the button")?;
        let state = if open { "contents open" } else { "contents closed" };
        faults.extend(environment.axe.faults(tab, state).await?);
        if open {
            picture::whole_page(tab, environment, &format!("{lang}-contents"), "light").await?;
        }
    }
    if open_at_first {
        tab.click("#mdbook-sidebar-toggle").await?;
        is_open(tab, true).await?;
    }
    tab.follow("#mdbook-sidebar a[href$=\"glossary.html\"]").await?;
    let file = tab.file().await?;
    ensure!(file == format!("{lang}/glossary.html"), "the contents lead to {file}");
    Ok(faults)
}

async fn is_open(tab: &Tab, open: bool) -> Result<()> {
    let said = format!(
        "document.querySelector('button#mdbook-sidebar-toggle').getAttribute('aria-expanded') === '{open}'"
    );
    tab.until(&format!("aria-expanded is {open}"), &said).await?;
    // Open means that a reader sees it: nothing lies over its first link.
    let seen = "(() => {
        const link = document.querySelector('#mdbook-sidebar a');
        const box = link.getClientRects()[0];
        const top = box && document.elementFromPoint(box.x + 5, box.y + box.height / 2);
        return Boolean(top) && document.querySelector('#mdbook-sidebar').contains(top);
    })()";
    tab.until(&format!("the contents can be seen is {open}"), &format!("{seen} === {open}")).await
}
