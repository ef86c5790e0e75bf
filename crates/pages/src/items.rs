//! A program cut into its items: functions, methods, types, imports. By its lines, which formatters
//! have brought into one shape, so that Rust and Python are cut alike.

use std::ops::Range;

/// The smallest part of a program that is shown or folded as one: a function, a type, an import, or
/// what stands around the methods of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its lines, counted from 0, with the comments and attributes above it.
    pub lines: Range<usize>,
    /// What it belongs to, such as `impl Wake for Ticket`; empty at the top.
    pub within: String,
    /// `fn wake`, `class Loop`; none for an import or a statement.
    pub name: Option<String>,
    /// Whether it holds others: then these lines are only its head or its end.
    pub holds: Option<Edge>,
}

/// What stands around the items that another one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Up to the first of them.
    Head,
    /// Behind the last of them.
    End,
}

/// The items of a program in order. Blank lines between them belong to none.
pub fn items(lines: &[&str]) -> Vec<Item> {
    let mut found = Vec::new();
    within(lines, 0..lines.len(), "", &mut found);
    found
}

/// The items among these lines, all at the depth of the first.
fn within(lines: &[&str], range: Range<usize>, holder: &str, found: &mut Vec<Item>) {
    let mut at = range.start;
    while at < range.end {
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        let block = at..end_of(lines, at, range.end);
        at = block.end;
        let Some(header) = block.clone().find(|i| !is_prelude(lines[*i])) else {
            found.push(Item { lines: block, within: holder.into(), name: None, holds: None });
            continue;
        };
        let name = name(lines[header]);
        let inside = name
            .as_deref()
            .filter(|name| holds(name))
            .and_then(|_| inner(lines, header, block.end));
        let item = |lines, holds| Item { lines, within: holder.into(), name: name.clone(), holds };
        match inside {
            Some(inside) => {
                let path = name.clone().unwrap_or_default();
                found.push(item(block.start..inside.start, Some(Edge::Head)));
                within(lines, inside.clone(), &path, found);
                if inside.end < block.end {
                    found.push(item(inside.end..block.end, Some(Edge::End)));
                }
            }
            None => found.push(item(block, None)),
        }
    }
}

/// Where the block that begins here ends: at the next line of its depth that begins another.
fn end_of(lines: &[&str], start: usize, limit: usize) -> usize {
    let depth = depth(lines[start]);
    let mut header = !is_prelude(lines[start]);
    let mut text = false;
    let mut end = start;
    for (i, line) in lines.iter().enumerate().take(limit).skip(start) {
        let quotes = line.matches("\"\"\"").count();
        let in_text = text;
        text ^= quotes % 2 == 1;
        if line.trim().is_empty() && !in_text {
            // A comment that a blank line ends speaks for itself.
            if !header {
                break;
            }
            continue;
        }
        let goes_on = i == start || in_text || self::depth(line) > depth || continues(line);
        if !goes_on {
            if header {
                break;
            }
            header = !is_prelude(line);
        }
        end = i + 1;
    }
    end
}

/// The lines of the items that a block holds, without its head and its end.
fn inner(lines: &[&str], header: usize, end: usize) -> Option<Range<usize>> {
    let outer = depth(lines[header]);
    // The head may take several lines: a `where`, or arguments. A body is one step deeper.
    let is_python = lines[header].trim_start().starts_with("class ");
    let opens = |line: &str| line.trim_end().ends_with(if is_python { ':' } else { '{' });
    let first = (header..end).find(|i| opens(lines[*i]))? + 1;
    let last =
        (first..end).rev().find(|i| depth(lines[*i]) > outer && !lines[*i].trim().is_empty())?;
    Some(first..last + 1)
}

fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Comments, attributes and decorators: they belong to what comes below them.
fn is_prelude(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "#", "@"].iter().any(|start| line.starts_with(start))
}

/// A line at the depth of what it belongs to.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['}', ')', ']', '{'])
        || ["where", "else", "elif ", "except", "finally"].iter().any(|word| {
            let rest = line.strip_prefix(word);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                || (word.ends_with(' ') && rest.is_some())
        })
}

fn holds(name: &str) -> bool {
    ["impl ", "trait ", "mod ", "class "].iter().any(|kind| name.starts_with(kind))
}

/// The item that a line begins, if it has a name: `fn poll`, `impl Future for Task`, `class Loop`.
fn name(line: &str) -> Option<String> {
    let mut rest = line.trim_start();
    for word in ["pub ", "pub(crate) ", "pub(super) ", "default ", "const ", "async ", "unsafe "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    if let Some(after) = rest.strip_prefix("impl<") {
        let (_, name) = after.split_once("> ")?;
        return Some(format!("impl {}", name.trim_end_matches(['{', ' '])));
    }
    let (kind, name) = rest.split_once(' ')?;
    let word = || name.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(name);
    let name = match kind {
        "impl" => name.trim_end_matches(['{', ' ']),
        "fn" | "struct" | "enum" | "trait" | "type" | "mod" | "def" | "class" | "static" => word(),
        _ => return None,
    };
    (!name.is_empty()).then(|| format!("{kind} {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Range<usize>, String)> {
        let lines: Vec<&str> = text.lines().collect();
        let found = items(&lines).into_iter();
        found.map(|i| (i.lines, i.name.unwrap_or_default())).collect()
    }

    #[test]
    fn rust_is_cut_into_imports_types_methods_and_functions() {
        let text = "//! A loop.\n\nuse std::mem;\nuse std::rc::{\n    Rc,\n};\n\n/// A queue.\n#[derive(Debug)]\nstruct Queue {\n    a: u8,\n\n    b: u8,\n}\n\nimpl<T> Loop<T>\nwhere\n    T: Send,\n{\n    /// Runs.\n    fn run(&self) {\n\n        a();\n    }\n\n    fn stop(&self) {}\n}\n\nfn main() {\n}\n";

        assert_eq!(
            cut(text),
            [
                (0..1, String::new()),
                (2..3, String::new()),
                (3..6, String::new()),
                (7..14, "struct Queue".into()),
                (15..19, "impl Loop<T>".into()),
                (19..24, "fn run".into()),
                (25..26, "fn stop".into()),
                (26..27, "impl Loop<T>".into()),
                (28..30, "fn main".into()),
            ]
        );
    }

    #[test]
    fn python_is_cut_alike() {
        let text = "\"\"\"A loop.\n\nMore of it.\n\"\"\"\n\nimport asyncio\n\n\n@dataclass\nclass Loop:\n    \"\"\"Text.\"\"\"\n\n    def run(\n        self,\n    ) -> None:\n        a()\n\n    def stop(self) -> None:\n        b()\n\n\nif __name__ == \"__main__\":\n    main()\nelse:\n    pass\n";

        assert_eq!(
            cut(text),
            [
                (0..4, String::new()),
                (5..6, String::new()),
                (8..10, "class Loop".into()),
                (10..11, String::new()),
                (12..16, "def run".into()),
                (17..19, "def stop".into()),
                (21..25, String::new()),
            ]
        );
    }
}
