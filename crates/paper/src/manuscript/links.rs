//! Where links lead: to a page of the book, a place on it, or out of the book.

use super::{Chapter, Frame, Heading, Item, Manuscript, Piece, plain_text};
use crate::lang::Words;
use catalog::Lang;
use std::collections::{BTreeMap, BTreeSet};

/// The other end of a link.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// As the page has it, not yet looked up.
    Written(String),
    /// Out of the book.
    Web(String),
    /// A page of the book, and the place on it.
    Page {
        /// The page's file.
        path: String,
        /// The id of the place, if it is not the top.
        fragment: Option<String>,
    },
}

/// Turns every link as written into where it leads; what leads nowhere is a problem.
pub fn resolve(manuscript: &mut Manuscript, problems: &mut Vec<String>) {
    let places: BTreeMap<String, BTreeSet<String>> =
        manuscript.chapters().map(|c| (c.path.clone(), places(c))).collect();
    for item in &mut manuscript.items {
        let Item::Chapter(chapter) = item else { continue };
        let page = chapter.path.clone();
        let texts = std::iter::once(&mut chapter.pieces).chain(chapter.notes.values_mut());
        for pieces in texts {
            each_link(pieces, &mut |target| {
                if let Target::Written(url) = target {
                    match look_up(url, &page, &places) {
                        Ok(found) => *target = found,
                        Err(why) => problems.push(format!("{page}: the link `{url}` {why}")),
                    }
                }
            });
        }
    }
}

/// What a page and its places are called, in words.
struct Names {
    chapter: String,
    headings: BTreeMap<String, String>,
}

/// Gives words to links that have none: the site writes `ch08-task-future#states` where a place is
/// meant as such, which says little to somebody who cannot click on it.
pub fn name(manuscript: &mut Manuscript, lang: Lang) {
    let words = Words::of(lang);
    let names: BTreeMap<String, Names> = manuscript
        .chapters()
        .map(|chapter| {
            let heading = |heading: &Heading| (heading.id.clone(), plain_text(&heading.body));
            let headings: BTreeMap<_, _> = chapter.headings().map(heading).collect();
            let title = chapter.heading().map(|h| plain_text(&h.body)).unwrap_or_default();
            let [before, after] = words.chapter;
            let number = chapter.number.as_ref().map(|n| format!("{before}{n}{after}"));
            (chapter.path.clone(), Names { chapter: number.unwrap_or(title), headings })
        })
        .collect();
    for item in &mut manuscript.items {
        let Item::Chapter(chapter) = item else { continue };
        let texts = std::iter::once(&mut chapter.pieces).chain(chapter.notes.values_mut());
        for pieces in texts {
            for at in 1..pieces.len() {
                let [Piece::Open(Frame::Link(Target::Page { path, fragment })), Piece::Text(text)] =
                    &pieces[at - 1..=at]
                else {
                    continue;
                };
                let stem = path.trim_end_matches(".md");
                let id = fragment.as_ref().map_or(stem.to_string(), |id| format!("{stem}#{id}"));
                if let (true, Some(names)) = (*text == id, names.get(path)) {
                    let heading = fragment.as_ref().and_then(|id| names.headings.get(id));
                    pieces[at] = Piece::Text(match heading {
                        Some(heading) => format!("{}{}{heading}", names.chapter, words.colon),
                        None => names.chapter.clone(),
                    });
                }
            }
        }
    }
}

/// The path without `.` and `..`, with forward slashes.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path that stands on a page, seen from the source folder.
pub fn beside(page: &str, path: &str) -> String {
    match page.rsplit_once('/') {
        Some((folder, _)) => normal(&format!("{folder}/{path}")),
        None => normal(path),
    }
}

/// Whether a URL leads out of the book.
pub fn is_web(url: &str) -> bool {
    url.contains("://") || url.starts_with("mailto:")
}

fn look_up(
    url: &str,
    page: &str,
    places: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Target, String> {
    if is_web(url) {
        return Ok(Target::Web(url.to_string()));
    }
    let (path, fragment) = url.split_once('#').map_or((url, None), |(p, f)| (p, Some(f)));
    let path = match path {
        "" => page.to_string(),
        path => beside(page, path),
    };
    let path = path.strip_suffix(".html").map_or(path.clone(), |stem| format!("{stem}.md"));
    let Some(ids) = places.get(&path) else {
        return Err(format!("leads to no page of the book: SUMMARY.md has no `{path}`"));
    };
    match fragment {
        Some(id) if !ids.contains(id) => {
            Err(format!("leads to no place: `{path}` has nothing with the id `{id}`"))
        }
        fragment => Ok(Target::Page { path, fragment: fragment.map(str::to_string) }),
    }
}

fn places(chapter: &Chapter) -> BTreeSet<String> {
    std::iter::once(&chapter.pieces)
        .chain(chapter.notes.values())
        .flatten()
        .filter_map(|piece| match piece {
            Piece::Heading(heading) => Some(heading.id.clone()),
            Piece::Figure(figure) => figure.id.clone(),
            Piece::Anchor(id) => Some(id.clone()),
            _ => None,
        })
        .collect()
}

fn each_link(pieces: &mut [Piece], change: &mut dyn FnMut(&mut Target)) {
    for piece in pieces {
        match piece {
            Piece::Open(Frame::Link(target)) => change(target),
            Piece::Heading(heading) => each_link(&mut heading.body, change),
            Piece::Figure(figure) => each_link(&mut figure.caption, change),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> BTreeMap<String, BTreeSet<String>> {
        let ids = |ids: &[&str]| ids.iter().map(|id| id.to_string()).collect();
        [("intro.md".into(), ids(&["top"])), ("ch08/stages.md".into(), ids(&["one"]))].into()
    }

    #[test]
    fn pages_are_found_from_their_folders() {
        let found = look_up("../intro.md#top", "ch08/stages.md", &book());

        assert_eq!(
            found,
            Ok(Target::Page { path: "intro.md".into(), fragment: Some("top".into()) })
        );
    }

    #[test]
    fn a_rendered_name_means_its_page() {
        let found = look_up("ch08/stages.html", "intro.md", &book());

        assert_eq!(found, Ok(Target::Page { path: "ch08/stages.md".into(), fragment: None }));
    }

    #[test]
    fn a_missing_page_or_place_is_named() {
        let page = look_up("gone.md", "intro.md", &book()).unwrap_err();
        let place = look_up("#gone", "intro.md", &book()).unwrap_err();

        assert!(page.contains("`gone.md`"), "{page}");
        assert!(place.contains("`intro.md`") && place.contains("`gone`"), "{place}");
    }
}
