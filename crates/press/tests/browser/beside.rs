//! Python and another side beside each other, where the window is wide enough.

use crate::environment::{Environment, trial};
use crate::page::choose;
use crate::picture;
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::json;
use std::sync::Arc;

/// `en::beside@1280` and the like.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    let mut trials = Vec::new();
    for lang in ["en", "zh"] {
        let pages: Vec<Page> = site.of(lang).filter(|page| page.has_runtimes).cloned().collect();
        let name = |what: &str| format!("{lang}::{what}@{width}");
        if width < 600 {
            trials.push(trial(name("beside"), environment, options, async move |tab, _| {
                no_room(tab, &pages).await
            }));
            continue;
        }
        let p = pages.clone();
        trials.push(trial(name("beside"), environment, options, async move |tab, e| {
            beside(tab, e, lang, &p).await
        }));
        if lang == "en" {
            let all: Vec<Page> = site.of(lang).filter(|page| page.tabs > 0).cloned().collect();
            trials.push(trial(
                name("beside_aligned"),
                environment,
                options,
                async move |tab, _| aligned(tab, &all).await,
            ));
            trials.push(trial(name("beside_print"), environment, options, async move |tab, _| {
                print(tab, &pages).await
            }));
        }
    }
    trials
}

/// For each listing with Python, the sides that can be seen.
const SHOWN: &str = "[...document.querySelectorAll('.two-sides')].map((listing) =>
    [...listing.querySelectorAll('.panel')]
        .filter((panel) => panel.getClientRects().length > 0)
        .map((panel) => panel.dataset.side))";

async fn all_show(tab: &Tab, side: &str) -> Result<()> {
    let shown: Vec<Vec<String>> = tab.eval(SHOWN).await?;
    ensure!(!shown.is_empty(), "no listing has Python and another side");
    for (number, sides) in shown.iter().enumerate() {
        // A listing without this side shows the one that it has.
        let right = sides.len() == 2 && sides[0] == "python" && sides[1] != "python";
        ensure!(right, "listing {number} shows {sides:?}");
    }
    ensure!(shown.iter().any(|sides| sides[1] == side), "none shows {side}: {shown:?}");
    Ok(())
}

async fn beside(
    tab: &Tab,
    environment: &Environment,
    lang: &str,
    pages: &[Page],
) -> Result<Vec<String>> {
    let page = pages.iter().min_by_key(|page| page.tabs).context("no page has runtimes")?;
    tab.goto(&page.file).await?;
    let pressed = "document.querySelector('.beside').getAttribute('aria-pressed')";
    ensure!(tab.eval::<String>(pressed).await? == "false", "it is on before anybody asked");
    tab.click(".beside").await?;
    ensure!(tab.eval::<String>(pressed).await? == "true", "the button does not say that it is on");
    all_show(tab, "tokio").await.context("after a click")?;
    let place = "document.querySelector('.beside').getBoundingClientRect().y";
    let y: f64 = tab.eval(place).await?;
    ensure!((0.0..800.0).contains(&y), "the button went out of sight: {y}");

    // By keyboard: the tabs are the runtimes, since Python is there already.
    tab.eval::<Option<bool>>("document.querySelector('.two-sides input:checked').focus(), null")
        .await?;
    tab.press("ArrowRight").await?;
    all_show(tab, "async_std").await.context("after the right arrow on tokio")?;
    tab.press("ArrowLeft").await?;
    tab.press("ArrowLeft").await?;
    let turns = tab.eval::<bool>("document.querySelector('.panel[data-side=turns]') !== null");
    if turns.await? {
        all_show(tab, "turns").await.context("Python's tab is skipped")?;
    }
    tab.eval::<Option<bool>>(&choose("smol")).await?;

    let mut faults = Vec::new();
    for scheme in ["light", "dark"] {
        tab.prefer(scheme).await?;
        let theme = if scheme == "light" { "light" } else { "navy" };
        let of_theme = format!("document.documentElement.classList.contains('{theme}')");
        tab.until(&format!("the theme is {theme}"), &of_theme).await?;
        let state = format!("{theme}, beside each other");
        faults.extend(environment.axe.faults(tab, &state).await?);
    }
    faults.extend(tab.eval::<Vec<String>>(SIDEWAYS).await?);

    // The choice is kept, also for other pages, and so is its end.
    tab.reload().await?;
    all_show(tab, "smol").await.context("after a reload")?;
    tab.click(".beside").await?;
    tab.reload().await?;
    let shown: Vec<Vec<String>> = tab.eval(SHOWN).await?;
    ensure!(shown.iter().all(|sides| sides.len() == 1), "it cannot be ended: {shown:?}");
    refused(tab, page).await.context("where nothing can be kept")?;
    narrower(tab, page).await?;
    if environment.shots.is_some() {
        pictures(tab, environment, lang, pages).await?;
    }
    Ok(faults)
}

/// A browser may refuse to keep anything: the choice is for the page, and no error is heard.
async fn refused(tab: &Tab, page: &Page) -> Result<()> {
    let refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
    let script =
        tab.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": refuse })).await?;
    tab.goto(&page.file).await?;
    tab.click(".beside").await?;
    tab.eval::<Option<bool>>(&choose("smol")).await?;
    all_show(tab, "smol").await?;
    let script = json!({ "identifier": script["identifier"] });
    tab.call("Page.removeScriptToEvaluateOnNewDocument", script).await?;
    Ok(())
}

/// When the window becomes narrow there are tabs, Python's with them, and when it is wide again a
/// side stands beside Python, whatever was chosen meanwhile.
async fn narrower(tab: &Tab, page: &Page) -> Result<()> {
    let width = async |width: u32| {
        let metrics =
            json!({ "width": width, "height": 800, "deviceScaleFactor": 1, "mobile": false });
        tab.call("Emulation.setDeviceMetricsOverride", metrics).await
    };
    tab.goto(&page.file).await?;
    tab.click(".beside").await?;
    width(1100).await?;
    tab.until("only one side is shown", &format!("({SHOWN}).every((sides) => sides.length === 1)"))
        .await?;
    tab.click(".two-sides label[for$=\"-python\"]").await?;
    width(tab.width).await?;
    let two = format!("({SHOWN}).every((sides) => sides.length === 2)");
    tab.until("two sides are shown again", &two).await?;
    tab.click(".beside").await?;
    Ok(())
}

/// Nothing is wider than its place, and no program lies over another.
const SIDEWAYS: &str = "(() => {
    const faults = [];
    const content = document.querySelector('.content');
    if (content.scrollWidth > content.clientWidth) {
        const wide = [...content.querySelectorAll('*')].find((e) => e.getBoundingClientRect().right > content.getBoundingClientRect().right);
        faults.push(`the page is ${content.scrollWidth} wide and has room for ${content.clientWidth}: ${wide?.outerHTML.slice(0, 90)}`);
    }
    for (const panels of document.querySelectorAll('.two-sides .panels')) {
        const seen = [...panels.children].filter((panel) => panel.getClientRects().length > 0);
        const boxes = seen.map((panel) => panel.getBoundingClientRect());
        if (boxes.length === 2 && boxes[0].right > boxes[1].left) faults.push('two programs overlap');
        for (const program of panels.querySelectorAll('.program')) {
            if (program.scrollHeight > program.clientHeight) faults.push(`a program is ${program.scrollHeight} high in ${program.clientHeight}`);
        }
    }
    return faults;
})()";

/// On every page: where both sides have a row its parts begin at one height, whatever is folded, and
/// what is in a row does not run into the next.
async fn aligned(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let look = "(() => {
        const faults = [];
        let rows = 0;
        for (const listing of document.querySelectorAll('.two-sides')) {
            const tops = {};
            for (const program of listing.querySelectorAll('.program')) {
                if (!program.getClientRects().length) continue;
                let end = -Infinity;
                for (const row of program.querySelectorAll(':scope > .row')) {
                    const box = row.getBoundingClientRect();
                    const from = row.style.getPropertyValue('--row').split('/')[0].trim();
                    if (box.top < end - 1) faults.push(`${listing.id}: row ${from} begins at ${box.top}, and the one above ends at ${end}`);
                    end = box.bottom;
                    if (from in tops) rows += 1;
                    if (Math.abs((tops[from] ??= box.top) - box.top) > 1) faults.push(`${listing.id}: row ${from} is at ${tops[from]} and at ${box.top}`);
                }
            }
        }
        return [rows, faults];
    })()";
    let mut faults = Vec::new();
    let mut seen = 0;
    for (number, page) in pages.iter().enumerate() {
        tab.goto(&page.file).await?;
        if number == 0 {
            tab.click(".beside").await?;
        }
        let (rows, found): (usize, Vec<String>) = tab.eval(look).await?;
        seen += rows;
        faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", page.file)));
        let sideways: Vec<String> = tab.eval(SIDEWAYS).await?;
        faults.extend(sideways.into_iter().map(|fault| format!("{}: {fault}", page.file)));
        let open = "document.querySelectorAll('details.same').forEach((part) => { part.open = true; }), null";
        tab.eval::<Option<bool>>(open).await?;
        let (_, found): (usize, Vec<String>) = tab.eval(look).await?;
        faults.extend(found.into_iter().map(|fault| format!("{}, opened: {fault}", page.file)));
    }
    ensure!(seen > 50, "only {seen} rows have both sides");
    Ok(faults)
}

/// On paper all sides stand one below the other, whatever was chosen.
async fn print(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let page = pages.first().context("no page has runtimes")?;
    tab.goto(&page.file).await?;
    tab.click(".beside").await?;
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    let faults = "(() => {
        const faults = [];
        const seen = (element) => element.getClientRects().length > 0;
        if ([...document.querySelectorAll('.beside')].some(seen)) faults.push('the button is printed');
        for (const panels of document.querySelectorAll('.panels')) {
            const lefts = new Set([...panels.children].map((panel) => panel.getBoundingClientRect().left));
            if (lefts.size !== 1 || ![...panels.children].every(seen)) faults.push('sides are not below each other');
        }
        return faults;
    })()";
    let faults = tab.eval(faults).await?;
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    Ok(faults)
}

/// A phone has no room for two sides: no button, and a choice made on a desk does no harm.
async fn no_room(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    let page = pages.first().context("no page has runtimes")?;
    tab.goto(&page.file).await?;
    tab.eval::<Option<bool>>("localStorage.setItem('turns-beside', 'yes'), null").await?;
    tab.reload().await?;
    let seen: bool =
        tab.eval("document.querySelector('.beside').getClientRects().length > 0").await?;
    ensure!(!seen, "the button is shown where it can do nothing");
    let shown: Vec<Vec<String>> = tab.eval(SHOWN).await?;
    ensure!(shown.iter().all(|sides| sides == &["python"]), "Python is chosen: {shown:?}");
    Ok(Vec::new())
}

async fn pictures(tab: &Tab, to: &Environment, lang: &str, pages: &[Page]) -> Result<()> {
    for (number, page) in pages.iter().enumerate() {
        tab.goto(&page.file).await?;
        if number == 0 {
            tab.click(".beside").await?;
        }
        let name = format!("{lang}-beside-{}", page.name().replace('/', "-"));
        picture::whole_page(tab, to, &name, "light").await?;
    }
    Ok(())
}
