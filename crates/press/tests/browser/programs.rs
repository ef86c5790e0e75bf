//! Programs that fold: what is folded opens, and what is copied is the whole program.

use crate::environment::{Environment, trial};
use crate::site::{Page, Site};
use crate::tab::{Options, Tab};
use anyhow::{Context, Result, anyhow, ensure};
use libtest_mimic::Trial;
use pages::Lang;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `en::programs@390`, with scripts and without.
pub fn trials(site: &Site, width: u32, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for lang in ["en", "zh"] {
        let pages: Vec<Page> = site.of(lang).filter(|page| page.has_folds).cloned().collect();
        // Chapters in Chinese may all wait for their translation. In English one must fold.
        if lang == "zh" && pages.is_empty() {
            continue;
        }
        let p = pages.clone();
        let options = Options { width, scripts: true };
        trials.push(trial(
            format!("{lang}::programs@{width}"),
            environment,
            options,
            async move |tab, _| programs(tab, &p).await,
        ));
        let options = Options { width, scripts: false };
        trials.push(trial(
            format!("{lang}::programs_without_scripts@{width}"),
            environment,
            options,
            async move |tab, _| by_hand(tab, &pages).await,
        ));
    }
    trials
}

/// Opens the first page with a program of which parts are folded.
async fn find(tab: &Tab, pages: &[Page]) -> Result<()> {
    for page in pages {
        tab.goto(&page.file).await?;
        if tab.eval::<bool>("document.querySelector('main .listing details.same') !== null").await?
        {
            return Ok(());
        }
    }
    anyhow::bail!("no page folds what a program repeats")
}

/// The file of a program and what a page of a language shows of it: all of it, with the comments of that
/// language.
fn shown_program(place: &str, side: &str, lang: &str) -> Result<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = pages::Sources::read(&root).map_err(|faults| anyhow!("{faults:?}"))?;
    let lang = if lang == "zh" { Lang::Zh } else { Lang::En };
    let program = sources.programs.iter().find(|program| program.place == Path::new(place));
    let source = program
        .and_then(|program| program.variants.iter().find(|source| source.side.name() == side))
        .with_context(|| format!("no program at {place} runs on {side}"))?;
    Ok((source.path.clone(), pages::anchor::without_marks(source.text(lang))))
}

/// Chooses Rust in every listing: without scripts each has its own choice.
const RUST: &str = "document.querySelectorAll('.tabs > label[for$=\"-plain\"]').forEach((label) => label.click()), null";

/// The first folded program that can be seen, marked with an id for the steps that follow.
const MARK: &str = "(() => {
    const seen = (program) => program.getClientRects().length > 0 && program.querySelector('details.same');
    const program = [...document.querySelectorAll('main .listing .program')].find(seen);
    program.id = 'the-program';
    const listing = program.closest('.listing');
    listing.id = 'the-listing';
    const side = program.closest('.panel')?.dataset.side ?? 'plain';
    return [listing.querySelector('.run a[href*=\"/tree/main/\"]').href.split('/tree/main/')[1], side];
})()";

async fn programs(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    find(tab, pages).await?;
    tab.eval::<Option<bool>>(RUST).await?;
    let (place, side): (String, String) = tab.eval(MARK).await?;
    let open = "document.querySelectorAll('#the-program details.same[open]').length";
    let all: usize =
        tab.eval("document.querySelectorAll('#the-program details.same').length").await?;
    ensure!(tab.eval::<usize>(open).await? == 0, "what repeats is open from the start");

    // Copied while folded.
    tab.eval::<Option<bool>>(
        "document.addEventListener('copy', (event) => { window.copied = event.target.value; }), null",
    )
    .await?;
    tab.eval::<Option<bool>>("document.querySelector('#the-program').scrollIntoView(), null")
        .await?;
    // What the button says it takes back soon: all that it has said is kept.
    let listen = "(() => {
        const button = document.querySelector('#the-program + .copy');
        window.said = [];
        new MutationObserver(() => window.said.push(button.innerText))
            .observe(button, { childList: true, characterData: true, subtree: true });
        return true;
    })()";
    tab.eval::<bool>(listen).await?;
    tab.click("#the-program + .copy").await?;
    tab.until("something is copied", "typeof window.copied === 'string'").await?;
    let right = if pages[0].lang == "zh" { "已复制" } else { "Copied" };
    tab.until(&format!("the button says {right}"), &format!("window.said.includes('{right}')"))
        .await?;
    let copied: String = tab.eval("window.copied").await?;
    let (file, text) = shown_program(&place, &side, &pages[0].lang)?;
    let text: Vec<&str> = text.lines().collect();
    let copied: Vec<&str> = copied.lines().collect();
    let same = copied.iter().zip(&text).take_while(|(a, b)| a == b).count();
    ensure!(
        copied == text,
        "{}:{}: it is copied as {:?}",
        file.display(),
        same + 1,
        copied.get(same)
    );

    // No number is in what is selected, and one button opens everything.
    let selected = "(() => {
        const code = document.querySelector('#the-program');
        const range = document.createRange();
        range.selectNodeContents(code);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return getSelection().toString().split('\\n').filter((line) => /^\\s*\\d+$/.test(line)).length;
    })()";
    let numbers: usize = tab.eval(selected).await?;
    ensure!(numbers == 0, "{numbers} numbers of lines are copied with the code");
    tab.click("#the-listing .since button").await?;
    tab.until("all parts open", &format!("{open} === {all}")).await?;
    tab.click("#the-listing .since button").await?;
    tab.until("all parts close", &format!("{open} === 0")).await?;
    Ok(Vec::new())
}

/// Without scripts each part opens by a click on its line.
async fn by_hand(tab: &Tab, pages: &[Page]) -> Result<Vec<String>> {
    find(tab, pages).await?;
    tab.eval::<Option<bool>>(RUST).await?;
    tab.eval::<(String, String)>(MARK).await?;
    tab.click("#the-program details.same > summary").await?;
    tab.until("a click opens the part", "document.querySelector('#the-program details.same').open")
        .await?;
    let code = "document.querySelector('#the-program details.same code').getClientRects().length";
    ensure!(tab.eval::<usize>(code).await? > 0, "its code cannot be seen");
    Ok(Vec::new())
}
