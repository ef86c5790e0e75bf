//! What stands below a listing: how to run it, here and elsewhere.

use super::{Program, Request, Source, Target};
use crate::lang::Words;
use crate::playground;
use crate::repository;
use catalog::Side;

/// The line with the command, the link to the source, and the links to the Playground.
pub fn how_to_run(
    program: &Program,
    sources: &[&Source],
    request: &Request,
    target: &Target,
) -> String {
    let words = Words::of(target.lang);
    let place = program.place.to_string_lossy().replace('\\', "/");
    let lead = if request.anchor.is_some() { words.whole_program } else { words.run };
    let side = request.side.map(|side| format!(" {side}")).unwrap_or_default();
    let mut lead = lead.to_string();
    if let Some(first) = lead.get(..1) {
        lead = first.to_uppercase() + &lead[1..];
    }
    let only = program.systems.name().map(|name| words.runs_only_on.replace("{}", name));
    format!(
        "<div class=\"run\">\n\n{lead}{}`cargo listing {}{side}` · [{}]({}){}{}\n\n</div>\n\n",
        words.space,
        program.name,
        words.source,
        repository::place(target.repository, &place),
        in_playground(program, sources, request, target),
        only.unwrap_or_default(),
    )
}

/// On the site, the links that open a whole program elsewhere: of several, each with its side.
fn in_playground(
    program: &Program,
    sources: &[&Source],
    request: &Request,
    target: &Target,
) -> String {
    if !target.tabs || request.anchor.is_some() {
        return String::new();
    }
    let words = Words::of(target.lang);
    let links = sources.iter().filter_map(|source| {
        let link =
            playground::link(source.side, &source.text, &program.crates)?.replace('&', "&amp;");
        let rust = sources.iter().filter(|source| source.side != Side::Python).count();
        let said = match rust {
            1 => words.playground.to_string(),
            _ => format!("{}{}{}", source.side.title(), words.space, words.in_playground),
        };
        Some(format!(" · <a class=\"to-playground\" href=\"{link}\">{said}</a>"))
    });
    links.collect()
}
