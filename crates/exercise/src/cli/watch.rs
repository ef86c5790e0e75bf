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

/// After how many looks at a file that is away this is said.
const AWAY: u32 = 8;

/// Tries the exercise now and after each change. It ends by Ctrl-C.
pub fn watch(entry: Entry, limit: Duration, paint: Paint) -> Result<ExitCode> {
    let root = root()?;
    let file = root.join(entry.file(Part::Stub));
    out_of_cargos_way()?;
    print(&one::head(entry, &text(root, entry, Part::Stub)?, paint))?;
    let mut seen = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    loop {
        built_and_run(root, entry, limit)?;
        print(&format!(
            "\nWaiting for a change of {}. Ctrl-C ends.\n",
            entry.file(Part::Stub).display()
        ))?;
        seen = changed(&file, &seen, |away| eprintln!("{away}"));
        print("\n")?;
    }
}

/// Waits until the file says something else than `seen`, and returns that.
///
/// Some editors replace a file: for a moment it is away, or empty. One that stays away for longer
/// is waited for, too, which `say` is told once.
fn changed(file: &Path, seen: &[u8], mut say: impl FnMut(&str)) -> Vec<u8> {
    let mut looks_away = 0;
    loop {
        thread::sleep(PAUSE);
        match fs::read(file) {
            Ok(now) if now != seen && !now.is_empty() => return now,
            Ok(_) => looks_away = 0,
            Err(why) => {
                looks_away += 1;
                if looks_away == AWAY {
                    say(&format!("cannot read {}: {why}. Waiting for it.", file.display()));
                }
            }
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

        let seen = changed(&file, b"before", |said| panic!("{said}"));

        writer.join().unwrap();
        assert_eq!(seen, b"after");
    }

    #[test]
    fn a_file_that_is_away_is_waited_for_and_that_is_said_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("e1.rs");
        let mut said = Vec::new();

        // It comes back when that has been said: no clock decides.
        let seen = changed(&file, b"before", |away| {
            said.push(away.to_owned());
            fs::write(&file, "after").unwrap();
        });

        assert_eq!(seen, b"after");
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with(&format!("cannot read {}: ", file.display())), "{said:?}");
    }
}
