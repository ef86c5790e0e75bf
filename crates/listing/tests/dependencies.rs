//! What the tools are compiled with: a reader of one chapter waits for no other.

use std::process::Command;

use listing::{chapters, root};

#[test]
fn no_tool_needs_a_chapter_and_no_chapter_another() {
    let names: Vec<&str> = chapters().iter().map(|chapter| chapter.name).collect();
    for tool in ["listing", "exercise", "press"].iter().chain(&names) {
        let needed = needed_by(tool);
        assert!(
            needed.lines().any(|line| line == "anyhow" || line == "catalog"),
            "{tool}: {needed}"
        );
        for line in needed.lines() {
            assert!(line == *tool || !names.contains(&line), "{tool} depends on {line}");
        }
    }
}

/// The names of all crates that a build of this one compiles.
fn needed_by(tool: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--edges=normal,build", "--prefix=none", "--format={lib}"]);
    let output = cargo.args(["--package", tool]).current_dir(root().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace('_', "-")
}
