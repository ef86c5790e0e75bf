//! Image files: each must be there, so that neither backend leaves a hole.

use super::{Manuscript, Piece};
use std::path::Path;

/// The kinds of image that both the PDF and e-readers show.
const KINDS: [&str; 5] = ["svg", "png", "jpg", "jpeg", "gif"];

/// Finds the images that a page names and no file, or no known kind of file, stands for.
pub fn check(manuscript: &Manuscript, src: &Path, problems: &mut Vec<String>) {
    for chapter in manuscript.chapters() {
        for piece in chapter.pieces.iter().chain(chapter.notes.values().flatten()) {
            let Piece::Picture(picture) = piece else { continue };
            let mut say = |why: &str| {
                problems.push(format!("{}: the image `{}` {why}", chapter.path, picture.path));
            };
            if super::links::is_web(&picture.path) {
                say("lies on another host: put the file beside the page");
            } else if !src.join(&picture.path).is_file() {
                say("is missing");
            } else if !KINDS.iter().any(|kind| picture.path.ends_with(&format!(".{kind}"))) {
                say(&format!("is of no kind that print shows: {}", KINDS.join(", ")));
            }
            if picture.alt.is_empty() {
                say("needs a text for those who cannot see it: `![what it shows](…)`");
            }
        }
    }
}
