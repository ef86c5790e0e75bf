//! A row of a chapter's table of exercises, its number, and the files that belong to it.

use std::path::PathBuf;

use listing::{
    Chapter, Exercise, chapter_number, chapters, did_you_mean, find_chapter, short_chapters,
};
use runner::Part;

/// The name of the file with the comments of a chapter's exercises in Chinese.
pub(crate) const COMMENTS: &str = "comments.zh.toml";

/// One exercise and the chapter that it stands in. Paths are relative to the repository's root.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The chapter whose table has the row.
    pub chapter: &'static Chapter,
    /// Its number in the chapter, from 1.
    pub number: usize,
    /// The row.
    pub exercise: &'static Exercise,
}

/// Every exercise, in the order of the book.
pub fn entries() -> impl Iterator<Item = Entry> {
    chapters().iter().flat_map(of)
}

/// The exercises of one chapter.
pub(crate) fn of(chapter: &'static Chapter) -> impl Iterator<Item = Entry> {
    let rows = chapter.exercises.iter().zip(1..);
    rows.map(move |(exercise, number)| Entry { chapter, number, exercise })
}

/// What a name stands for.
#[derive(Debug, Clone)]
pub enum Found {
    /// One exercise.
    One(Entry),
    /// All of a chapter.
    Chapter(Vec<Entry>),
}

/// What `ch08`, `ch08/2`, `8.2`, `ch08/e2_name`, `e2_name` or the path of a file stands for.
///
/// # Errors
///
/// One line that says which names are near, or where to see them all.
pub fn find(asked: &str) -> Result<Found, String> {
    if let Some(entry) = by_path(asked) {
        return Ok(Found::One(entry));
    }
    let (chapter, rest) = split(asked);
    let Some(chapter) = chapter else { return by_name(rest) };
    let Some(found) = find_chapter(chapter) else {
        return Err(match chapter_number(chapter) {
            Some(_) => {
                format!("no exercise is in `{chapter}`; there are some in {}", short_chapters())
            }
            None => unknown(asked, entries().map(|entry| entry.path())),
        });
    };
    let in_chapter: Vec<Entry> = of(found).collect();
    let (Some(first), Some(last)) = (in_chapter.first(), in_chapter.last()) else {
        return Err(format!("{} has no exercises", found.name));
    };
    if rest.is_empty() {
        return Ok(Found::Chapter(in_chapter));
    }
    if let Some(entry) = in_chapter.iter().find(|entry| entry.is_called(rest)) {
        return Ok(Found::One(*entry));
    }
    if rest.parse::<usize>().is_ok() {
        let chapter = first.short_chapter();
        return Err(format!("no exercise is named `{asked}`; {chapter} has 1 to {}", last.number));
    }
    let asked_of_chapter = format!("{}/{rest}", first.short_chapter());
    Err(unknown(&asked_of_chapter, in_chapter.iter().map(Entry::path)))
}

/// The exercise whose file this is, as this program and the compiler print it, with a line or not.
fn by_path(asked: &str) -> Option<Entry> {
    let asked = asked.replace('\\', "/");
    let path = asked.split_once(".rs:").map_or(asked.as_str(), |(path, _)| path);
    let path = path.trim_end_matches(".rs");
    let is = |entry: &Entry, part| {
        let file = entry.file(part).with_extension("");
        path.ends_with(&*file.to_string_lossy())
    };
    entries().find(|entry| is(entry, Part::Stub) || is(entry, Part::Solution))
}

/// The chapter and what is asked for in it: `ch08/2`, and `8.2` as a page has it.
fn split(asked: &str) -> (Option<&str>, &str) {
    if let Some((chapter, rest)) = asked.split_once('/') {
        return (Some(chapter), rest.trim_end_matches('/'));
    }
    if find_chapter(asked).is_some() || chapter_number(asked).is_some() {
        return (Some(asked), "");
    }
    match asked.split_once(['.', '-', '_']) {
        Some((chapter, rest)) if chapter_number(chapter).is_some() => (Some(chapter), rest),
        _ => (None, asked),
    }
}

fn by_name(asked: &str) -> Result<Found, String> {
    let found: Vec<Entry> = entries().filter(|entry| entry.exercise.name == asked).collect();
    match found.as_slice() {
        [] => Err(unknown(asked, entries().map(|entry| entry.exercise.name.to_owned()))),
        [only] => Ok(Found::One(*only)),
        several => {
            let names: Vec<String> = several.iter().map(Entry::path).collect();
            Err(format!("`{asked}` may mean {}", names.join(" or ")))
        }
    }
}

fn unknown(asked: &str, known: impl Iterator<Item = String>) -> String {
    let known: Vec<String> = known.collect();
    let hint = did_you_mean(asked, known.iter().map(String::as_str));
    let hint = hint.unwrap_or_else(|| "`cargo exercise` shows them all".to_owned());
    format!("no exercise is named `{asked}`; {hint}")
}

impl Entry {
    /// The name that is short to type: `ch08/2`.
    pub fn short(&self) -> String {
        format!("{}/{}", self.short_chapter(), self.number)
    }

    /// The name that says what it is: `ch08/e2_name`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.short_chapter(), self.exercise.name)
    }

    /// The number that a page shows: `8.2`.
    pub fn numeral(&self) -> String {
        let chapter = self.short_chapter().trim_start_matches("ch").trim_start_matches('0');
        format!("{chapter}.{}", self.number)
    }

    /// What the code of its chapter's exercises says in comments, in Chinese.
    pub fn comments(&self) -> PathBuf {
        let folder = Part::Stub.folder();
        PathBuf::from(format!("crates/{}/src/{folder}/{COMMENTS}", self.chapter.name))
    }

    /// The file of this part.
    pub fn file(&self, part: Part) -> PathBuf {
        let (chapter, name) = (self.chapter.name, self.exercise.name);
        format!("crates/{chapter}/src/{}/{name}.rs", part.folder()).into()
    }

    fn short_chapter(&self) -> &'static str {
        listing::short_chapter(self.chapter)
    }

    /// Whether this is how somebody names it in its chapter: `2`, `e2` or `e2_name`.
    fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase().replace('-', "_");
        name == self.exercise.name
            || name.strip_prefix('e').unwrap_or(&name) == self.number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first() -> Entry {
        entries().next().unwrap()
    }

    #[test]
    fn an_exercise_is_found_by_each_of_its_names() {
        let file = "crates/ch08-task-future/src/exercises/e3_cancel.rs";
        for name in [
            "ch08/3",
            "8/3",
            "ch8/3",
            "CH08/3",
            "8.3",
            "ch08-3",
            "ch08/e3",
            "ch08/e3-cancel",
            "ch08/e3_cancel",
            "e3_cancel",
            "ch08-task-future/3/",
            file,
            &format!("{file}:39:5"),
            "/a/folder/crates/ch08-task-future/src/solutions/e3_cancel.rs",
        ] {
            let Ok(Found::One(entry)) = find(name) else { panic!("{name}") };
            assert_eq!(entry.path(), "ch08/e3_cancel", "{name}");
        }
    }

    #[test]
    fn a_chapter_stands_for_all_its_exercises() {
        let chapter = first().chapter;
        let number = first().numeral().split_once('.').unwrap().0.to_owned();

        for name in [chapter.name, &format!("ch{number}"), &number, &format!("ch0{number}/")] {
            let Ok(Found::Chapter(found)) = find(name) else { panic!("{name}") };
            assert_eq!(found.len(), chapter.exercises.len());
        }
    }

    #[test]
    fn a_chapter_without_exercises_gets_those_with_some() {
        for name in ["ch99", "ch99/1", "99.1"] {
            let said = find(name).unwrap_err();

            let chapter = name.trim_end_matches("/1").trim_end_matches(".1");
            let begin = format!("no exercise is in `{chapter}`; there are some in ch01, ");
            assert!(said.starts_with(&begin), "{said}");
        }
    }

    #[test]
    fn a_wrong_name_gets_the_nearest() {
        let entry = first();
        let mut wrong = entry.path();
        wrong.pop();

        let said = find(&wrong).unwrap_err();

        assert!(said.contains(&format!("did you mean `{}`", entry.path())), "{said}");
    }

    #[test]
    fn a_number_too_high_gets_the_last() {
        let entry = first();

        let said = find(&format!("{}/99", entry.short_chapter())).unwrap_err();

        assert!(said.ends_with(&format!("has 1 to {}", entry.chapter.exercises.len())), "{said}");
    }
}
