//! The file is on the disk, and belongs to no process: both have only opened it, by the same name.
//! The variable is in the child's memory, the folder and the environment are the child's, too. It
//! began with copies of the parent's, or with what the parent gave it instead.

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

/// Whether the parent notices what became of the variable, the file, the folder, the environment.
pub fn prediction() -> [bool; 4] {
    [false, true, false, false]
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
