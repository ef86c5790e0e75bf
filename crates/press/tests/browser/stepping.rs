//! Steps through a recorded run as a reader does: by keyboard alone, and by mouse.

use crate::environment::{Environment, trial};
use crate::site::Site;
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, ensure};
use libtest_mimic::Trial;
use std::sync::Arc;

/// The page that is tried: a chapter with several recorded runs. The first one's caption has no link, to
/// which the tab key would lead before the stepper.
const PAGE: &str = "ch08-task-future.html";

/// One test a width: `en::stepping@1280` and `zh::stepping@390`. Between them, both languages and
/// both widths are tried.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let options = Options { width, scripts: true };
    let lang = if width > 600 { "en" } else { "zh" };
    let name = format!("{lang}::stepping@{width}");
    let has = site.of(lang).any(|found| found.file.ends_with(PAGE));
    let steps = async move |tab: &Tab, e: &Environment| stepping(tab, e, lang).await;
    has.then(|| trial(name, environment, options, steps)).into_iter().collect()
}

/// What the first stepper shows: which event of how many, its words, and where the cursor is.
const SHOWN: &str = "(() => {
    const figure = document.querySelector('figure.timeline');
    const group = figure.nextElementSibling;
    const cursor = figure.querySelector('.cursor');
    const slider = group.querySelector('input');
    return [Number(slider.value), Number(slider.max), group.querySelector('.say').textContent,
        cursor.style.display === 'none' ? -1 : Number(cursor.querySelector('.now').getAttribute('x1'))];
})()";

type Shown = (usize, usize, String, f64);

async fn stepping(tab: &Tab, environment: &Environment, lang: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    tab.goto(&format!("{lang}/{}", PAGE)).await?;
    let (at, last, start, cursor): Shown = tab.eval(SHOWN).await?;
    ensure!(at == 0 && last > 3 && cursor < 0.0, "it begins at {at} of {last}, cursor {cursor}");
    ensure!(start.contains(&last.to_string()), "nothing says how many events there are: {start}");

    // The tab key leads to the group, and shows that it has.
    let focus = "(() => {
        document.querySelector('figure.timeline .picture').focus();
        return document.activeElement.matches('.picture');
    })()";
    ensure!(tab.eval::<bool>(focus).await?, "the figure cannot be scrolled by keyboard");
    tab.press("Tab").await?;
    let focused = "document.activeElement.matches('.stepper:focus-visible') &&
        getComputedStyle(document.activeElement).outlineStyle !== 'none'";
    ensure!(tab.eval::<bool>(focused).await?, "the tab key leads past the stepper, or unseen");

    let mut words = vec![start];
    let mut x = -1.0;
    for step in 1..=last {
        tab.press("ArrowRight").await?;
        let shown = tab.eval::<Shown>(SHOWN).await.context("after the right arrow");
        let (at, _, said, cursor) = shown?;
        ensure!(at == step, "the right arrow led to {at} instead of {step}");
        ensure!(cursor >= x, "event {step} stands before the one before it");
        ensure!(!said.trim().is_empty(), "event {step} has no words");
        x = cursor;
        words.push(said);
        if step == last / 2 {
            faults.extend(environment.axe.faults(tab, "in the middle of a run").await?);
            faults.extend(tab.eval::<Vec<String>>(TOO_SMALL).await?);
        }
    }
    let mut different = words.clone();
    different.dedup();
    ensure!(different.len() > last / 2, "the words hardly change: {words:?}");
    tab.press("ArrowRight").await?;
    ensure!(tab.eval::<Shown>(SHOWN).await?.0 == last, "there is something after the end");
    for step in (0..last).rev() {
        tab.press("ArrowLeft").await?;
        let (at, _, said, _): Shown = tab.eval(SHOWN).await?;
        ensure!(at == step && said == words[step], "back at {at}, not {step}, it says {said}");
    }
    for (key, to) in [("End", last), ("Home", 0)] {
        tab.press(key).await?;
        ensure!(tab.eval::<Shown>(SHOWN).await?.0 == to, "{key} does not lead to {to}");
    }
    let file = tab.file().await?;
    ensure!(file.ends_with(PAGE), "an arrow key turned the page to {file}");

    // It plays by the space bar, and a click on a button stops it there.
    tab.press(" ").await?;
    let on = "document.querySelector('.stepper input').value >= 2";
    tab.until("it plays", on).await?;
    tab.click(".stepper button:nth-of-type(2)").await.context("the button that plays")?;
    let stopped = tab.eval::<Shown>(SHOWN).await?.0;
    tab.click(".stepper button:nth-of-type(3)").await?;
    ensure!(tab.eval::<Shown>(SHOWN).await?.0 == stopped + 1, "the button leads elsewhere");
    Ok(faults)
}

/// Buttons are large enough for a finger.
const TOO_SMALL: &str = "[...document.querySelectorAll('.stepper button')]
    .map((button) => [button.title, button.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 44 || box.height < 44))
    .map(([title, box]) => `the button ${title} is ${box.width} by ${box.height}`)";
