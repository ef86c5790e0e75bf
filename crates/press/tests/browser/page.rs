//! What must hold for every page: nothing fails, nothing is cut off, everyone can use it.

use crate::axe;
use crate::environment::{Environment, trial};
use crate::picture;
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::Result;
use libtest_mimic::Trial;
use std::sync::Arc;

/// One test a page: `en/introduction@390`.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    let trial_of = |page: &Page| {
        let name = format!("{}@{width}", page.name());
        let page = page.clone();
        trial(name, environment, options, async move |tab, environment| {
            check(tab, environment, &page).await
        })
    };
    site.pages.iter().map(trial_of).collect()
}

async fn check(tab: &Tab, environment: &Environment, page: &Page) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let name = page.name().replace('/', "-");
    for (theme, scheme) in [("light", "light"), ("navy", "dark")] {
        tab.prefer(scheme).await?;
        tab.goto(&page.file).await?;
        if !page.lang.is_empty() {
            let of_theme = format!("document.documentElement.classList.contains('{theme}')");
            tab.until(&format!("the theme is {theme}"), &of_theme).await?;
        }
        if theme == "light" {
            faults.extend(tab.eval::<Vec<String>>(SIDEWAYS).await?);
        }
        // Between the two widths, both languages are looked at in both themes.
        let side = if (tab.width > 600) == (theme == "light") { "python" } else { "tokio" };
        tab.eval::<Option<bool>>(&choose(side)).await?;
        let state = format!("{theme}, {side}");
        faults.extend(axe::faults(tab, &environment.axe, &state).await?);
        picture::whole_page(tab, environment, &name, theme).await?;
    }
    Ok(faults)
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
    const look = (side) => {
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
