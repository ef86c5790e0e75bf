//! The book's own results: one file for each run, in one folder.

use crate::figure::Figure;
use crate::results::Results;
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

    /// The run that has figures below that name: of `switch`, of `turns.yield.1`.
    pub fn run(&self, name: &str) -> Option<&Results> {
        self.runs.iter().find(|run| run.below(name).next().is_some())
    }
}
