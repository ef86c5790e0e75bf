//! A row of a chapter's table of exercises, its number, and the files that belong to it.

use std::path::PathBuf;

use catalog::{Chapter, Exercise};
use listing::{chapters, did_you_mean};

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

/// One of the two files that are held to the same test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What the reader edits.
    Stub,
    /// A solution.
    Solution,
}

impl Part {
    /// Its name among a child's arguments.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Part::Stub => "stub",
            Part::Solution => "solution",
        }
    }

    /// Its folder in the chapter's `src`.
    pub const fn folder(self) -> &'static str {
        match self {
            Part::Stub => "exercises",
            Part::Solution => "solutions",
        }
    }
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

/// What `ch08`, `ch08/2`, `ch08/e2_name` or `e2_name` stands for: one exercise, or all of a chapter.
///
/// # Errors
///
/// One line that says which names are near, or where to see them all.
pub fn find(asked: &str) -> Result<Vec<Entry>, String> {
    let (chapter, rest) = match asked.split_once('/') {
        Some((chapter, rest)) => (Some(chapter), rest),
        None => (None, asked),
    };
    let all = || entries().filter(|entry| chapter.is_none_or(|name| entry.is_in(name)));
    let found: Vec<Entry> = all()
        .filter(|entry| {
            entry.exercise.name == rest
                || (chapter.is_some() && rest == entry.number.to_string())
                || (chapter.is_none() && entry.is_in(rest))
        })
        .collect();
    let one_chapter = found.windows(2).all(|two| two[0].chapter.name == two[1].chapter.name);
    if found.is_empty() {
        return Err(format!("no exercise is named `{asked}`; {}", hint(asked, chapter, all())));
    }
    if !one_chapter {
        let names: Vec<String> = found.iter().map(Entry::path).collect();
        return Err(format!("`{asked}` may mean {}", names.join(" or ")));
    }
    Ok(found)
}

fn hint(asked: &str, chapter: Option<&str>, in_chapter: impl Iterator<Item = Entry>) -> String {
    let in_chapter: Vec<Entry> = in_chapter.collect();
    let by_number = asked.split_once('/').is_some_and(|(_, rest)| rest.parse::<usize>().is_ok());
    if let (Some(chapter), true, [.., last]) = (chapter, by_number, in_chapter.as_slice()) {
        return format!("{chapter} has 1 to {}", last.number);
    }
    let names: Vec<String> = match chapter {
        Some(_) => entries().map(|entry| entry.path()).collect(),
        None => entries().map(|entry| entry.exercise.name.to_owned()).collect(),
    };
    did_you_mean(asked, names.iter().map(String::as_str))
        .unwrap_or_else(|| "`cargo exercise` shows them all".to_owned())
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

    /// The file of this part.
    pub fn file(&self, part: Part) -> PathBuf {
        let (chapter, name) = (self.chapter.name, self.exercise.name);
        format!("crates/{chapter}/src/{}/{name}.rs", part.folder()).into()
    }

    /// The test of this part.
    pub(crate) fn test(&self, part: Part) -> fn() {
        match part {
            Part::Stub => self.exercise.stub,
            Part::Solution => self.exercise.solution,
        }
    }

    fn short_chapter(&self) -> &'static str {
        self.chapter.name.split('-').next().unwrap_or(self.chapter.name)
    }

    /// Whether this is how somebody names its chapter: `ch08`, `8` or `ch08-task-future`.
    fn is_in(&self, name: &str) -> bool {
        let short = self.short_chapter();
        let number = short.trim_start_matches("ch").trim_start_matches('0');
        [self.chapter.name, short, number].contains(&name)
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
        let entry = first();
        let long = format!("{}/{}", entry.chapter.name, entry.number);

        for name in [entry.short(), entry.path(), long] {
            let found = find(&name).unwrap();
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].path(), entry.path());
        }
    }

    #[test]
    fn a_chapter_stands_for_all_its_exercises() {
        let entry = first();

        let found = find(entry.short_chapter()).unwrap();

        assert_eq!(found.len(), entry.chapter.exercises.len());
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
