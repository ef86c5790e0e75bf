//! `--watch`: tries an exercise again each time that its file is saved.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use exercise::{Entry, Part, text};
use listing::root;

use super::{Paint, one, print};

/// How often the file is looked at: soon enough for a reader, and no load for the machine.
const PAUSE: Duration = Duration::from_millis(250);

/// Tries the exercise now and after each change. It ends by Ctrl-C, or when the file is gone.
pub fn watch(entry: Entry, limit: Duration, paint: Paint) -> Result<ExitCode> {
    let root = root()?;
    let file = root.join(entry.file(Part::Stub));
    out_of_cargos_way()?;
    print(&one::head(entry, &text(root, entry, Part::Stub)?, paint))?;
    let mut seen = read(&file)?;
    loop {
        built_and_run(root, entry, limit)?;
        print(&format!(
            "\nWaiting for a change of {}. Ctrl-C ends.\n",
            entry.file(Part::Stub).display()
        ))?;
        seen = changed(&file, &seen)?;
        print("\n")?;
    }
}

/// Waits until the file says something else than `seen`, and returns that.
fn changed(file: &Path, seen: &[u8]) -> Result<Vec<u8>> {
    loop {
        thread::sleep(PAUSE);
        // Some editors replace a file: for a moment it may be away, or empty.
        let now = read(file).or_else(|_| {
            thread::sleep(PAUSE);
            read(file)
        })?;
        if now != seen && !now.is_empty() {
            return Ok(now);
        }
    }
}

/// Lets cargo build what has changed and run the exercise. What does not compile is told by rustc
/// itself, which does it best.
fn built_and_run(root: &Path, entry: Entry, limit: Duration) -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(root).args(["run", "--quiet", "--package", "exercise", "--"]);
    command.args([&entry.short(), "--again", "--time-limit", &limit.as_secs_f64().to_string()]);
    // The exit code says what the reader has read already.
    command.status().context("cannot start cargo")?;
    Ok(())
}

/// On Windows, a program that runs cannot be replaced, but renamed: so cargo can build the next.
fn out_of_cargos_way() -> Result<()> {
    if cfg!(windows) {
        let myself = std::env::current_exe().context("cannot find this program's own file")?;
        fs::rename(&myself, myself.with_extension("watching.exe"))
            .context("cannot make room for the next build")?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_seen_and_an_empty_moment_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("e1.rs");
        fs::write(&file, "before").unwrap();
        let writer = thread::spawn({
            let file = file.clone();
            move || {
                fs::write(&file, "").unwrap();
                thread::sleep(2 * PAUSE);
                fs::write(&file, "after").unwrap();
            }
        });

        let seen = changed(&file, b"before").unwrap();

        writer.join().unwrap();
        assert_eq!(seen, b"after");
    }

    #[test]
    fn a_file_that_is_gone_ends_the_watch() {
        let error = changed(Path::new("no/such/e1.rs"), b"").unwrap_err();

        assert_eq!(error.to_string(), "cannot read no/such/e1.rs");
    }
}
