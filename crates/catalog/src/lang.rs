//! The two languages of the book.

use std::fmt;

/// A language in which the book is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English, in which pages are written first.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// Both, the original first.
    pub const ALL: [Lang; 2] = [Lang::En, Lang::Zh];

    /// Its folder below `book/` and below the site: `en`.
    pub const fn dir(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// Its BCP 47 tag, as `<html lang>` has it.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-CN",
        }
    }

    /// Its name in itself, as the picker shows it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Zh => "中文",
        }
    }

    /// The language that the picker leads to.
    pub const fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Zh,
            Lang::Zh => Lang::En,
        }
    }

    /// Reads a tag such as `en`, `en-GB` or `zh-CN`.
    pub fn parse(tag: &str) -> Option<Lang> {
        match tag.split('-').next() {
            Some("en") => Some(Lang::En),
            Some("zh") => Some(Lang::Zh),
            _ => None,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.dir())
    }
}
