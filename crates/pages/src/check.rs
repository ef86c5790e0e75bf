//! Checks the book's sources: what the build needs, and what it would let pass in silence.

use crate::anchor;
use crate::answers;
use crate::asyncio;
use crate::chapters;
use crate::directive::{self, Directive};
use crate::exercises;
use crate::glossary;
use crate::ledger::{self, Evidence, Verdict};
use crate::listings::{Request, Source};
use crate::numbers;
use crate::page::{Page, PageTarget, pages};
use crate::pictures;
use crate::repository;
use crate::sources::Sources;
use crate::tests_by_name;
use crate::translation;
use crate::untranslated;
use catalog::{Lang, Side};
use listing::Problem;
use mdbook_markdown::pulldown_cmark::{CodeBlockKind, Event, Tag};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;

/// What a Chinese reader finds first in the repository.
const README_ZH: &str = "README.zh.md";

/// What the book has, for the line that a check ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Pages in each language.
    pub pages: usize,
    /// Chinese pages that are still to be translated.
    pub untranslated: usize,
    /// Listings, and their variants.
    pub listings: usize,
    /// Programs: every variant of every listing.
    pub variants: usize,
    /// Exercises, each with a solution.
    pub exercises: usize,
    /// Claims with a verdict.
    pub judged: usize,
    /// Claims in all.
    pub claims: usize,
    /// Terms of the glossary.
    pub terms: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let still = match self.untranslated {
            0 => String::new(),
            n => format!(" ({n} still to be translated)"),
        };
        write!(
            f,
            "{} pages in each language{}, {} listings in {} variants, {} exercises, \
             {} of {} claims judged, {} terms",
            self.pages,
            still,
            self.listings,
            self.variants,
            self.exercises,
            self.judged,
            self.claims,
            self.terms
        )
    }
}

/// Every fault of the sources, in the order of the files, and what the book has.
pub fn problems(root: &Path, sources: &Sources) -> (Vec<Problem>, Counts) {
    let mut problems: Vec<Problem> = Vec::new();
    let mut by_lang: HashMap<Lang, Vec<Page>> = HashMap::new();
    for lang in Lang::ALL {
        match pages(root, lang) {
            Ok(pages) => drop(by_lang.insert(lang, pages)),
            Err(problem) => problems.push(problem),
        }
    }
    let none = Vec::new();
    let en = by_lang.get(&Lang::En).unwrap_or(&none);
    let zh = by_lang.get(&Lang::Zh).unwrap_or(&none);
    for page in en.iter().chain(zh) {
        problems.extend(of_page(root, sources, page));
    }
    match repository::address(root) {
        Ok((address, fault)) => {
            problems.extend(fault);
            let pages = en.iter().chain(zh);
            problems.extend(pages.flat_map(|page| repository::faults(root, page, &address)));
        }
        Err(problem) => problems.push(problem),
    }
    problems.extend(of_listings(root, sources, en));
    problems.extend(of_exercises(root, sources, en));
    problems.extend(of_comments(sources));
    for exercise in &sources.exercises {
        if let Some(zh) = &exercise.zh {
            problems.extend(sources.glossary.misused(&exercise.zh_file(), &zh.text));
        }
    }
    // The repository’s own first page may be missing in a copy, but not use other words.
    let readme = Path::new(README_ZH);
    let text = std::fs::read_to_string(root.join(readme)).unwrap_or_default();
    problems.extend(sources.glossary.misused(readme, &text));
    problems.extend(of_languages(root, en, zh));
    problems.extend(of_ledger(root, sources, en, zh));
    problems.extend(of_asyncio(root, sources, en, zh));
    problems.extend(sources.glossary.gaps());
    problems.extend(of_words(sources));
    problems.sort();
    problems.dedup();
    let counts = Counts {
        pages: en.len(),
        untranslated: sources.untranslated.len(),
        listings: sources.programs.len(),
        variants: sources.programs.iter().map(|p| p.variants.len()).sum(),
        exercises: sources.exercises.len(),
        judged: sources.ledger.judged(),
        claims: sources.ledger.claims.len(),
        terms: sources.glossary.terms.len(),
    };
    (problems, counts)
}

/// What stops a build although no directive of the page asks for it: listings without a row or a
/// folder, anchors and exercises that no page shows, and what mdBook's own includes do not find.
pub(crate) fn structure(root: &Path, sources: &Sources, lang: Lang) -> Vec<Problem> {
    let mut problems = Vec::new();
    // The languages have the same directives, so English ones say which anchors are used.
    match pages(root, Lang::En) {
        Ok(en) => {
            problems.extend(of_listings(root, sources, &en));
            problems.extend(of_exercises(root, sources, &en));
        }
        Err(problem) => problems.push(problem),
    }
    match pages(root, lang) {
        Ok(pages) => problems.extend(pages.iter().flat_map(|page| includes(root, page))),
        Err(problem) => problems.push(problem),
    }
    problems
}

fn of_listings(root: &Path, sources: &Sources, en: &[Page]) -> Vec<Problem> {
    let mut problems = listing::check_layout(root);
    problems.extend(unused_anchors(sources, en));
    problems.extend(unused_pictures(sources, en));
    problems
}

/// What the programs of a translated chapter say in comments is translated, too.
fn of_comments(sources: &Sources) -> Vec<Problem> {
    let all = sources.commented();
    all.iter()
        .filter(|it| !sources.untranslated.contains(&it.chapter))
        .flat_map(|it| it.comments.faults(&it.texts, &sources.glossary))
        .collect()
}

/// Files and tables agree, the page of each chapter shows its exercises, and their Chinese is new.
fn of_exercises(root: &Path, sources: &Sources, en: &[Page]) -> Vec<Problem> {
    let mut problems = exercise::check_layout(root);
    let shown = |chapter: &str| {
        let page = en.iter().find(|page| page.name == chapter)?;
        let found = directive::find(&page.markdown).into_iter();
        Some(found.filter(|d| d.name == "exercise").map(|d| d.arguments).collect())
    };
    let has_zh_page = |chapter: &str| {
        let is_translated = !sources.untranslated.contains(chapter);
        is_translated && root.join(format!("book/zh/{chapter}.md")).is_file()
    };
    problems.extend(exercises::problems(&sources.exercises, shown, has_zh_page));
    problems
}

fn of_page(root: &Path, sources: &Sources, page: &Page) -> Vec<Problem> {
    let target = PageTarget {
        file: &page.file,
        lang: page.lang,
        renderer: "html",
        repository: "",
        site: true,
    };
    let mut problems = sources.expand(&target, &page.markdown).err().unwrap_or_default();
    problems.extend(headings(page));
    problems.extend(chapters::faults(page));
    problems.extend(code_blocks(page));
    problems.extend(captions(page));
    problems.extend(numbers::by_hand(&page.file, &page.markdown));
    problems.extend(includes(root, page));
    problems.extend(answers::faults(&page.file, &page.markdown, page.lang));
    problems.extend(sources.glossary.unlisted(&page.file, &page.markdown, page.lang));
    if page.lang == Lang::Zh {
        problems.extend(sources.glossary.misused(&page.file, &page.markdown));
    }
    problems
}

/// Every heading has an id of its own, so that links and translations can name it.
fn headings(page: &Page) -> Vec<Problem> {
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    for section in &page.sections {
        let fault = match &section.id {
            None => format!("the heading \"{}\" needs an id: {{#like-this}}", section.title),
            Some(id) if !seen.insert(id) => format!("the id #{id} stands twice on this page"),
            Some(_) => continue,
        };
        problems.push(Problem::at(&page.file, section.line, fault));
    }
    problems
}

/// Code typed into a page is either Rust that skeptic compiles, or no program at all.
fn code_blocks(page: &Page) -> Vec<Problem> {
    let mut problems = Vec::new();
    let parser = new_cmark_parser(&page.markdown, &MarkdownOptions::default());
    for (event, span) in parser.into_offset_iter() {
        let Event::Start(Tag::CodeBlock(kind)) = event else { continue };
        let info = match &kind {
            CodeBlockKind::Fenced(info) => info.to_string(),
            CodeBlockKind::Indented => String::new(),
        };
        let mut words = info.split([',', ' ']);
        let fault = match words.next().unwrap_or("") {
            "rust" => match words.find(|w| matches!(*w, "ignore" | "included")) {
                Some("included") if is_one_include(&page.markdown[span.clone()]) => continue,
                Some("included") => {
                    "an `included` block is one {{#include ../../crates/…:ANCHOR}}: cargo compiles that"
                }
                Some(_) => "a Rust fragment may not be `ignore`d: nothing would compile it",
                None => continue,
            },
            "text" | "console" | "toml" => continue,
            "" => "a code block needs a language: rust, text, console or toml",
            _ => "only Rust fragments can be typed into a page: bring other code by {{#listing …}}",
        };
        let line = directive::line_of(&page.markdown, span.start);
        problems.push(Problem::at(&page.file, line, fault));
    }
    problems
}

/// Whether a fenced block holds one line, which includes a part of a crate by its anchor: only of
/// those are the comments translated.
fn is_one_include(block: &str) -> bool {
    let lines: Vec<&str> = block.lines().collect();
    matches!(lines[..], [_, line, _]
        if line.starts_with("{{#include ../../crates/") && line.ends_with("}}"))
        && directive::find(block).first().is_some_and(|found| found.included().1.is_some())
}

fn includes(root: &Path, page: &Page) -> Vec<Problem> {
    directive::find(&page.markdown).iter().filter_map(|d| include(root, page, d)).collect()
}

/// A caption that stands below no figure would be shown with its mark.
fn captions(page: &Page) -> Vec<Problem> {
    let what = "a caption, `^ …`, stands directly below {{#timeline …}} or {{#plot …}}";
    let (mut problems, mut code, mut above) = (Vec::new(), false, "");
    for (i, line) in page.markdown.lines().enumerate() {
        code ^= line.starts_with("```");
        let figure = ["{{#timeline ", "{{#plot "].iter().any(|start| above.starts_with(start));
        if line.starts_with("^ ") && !figure && !code {
            problems.push(Problem::at(&page.file, i + 1, what));
        }
        above = line;
    }
    problems
}

/// mdBook leaves a missing file's directive on the page and a missing anchor empty, in silence.
fn include(root: &Path, page: &Page, directive: &Directive) -> Option<Problem> {
    let at = |what: String| Some(Problem::at(&page.file, directive.line, what));
    let name = directive.name.as_str();
    if !matches!(name, "include" | "rustdoc_include") {
        if directive::OURS.contains(&name) || directive::OF_MDBOOK.contains(&name) {
            return None;
        }
        // mdBook would show it to the reader.
        let hint = listing::did_you_mean(name, directive::OURS.into_iter()).unwrap_or_default();
        return at(format!("no directive `{{{{#{name}}}}}`; {hint}").trim_end_matches("; ").into());
    }
    let (path, anchor) = directive.included();
    let file = root.join(page.file.parent().unwrap_or(Path::new(""))).join(path);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(e) => return at(format!("{{{{#{}}}}}: {e}", directive.canonical())),
    };
    anchor::extract(&text, anchor?).err().and_then(|e| at(format!("{path}: {e}")))
}

fn unused_pictures(sources: &Sources, pages: &[Page]) -> Vec<Problem> {
    let shown: Vec<String> = pages
        .iter()
        .flat_map(|page| directive::find(&page.markdown))
        .filter(|directive| directive.name == "picture")
        .filter_map(|directive| directive.arguments.split_whitespace().next().map(String::from))
        .collect();
    let unused = sources.pictures.iter().filter(|picture| !shown.contains(&picture.name));
    unused
        .map(|picture| {
            let file = format!("{}/{}.svg", pictures::FOLDER, picture.name);
            Problem::of(file, "no page shows this picture")
        })
        .collect()
}

fn unused_anchors(sources: &Sources, pages: &[Page]) -> Vec<Problem> {
    let mut used: HashSet<(String, String)> = HashSet::new();
    for directive in pages.iter().flat_map(|page| directive::find(&page.markdown)) {
        if directive.name != "listing" {
            continue;
        }
        if let Ok(request) = Request::parse(&directive.arguments)
            && let Some(anchor) = request.uses()
        {
            used.insert((request.name.clone(), anchor.to_string()));
        }
    }
    let mut problems = Vec::new();
    for program in &sources.programs {
        for source in &program.variants {
            for anchor in anchor::anchors(&source.text) {
                if !used.contains(&(program.name.clone(), anchor.name.clone())) {
                    let what = format!("no page shows the anchor `{}`", anchor.name);
                    problems.push(Problem::at(&source.path, anchor.line, what));
                }
            }
        }
    }
    problems
}

fn of_languages(root: &Path, en: &[Page], zh: &[Page]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let zh_by_name: BTreeMap<&str, &Page> = zh.iter().map(|p| (p.name.as_str(), p)).collect();
    for page in en {
        match zh_by_name.get(page.name.as_str()) {
            Some(zh) if untranslated::is(&zh.markdown) => {
                problems.extend(untranslated::faults(&page.markdown, zh));
            }
            Some(zh) => {
                let found = translation::differences(&page.markdown, &zh.file, &zh.markdown);
                problems.extend(found);
            }
            None => problems.push(Problem::of(&page.file, "has no Chinese page")),
        }
    }
    for page in zh.iter().filter(|zh| !en.iter().any(|en| en.name == zh.name)) {
        problems.push(Problem::of(&page.file, "has no English page"));
    }
    let summary = |lang: Lang| {
        let file = format!("book/{lang}/SUMMARY.md");
        let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        repository::links(&text).map(|link| link.to).collect::<Vec<_>>()
    };
    if summary(Lang::En) != summary(Lang::Zh) {
        let what = "its pages differ from those of book/en/SUMMARY.md, or stand in another order";
        problems.push(Problem::of("book/zh/SUMMARY.md", what));
    }
    problems
}

/// Claims, their reasons, the meanings of terms and what bites stand on pages, too.
fn of_words(sources: &Sources) -> Vec<Problem> {
    let mut problems = Vec::new();
    let claims = &sources.ledger.claims;
    let reasons = claims.iter().map(|claim| (ledger::FILE, &claim.id, &claim.why));
    let terms = &sources.glossary.terms;
    let meanings = terms.iter().map(|term| (glossary::FILE, &term.en, &term.meaning));
    let says = claims.iter().map(|claim| (ledger::FILE, &claim.id, &claim.says));
    let rows = sources.asyncio.groups.iter().flat_map(|group| &group.rows);
    let bites = rows.map(|row| (asyncio::FILE, &row.asyncio, &row.bites));
    let mut say = |file: &str, name: &str, found: Vec<Problem>| {
        let named = |found: Problem| Problem::of(file, format!("{name}: {}", found.what));
        problems.extend(found.into_iter().map(named));
    };
    for (file, name, text) in reasons.clone().chain(meanings.clone()) {
        for lang in Lang::ALL {
            say(file, name, numbers::by_hand(Path::new(file), text.get(lang)));
        }
    }
    for (file, name, text) in reasons.chain(meanings).chain(says).chain(bites) {
        say(file, name, sources.glossary.misused(Path::new(file), text.get(Lang::Zh)));
    }
    for row in sources.asyncio.groups.iter().flat_map(|group| &group.rows) {
        for zh in row.cells().into_iter().filter_map(|(_, zh)| zh) {
            let misused = sources.glossary.misused(Path::new(asyncio::FILE), zh);
            say(asyncio::FILE, &row.asyncio, misused);
        }
    }
    problems
}

/// A verdict names a section in both languages that shows it, and evidence that runs.
fn of_ledger(root: &Path, sources: &Sources, en: &[Page], zh: &[Page]) -> Vec<Problem> {
    let mut problems = sources.ledger.gaps();
    for claim in sources.ledger.claims.iter().filter(|c| c.verdict != Verdict::Open) {
        let mut say = |what: String| {
            problems.push(Problem::of(ledger::FILE, format!("{}: {what}", claim.id)));
        };
        if let Some(section) = &claim.section {
            let (name, id) = section.split_once('#').unwrap_or((section, ""));
            for (lang, pages) in [(Lang::En, en), (Lang::Zh, zh)] {
                let Some(page) = pages.iter().find(|page| page.name == name) else {
                    say(format!("there is no page book/{lang}/{name}.md"));
                    continue;
                };
                if lang == Lang::Zh && sources.untranslated.contains(name) {
                    continue;
                }
                if !page.sections.iter().any(|s| s.id.as_deref() == Some(id)) {
                    say(format!("{} has no section #{id}", page.file.display()));
                }
                let shown = directive::find(&page.markdown).iter().any(|d| {
                    d.name == "verdict" && d.arguments.split_whitespace().any(|a| a == claim.id)
                });
                if !shown {
                    say(format!("{} does not show its verdict", page.file.display()));
                }
            }
        }
        for evidence in &claim.evidence {
            let exists = match evidence {
                Evidence::Listing(name) => sources.program(name).is_some(),
                Evidence::Test(name) => tests_by_name::exists(root, name),
            };
            if !exists {
                say(format!("its evidence, {evidence}, does not exist"));
            }
        }
    }
    problems
}

/// The table from asyncio to Rust: each row shown by what runs both languages, each group shown once.
fn of_asyncio(root: &Path, sources: &Sources, en: &[Page], zh: &[Page]) -> Vec<Problem> {
    let mut problems = sources.asyncio.faults(|evidence| match evidence {
        Evidence::Test(name) => match asyncio::row_of(name) {
            None => Err(format!("is no test of {}/rows.rs", asyncio::TESTS)),
            Some(_) if !tests_by_name::exists(root, name) => Err("does not exist".into()),
            Some(row) if !root.join(asyncio::TESTS).join(format!("rows/{row}.py")).is_file() => {
                Err("has no program in Python beside it".into())
            }
            Some(_) => Ok(()),
        },
        Evidence::Listing(name) => {
            let program = sources.program(name).ok_or("does not exist")?;
            let is_python = |source: &Source| source.side == Side::Python;
            match program.variants.iter().any(is_python) {
                true => Ok(()),
                false => Err("runs in Rust only".into()),
            }
        }
    });
    for page in en.iter().chain(zh).filter(|page| page.name == asyncio::PAGE) {
        if page.lang == Lang::En || !sources.untranslated.contains(&page.name) {
            problems.extend(sources.asyncio.unshown(page));
        }
    }
    problems
}
