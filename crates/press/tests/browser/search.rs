//! Search, in both languages: what is asked for is found, and the links lead there.

use crate::environment::Environment;
use crate::picture;
use crate::site::Page;
use crate::tab::Tab;
use anyhow::{Context, Result, ensure};

/// Words that the book cannot do without. The second of each is two words, with and without a
/// space between them.
const KNOWN: [(&str, [&str; 2]); 2] =
    [("en", ["handle", "event loop"]), ("zh", ["任务", "事件循环"])];

/// Characters that the book has many times, and never in this order.
const SHUFFLED: &str = "程协器生线";

/// The longest word of the first headings, by the language's own way to divide words.
const WORDS: &str = "(() => {
    const cut = new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' });
    const longest = (text) => [...cut.segment(text)]
        .filter((part) => part.isWordLike)
        .map((part) => part.segment)
        .sort((a, b) => b.length - a.length)[0];
    return [...document.querySelectorAll('main h1, main h2')].slice(0, 3)
        .map((heading) => longest(heading.textContent)).filter(Boolean);
})()";

/// What the search says about its answer; empty until there is one.
const STATUS: &str = "document.querySelector('#book-search [role=status]').textContent";

/// Words of the book are found, others are not, and the search opens and closes by keyboard.
pub async fn check(
    tab: &Tab,
    environment: &Environment,
    lang: &str,
    pages: &[Page],
) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let page = pages.iter().max_by_key(|page| page.tabs).context("no pages")?;
    tab.goto(&page.file).await?;
    let mut words: Vec<String> = tab.eval(WORDS).await?;
    ensure!(!words.is_empty(), "{} has no headings", page.file);
    let known = KNOWN.iter().filter(|(of, _)| *of == lang).flat_map(|(_, words)| words);
    words.extend(known.map(ToString::to_string));
    // What is found is the same at every width.
    if tab.width < 600 {
        words.truncate(1);
    }
    // A short page loads fast, and can be asked as well as a long one.
    let start = format!("{lang}/introduction.html");
    for (number, word) in words.iter().enumerate() {
        tab.goto(&start).await?;
        ask(tab, word).await?;
        if number == 0 {
            let name = format!("{lang}-search");
            faults.extend(environment.axe.faults(tab, "pages found, light").await?);
            picture::whole_page(tab, environment, &name, "light").await?;
            tab.prefer("dark").await?;
            let dark = "document.documentElement.classList.contains('navy')";
            tab.until("the theme is navy", dark).await?;
            let found = environment.axe.faults_of_looks(tab, "pages found, dark").await?;
            faults.extend(found);
            picture::whole_page(tab, environment, &name, "dark").await?;
        }
        leads_there(tab, word).await.with_context(|| format!("searching for {word}"))?;
    }

    if lang == "zh" && tab.width > 600 {
        faults.extend(chinese(tab, &start).await?);
    }
    tab.goto(&start).await?;
    ask(tab, "zxqvzxqv").await?;
    let count: usize = tab.eval("document.querySelectorAll('#book-search li').length").await?;
    ensure!(count == 0, "{count} pages are found for a word that is in none");
    faults.extend(environment.axe.faults(tab, "nothing found").await?);
    if lang == "zh" {
        tab.goto(&start).await?;
        ask(tab, SHUFFLED).await?;
        let count: usize = tab.eval("document.querySelectorAll('#book-search li').length").await?;
        ensure!(count == 0, "{count} pages are found for characters that stand together in none");
    }
    closes_and_opens(tab).await?;
    Ok(faults)
}

/// Words of one, two and three characters are found as words, beside others, too; characters that
/// the book has only apart from each other are not.
async fn chinese(tab: &Tab, start: &str) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    tab.goto(start).await?;
    open(tab).await?;
    for (question, is_there) in [
        ("锁", true),
        ("协程", true),
        ("线程", true),
        ("任务 tokio", true),
        ("tokio任务", true),
        ("线程 锁", true),
        ("程任", false),
        ("务事循件", false),
        ("线程 zxqvzxqv", false),
    ] {
        write(tab, question).await?;
        let marked = "[...document.querySelectorAll('#book-search li')]
            .map((page) => page.textContent.replace(/\\s+/g, ''))";
        let pages: Vec<String> = tab.eval(marked).await?;
        if pages.is_empty() == is_there {
            faults.push(format!("{question}: {} pages are found", pages.len()));
        }
        // The word stands in what is shown of the first page.
        let word: String = question.chars().filter(|c| !c.is_ascii() && *c != ' ').collect();
        let one = !question.contains(' ');
        if is_there && one && pages.first().is_some_and(|page| !page.contains(&word)) {
            faults.push(format!("{question}: the first page shows {:?}", pages[0]));
        }
    }
    Ok(faults)
}

/// Opens the search, writes the word, and waits for the answer.
async fn ask(tab: &Tab, word: &str) -> Result<()> {
    open(tab).await?;
    write(tab, word).await
}

async fn open(tab: &Tab) -> Result<()> {
    tab.press("/").await?;
    tab.until("the key / opens the search", "document.activeElement.type === 'search'").await
}

/// Writes in place of what was asked before, and waits for the answer.
async fn write(tab: &Tab, word: &str) -> Result<()> {
    let empty = "document.activeElement.value = '',
        document.activeElement.dispatchEvent(new Event('input'))";
    tab.eval::<bool>(empty).await?;
    tab.until("an empty question has no answer", &format!("{STATUS} === ''")).await?;
    tab.enter(word).await?;
    tab.until("the search answers", &format!("{STATUS} !== ''")).await
}

/// The first of the pages found has the word and is in the same language.
async fn leads_there(tab: &Tab, word: &str) -> Result<()> {
    let count: usize = tab.eval("document.querySelectorAll('#book-search li a').length").await?;
    ensure!(count > 0, "nothing is found ({})", tab.eval::<String>(STATUS).await?);
    let first = "[...document.querySelectorAll('#book-search li')].map((page) =>
        page.querySelector('a').textContent + page.querySelector('p').textContent)";
    let mut first: Vec<String> = tab.eval(first).await?;
    first.sort();
    let again = first.windows(2).find(|two| two[0] == two[1]);
    ensure!(again.is_none(), "a page is found twice: {again:?}");
    let lang: String = tab.eval("document.documentElement.lang").await?;
    let address: String = tab.eval("document.querySelector('#book-search li a').href").await?;
    tab.click("#book-search li a").await?;
    // A link to a heading of this very page loads nothing.
    let arrived = format!("location.href === '{address}' && document.readyState === 'complete'");
    tab.until("a click leads to what was found", &arrived).await?;
    let file = tab.file().await?;
    let there: String = tab.eval("document.documentElement.lang").await?;
    ensure!(there == lang, "a search in {lang} leads to {file} in {there}");
    let text: String = tab.eval("document.querySelector('main').textContent").await?;
    let text = text.to_lowercase();
    let has_all = word.split(' ').all(|part| text.contains(&part.to_lowercase()));
    ensure!(has_all, "{file} does not have it");
    let heading = "location.hash === '' ||
        document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null";
    ensure!(tab.eval::<bool>(heading).await?, "{address} leads to no heading");
    Ok(())
}

async fn closes_and_opens(tab: &Tab) -> Result<()> {
    let hidden = "document.querySelector('#book-search').getClientRects().length === 0";
    tab.press("Escape").await?;
    tab.until("Escape closes the search", hidden).await?;
    let back = "document.activeElement.id === 'book-search-toggle'";
    tab.until("the focus is back on the button", back).await?;
    tab.click("#book-search-toggle").await?;
    tab.until("the button opens the search", &format!("!({hidden})")).await
}
