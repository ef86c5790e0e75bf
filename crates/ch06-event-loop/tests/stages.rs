//! What the page promises of the stages: each is short, and `// New!` stands where it differs from
//! the one before, and nowhere else.

use std::collections::HashSet;

const MARK: &str = "// New!";

const STAGES: [(&str, &str); 5] = [
    ("s1_callbacks", include_str!("../src/s1_callbacks/plain.rs")),
    ("s2_timers", include_str!("../src/s2_timers/plain.rs")),
    ("s3_sockets", include_str!("../src/s3_sockets/plain.rs")),
    ("s4_generators", include_str!("../src/s4_generators/plain.rs")),
    ("s5_wake", include_str!("../src/s5_wake/plain.rs")),
];

#[test]
fn each_stage_is_below_two_hundred_lines() {
    for (name, text) in STAGES {
        assert!(text.lines().count() < 200, "{name} has {} lines", text.lines().count());
    }
}

#[test]
fn what_is_new_is_marked_and_nothing_else() {
    let mut faults = Vec::new();
    for pair in STAGES.windows(2) {
        let before: HashSet<&str> = pair[0].1.lines().map(bare).collect();
        let (name, text) = pair[1];
        // Below the mark of an item, everything is new until an empty line, or until the place
        // that the mark names. What follows the loop is another program at each stage.
        let the_loop = text.split("pub fn main").next().unwrap_or_default();
        let (mut in_item, mut until) = (false, None);
        for (number, line) in the_loop.lines().enumerate() {
            if let Some(rest) = line.trim().strip_prefix(MARK) {
                until = rest.strip_prefix(" From here to ").map(|name| name.trim_end_matches('.'));
                in_item = true;
            } else if until.is_some_and(|name| ends(line, name))
                || (line.is_empty() && until.is_none())
            {
                (in_item, until) = (false, None);
            }
            let is_marked = line.ends_with(MARK) && !line.trim().starts_with("//");
            if is_code(line) && !in_item && is_marked == before.contains(bare(line)) {
                let what = if is_marked { "is not new" } else { "is new and not marked" };
                faults.push(format!("{name}, line {}, {what}: {line}", number + 1));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The line without indentation and mark.
fn bare(line: &str) -> &str {
    line.trim().trim_end_matches(MARK).trim_end()
}

/// Whether this line begins the item at which a marked stretch ends.
fn ends(line: &str, name: &str) -> bool {
    match name.trim_matches('`') {
        "the loop" => line.starts_with("pub struct EventLoop"),
        function => line.contains(&format!("fn {function}(")),
    }
}

/// Neither empty, nor a comment, nor an import, nor brackets only.
fn is_code(line: &str) -> bool {
    let line = bare(line);
    !line.starts_with("//") && !line.starts_with("use ") && line.contains(char::is_alphanumeric)
}
