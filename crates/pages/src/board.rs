//! The board of claims on the front page: every claim of the notes as one square, coloured by its
//! verdict, which leads to the section that settles it.

use crate::lang::Words;
use crate::ledger::{Claim, Ledger, Verdict, place_on};
use catalog::Lang;
use std::collections::BTreeSet;

/// The board: a count of each verdict, and a link for each claim. The number of a claim and the
/// shape of its square say what its colour says, so nothing hangs on colours alone.
pub fn board(ledger: &Ledger, lang: Lang, left_out: &BTreeSet<String>) -> String {
    let words = Words::of(lang);
    let counts: Vec<String> = Verdict::ALL
        .iter()
        .filter_map(|&verdict| {
            let count = ledger.claims.iter().filter(|claim| claim.verdict == verdict).count();
            let (name, word) = (verdict.name(), verdict.word(words));
            (count > 0).then(|| {
                format!("<li class=\"verdict-{name}\"><b>{count}</b>\u{a0}<span>{word}</span></li>")
            })
        })
        .collect();
    let squares: Vec<String> =
        ledger.claims.iter().map(|claim| square(claim, lang, left_out)).collect();
    format!(
        "<div class=\"board\">\n<ul class=\"counts\">{}</ul>\n<ol class=\"claims\">\n{}\n</ol>\n</div>",
        counts.join(""),
        squares.join("\n")
    )
}

fn square(claim: &Claim, lang: Lang, left_out: &BTreeSet<String>) -> String {
    let verdict = claim.verdict;
    let words = Words::of(lang);
    let place = match &claim.section {
        Some(section) => {
            let (page, id) = section.split_once('#').unwrap_or((section, ""));
            place_on(page, id, left_out)
        }
        None => format!("notes.md#{}", claim.id),
    };
    // A link of HTML is not followed by mdBook, which would turn `.md` into `.html` in Markdown.
    let place = place.replacen(".md", ".html", 1);
    let says =
        claim.says.get(lang).replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<li><a class=\"verdict-{}\" href=\"{place}\" title=\"{says}\">{}<span class=\"said\">{}{}{says}</span></a></li>",
        verdict.name(),
        claim.id.trim_start_matches('N'),
        words.colon,
        verdict.word(words).to_owned() + words.colon,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        toml::from_str(
            "[[claim]]\nid = \"N31\"\nlines = [32]\nsays = { en = \"A \\\"task\\\" wraps.\", zh = \"任务包装。\" }\nverdict = \"holds\"\nsection = \"ch08-task-future#adds\"\n\n[[claim]]\nid = \"N32\"\nlines = [33]\nsays = { en = \"It waits.\", zh = \"它等待。\" }\nverdict = \"open\"\n",
        )
        .unwrap()
    }

    #[test]
    fn each_claim_leads_to_the_section_that_settles_it() {
        let shown = board(&ledger(), Lang::En, &BTreeSet::new());

        assert!(shown.contains("href=\"ch08-task-future.html#adds\""), "{shown}");
        assert!(shown.contains("class=\"verdict-holds\""), "{shown}");
        assert!(shown.contains("A &quot;task&quot; wraps."), "{shown}");
    }

    #[test]
    fn an_open_claim_leads_to_its_line_of_the_notes() {
        let shown = board(&ledger(), Lang::Zh, &BTreeSet::new());

        assert!(shown.contains("href=\"notes.html#N32\""), "{shown}");
        assert!(shown.contains("<b>1</b>\u{a0}<span>待定</span>"), "{shown}");
    }

    #[test]
    fn a_verdict_that_no_claim_has_is_not_counted() {
        let shown = board(&ledger(), Lang::En, &BTreeSet::new());

        assert!(!shown.contains("wrong"), "{shown}");
    }
}
