//! The table of exercises, by chapter, with what is solved: each is tried for it.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use exercise::{Entry, Outcome, Part, run};
use listing::{Chapter, Program};

use super::{Paint, print};

/// Tries these exercises and prints one line for each.
pub fn table(entries: &[Entry], limit: Duration, paint: Paint) -> Result<ExitCode> {
    let chapters: BTreeMap<&str, &Chapter> =
        entries.iter().map(|entry| (entry.chapter.name, entry.chapter)).collect();
    let programs = listing::build(&chapters.into_values().collect::<Vec<_>>())?;
    let solved = tried(entries, limit)?;
    print(&lines(entries, &solved, paint))?;
    for (chapter, program) in programs {
        if let Program::WithoutExercises(_, broken) | Program::Broken(broken) = program {
            let files = broken.files.join(", ");
            eprintln!("not tried: {chapter}, since this does not compile: {files}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Which are solved. Several are tried at once: one that hangs takes its whole limit.
fn tried(entries: &[Entry], limit: Duration) -> Result<Vec<bool>> {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(entries.len().max(1));
    let left = Mutex::new(entries.iter().enumerate());
    let next = || left.lock().ok()?.next();
    let results = thread::scope(|scope| -> Option<Vec<_>> {
        let work = || {
            let mut done = Vec::new();
            while let Some((index, entry)) = next() {
                done.push((index, run(*entry, Part::Stub, limit)));
            }
            done
        };
        let started: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        started.into_iter().map(|worker| worker.join().ok()).collect()
    });
    let mut solved = vec![false; entries.len()];
    let results = results.context("a thread that tries exercises has failed")?;
    for (index, run) in results.into_iter().flatten() {
        solved[index] = run?.outcome == Outcome::Solved;
    }
    Ok(solved)
}

fn lines(entries: &[Entry], solved: &[bool], paint: Paint) -> String {
    let mut out = String::new();
    let mut chapter = "";
    for (entry, solved) in entries.iter().zip(solved) {
        if entry.chapter.name != chapter {
            let gap = if chapter.is_empty() { "" } else { "\n" };
            chapter = entry.chapter.name;
            let head = format!("{chapter}: {}", entry.chapter.question);
            out += &format!("{gap}{}\n", paint.bold(&head));
        }
        let state = if *solved { paint.green("solved ") } else { paint.red("not yet") };
        out += &format!("  {:8} {state}  {}\n", entry.short(), entry.exercise.goal);
    }
    let done = solved.iter().filter(|solved| **solved).count();
    out += &format!("\n{done} of {} solved.", entries.len());
    let next = entries.iter().zip(solved).find(|(_, solved)| !**solved);
    match next {
        Some((entry, _)) => out + &format!(" The next: cargo exercise {}\n", entry.short()),
        None => out + "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_counts_what_is_solved_and_names_the_next() {
        let entries: Vec<Entry> = exercise::entries().take(2).collect();

        let shown = lines(&entries, &[true, false], Paint::never());

        assert!(shown.contains(&format!("  {:8} solved   ", entries[0].short())), "{shown}");
        assert!(shown.contains(&format!("  {:8} not yet  ", entries[1].short())), "{shown}");
        let end = format!("1 of 2 solved. The next: cargo exercise {}\n", entries[1].short());
        assert!(shown.ends_with(&end), "{shown}");
    }

    #[test]
    fn nothing_comes_next_when_all_is_solved() {
        let entries: Vec<Entry> = exercise::entries().take(1).collect();

        assert!(lines(&entries, &[true], Paint::never()).ends_with("\n1 of 1 solved.\n"));
    }
}
