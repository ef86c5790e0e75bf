//! Puts a listing on a page: its variants, what they print, and how to run them.

mod outputs;
mod paper;
mod request;
mod run;

pub(crate) use paper::diff;
pub use request::Request;

use crate::anchor;
use crate::beside::{self, Row};
use crate::changes::{self, Part};
use crate::code::{self, fenced};
use crate::comments::{Comments, Syntax};
use crate::lang::Words;
use catalog::{Lang, Side, Systems};
use outputs::{Output, outputs};
use std::path::PathBuf;

/// A program of more lines than this is folded around the lines in focus.
const LONG: usize = 40;

/// One listing as it lies on the disk.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its name on pages and on the command line.
    pub name: String,
    /// Its folder, or for a plain listing its file, relative to the repository's root.
    pub place: PathBuf,
    /// Its variants in the order of the tabs.
    pub variants: Vec<Source>,
    /// Where it runs.
    pub systems: Systems,
    /// The crates that its chapter's programs can use, as code names them.
    pub crates: Vec<String>,
    /// What its comments say in Chinese.
    pub comments: Comments,
}

impl Program {
    /// The chapter that has it, which is the name of its page, too.
    pub fn chapter(&self) -> String {
        let mut parts = self.place.components().skip(1);
        parts.next().map(|part| part.as_os_str().to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// What its variants say, each with the language that it is written in.
    pub fn texts(&self) -> Vec<(&str, Syntax)> {
        self.variants.iter().map(|it| (it.text.as_str(), Syntax::of(it.side))).collect()
    }
}

/// One variant's text and what it prints.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it runs.
    pub side: Side,
    /// Its file, relative to the repository's root.
    pub path: PathBuf,
    /// The file's text, anchors included.
    pub text: String,
    /// The same with its comments in Chinese, if it has any that are translated.
    pub zh: Option<String>,
    /// What it prints, masked, as the tests assert it.
    pub output: String,
}

impl Source {
    /// The text as the pages of a language show it.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.text,
            Lang::Zh => self.zh.as_ref().unwrap_or(&self.text),
        }
    }
}

/// How the page that asks for a listing will be rendered.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The page's language.
    pub lang: Lang,
    /// Tabs on the site; everything one after another elsewhere.
    pub tabs: bool,
    /// The repository's address, without a slash at its end.
    pub repository: &'a str,
    /// How many listings stand before this one on the page: it makes ids unique.
    pub ordinal: usize,
    /// Whether nothing on the page has said yet what `timeline::…` is for.
    pub explain_timeline: bool,
}

/// The Markdown that replaces the directive.
///
/// # Errors
/// Says which variant or anchor is missing.
pub fn expand(
    program: &Program,
    before: Option<&Program>,
    request: &Request,
    target: &Target,
) -> Result<String, String> {
    let sources: Vec<&Source> = match request.side {
        None => program.variants.iter().collect(),
        Some(side) => {
            let found = program.variants.iter().find(|v| v.side == side);
            vec![found.ok_or_else(|| {
                let has: Vec<_> = program.variants.iter().map(|v| v.side.name()).collect();
                format!(
                    "listing `{}` has no {side} variant (it has: {})",
                    program.name,
                    has.join(", ")
                )
            })?]
        }
    };
    let mut shown = Vec::new();
    for source in &sources {
        let at = |e| format!("{}: {e}", source.path.display());
        let text = match &request.anchor {
            None => anchor::without_marks(source.text(target.lang)),
            Some(name) => anchor::extract(source.text(target.lang), name).map_err(at)?,
        };
        let parts = match (before, &request.focus) {
            // An excerpt has no numbers: they would not be those of the file.
            _ if request.anchor.is_some() => Vec::new(),
            (Some(before), _) => changes::since(&earlier(before, source.side, target.lang)?, &text),
            (None, Some(name)) => {
                let focus = anchor::place(source.text(target.lang), name).map_err(at)?;
                changes::around(&text, focus, LONG)
            }
            (None, None) => Part::whole(text.lines().count()),
        };
        let focus = request.focus.is_some();
        let rows = beside::alone(parts);
        let (side, file) = (source.side, file_name(source));
        let path = source.path.to_string_lossy().replace('\\', "/");
        shown.push(Shown { side, file, path, text, rows, focus });
    }
    let beside = target.tabs && shown.len() > 1 && shown[0].side == Side::Python;
    let rows = if beside { set_beside(&mut shown) } else { 1 };
    let mut out = String::new();
    // An excerpt may stand on the page beside the whole: only the whole is a link's target.
    let id = match (&request.anchor, request.side) {
        (None, None) => format!(" id=\"listing-{}\"", program.name),
        _ => String::new(),
    };
    let side_id = match id.as_str() {
        "" => String::new(),
        _ => format!("listing-{}", program.name),
    };
    let wide = if beside { " two-sides" } else { "" };
    out.push_str(&format!("<div class=\"listing{wide}\"{id}>\n\n"));
    let folds = shown.iter().any(|v| v.parts().any(|part| part.folded));
    if target.tabs && folds {
        out.push_str(&lead(before, target.lang));
    }
    let groups = if request.anchor.is_none() { outputs(&sources) } else { Vec::new() };
    // Two outputs are compared best one below the other. More of them stand each with its program.
    let in_panels = target.tabs && groups.len() > 2;
    out.push_str(&match (shown.as_slice(), target.tabs) {
        ([only], true) => format!("{}{}", label(only), only.on_site(target.lang)),
        ([only], false) => paper::one(only, target),
        (several, true) => {
            tabs(several, rows, &side_id, target, if in_panels { &groups } else { &[] })
        }
        (several, false) => {
            paper::in_turn(several, request.anchor.is_none(), &program.name, target)
        }
    });
    let blocks = groups.iter().map(|group| group.block(target.lang, sources.len()));
    match (in_panels, target.tabs) {
        (true, _) => {}
        (false, true) => out.extend(blocks),
        (false, false) if groups.len() > 1 => {
            let beside = blocks.map(|block| format!("<div class=\"side\">\n\n{block}</div>\n\n"));
            out.push_str("<div class=\"sides\">\n\n");
            out.extend(beside);
            out.push_str("</div>\n\n");
        }
        (false, false) => out.extend(blocks),
    }
    if target.explain_timeline && shown.iter().any(|v| v.text.contains("timeline::")) {
        let words = Words::of(target.lang).timeline_is;
        out.push_str(&format!("<div class=\"run\">\n\n{words}\n\n</div>\n\n"));
    }
    out.push_str(&run::how_to_run(program, &sources, request, target));
    out.push_str("</div>");
    Ok(out)
}

/// What a program comes after, in the words of the same side.
fn earlier(before: &Program, side: Side, lang: Lang) -> Result<String, String> {
    let found = before.variants.iter().find(|earlier| earlier.side == side);
    found
        .map(|earlier| anchor::without_marks(earlier.text(lang)))
        .ok_or_else(|| format!("after={}: it has no {side} variant to compare with", before.name))
}

/// What stands above a program of which parts are folded.
fn lead(before: Option<&Program>, lang: Lang) -> String {
    let words = Words::of(lang);
    let said = match before {
        Some(before) => {
            let (name, page) = (&before.name, before.chapter());
            words.new_since.replace("{}", &format!("[`{name}`]({page}.md#listing-{name})"))
        }
        None => words.around_focus.to_string(),
    };
    format!("<div class=\"since\">\n\n{said}\n\n</div>\n\n")
}

struct Shown {
    side: Side,
    file: String,
    /// The file, from the repository's root on.
    path: String,
    text: String,
    /// The program's parts; none of an excerpt.
    rows: Vec<Row>,
    focus: bool,
}

/// Gives the parts of all sides their rows, and says how many there are. Excerpts have one.
fn set_beside(shown: &mut [Shown]) -> usize {
    let parts: Vec<Vec<Part>> = shown.iter().map(|v| v.parts().cloned().collect()).collect();
    if parts.iter().any(Vec::is_empty) {
        return 1;
    }
    let programs: Vec<(&str, &[Part])> =
        shown.iter().zip(&parts).map(|(v, parts)| (v.text.as_str(), parts.as_slice())).collect();
    let (rows, count) = beside::rows(&programs);
    for (v, rows) in shown.iter_mut().zip(rows) {
        v.rows = rows;
    }
    count
}

impl Shown {
    fn on_site(&self, lang: Lang) -> String {
        let (language, text, focus) = (self.side.language(), self.text.as_str(), self.focus);
        if self.parts().next().is_none() {
            return fenced(language, text);
        }
        code::Program { language, text, rows: self.rows.clone(), numbered: true, focus }.html(lang)
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.rows.iter().flat_map(|row| &row.parts)
    }
}

fn file_name(source: &Source) -> String {
    source.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn label(shown: &Shown) -> String {
    format!("**{}** `{}`\n\n", shown.side.title(), shown.file)
}

/// Radio buttons, their labels, then a panel for each: CSS alone shows the chosen one. A script adds
/// the button that shows Python beside it; the rows are the programs' common ones.
fn tabs(shown: &[Shown], rows: usize, id: &str, target: &Target, outputs: &[Output]) -> String {
    let words = Words::of(target.lang);
    let n = target.ordinal;
    let mut out =
        format!("<fieldset class=\"tabs\">\n<legend>{}</legend>\n", words.variants_legend);
    for (i, v) in shown.iter().enumerate() {
        let (side, title) = (v.side.name(), v.side.title());
        let checked = if i == 0 { " checked" } else { "" };
        out.push_str(&format!(
            "<input type=\"radio\" name=\"listing-{n}\" id=\"listing-{n}-{side}\" data-side=\"{side}\"{checked}>\
             <label for=\"listing-{n}-{side}\">{title}</label>\n"
        ));
    }
    out.push_str(&format!("<div class=\"panels\" style=\"--rows: {rows}\">\n"));
    for v in shown {
        let prints = outputs.iter().find(|output| output.sides.contains(&v.side));
        let prints = prints.map(|output| {
            let block = output.block(target.lang, shown.len());
            format!("<div class=\"prints\">\n\n{block}</div>\n\n")
        });
        let (side, title) = (v.side.name(), v.side.title());
        out.push_str(&format!(
            "<div class=\"panel\"{} data-side=\"{side}\" data-title=\"{title}\">\n\
             <p class=\"side-title\" data-pagefind-ignore>{title}</p>\n\n{}{}</div>\n",
            match id {
                "" => String::new(),
                id => format!(" id=\"{id}--{side}\""),
            },
            v.on_site(target.lang),
            prints.unwrap_or_default(),
        ));
    }
    out.push_str("</div>\n</fieldset>\n\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> Program {
        let variant = |side: Side, text: &str, output: &str| Source {
            side,
            path: PathBuf::from("crates/ch/src/two").join(side.file()),
            text: text.into(),
            zh: None,
            output: output.into(),
        };
        let rust = |name: &str| {
            format!(
                "use {name}::spawn;\n\n// ANCHOR: run\nfn run() {{\n    spawn();\n}}\n// ANCHOR_END: run\n\nfn main() {{\n    run();\n    run();\n}}\n"
            )
        };
        Program {
            comments: Comments::default(),
            systems: Systems::All,
            crates: ["tokio", "smol"].map(String::from).into(),
            name: "two".into(),
            place: "crates/ch/src/two".into(),
            variants: vec![
                variant(Side::Python, "# ANCHOR: run\nrun()\n# ANCHOR_END: run\n", "ok\n"),
                variant(Side::Tokio, &rust("tokio"), "ok\n"),
                variant(Side::Smol, &rust("smol"), "cancelled\n"),
            ],
        }
    }

    fn target(lang: Lang, tabs: bool) -> Target<'static> {
        Target {
            lang,
            tabs,
            repository: "https://example.org/r",
            ordinal: 3,
            explain_timeline: false,
        }
    }

    fn shown(arguments: &str, target: &Target) -> Result<String, String> {
        expand(&program(), None, &Request::parse(arguments)?, target)
    }

    #[test]
    fn the_site_gets_a_radio_button_and_a_panel_for_each_variant() {
        let html = shown("two", &target(Lang::En, true)).unwrap();

        assert_eq!(html.matches("type=\"radio\"").count(), 3);
        assert_eq!(html.matches(" checked>").count(), 1);
        assert_eq!(html.matches("class=\"panel\"").count(), 3);
        assert!(html.starts_with("<div class=\"listing two-sides\" id=\"listing-two\">"));
        assert!(html.contains(
            "`cargo listing two` · [source](https://example.org/r/tree/main/crates/ch/src/two)"
        ));
        assert!(!html.contains("ANCHOR"));
        assert!(html.contains("<div class=\"panel\" id=\"listing-two--smol\" data-side=\"smol\""));
    }

    #[test]
    fn outputs_that_agree_are_shown_once_and_the_other_by_its_own() {
        let html = shown("two", &target(Lang::En, true)).unwrap();

        assert!(html.contains("**Python and tokio print**\n\n```text\nok\n```"));
        assert!(html.contains("**smol prints**\n\n```text\ncancelled\n```"));
    }

    #[test]
    fn three_outputs_stand_each_in_the_panel_of_its_program() {
        let mut program = program();
        program.variants[1].output = "JoinHandle\n".into();
        let request = Request::parse("two").unwrap();

        let html = expand(&program, None, &request, &target(Lang::En, true)).unwrap();
        let paper = expand(&program, None, &request, &target(Lang::En, false)).unwrap();

        let tokio = html.split("class=\"panel\"").nth(2).unwrap();
        assert!(
            tokio.contains("**tokio prints**\n\n```text\nJoinHandle\n```\n\n</div>\n\n</div>"),
            "{tokio}"
        );
        assert_eq!(html.matches("prints**").count(), 3);
        assert_eq!(paper.matches("prints**").count(), 3);
    }

    #[test]
    fn on_paper_the_second_runtime_is_a_diff() {
        let markdown = shown("two", &target(Lang::Zh, false)).unwrap();

        assert!(markdown.contains("**smol** `on_smol.rs`，与 tokio 版本的差异"));
        assert!(markdown.contains("```diff\n-use tokio::spawn;\n+use smol::spawn;\n"));
        assert!(!markdown.contains("<input"));
        // Python and tokio stand beside each other; the rest is the appendix's.
        let (sides, others) = markdown.split_once("<div class=\"other-sides\"").unwrap();
        assert_eq!(sides.matches("<div class=\"side\">").count(), 2, "{markdown}");
        assert!(
            others.starts_with(" data-listing=\"two\" data-extent=\"whole\" data-sides=\"smol\">"),
            "{others}"
        );
        assert!(others.split("</div>").next().unwrap().contains("+use smol::spawn;"), "{others}");
    }

    #[test]
    fn on_paper_plain_rust_stays_beside_python() {
        let mut program = program();
        program.variants[1].side = Side::Plain;
        program.variants.pop();
        let request = Request::parse("two").unwrap();

        let paper = expand(&program, None, &request, &target(Lang::En, false)).unwrap();

        assert_eq!(paper.matches("<div class=\"side\">").count(), 2, "{paper}");
        assert!(!paper.contains("other-sides"), "{paper}");
    }

    #[test]
    fn an_excerpt_has_no_output_and_is_no_target_of_links() {
        let html = shown("two:run tokio", &target(Lang::En, true)).unwrap();

        assert!(html.contains("```rust\nfn run() {\n    spawn();\n}\n```"));
        assert!(!html.contains("id=\"listing-two\""));
        assert!(!html.contains("prints"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let t = target(Lang::En, true);
        assert_eq!(
            shown("two turns", &t).unwrap_err(),
            "listing `two` has no turns variant (it has: python, tokio, smol)"
        );
        assert!(shown("two:main", &t).unwrap_err().contains("no anchor `main`"));
        assert!(shown("two trio", &t).unwrap_err().contains("`trio` is not a side"));
        assert!(shown("two tokio smol", &t).unwrap_err().contains("one word too many"));
    }

    #[test]
    fn a_later_stage_shows_what_is_new_and_leads_to_the_earlier() {
        let mut stage = program();
        stage.name = "three".into();
        for variant in &mut stage.variants {
            variant.text = variant.text.replace("    run();\n    run();\n", "    run();\n");
        }
        let mut before = program();
        for variant in before.variants.iter_mut().chain(&mut stage.variants) {
            variant.text += "\nfn more() {\n    a();\n    b();\n}\n";
        }
        let request = Request::parse("three after=two").unwrap();

        let html = expand(&stage, Some(&before), &request, &target(Lang::En, true)).unwrap();
        let paper = expand(&stage, Some(&before), &request, &target(Lang::En, false)).unwrap();

        assert!(
            html.contains("Only what is new since [`two`](ch.md#listing-two): the folded"),
            "{html}"
        );
        assert!(html.contains(" lines as before: <code>fn more</code></summary>"), "{html}");
        // Paper folds what repeats by itself, and has to see the whole.
        assert!(!paper.contains("as before") && paper.contains("fn more() {"), "{paper}");
    }

    #[test]
    fn paper_is_told_what_is_in_focus_and_what_it_leaves_out() {
        let mut long = program();
        for variant in &mut long.variants {
            let body = "    more();\n".repeat(40);
            variant.text += &format!("\nfn long() {{\n{body}}}\n");
        }
        let request = Request::parse("two focus=run").unwrap();

        let paper = expand(&long, None, &request, &target(Lang::En, false)).unwrap();
        let chinese = expand(&long, None, &request, &target(Lang::Zh, false)).unwrap();
        let short = expand(&program(), None, &request, &target(Lang::En, false)).unwrap();

        assert!(paper.contains("```rust,focus=3-5,fold=6-"), "{paper}");
        assert!(
            paper.contains(
                "**tokio**, in part: all of it is in [`crates/ch/src/two/on_tokio.rs`]\
                 (https://example.org/r/blob/main/crates/ch/src/two/on_tokio.rs)"
            ),
            "{paper}"
        );
        assert!(chinese.contains("**tokio**（节选，完整程序见 [`crates/"), "{chinese}");
        // The file as it is, for `paper` counts its lines.
        assert_eq!(paper.matches("    more();\n").count(), 80, "{paper}");
        assert!(short.contains("```rust,focus=3-5\n") && !short.contains("in part"), "{short}");
    }

    #[test]
    fn the_sites_whole_programs_open_in_the_playground() {
        let link = "<a class=\"to-playground\" href=\"https://play.rust-lang.org/?version=stable&amp;mode=";
        let html = shown("two", &target(Lang::En, true)).unwrap();
        assert_eq!(html.matches(link).count(), 1, "{html}");
        assert!(html.contains(">tokio in the Rust Playground</a>"), "{html}");
        let only = shown("two tokio", &target(Lang::Zh, true)).unwrap();
        assert!(only.contains(link) && only.contains(">在 Rust Playground 中打开</a>"), "{only}");
        for none in [
            shown("two smol", &target(Lang::En, true)),
            shown("two:run tokio", &target(Lang::En, true)),
            shown("two", &target(Lang::En, false)),
        ] {
            assert!(!none.unwrap().contains("play.rust-lang.org"));
        }
    }

    #[test]
    fn the_recorder_is_explained_where_it_is_first_seen() {
        let mut seen = program();
        seen.variants[1].text += "fn t() { timeline::mark(1); }\n";
        let first = Target { explain_timeline: true, ..target(Lang::En, true) };
        let request = Request::parse("two").unwrap();

        let html = expand(&seen, None, &request, &first).unwrap();
        assert!(html.contains("`timeline::…` only records who has a turn"), "{html}");
        assert!(!expand(&program(), None, &request, &first).unwrap().contains("only records"));
        let later = target(Lang::En, true);
        assert!(!expand(&seen, None, &request, &later).unwrap().contains("only records"));
    }

    #[test]
    fn what_a_listing_comes_after_and_what_it_is_about_are_read_and_checked() {
        let read = Request::parse("two after=one tokio").unwrap();
        assert_eq!((read.after.as_deref(), read.side), (Some("one"), Some(Side::Tokio)));
        assert_eq!(Request::parse("two focus=run").unwrap().uses(), Some("run"));
        for (arguments, words) in [
            ("two before=one", "a listing has no `before=`: it has after= and focus="),
            ("two after=", "after= what?"),
            ("two after=a after=b", "after= stands twice"),
            ("two after=two", "`two` cannot come after itself"),
            ("two:run after=one", "`two:run` is an excerpt"),
            ("two after=one focus=run", "use one of them"),
        ] {
            let said = Request::parse(arguments).unwrap_err();
            assert!(said.contains(words), "{said}");
        }
        let t = target(Lang::En, true);
        assert!(shown("two focus=main", &t).unwrap_err().contains("no anchor `main`"));
        let (mut one, request) = (program(), Request::parse("two after=one").unwrap());
        one.name = "one".into();
        one.variants.pop();
        let said = expand(&program(), Some(&one), &request, &t).unwrap_err();
        assert_eq!(said, "after=one: it has no smol variant to compare with");
    }
}
