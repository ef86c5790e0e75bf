//! Colour, where stdout is a terminal that can show it and the reader has not declined it.

use std::io::IsTerminal;

/// Whether to colour. Words alone tell the same: colour only helps to find them.
#[derive(Clone, Copy)]
pub struct Paint(bool);

impl Paint {
    /// As fits stdout and the environment (<https://no-color.org>).
    pub fn for_stdout() -> Paint {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Paint(std::io::stdout().is_terminal() && !set("NO_COLOR") && !dumb)
    }

    #[cfg(test)]
    pub fn never() -> Paint {
        Paint(false)
    }

    pub fn green(self, text: &str) -> String {
        self.with("32", text)
    }

    pub fn red(self, text: &str) -> String {
        self.with("31", text)
    }

    pub fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_wraps_the_text_or_leaves_it_alone() {
        assert_eq!(Paint(true).green("solved"), "\u{1b}[32msolved\u{1b}[0m");
        assert_eq!(Paint::never().red("not yet"), "not yet");
    }
}
