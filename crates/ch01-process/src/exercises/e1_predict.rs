//! A parent has a variable, a file, a folder that it is in, and an environment. It starts a child,
//! which changes its variable, writes to the file by its name, goes to another folder, and has been
//! given another environment. Of which of the four does the parent notice anything afterwards?
//!
//! # Hint
//!
//! Three of the four belong to a process, and each process has its own. Where is the fourth?

use std::env;
use std::fs;
use std::process::{Command, exit};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

static VARIABLE: AtomicU32 = AtomicU32::new(1);

fn child(file: &str) {
    VARIABLE.store(2, Relaxed);
    fs::write(file, "changed").unwrap();
    env::set_current_dir("..").unwrap();
    assert_eq!(env::var("COLOUR").unwrap(), "red", "the parent has given it a colour");
}

// Your turn: this guess says that the parent notices everything.
/// Whether the parent notices what became of the variable, the file, the folder, the environment.
pub fn prediction() -> [bool; 4] {
    [true, true, true, true]
}

// The test: the same for the solution.

/// What the parent really notices is what was predicted.
pub fn test() {
    let words: Vec<String> = env::args().skip_while(|word| word != "child").collect();
    if let [_, file] = words.as_slice() {
        child(file);
        exit(0);
    }
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    let folder = env::current_dir().expect("there is a folder");
    let ended = Command::new(env::current_exe().expect("this program has a file"))
        .args(env::args().skip(1))
        .arg("child")
        .arg(file.path())
        .env("COLOUR", "red")
        .status()
        .expect("the child starts");
    assert!(ended.success(), "The child failed, which has nothing to do with your answer.");
    let noticed = [
        VARIABLE.load(Relaxed) != 1,
        fs::read_to_string(file.path()).expect("the file is there") == "changed",
        env::current_dir().expect("there is a folder") != folder,
        env::var("COLOUR").is_ok_and(|colour| colour == "red"),
    ];
    let right = prediction().iter().zip(noticed).filter(|(one, other)| *one == other).count();
    assert_eq!(right, 4, "Not all four are right. So many are.");
}
