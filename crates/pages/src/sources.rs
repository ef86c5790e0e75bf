//! Everything that a directive can ask for, read once from the disk.

use crate::answers;
use crate::asyncio;
use crate::board;
use crate::boxes;
use crate::chapters;
use crate::comments::{Commented, Comments, Syntax};
use crate::directive::{self, Directive};
use crate::exercises::{self, Exercise};
use crate::glossary::Glossary;
use crate::lab;
use crate::lang::Words;
use crate::ledger::{self, BoxPlace, Claim, Ledger};
use crate::listings::{self, Program, Request, Target};
use crate::measured::{Measured, Said};
use crate::page::{Page, PageTarget, pages};
use crate::pictures::{self, Picture};
use crate::pieces::{self, Included};
use crate::playground;
use crate::repository;
use crate::solutions;
use crate::tables;
use crate::timelines::{self, Recorded};
use crate::untranslated;
use catalog::Lang;
use listing::Problem;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Listings and their recorded runs, exercises, what was measured, ledger and glossary, and what is
/// still to be translated.
#[derive(Debug)]
pub struct Sources {
    /// The listings of every chapter, in order.
    pub programs: Vec<Program>,
    /// The exercises of every chapter, in order.
    pub exercises: Vec<Exercise>,
    /// The files that pages include pieces of.
    included: Vec<Included>,
    /// The runs of listings that are kept as data.
    pub runs: Vec<Recorded>,
    /// The drawings that come again.
    pub pictures: Vec<Picture>,
    /// The lab's reference results.
    pub measured: Measured,
    /// The claims and their verdicts.
    pub ledger: Ledger,
    /// The terms.
    pub glossary: Glossary,
    /// What a user of asyncio looks for in Rust.
    pub asyncio: asyncio::Table,
    /// The Chinese pages that are still to be translated, by name.
    pub untranslated: BTreeSet<String>,
    /// The titles of the Chinese pages, by their names.
    pub zh_titles: BTreeMap<String, String>,
}

impl Sources {
    /// Reads them below this root.
    ///
    /// # Errors
    /// A file is missing or cannot be read: every such fault, not only the first.
    pub fn read(root: &Path) -> Result<Self, Vec<Problem>> {
        if let Err(error) = listing::read_tables() {
            return Err(vec![Problem::of("crates", format!("{error:#}"))]);
        }
        let mut problems = Vec::new();
        let programs = programs(root, &mut problems);
        let exercises = Exercise::read_all(root, &mut problems);
        let runs = runs(root, &mut problems);
        let pictures = pictures::read_all(root, &mut problems);
        let measured = Measured::read(root).map_err(|p| problems.push(p)).ok();
        let ledger = Ledger::read(root).map_err(|p| problems.push(p)).ok();
        let glossary = Glossary::read(root).map_err(|p| problems.push(p)).ok();
        let asyncio = asyncio::Table::read(root).map_err(|p| problems.push(p)).ok();
        let en = pages(root, Lang::En).map_err(|p| problems.push(p)).unwrap_or_default();
        let included = Included::read_all(root, &en, &mut problems);
        let zh = pages(root, Lang::Zh).map_err(|p| problems.push(p)).ok();
        match (measured, ledger, glossary, asyncio, zh) {
            (Some(measured), Some(ledger), Some(glossary), Some(asyncio), Some(zh))
                if problems.is_empty() =>
            {
                Ok(Self {
                    programs,
                    exercises,
                    included,
                    runs,
                    pictures,
                    measured,
                    ledger,
                    glossary,
                    asyncio,
                    untranslated: untranslated::names(&zh),
                    zh_titles: titles(&zh),
                })
            }
            _ => Err(problems),
        }
    }

    /// The listing with this name.
    pub fn program(&self, name: &str) -> Option<&Program> {
        self.programs.iter().find(|p| p.name == name)
    }

    /// All programs of the book, and the comments that they share in Chinese.
    pub fn commented(&self) -> Vec<Commented<'_>> {
        let listings = self.programs.iter().map(|program| Commented {
            chapter: program.chapter(),
            comments: &program.comments,
            texts: program.texts(),
        });
        let included = self.included.iter().map(|included| Commented {
            chapter: included.page.clone(),
            comments: &included.comments,
            texts: included.texts(),
        });
        listings.chain(exercises::commented(&self.exercises)).chain(included).collect()
    }

    /// The files with comments in Chinese that lack some, or have some too many, with what they should
    /// hold; of these chapters only, unless none is given.
    pub fn comments_to_complete(&self, chapters: &[String]) -> Vec<(PathBuf, String)> {
        self.commented()
            .iter()
            .filter(|it| chapters.is_empty() || chapters.contains(&it.chapter))
            .filter_map(|it| it.comments.completed(&it.texts))
            .collect()
    }

    /// A page with every directive of ours replaced, and every piece of Rust that it includes put in.
    ///
    /// # Errors
    /// Each directive that asks for what is not there, with its line.
    pub fn expand(&self, page: &PageTarget, markdown: &str) -> Result<String, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut out = String::with_capacity(markdown.len());
        let mut copied = 0;
        let mut said = Said::default();
        let mut open: Option<boxes::Open> = None;
        let mut explain_timeline = true;
        // Links are put within their lines, so that messages still have the lines of the page.
        let typed = self.with_terms(page, markdown);
        let typed = repository::linked(&typed, page.repository);
        let markdown = typed.as_str();
        let verdicts = verdicts(markdown);
        for (ordinal, found) in directive::find(markdown).iter().enumerate() {
            let piece = pieces::expand(&self.included, page.file, found, page.lang);
            if piece.is_none() && !directive::OURS.contains(&found.name.as_str()) {
                continue;
            }
            if found.span.start < copied {
                let what = "a caption is plain text; leave a blank line between it and a directive";
                problems.push(Problem::at(page.file, found.line, what));
                continue;
            }
            out.push_str(&markdown[copied..found.span.start]);
            if let Some(piece) = piece {
                out.push_str(&piece);
                copied = found.span.end;
                continue;
            }
            let (caption, end) = caption(markdown, found);
            copied = end;
            let place =
                Place { page, ordinal, caption: &caption, verdicts: &verdicts, explain_timeline };
            let replaced = stands_alone(markdown, found).and_then(|()| {
                if let Some(kind) = boxes::Kind::parse(&found.name) {
                    let (text, now) = boxes::begin(kind, found, open.as_ref(), page.lang)?;
                    open = Some(now);
                    Ok(text)
                } else if found.name == boxes::END {
                    boxes::end(markdown, found, open.take().as_ref())
                } else {
                    self.replacement(&place, found, &mut said)
                }
            });
            match replaced {
                Ok(_) if page.renderer == "snippets" && is_of_a_box(&found.name) => {}
                Ok(text) => {
                    explain_timeline &= !text.contains(Words::of(page.lang).timeline_is);
                    out.push_str(&text);
                }
                Err(what) => problems.push(Problem::at(page.file, found.line, what)),
            }
        }
        out.push_str(&markdown[copied..]);
        if let Some(open) = open {
            problems.push(Problem::at(page.file, open.line, open.unclosed()));
        }
        let name = page.file.file_stem().unwrap_or_default().to_string_lossy();
        if page.renderer == "html" && chapters::is_chapter(&name) {
            out = tables::fold(&out, markdown, page.lang);
        }
        if page.renderer == "html" {
            let answer = format!("<details>\n<summary>{}</summary>", Words::of(page.lang).answer);
            let unsearched = answer.replacen("<details>", "<details data-pagefind-ignore>", 1);
            out = out.replace(&answer, &unsearched);
        }
        if matches!(page.renderer, "pdf" | "epub") {
            out = answers::at_the_end(&out, page.lang);
        }
        out.push_str(said.notes());
        if problems.is_empty() { Ok(out) } else { Err(problems) }
    }

    /// The exercise of this name in the chapter that this page is.
    fn exercise(&self, page: &Path, name: &str) -> Result<&Exercise, String> {
        let chapter = page.file_stem().unwrap_or_default().to_string_lossy();
        let in_chapter = || self.exercises.iter().filter(|e| e.entry.chapter.name == chapter);
        in_chapter().find(|e| e.entry.exercise.name == name).ok_or_else(|| {
            let names = in_chapter().map(|e| e.entry.exercise.name);
            let hint = listing::did_you_mean(name, names);
            let hint = hint.unwrap_or_else(|| "`cargo exercise` shows them all".into());
            format!("{chapter} has no exercise `{name}`; {hint}")
        })
    }

    fn replacement(
        &self,
        place: &Place,
        directive: &Directive,
        said: &mut Said,
    ) -> Result<String, String> {
        let page = place.page;
        let arguments = directive.arguments.as_str();
        match directive.name.as_str() {
            "listing" => {
                let request = Request::parse(arguments)?;
                let program = self.named(&request.name)?;
                let before = request.after.as_deref().map(|name| self.named(name)).transpose()?;
                // The chapter's own crate compiles a listing; skeptic sees what remains.
                if page.renderer == "snippets" {
                    return Ok(String::new());
                }
                listings::expand(program, before, &request, &place.target())
            }
            "timeline" => {
                let request = timelines::Request::parse(arguments)?;
                let program = self.named(&request.listing)?;
                if page.renderer == "snippets" {
                    return Ok(String::new());
                }
                let (caption, target) = (place.caption, place.target());
                timelines::expand(program, &self.runs, &request, caption, &target)
            }
            "measured" => self.measured.inline(arguments, page, said),
            // Its source is tested here; skeptic sees a figure without it.
            "picture" if page.renderer == "snippets" => Ok(String::new()),
            "picture" => pictures::expand(&self.pictures, arguments, page.lang, place.ordinal),
            "plot" => self.measured.plot(arguments, place.caption, page),
            "exercise" => {
                let exercise = self.exercise(page.file, arguments)?;
                // The chapter's own crate compiles it.
                if page.renderer == "snippets" {
                    return Ok(String::new());
                }
                exercise.expand(page.lang, page.renderer == "html", page.repository)
            }
            "verdict" => {
                let place = match page.renderer {
                    "html" => BoxPlace::Folded,
                    _ => BoxPlace::Chapter,
                };
                let show = |claim: &Claim| {
                    Ok(claim.verdict_box(page.lang, place, self.left_out(page.lang)))
                };
                Ok(self.each_claim(directive, show)?.join("\n\n"))
            }
            "claim" => {
                let site = page.renderer == "html";
                let show =
                    |claim: &Claim| claim.mark(page.lang, site, place.verdicts.contains(&claim.id));
                Ok(self.each_claim(directive, show)?.join(" "))
            }
            "ledger" if arguments.is_empty() => {
                Ok(ledger::page(&self.ledger, page.lang, self.left_out(page.lang)))
            }
            "board" if arguments.is_empty() => {
                Ok(board::board(&self.ledger, page.lang, self.left_out(page.lang)))
            }
            untranslated::NAME if arguments.is_empty() => untranslated::note(page),
            asyncio::NAME => self.asyncio.expand(arguments, page, self.left_out(page.lang)),
            lab::NAME if arguments.is_empty() => lab::page(&self.measured, page),
            solutions::NAME if arguments.is_empty() => {
                let left_out = self.left_out(page.lang);
                Ok(solutions::page(&self.exercises, &self.zh_titles, page.lang, left_out))
            }
            "glossary" if arguments.is_empty() => Ok(self.glossary.page(page.lang)),
            name => Err(format!("{{{{#{name}}}}} takes no arguments")),
        }
    }

    /// What to show of each claim that a directive names.
    fn each_claim(
        &self,
        directive: &Directive,
        show: impl Fn(&Claim) -> Result<String, String>,
    ) -> Result<Vec<String>, String> {
        let ids: Vec<&str> = directive.arguments.split_whitespace().collect();
        if ids.is_empty() {
            return Err(format!("which claim? write {{{{#{} N31}}}}", directive.name));
        }
        let claim = |id: &str| {
            let found = self.ledger.get(id);
            found.ok_or_else(|| format!("{} has no claim `{id}`", ledger::FILE))
        };
        ids.into_iter().map(|id| show(claim(id)?)).collect()
    }

    /// The page with its terms linked to the glossary, for readers.
    fn with_terms<'m>(&self, page: &PageTarget, markdown: &'m str) -> Cow<'m, str> {
        let name = page.file.file_stem().unwrap_or_default();
        if page.renderer == "snippets" || name == "glossary" {
            return Cow::Borrowed(markdown);
        }
        Cow::Owned(self.glossary.linked(markdown, page.lang))
    }

    fn named(&self, name: &str) -> Result<&Program, String> {
        self.program(name).ok_or_else(|| {
            let names = self.programs.iter().map(|p| p.name.as_str());
            let hint = listing::did_you_mean(name, names);
            let hint = hint.unwrap_or_else(|| "`cargo listing` shows them all".into());
            format!("no listing `{name}`; {hint}")
        })
    }

    /// The pages of this language that have no text yet.
    fn left_out(&self, lang: Lang) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        if lang == Lang::Zh { &self.untranslated } else { &NONE }
    }
}

/// Where a directive stands.
struct Place<'a> {
    page: &'a PageTarget<'a>,
    /// How many directives stand before it on the page: it makes ids unique.
    ordinal: usize,
    /// What the author says of a figure.
    caption: &'a str,
    /// The claims whose verdicts the page shows.
    verdicts: &'a BTreeSet<String>,
    /// Whether nothing on the page has said yet what `timeline::…` is for.
    explain_timeline: bool,
}

impl Place<'_> {
    fn target(&self) -> Target<'_> {
        let PageTarget { lang, renderer, repository, .. } = *self.page;
        Target {
            lang,
            tabs: renderer == "html",
            repository,
            ordinal: self.ordinal,
            explain_timeline: self.explain_timeline,
        }
    }
}

/// The caption that an author puts below a figure's directive, `^ What to see in it.`, and where
/// the directive ends together with it.
fn caption(markdown: &str, directive: &Directive) -> (String, usize) {
    let end = directive.span.end;
    let has_one = matches!(directive.name.as_str(), "timeline" | "plot");
    let Some(text) = markdown[end..].strip_prefix("\n^ ").filter(|_| has_one) else {
        return (String::new(), end);
    };
    let text = text.split("\n\n").next().unwrap_or(text).trim_end();
    (text.to_string(), end + "\n^ ".len() + text.len())
}

/// The claims whose verdicts a page shows.
fn verdicts(markdown: &str) -> BTreeSet<String> {
    let shown = directive::find(markdown).into_iter().filter(|d| d.name == "verdict");
    shown
        .flat_map(|d| d.arguments.split_whitespace().map(String::from).collect::<Vec<_>>())
        .collect()
}

fn is_of_a_box(name: &str) -> bool {
    boxes::Kind::parse(name).is_some() || name == boxes::END
}

/// A directive becomes blocks, so nothing else may stand on its line; one value is a word, and a
/// claim's mark ends a paragraph.
fn stands_alone(markdown: &str, directive: &Directive) -> Result<(), String> {
    if directive.name == "measured" {
        return Ok(());
    }
    let before = markdown[..directive.span.start].rsplit('\n').next().unwrap_or("");
    let mut after = markdown[directive.span.end..].split('\n');
    let (after, next) = (after.next().unwrap_or(""), after.next().unwrap_or(""));
    if directive.name == "claim" {
        return match after.trim().is_empty() && next.trim().is_empty() {
            true if !before.trim().is_empty() => Ok(()),
            _ => Err(format!(
                "{{{{#{}}}}} belongs at the end of the paragraph that settles it, on its last line",
                directive.canonical()
            )),
        };
    }
    if before.trim().is_empty() && after.trim().is_empty() {
        return Ok(());
    }
    Err(format!("{{{{#{}}}}} needs a line of its own", directive.canonical()))
}

/// The title of each page, by the page's name.
fn titles(pages: &[Page]) -> BTreeMap<String, String> {
    let title = |page: &Page| Some((page.name.clone(), page.sections.first()?.title.clone()));
    pages.iter().filter_map(title).collect()
}

fn programs(root: &Path, problems: &mut Vec<Problem>) -> Vec<Program> {
    let mut programs = Vec::new();
    // Of the chapter that is read.
    let mut crates: Option<(&str, Vec<String>)> = None;
    for entry in listing::entries() {
        let comments = Comments::read(root, entry.comments()).unwrap_or_else(|problem| {
            problems.push(problem);
            Comments::default()
        });
        let mut read = |path: &Path| {
            std::fs::read_to_string(root.join(path)).unwrap_or_else(|e| {
                let what = format!("listing `{}` needs this file: {e}", entry.listing.name);
                problems.push(Problem::of(path, what));
                String::new()
            })
        };
        let mut variants = Vec::new();
        for side in entry.sides() {
            let path = entry.source(side);
            let output = entry.output_path(root, side);
            let (text, output) = (read(&path), read(&output));
            let zh = comments.of(&text, Syntax::of(side));
            variants.push(listings::Source { side, text, zh, output, path });
        }
        let chapter = entry.chapter.name;
        if crates.as_ref().is_none_or(|(known, _)| *known != chapter) {
            let read = playground::crates(root, chapter).unwrap_or_else(|e| {
                problems.push(Problem::of(format!("crates/{chapter}"), format!("{e:#}")));
                Vec::new()
            });
            crates = Some((chapter, read));
        }
        programs.push(Program {
            crates: crates.as_ref().map(|(_, crates)| crates.clone()).unwrap_or_default(),
            systems: entry.listing.systems,
            name: entry.listing.name.to_string(),
            place: entry.place(),
            variants,
            comments,
        });
    }
    programs
}

/// The runs that are recorded, in the order of listings and tabs.
fn runs(root: &Path, problems: &mut Vec<Problem>) -> Vec<Recorded> {
    let mut runs = Vec::new();
    for entry in listing::entries() {
        for side in entry.sides() {
            let path = entry.trace(side);
            if !root.join(&path).is_file() {
                continue;
            }
            match timeline::read(&root.join(&path)) {
                Ok(trace) => {
                    let listing = entry.listing.name.to_string();
                    runs.push(Recorded { listing, side, path, trace });
                }
                Err(error) => problems.push(Problem::of(path, format!("{error:#}"))),
            }
        }
    }
    runs
}
