//! What a reader does with the site, scripts off: everything can still be read and reached.

use crate::behaviour::{SHOWN_IN, picker, shown};
use crate::environment::{Environment, trial};
use crate::page::picker_fault;
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use std::sync::Arc;

/// One test for each kind of thing and language: `en::tabs_without_scripts@390`.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: false };
    let mut trials = Vec::new();
    for lang in ["en", "zh"] {
        let name = |what: &str| format!("{lang}::{what}_without_scripts@{width}");
        trials.push(trial(name("contents"), environment, options, async move |tab, _| {
            contents(tab, lang).await
        }));
        // With scripts it is tried on the wide page.
        if width < 600 {
            let p = site.fullest(lang);
            trials.push(trial(name("picker"), environment, options, async move |tab, _| {
                picker(tab, &p).await
            }));
        }
        let pages: Vec<Page> = site.of(lang).cloned().collect();
        trials.push(trial(name("pages"), environment, options, async move |tab, _| {
            all(tab, &pages).await
        }));
        // The pages of both languages have the same elements, and the style sheet knows the width: axe
        // looks at each language in one.
        if (width < 600) != (lang == "en") {
            continue;
        }
        // axe is a script and needs them on: the page is asked to forget its own. What of a page is
        // its own was looked at with them; without them, one page of each kind is enough.
        let on = Options { width, scripts: true };
        let samples = site.samples(lang);
        trials.push(trial(name("axe"), environment, on, async move |tab, e| {
            everyone(tab, e, &samples).await
        }));
    }
    trials
}

/// What holds for every page: its text can be read, and so can each variant of its listings.
async fn all(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut seen = 0;
    for page in pages {
        tab.goto(&page.file).await?;
        faults.extend(text_fault(tab, page).await?);
        faults.extend(picker_fault(tab, page).await?);
        let (labels, found) = tabs(tab, page).await?;
        seen += labels;
        faults.extend(found);
    }
    ensure!(seen > 0, "no page has a listing with tabs");
    Ok(faults)
}

/// Every variant of every listing can be made visible by a click on its label: by mouse in the
/// first listing of the page, in the others by the label's own click where a mouse would reach it.
async fn tabs(tab: &Tab, page: &Page) -> Result<(usize, Vec<String>)> {
    let mut faults = Vec::new();
    let labels = "[...document.querySelectorAll('.tabs')].map((tabs) =>
        [...tabs.querySelectorAll(':scope > label')].map((label) => label.htmlFor))";
    let listings: Vec<Vec<String>> = tab.eval(labels).await?;
    for label in listings.iter().take(1).flatten() {
        tab.click(&format!("label[for=\"{label}\"]")).await?;
        let shown: Vec<Vec<String>> = tab.eval(&shown()).await?;
        let side = label.rsplit('-').next().unwrap_or_default();
        if shown[0] != [side] {
            faults.push(format!("{}: {label} shows {:?}", page.file, shown[0]));
        }
    }
    let others: Vec<(String, bool, Vec<String>)> = tab.eval(&click_all()).await?;
    for (label, reached, shown) in &others {
        let side = label.rsplit('-').next().unwrap_or_default();
        if !reached || *shown != [side] {
            let file = &page.file;
            faults.push(format!("{file}: {label}, within reach: {reached}, shows {shown:?}"));
        }
    }
    let labels: usize = listings.iter().map(Vec::len).sum();
    ensure!(others.len() == labels, "{} lost labels", page.file);
    Ok((others.len(), faults))
}

/// Clicks on every label: its name, whether nothing lies over it, and what its listing shows then.
fn click_all() -> String {
    format!(
        "[...document.querySelectorAll('.tabs')].flatMap((tabs) =>
            [...tabs.querySelectorAll(':scope > label')].map((label) => {{
                label.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                const box = label.getClientRects()[0];
                const top = box &&
                    document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                label.click();
                return [label.htmlFor, Boolean(top) && label.contains(top), {SHOWN_IN}(tabs)];
            }}))"
    )
}

/// The contents are in a frame; a click on a line of it opens that page.
async fn contents(tab: &Tab, lang: &str) -> Result<Vec<String>> {
    tab.goto(&format!("{lang}/introduction.html")).await?;
    let seen = "(() => {
        const box = document.querySelector('#mdbook-sidebar iframe').getBoundingClientRect();
        return box.left >= 0 && box.width > 100 && box.height > 100;
    })()";
    ensure!(!tab.eval::<bool>(seen).await?, "the contents are open from the start");
    tab.click("#mdbook-sidebar-toggle").await?;
    tab.until("a click opens the contents", seen).await?;
    let aim = "(() => {
        const frame = document.querySelector('#mdbook-sidebar iframe');
        const link = frame.contentDocument.querySelector('a[href$=\"glossary.html\"]');
        link.scrollIntoView({ block: 'center', behavior: 'instant' });
        const outer = frame.getBoundingClientRect(), inner = link.getClientRects()[0];
        return [outer.x + inner.x + inner.width / 2, outer.y + inner.y + inner.height / 2];
    })()";
    let (x, y) = tab.eval::<(f64, f64)>(aim).await.context("the link to the glossary")?;
    let clicked = tab.load_by(async |tab| tab.click_at(x, y).await).await;
    clicked.context("a click on a line of the contents")?;
    let file = tab.file().await?;
    ensure!(file == format!("{lang}/glossary.html"), "the contents lead to {file}");

    // By keyboard: a link that appears when it has the focus.
    ensure!(!tab.eval::<bool>(seen).await?, "the contents stay open on the next page");
    tab.eval::<Option<bool>>("document.querySelector('a[href=\"#mdbook-sidebar\"]').focus()")
        .await?;
    tab.press("Enter").await?;
    tab.until("the enter key on the link opens the contents", seen).await?;
    Ok(Vec::new())
}

/// The text stands where it can be read.
async fn text_fault(tab: &Tab, page: &Page) -> Result<Option<String>> {
    let measure = "(() => {
        const main = document.querySelector('main'), box = main.getBoundingClientRect();
        const style = getComputedStyle(main);
        return [main.innerText.trim().length, box.left, box.right, Number(style.opacity)];
    })()";
    let (length, left, right, opacity) = tab.eval::<(usize, f64, f64, f64)>(measure).await?;
    let inside = left >= 0.0 && right <= f64::from(tab.width);
    // A page that is still to be translated has two sentences.
    let right_place = length >= 20 && inside && opacity >= 1.0;
    let file = &page.file;
    let fault =
        || format!("{file}: {length} letters between {left} and {right}, opacity {opacity}");
    Ok((!right_place).then(fault))
}

/// The page as it comes from the server, in place of what its scripts have made of it.
const BEFORE_SCRIPTS: &str = "(async () => {
    const html = await (await fetch(location)).text();
    const page = new DOMParser().parseFromString(html, 'text/html');
    for (const script of page.querySelectorAll('script')) script.remove();
    // The new head comes before the old one goes: a page that has no icon for a moment asks for one.
    const old = [...document.head.childNodes];
    document.head.append(...page.head.childNodes);
    for (const node of old) node.remove();
    document.body.replaceWith(page.body);
    document.documentElement.className = page.documentElement.className;
    const styles = [...document.querySelectorAll('link[rel=stylesheet]')];
    await Promise.all(styles.filter((style) => !style.sheet).map((style) =>
        new Promise((done) => { style.onload = style.onerror = done; })));
    return document.querySelectorAll('noscript iframe').length;
})()";

/// Everyone can use the page, in the colours that it has without scripts.
async fn everyone(tab: &Tab, environment: &Environment, pages: &[Page]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    // The colours do not depend on the width: one scheme is enough for each.
    let scheme = if tab.width > 600 { "light" } else { "dark" };
    tab.prefer(scheme).await?;
    for page in pages {
        tab.goto(&page.file).await?;
        let frames: usize = tab.eval(BEFORE_SCRIPTS).await?;
        ensure!(frames == 1, "{} has {frames} frames for its contents", page.file);
        let state = format!("{}, {scheme}", page.file);
        faults.extend(environment.axe.faults(tab, &state).await?);
    }
    Ok(faults)
}
