//! Anchors in source files: `// ANCHOR: name` to `// ANCHOR_END: name`, as mdBook has them.

/// An anchor's name and the line, counted from 1, on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The name behind the colon.
    pub name: String,
    /// The line of its start.
    pub line: usize,
}

/// Every anchor that starts in this source, in order.
pub fn anchors(source: &str) -> Vec<Anchor> {
    source
        .lines()
        .enumerate()
        .filter_map(|(i, line)| {
            let name = mark(line, "ANCHOR:")?;
            Some(Anchor { name: name.to_string(), line: i + 1 })
        })
        .collect()
}

/// The source as a reader sees it: without the lines that only mark anchors.
pub fn without_marks(source: &str) -> String {
    let mut shown = String::with_capacity(source.len());
    for line in source.lines().filter(|line| !is_mark(line)) {
        shown.push_str(line);
        shown.push('\n');
    }
    shown
}

/// The lines inside an anchor, moved left to column 0, without the marks of others.
///
/// # Errors
/// Says what is missing: the anchor, or its end.
pub fn extract(source: &str, name: &str) -> Result<String, String> {
    let mut lines = source.lines();
    if !lines.any(|line| mark(line, "ANCHOR:") == Some(name)) {
        let known: Vec<String> = anchors(source).into_iter().map(|a| a.name).collect();
        let known = if known.is_empty() { "none".into() } else { known.join(", ") };
        return Err(format!("no anchor `{name}` (it has: {known})"));
    }
    let mut inside = Vec::new();
    for line in lines {
        if mark(line, "ANCHOR_END:") == Some(name) {
            return Ok(dedent(&inside));
        }
        if !is_mark(line) {
            inside.push(line);
        }
    }
    Err(format!("anchor `{name}` has no `ANCHOR_END: {name}`"))
}

/// Which lines an anchor holds, counted from 0, of the source as a reader sees it. Blank lines at
/// its edges, which a formatter asks for, are none of them.
///
/// # Errors
/// As [`extract`]; or it holds none.
pub fn place(source: &str, name: &str) -> Result<std::ops::Range<usize>, String> {
    let text = extract(source, name)?;
    let full = |line: &str| !line.trim().is_empty();
    let Some(blank) = text.lines().position(full) else {
        return Err(format!("anchor `{name}` holds no lines"));
    };
    let held = text.trim_end().lines().count() - blank;
    let before = source.lines().take_while(|line| mark(line, "ANCHOR:") != Some(name));
    let start = before.filter(|line| !is_mark(line)).count() + blank;
    Ok(start..start + held)
}

fn is_mark(line: &str) -> bool {
    mark(line, "ANCHOR:").or_else(|| mark(line, "ANCHOR_END:")).is_some()
}

/// The name behind a mark, in a comment of Rust or Python that holds nothing else.
fn mark<'a>(line: &'a str, kind: &str) -> Option<&'a str> {
    let line = line.trim();
    let comment = line.strip_prefix("//").or_else(|| line.strip_prefix('#'))?;
    Some(comment.trim().strip_prefix(kind)?.trim())
}

fn dedent(lines: &[&str]) -> String {
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| format!("{}\n", line.get(indent..).unwrap_or(""))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "fn main() {\n    // ANCHOR: spawn\n    let a = 1;\n    // ANCHOR: inner\n\n        let b = 2;\n    // ANCHOR_END: inner\n    // ANCHOR_END: spawn\n}\n";

    #[test]
    fn an_anchor_gives_its_lines_moved_left() {
        assert_eq!(place(SOURCE, "spawn").unwrap(), 1..4);
        // Without the blank line.
        assert_eq!(place(SOURCE, "inner").unwrap(), 3..4);
        let python = "# ANCHOR: a\n\n\ndef f():\n    g()\n\n\n# ANCHOR_END: a\n";
        assert_eq!(place(python, "a").unwrap(), 2..4);
        assert!(place("# ANCHOR: a\n\n# ANCHOR_END: a\n", "a").is_err());
        assert_eq!(extract(SOURCE, "spawn").unwrap(), "let a = 1;\n\n    let b = 2;\n");
    }

    #[test]
    fn a_missing_anchor_and_a_missing_end_are_named() {
        let missing = extract(SOURCE, "spwan").unwrap_err();
        assert_eq!(missing, "no anchor `spwan` (it has: spawn, inner)");
        let endless = extract("# ANCHOR: a\nx = 1\n", "a").unwrap_err();
        assert!(endless.contains("ANCHOR_END: a"), "{endless}");
    }

    #[test]
    fn the_whole_source_shows_no_marks() {
        assert!(!without_marks(SOURCE).contains("ANCHOR"));
        assert_eq!(anchors(SOURCE).iter().map(|a| a.line).collect::<Vec<_>>(), [2, 4]);
    }
}
