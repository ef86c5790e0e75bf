//! The first line of what skeptic hands to the compiler: what to do with the rest.

use std::path::PathBuf;
use std::time::Duration;

/// What our compiler shall do with a fragment.
///
/// skeptic passes on a text and nothing else, so the order travels in the text, as a comment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub task: Task,
    /// How long the fragment's program may run.
    pub limit: Duration,
    /// Where to write why it failed.
    pub report: PathBuf,
    /// The page, as messages shall name it.
    pub page: String,
}

/// What is done with a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    Compile,
    Run,
    RunToPanic,
    /// rustdoc compiles it, and it must fail. The text is Markdown, for all others it is Rust.
    Refuse,
    /// Nothing is done with it: the report is what says where the libraries lie, line by line.
    Libraries,
}

const TASKS: [(Task, &str); 5] = [
    (Task::Compile, "compile"),
    (Task::Run, "run"),
    (Task::RunToPanic, "run-to-panic"),
    (Task::Refuse, "refuse"),
    (Task::Libraries, "libraries"),
];

/// No field has it: not a number, not a page's name, not the folder for temporary files.
const SEPARATOR: char = '\t';

impl Order {
    /// The order as a comment without a line's end.
    pub fn comment(&self) -> String {
        let (open, close) = match self.task {
            Task::Refuse => ("<!--", "-->"),
            _ => ("/*", "*/"),
        };
        let task = TASKS.iter().find(|(task, _)| *task == self.task).map_or("", |(_, name)| name);
        let limit = self.limit.as_millis().to_string();
        let report = self.report.to_string_lossy();
        [open, task, &limit, &report, &self.page, close].join(&SEPARATOR.to_string())
    }

    /// The order that a text begins with; `None` if the text is no fragment of ours.
    pub fn of(text: &str) -> Option<Self> {
        let mut fields = text.lines().next()?.split(SEPARATOR).skip(1);
        let name = fields.next()?;
        Some(Self {
            task: TASKS.iter().find(|(_, known)| *known == name)?.0,
            limit: Duration::from_millis(fields.next()?.parse().ok()?),
            report: fields.next()?.into(),
            page: fields.next()?.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_was_written() {
        for (task, _) in TASKS {
            let order = Order {
                task,
                limit: Duration::from_millis(1500),
                report: "/tmp/a b/report".into(),
                page: "book/en/page.md".into(),
            };

            let text = format!("{}fn main() {{\n}}\n", order.comment());

            assert_eq!(Order::of(&text), Some(order));
        }
    }

    #[test]
    fn another_program_has_no_order() {
        assert_eq!(Order::of("fn main() {}\n"), None);
        assert_eq!(Order::of(""), None);
        assert_eq!(Order::of("/*\tdance\t1\t/r\tp\t*/"), None);
    }
}
