//! Finds a chapter by what a reader calls it.

use crate::{Chapter, chapters};

/// The chapter that somebody calls `ch08`, `Ch8`, `8` or `ch08-task-future`.
pub fn find_chapter(called: &str) -> Option<&'static Chapter> {
    let number = chapter_number(called);
    chapters().iter().find(|chapter| {
        chapter.name == called
            || (number.is_some() && chapter_number(short_chapter(chapter)) == number)
    })
}

/// The number in `ch08`, `Ch8` or `8`, whether there is such a chapter or not.
pub fn chapter_number(called: &str) -> Option<u32> {
    let called = called.to_ascii_lowercase();
    called.strip_prefix("ch").unwrap_or(&called).parse().ok()
}

/// Every chapter that there is, in short: `ch06, ch07, ch08`.
pub fn short_chapters() -> String {
    chapters().iter().map(short_chapter).collect::<Vec<_>>().join(", ")
}

/// The chapter's name without its subject: `ch08`.
pub fn short_chapter(chapter: &'static Chapter) -> &'static str {
    chapter.name.split('-').next().unwrap_or(chapter.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_is_found_by_each_of_its_names() {
        for called in ["ch08", "Ch8", "8", "08", "ch08-task-future"] {
            let chapter = find_chapter(called).map(|chapter| chapter.name);
            assert_eq!(chapter, Some("ch08-task-future"), "{called}");
        }
        for called in ["ch99", "task-future", "ch", ""] {
            assert!(find_chapter(called).is_none(), "{called}");
        }
    }

    #[test]
    fn what_is_no_number_is_no_chapter() {
        assert_eq!(chapter_number("ch10"), Some(10));
        assert_eq!(chapter_number("echo"), None);
    }
}
