//! Puts a recorded run on a page: the figure, and its events one by one.
//!
//! The list of events is what the site's script steps through, and what a reader has without it.
//! On paper the figure and its caption stand alone; those who cannot see it hear its description.

use crate::anchor;
use crate::lang::Words;
use crate::listings::{Program, Source, Target};
use crate::measured::escaped;
use catalog::Lang;
use catalog::Side;
use std::collections::BTreeSet;
use std::path::PathBuf;
use timeline::{Snapshot, Step, Steps, Trace};

/// A recorded run of one side of a listing.
#[derive(Debug)]
pub struct Recorded {
    /// The listing.
    pub listing: String,
    /// The side that ran.
    pub side: Side,
    /// Its file, relative to the repository's root.
    pub path: PathBuf,
    /// What happened.
    pub trace: Trace,
}

/// What a `{{#timeline …}}` asks for: `first_task` for all recorded sides, `first_task turns` for
/// one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The listing.
    pub listing: String,
    /// Only this side.
    pub side: Option<Side>,
}

impl Request {
    /// Reads the words behind the directive's name.
    ///
    /// # Errors
    /// Says which word is not understood.
    pub fn parse(arguments: &str) -> Result<Self, String> {
        let asked = crate::listings::Request::parse(arguments)
            .map_err(|e| e.replace("{{#listing", "{{#timeline"))?;
        match asked.anchor {
            Some(anchor) => Err(format!("a timeline shows a whole run, not its part `{anchor}`")),
            None => Ok(Self { listing: asked.name, side: asked.side }),
        }
    }
}

/// The Markdown that replaces the directive; `caption` is the author's, and may be empty.
///
/// # Errors
/// Says what has not been recorded, and how it is.
pub fn expand(
    program: &Program,
    recorded: &[Recorded],
    request: &Request,
    caption: &str,
    target: &Target,
) -> Result<String, String> {
    let name = &request.listing;
    let mut runs: Vec<&Recorded> = recorded.iter().filter(|run| run.listing == *name).collect();
    if runs.is_empty() {
        let asked = request.side.map(|side| format!(" {side}")).unwrap_or_default();
        return Err(format!(
            "no run of `{name}` is recorded: `cargo listing {name}{asked} --record-trace` does it"
        ));
    }
    if let Some(side) = request.side {
        let has: Vec<&str> = runs.iter().map(|run| run.side.name()).collect();
        let has = has.join(", ");
        runs.retain(|run| run.side == side);
        if runs.is_empty() {
            return Err(format!(
                "no run of `{name}` on {side} is recorded (there are: {has}): \
                 `cargo listing {name} {side} --record-trace` does it"
            ));
        }
    }
    let figures: Vec<String> =
        runs.iter().map(|run| figure(program, run, caption, target)).collect();
    match (runs.as_slice(), target.tabs) {
        ([_], _) | (_, false) => Ok(figures.join("\n\n")),
        (_, true) => Ok(tabs(&runs, &figures, target)),
    }
}

/// A run: its drawing, its caption, and on the site its events.
fn figure(program: &Program, run: &Recorded, caption: &str, target: &Target) -> String {
    let (lang, words) = (target.lang, Words::of(target.lang));
    let name = &program.name;
    let lead = words.as_recorded.replacen("{}", name, 1).replacen("{}", run.side.title(), 1);
    let caption = format!("**{lead}**{}{}{caption}", words.stop, words.space);
    let alt = timeline::describe(&run.trace, lang);
    if !target.tabs {
        // Not the drawing for print: an e-reader's page may be dark, and `paper` takes the variables
        // out of this one.
        let svg = labelled(&timeline::svg(&run.trace, lang), &alt);
        return format!(
            "<figure>\n{}\n<figcaption>\n\n{}\n\n</figcaption>\n</figure>",
            without_blank_lines(&svg),
            caption.trim(),
        );
    }
    let steps = timeline::steps(&run.trace, lang);
    let source = program.variants.iter().find(|variant| variant.side == run.side);
    let svg = without_blank_lines(&timeline::svg(&run.trace, lang));
    let (side, label) = (run.side.name(), escaped(&lead.replace('`', "")));
    let count = steps.steps.len().to_string();
    format!(
        "<figure class=\"timeline\" id=\"timeline-{name}-{side}\" data-listing=\"{name}\" data-side=\"{side}\">\n\
         <div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\" data-pagefind-ignore>\n{svg}\n</div>\n\
         <figcaption>\n\n{}\n\n</figcaption>\n</figure>\n\
         <details class=\"events\" data-pagefind-ignore>\n<summary>{}</summary>\n<ol class=\"steps\" data-top=\"{}\" data-bottom=\"{}\">\n{}</ol>\n</details>",
        caption.trim(),
        words.events_in_words.replacen("{}", &count, 1),
        steps.top,
        steps.bottom,
        events(&steps, source, target.lang),
    )
}

/// Each event as an entry of a list, with what a script needs to find it in the drawing. A line of
/// the listing is shown where the run first comes to it, and what the loop holds when it changes.
fn events(steps: &Steps, source: Option<&Source>, lang: Lang) -> String {
    let mut out = String::new();
    let (mut seen, mut last_held) = (BTreeSet::new(), None);
    for step in &steps.steps {
        let lane = step.lane.and_then(|lane| steps.lanes.get(lane));
        let band = lane.map(|lane| format!(" data-y=\"{} {}\"", lane.y, lane.y + lane.height));
        let line = line_of(step, source, lang);
        let number = line.as_ref().map(|(number, _)| format!(" data-line=\"{number}\""));
        out.push_str(&format!(
            "<li data-x=\"{}\"{}{}><span class=\"at\">{}</span> <span class=\"what\">{}</span>",
            step.x,
            band.unwrap_or_default(),
            number.unwrap_or_default(),
            escaped(&step.time),
            escaped(&step.words),
        ));
        if let Some((number, text)) = line
            && seen.insert(number)
        {
            out.push_str(&format!(" <code>{}</code>", escaped(&text)));
        }
        if let Some(snapshot) = &step.snapshot
            && last_held != Some(snapshot)
        {
            out.push_str(&held(snapshot, lang));
            last_held = Some(snapshot);
        }
        out.push_str("</li>\n");
    }
    out
}

/// What the loop holds: its ready queue, its timers, its sockets.
fn held(snapshot: &Snapshot, lang: Lang) -> String {
    let words = Words::of(lang);
    let mut out = String::from(" <span class=\"held\">");
    for (name, list) in [
        (words.ready_queue, &snapshot.ready),
        (words.timers, &snapshot.timers),
        (words.sockets, &snapshot.sockets),
    ] {
        // The list leaves out what is empty; the script shows it, so that nothing jumps.
        let (class, list) = match list.as_slice() {
            [] => (" class=\"none\"", "–".to_string()),
            list => ("", list.join(words.comma)),
        };
        out.push_str(&format!("<b{class}>{name}</b> <span{class}>{}</span> ", escaped(&list)));
    }
    out + "</span>"
}

/// The line of the listing at which a step is, as the page counts it, and its text.
fn line_of(step: &Step, source: Option<&Source>, lang: Lang) -> Option<(usize, String)> {
    let (at, source) = (step.source.as_ref()?, source?);
    let path = source.path.to_string_lossy().replace('\\', "/");
    if !at.file.replace('\\', "/").ends_with(&path) {
        return None;
    }
    let number = usize::try_from(at.line).ok()?;
    let program = source.text(lang);
    let text = program.lines().nth(number.checked_sub(1)?)?.trim().to_string();
    // The page leaves out the lines that mark anchors.
    let above: String = program.lines().take(number).map(|line| format!("{line}\n")).collect();
    Some((anchor::without_marks(&above).lines().count(), text))
}

/// The runs of several sides, of which the reader chooses one as in a listing.
fn tabs(runs: &[&Recorded], figures: &[String], target: &Target) -> String {
    let n = target.ordinal;
    let mut out = format!(
        "<div class=\"listing\">\n<fieldset class=\"tabs\">\n<legend>{}</legend>\n",
        Words::of(target.lang).runs_legend
    );
    for (i, run) in runs.iter().enumerate() {
        let (side, title) = (run.side.name(), run.side.title());
        let checked = if i == 0 { " checked" } else { "" };
        out.push_str(&format!(
            "<input type=\"radio\" name=\"timeline-{n}\" id=\"timeline-{n}-{side}\" data-side=\"{side}\"{checked}>\
             <label for=\"timeline-{n}-{side}\">{title}</label>\n"
        ));
    }
    for (run, figure) in runs.iter().zip(figures) {
        out.push_str(&format!(
            "<div class=\"panel\" data-side=\"{}\" data-title=\"{}\">\n\n{figure}\n\n</div>\n",
            run.side.name(),
            run.side.title(),
        ));
    }
    out + "</fieldset>\n</div>"
}

/// The drawing, said to be one image that shows `alt`, whatever it said itself.
fn labelled(svg: &str, alt: &str) -> String {
    let (head, rest) = svg.split_at(svg.find('>').unwrap_or(svg.len()));
    let mut own = head.to_string();
    for attribute in [" role=\"", " aria-label=\"", " aria-labelledby=\""] {
        if let Some((before, after)) = own.split_once(attribute)
            && let Some((_, after)) = after.split_once('"')
        {
            own = format!("{before}{after}");
        }
    }
    let label = format!("<svg role=\"img\" aria-label=\"{}\"", escaped(alt));
    own.replacen("<svg", &label, 1) + rest
}

/// A blank line would end the HTML in Markdown.
fn without_blank_lines(svg: &str) -> String {
    svg.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comments::Comments;

    const TRACE: &str = r#"{
        "schema": 1, "listing": "two", "side": "turns",
        "processes": [{ "name": "main" }], "threads": [{ "name": "main", "process": 0 }],
        "lanes": [{ "name": "<Alice>", "kind": "task", "process": 0 }],
        "events": [
            { "at": 0, "thread": 0, "what": "spawned", "lane": 0,
              "source": { "file": "crates/ch/src/two/on_turns.rs", "line": 4 } },
            { "at": 1200, "thread": 0, "what": "poll_started", "lane": 0,
              "snapshot": { "ready": ["Bob"], "timers": [], "sockets": [] } },
            { "at": 5200, "thread": 0, "what": "poll_ended", "lane": 0, "outcome": "ready" },
            { "at": 5300, "thread": 0, "what": "dropped", "lane": 0 }
        ]
    }"#;

    fn run(side: Side) -> Recorded {
        let trace = timeline::parse(TRACE).unwrap();
        Recorded { listing: "two".into(), side, path: "trace.json".into(), trace }
    }

    fn program() -> Program {
        let source = Source {
            side: Side::Turns,
            path: "crates/ch/src/two/on_turns.rs".into(),
            text: "// ANCHOR: a\nfn main() {\n    // ANCHOR_END: a\n    spawn(\"Alice\");\n}\n"
                .into(),
            zh: None,
            output: String::new(),
        };
        let systems = catalog::Systems::All;
        Program {
            comments: Comments::default(),
            crates: Vec::new(),
            systems,
            name: "two".into(),
            place: "crates/ch/src/two".into(),
            variants: vec![source],
        }
    }

    fn shown(runs: &[Recorded], arguments: &str, tabs: bool) -> Result<String, String> {
        let target =
            Target { lang: Lang::En, tabs, repository: "", ordinal: 3, explain_timeline: false };
        expand(&program(), runs, &Request::parse(arguments)?, "Look.", &target)
    }

    #[test]
    fn the_site_has_the_drawing_and_its_events_with_the_line_as_the_page_counts_it() {
        let html = shown(&[run(Side::Turns)], "two", true).unwrap();

        assert!(html.contains("<figure class=\"timeline\" id=\"timeline-two-turns\""), "{html}");
        assert!(html.contains("**`two` on turns, as it ran**. Look."), "{html}");
        assert_eq!(html.matches("<li data-x=").count(), 4);
        assert!(html.contains("data-line=\"2\""), "the marks of anchors do not count: {html}");
        assert_eq!(html.matches("<code>spawn(&quot;Alice&quot;);</code>").count(), 1);
        assert!(html.contains("<b>Ready queue</b> <span>Bob</span>"), "{html}");
        assert!(html.contains("&lt;Alice&gt;") && !html.contains("<Alice>"), "{html}");
        assert!(
            !html.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap().contains("\n\n")
        );
    }

    #[test]
    fn several_sides_are_tabs_on_the_site_and_stand_in_turn_on_paper() {
        let runs = [run(Side::Tokio), run(Side::Turns)];

        let html = shown(&runs, "two", true).unwrap();
        let paper = shown(&runs, "two", false).unwrap();

        assert_eq!(html.matches("type=\"radio\" name=\"timeline-3\"").count(), 2);
        assert_eq!(paper.matches("<figure>").count(), 2);
        assert!(!paper.contains("<li "), "{paper}");
        assert!(paper.contains("<svg role=\"img\" aria-label=\"1 lane"), "{paper}");
        assert_eq!(shown(&runs, "two turns", true).unwrap().matches("type=\"radio\"").count(), 0);
    }

    #[test]
    fn what_is_not_recorded_says_how_it_would_be() {
        let none = shown(&[], "two", true).unwrap_err();
        assert_eq!(none, "no run of `two` is recorded: `cargo listing two --record-trace` does it");
        let none_of_one = shown(&[], "two smol", true).unwrap_err();
        assert!(none_of_one.contains("`cargo listing two smol --record-trace`"), "{none_of_one}");
        let other = shown(&[run(Side::Turns)], "two smol", true).unwrap_err();
        assert!(other.contains("on smol is recorded (there are: turns)"), "{other}");
        assert!(Request::parse("two:part").unwrap_err().contains("a whole run"));
        assert!(Request::parse("").unwrap_err().contains("write {{#timeline NAME}}"));
    }
}
