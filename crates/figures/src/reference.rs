//! The book's own results: one file for each run, in one folder.

use crate::figure::Figure;
use crate::results::{Check, Results};
use anyhow::{Context, Result, bail};
use std::path::Path;

/// All results of a folder.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// One for each file, by the files' names.
    pub runs: Vec<Results>,
}

impl Reference {
    /// Reads every JSON file of the folder. A folder that is not there holds none.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or two have a figure of the same name.
    pub fn read(folder: &Path) -> Result<Reference> {
        if !folder.exists() {
            return Ok(Reference::default());
        }
        let entries =
            folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
        let mut files =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let mut reference = Reference::default();
        for file in files {
            let run = Results::read(&file)?;
            for figure in &run.figures {
                if reference.figure(&figure.name).is_some() {
                    bail!("{}: {} is in another file, too", file.display(), figure.name);
                }
            }
            reference.runs.push(run);
        }
        Ok(reference)
    }

    /// The figure of that name, and the run that it comes from.
    pub fn figure(&self, name: &str) -> Option<(&Figure, &Results)> {
        self.runs.iter().find_map(|run| Some((run.figure(name)?, run)))
    }

    /// What the book found of the same claim.
    pub fn check(&self, check: &Check) -> Option<&Check> {
        let is_same = |other: &&Check| other.claim == check.claim && other.says == check.says;
        self.runs.iter().flat_map(|run| &run.checks).find(is_same)
    }

    /// The run that has figures below that name: of `switch`, of `turns.yield.1`.
    pub fn run(&self, name: &str) -> Option<&Results> {
        self.runs.iter().find(|run| run.below(name).next().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::{figure, results};

    fn folder(files: &[(&str, &Results)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, results) in files {
            std::fs::write(folder.path().join(name), serde_json::to_string(results).unwrap())
                .unwrap();
        }
        folder
    }

    #[test]
    fn every_file_is_read_and_a_figure_knows_its_run() {
        let (one, two) = (results([figure("switch.a", 1.0)]), results([figure("start.b", 1.0)]));
        let folder = folder(&[("one.json", &one), ("two.json", &two), ("notes.txt", &one)]);

        let reference = Reference::read(folder.path()).unwrap();

        assert_eq!(reference.runs.len(), 2);
        assert_eq!(reference.figure("start.b").unwrap().0, &two.figures[0]);
        assert!(reference.run("switch").is_some() && reference.run("weight").is_none());
    }

    #[test]
    fn a_figure_of_two_files_is_refused() {
        let one = results([figure("switch.a", 1.0)]);
        let folder = folder(&[("one.json", &one), ("two.json", &one)]);
        let error = Reference::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("two.json: switch.a"), "{error}");
    }

    #[test]
    fn another_layout_is_refused() {
        let mut one = results([]);
        one.schema = 99;
        let folder = folder(&[("one.json", &one)]);
        let error = Reference::read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("layout 99"), "{error}");
    }

    #[test]
    fn without_a_folder_there_is_no_reference() {
        let reference = Reference::read(Path::new("not-there")).unwrap();
        assert!(reference.runs.is_empty());
    }
}
