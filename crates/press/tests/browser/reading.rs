//! Small things that readers of such books have complained of: each was a fault here, too.

use crate::environment::{Environment, trial};
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use serde_json::json;
use std::sync::Arc;

/// `en::search_anywhere@390` and the like: once a width, since no words are concerned.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    let Some(page) = site.of("en").max_by_key(|page| page.tabs).cloned() else { return Vec::new() };
    let name = |what: &str| format!("en::{what}@{width}");
    let p = page.clone();
    let search = trial(name("search_anywhere"), environment, options, async move |tab, _| {
        search_anywhere(tab, &p).await
    });
    let p = page.clone();
    let link = trial(name("link_to_a_side"), environment, options, async move |tab, _| {
        link_to_a_side(tab, &p).await
    });
    let p = page.clone();
    let edit = trial(name("suggest_an_edit"), environment, options, async move |tab, _| {
        edit(tab, &p).await
    });
    let back = trial(name("back_to_what_was_found"), environment, options, async move |tab, _| {
        back(tab).await
    });
    let p = page.clone();
    let arrows =
        trial(name("arrows"), environment, options, async move |tab, _| arrows(tab, &p).await);
    let p = page.clone();
    let marked = trial(name("what_was_found"), environment, options, async move |tab, _| {
        what_was_found(tab, &p).await
    });
    let p = page.clone();
    let find = trial(name("find_in_tabs"), environment, options, async move |tab, _| {
        find_in_tabs(tab, &p).await
    });
    let p = page.clone();
    let language = trial(name("same_section"), environment, options, async move |tab, _| {
        same_section(tab, &p).await
    });
    let print =
        trial(name("print"), environment, options, async move |tab, _| print(tab, &page).await);
    vec![search, link, edit, back, arrows, marked, find, language, print]
}

/// How many places of the page are marked as what was searched for.
const MARKED: &str = "CSS.highlights.get('found')?.size ?? 0";

/// What was searched for is marked in the section that was found, and shown if a tab hides it.
async fn what_was_found(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto("en/introduction.html").await?;
    tab.press("/").await?;
    tab.enter("event loop").await?;
    let found = "document.querySelectorAll('#book-search li mark').length > 1";
    tab.until("pages are found", found).await?;
    // A section is told by its chapter, too.
    let told = "[...document.querySelectorAll('#book-search li')].every((page) =>
        page.querySelectorAll('.chapter').length <= 1) &&
        document.querySelector('#book-search li .chapter')?.textContent.length > 3";
    ensure!(tab.eval::<bool>(told).await?, "no result says in which chapter it is");
    let elsewhere = "[...document.querySelectorAll('#book-search li a')].find((a) => !a.pathname.endsWith('introduction.html')).id = 'elsewhere'";
    tab.eval::<String>(elsewhere).await?;
    tab.follow("#elsewhere").await?;
    tab.until("what was found is marked", &format!("({MARKED}) > 0")).await?;
    tab.reload().await?;
    ensure!(tab.eval::<usize>(MARKED).await? == 0, "it is marked for ever");

    // A word that only one tab has, and another one is shown. The search knows sections by headings.
    tab.goto(&page.file).await?;
    let ask = "(() => {
        const panel = [...document.querySelectorAll('main .two-sides .panel[data-side=smol]')]
            .find((panel) => panel.textContent.includes('smol::'));
        const above = [...document.querySelectorAll('main :is(h1, h2, h3)[id]')]
            .filter((h) => h.compareDocumentPosition(panel) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
        location.hash = above.id;
        sessionStorage.setItem('turns-found', JSON.stringify({ url: location.href, words: ['smol::'] }));
        panel.id = '';
        return panel.getClientRects().length;
    })()";
    ensure!(tab.eval::<usize>(ask).await? == 0, "smol's tab is shown before anybody asked");
    tab.reload().await?;
    let seen = "[...document.querySelectorAll('main .panel[data-side=smol]')].some((panel) => {
        const box = panel.getBoundingClientRect();
        return box.height > 0 && box.top < innerHeight && box.bottom > 0;
    })";
    tab.until("the tab with the word is in sight", &format!("{seen} && ({MARKED}) > 0")).await?;
    let kept = "localStorage.getItem('turns-side') === null";
    ensure!(tab.eval::<bool>(kept).await?, "a search changes what the reader chose");
    Ok(Vec::new())
}

/// The browser's own search looks into tabs that are not shown, and what it finds is shown.
async fn find_in_tabs(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    let key = "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true })),
        [...document.querySelectorAll('main .panel[hidden=until-found]')].map((panel) => panel.dataset.side)";
    let looked: Vec<String> = tab.eval(key).await?;
    ensure!(looked.iter().any(|side| side == "smol"), "it looks into {looked:?}");
    let room = "[...document.querySelectorAll('main .panel[hidden=until-found]')]
        .every((panel) => panel.getBoundingClientRect().height === 0)";
    ensure!(tab.eval::<bool>(room).await?, "what is not shown takes room");
    // What a browser does when it has found something there.
    let found = "document.querySelector('main .panel[data-side=smol]')
        .dispatchEvent(new Event('beforematch', { bubbles: true })),
        [document.querySelectorAll('main .panel[hidden]').length,
        document.querySelector('main .panel[data-side=smol]').getBoundingClientRect().height]";
    let (hidden, height): (usize, f64) = tab.eval(found).await?;
    ensure!(hidden == 0 && height > 0.0, "{hidden} are hidden still, and smol is {height} high");
    // Whoever chooses a tab while it looks sees this tab.
    tab.eval::<Vec<String>>(key).await?;
    tab.eval::<Option<bool>>(&crate::page::choose("tokio")).await?;
    let shown = "[...document.querySelectorAll('main .two-sides')].every((listing) =>
        [...listing.querySelectorAll('.panel')].filter((p) => p.getClientRects().length).length === 1)";
    ensure!(tab.eval::<bool>(shown).await?, "a listing shows no tab, or two");
    Ok(Vec::new())
}

/// The link to the other language leads to the section that is read.
async fn same_section(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    let aim = "(() => {
        const heading = [...document.querySelectorAll('main h2[id]')].at(2);
        heading.scrollIntoView({ behavior: 'instant' });
        const link = document.querySelector('.bar-language');
        link.dispatchEvent(new PointerEvent('pointerdown'));
        return [heading.id, decodeURIComponent(link.hash.slice(1)), link.pathname.includes('/zh/')];
    })()";
    let (id, hash, is_other): (String, String, bool) = tab.eval(aim).await?;
    ensure!(id == hash && is_other, "in {id}, it leads to {hash}");
    tab.eval::<Option<bool>>("scrollTo({ top: 0, behavior: 'instant' }), null").await?;
    let top =
        "document.querySelector('.bar-language').dispatchEvent(new PointerEvent('pointerdown')),
        document.querySelector('.bar-language').hash";
    ensure!(tab.eval::<String>(top).await?.is_empty(), "from the top it leads elsewhere");
    if tab.width > 600 {
        let file: String = tab.eval("document.querySelector('.bar-language').pathname").await?;
        tab.follow(".bar-language").await?;
        ensure!(file.ends_with(&tab.file().await?), "it leads to {}", tab.file().await?);
    }
    Ok(Vec::new())
}

/// An address may name a listing and a side: that side is shown, here only, and in sight.
async fn link_to_a_side(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    let id = "[...document.querySelectorAll('.panel[id$=\"--tokio\"]')].at(-1).id";
    let id: String = tab.eval(id).await?;
    tab.goto("en/introduction.html").await?;
    tab.goto(&format!("{}#{id}", page.file)).await?;
    let seen = format!(
        "(() => {{
            const box = document.getElementById('{id}').getBoundingClientRect();
            return box.height > 0 && box.top < innerHeight && box.bottom > 0;
        }})()"
    );
    tab.until("the side is in sight", &seen).await?;
    // Within the page, too, and without being kept.
    tab.eval::<Option<bool>>("location.hash = location.hash.replace('--tokio', '--python'), null")
        .await?;
    let python = seen.replace("--tokio", "--python");
    tab.until("the other side is in sight", &python).await?;
    ensure!(
        tab.eval::<bool>("localStorage.getItem('turns-side') === null").await?,
        "a link changes what the reader chose"
    );
    Ok(Vec::new())
}

/// Each page leads to its own source in the repository that the book names.
async fn edit(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    let address: String = tab.eval("document.querySelector('a[rel=edit]').href").await?;
    let repository: String =
        tab.eval("document.querySelector('a[title=\"Git repository\"]').href").await?;
    let right = format!(
        "{}/edit/main/book/{}",
        repository.trim_end_matches('/'),
        page.file.replace(".html", ".md")
    );
    ensure!(address == right, "it leads to {address}, not to {right}");
    Ok(Vec::new())
}

/// The browser's way back from a page that was found leads to the question and its answer.
async fn back(tab: &Tab) -> Result<Vec<String>> {
    let start = "en/introduction.html";
    tab.goto(start).await?;
    tab.press("/").await?;
    tab.enter("event loop").await?;
    let found = "document.querySelectorAll('#book-search li a').length > 1";
    tab.until("pages are found", found).await?;
    let elsewhere = "[...document.querySelectorAll('#book-search li a')].find((a) => !a.pathname.endsWith('introduction.html')).id = 'elsewhere'";
    tab.eval::<String>(elsewhere).await?;
    tab.follow("#elsewhere").await?;
    // A moment later: the answer must be out before the page is replaced.
    tab.eval::<Option<bool>>("setTimeout(() => history.back()), null").await?;
    let again = format!(
        "location.pathname.endsWith('{start}') && {found} &&
            document.querySelector('#book-search input').value === 'event loop' &&
            !document.querySelector('#book-search').hidden"
    );
    tab.until("the answer is there again", &again).await?;
    tab.press("Escape").await?;
    tab.reload().await?;
    let closed = "document.querySelector('#book-search').hidden";
    ensure!(tab.eval::<bool>(closed).await?, "a search that was closed comes back");
    Ok(Vec::new())
}

/// In the middle of a page, the search opens in sight, and closing it leaves the reader there.
async fn search_anywhere(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    tab.eval::<Option<bool>>("scrollTo({ top: 3000, behavior: 'instant' }), null").await?;
    tab.until("the page is scrolled", "scrollY > 2900").await?;
    let before: f64 = tab.eval("scrollY").await?;
    tab.press("/").await?;
    let seen = "(() => {
        const field = document.querySelector('#book-search input');
        const box = field.getBoundingClientRect();
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return document.activeElement === field && top === field;
    })()";
    tab.until("the field can be seen and written into", seen).await?;
    tab.press("Escape").await?;
    tab.until("it is closed", "document.querySelector('#book-search').hidden").await?;
    let after: f64 = tab.eval("scrollY").await?;
    // The panel itself takes room as long as it is open.
    ensure!((before - after).abs() < 100.0, "the reader was at {before} and is at {after}");
    Ok(Vec::new())
}

/// In code that is wider than its place the arrow keys scroll, and do not turn the page.
async fn arrows(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.goto(&page.file).await?;
    let focus = "(() => {
        const wide = [...document.querySelectorAll('main :is(.program, pre > code)')]
            .find((box) => box.tabIndex === 0 && box.getClientRects().length > 0);
        wide.style.width = '150px';
        wide.focus();
        wide.id = 'wide';
        return wide.scrollWidth > wide.clientWidth;
    })()";
    ensure!(tab.eval::<bool>(focus).await?, "no code is wider than its place");
    tab.press("ArrowRight").await?;
    tab.press("ArrowRight").await?;
    tab.until("the code scrolls", "document.querySelector('#wide').scrollLeft > 0").await?;
    tab.press("ArrowLeft").await?;
    ensure!(tab.file().await? == page.file, "an arrow key in code turned the page");
    // Anywhere else they turn it.
    tab.eval::<Option<bool>>("document.activeElement.blur(), null").await?;
    tab.load_by(async |tab| tab.press("ArrowRight").await).await.context("turning the page")?;
    ensure!(tab.file().await? != page.file, "the right arrow does not turn the page");
    Ok(Vec::new())
}

/// On a sheet of paper there is the text alone, in black, and no line is cut off.
async fn print(tab: &Tab, page: &Page) -> Result<Vec<String>> {
    tab.prefer("dark").await?;
    tab.goto(&page.file).await?;
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    let faults = "(() => {
        const faults = [];
        const seen = (element) => element.getClientRects().length > 0;
        for (const name of ['#mdbook-sidebar', '#mdbook-menu-bar', '.nav-chapters', '#book-search', '.copy', '.stepper', '.numbers']) {
            if ([...document.querySelectorAll(name)].some(seen)) faults.push(name + ' is printed');
        }
        const left = document.querySelector('main').getBoundingClientRect().left;
        if (left > 30) faults.push('the text begins at ' + left);
        const black = (element) => getComputedStyle(element).color === 'rgb(0, 0, 0)';
        for (const element of document.querySelectorAll('main > p, main pre > code, main pre span')) {
            if (seen(element) && !black(element)) { faults.push('not black: ' + element.textContent.slice(0, 40)); break; }
        }
        const width = document.documentElement.clientWidth;
        for (const element of document.querySelectorAll('main pre > code, main table, main svg, main p')) {
            if (seen(element) && (element.getBoundingClientRect().right > width + 1 || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display === 'block')) {
                faults.push('cut off: ' + element.textContent.trim().slice(0, 40)); break;
            }
        }
        const panels = [...document.querySelectorAll('.panel')];
        if (!panels.every(seen)) faults.push('a side is not printed');
        return faults;
    })()";
    let faults: Vec<String> = tab.eval(faults).await?;
    tab.call("Emulation.setEmulatedMedia", json!({ "media": "" })).await?;
    Ok(faults)
}
