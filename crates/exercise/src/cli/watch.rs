//! `--watch`: tries an exercise again each time that its file is saved.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
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
    print(&one::head(entry, &text(root, entry, Part::Stub)?, paint))?;
    let mut seen = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    loop {
        // The exit code says what the reader has read already.
        one::again(entry, limit, paint)?;
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
