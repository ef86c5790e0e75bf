//! Fonts: the embedded ones for Latin text and code, the system's for Chinese.

use super::Typesetter;
use crate::{Edition, Lang};
use anyhow::{Result, bail};
use catalog::is_wide;
use mdbook_preprocessor::book::BookItem;

/// The font families for an edition, the preferred first.
pub(super) struct Families {
    /// For the text.
    pub serif: Vec<String>,
    /// For Chinese headings, and for drawings that ask for no font.
    pub sans: Vec<String>,
    /// For code.
    pub mono: Vec<String>,
}

/// Embedded, so that the English book looks the same everywhere.
const SERIF: &str = "Libertinus Serif";
const MONO: &str = "DejaVu Sans Mono";

/// Simplified Chinese: Linux and whoever installed Noto or Source Han, then macOS, then Windows.
const CHINESE_SERIF: [&str; 9] = [
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
    "FangSong",
];
const CHINESE_SANS: [&str; 10] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Microsoft YaHei",
    "DengXian",
    "SimHei",
];
const CHINESE_MONO: [&str; 3] = ["Noto Sans Mono CJK SC", "Source Han Mono SC", "NSimSun"];

impl Typesetter {
    /// Whether a Chinese book can be set with these fonts.
    pub fn has_chinese(&self) -> bool {
        self.first(&CHINESE_SERIF).or(self.first(&CHINESE_SANS)).is_some()
    }

    /// The families for this edition.
    ///
    /// # Errors
    /// The text is Chinese, or has a Chinese word, and no Chinese font is there.
    pub(super) fn families(&self, edition: &Edition) -> Result<Families> {
        let serif = self.first(&CHINESE_SERIF);
        let sans = self.first(&CHINESE_SANS);
        let mono = self.first(&CHINESE_MONO);
        if let Some(why) = needs_chinese(edition)
            && !self.has_chinese()
        {
            bail!(
                "{why}, and no Chinese font was found. Looked for {}, {}. Install one:\n\
                 Debian, Ubuntu: apt-get install fonts-noto-cjk\n\
                 Fedora: dnf install google-noto-serif-cjk-fonts google-noto-sans-cjk-fonts\n\
                 Arch: pacman -S noto-fonts-cjk\n\
                 macOS: enable Songti SC in Font Book, or brew install --cask font-noto-serif-cjk-sc\n\
                 Windows: Settings, Optional features, Chinese (Simplified) Supplemental Fonts",
                CHINESE_SERIF.join(", "),
                CHINESE_SANS.join(", "),
            );
        }
        let families = |latin: &str, chinese: [Option<&str>; 3]| {
            let chinese = chinese.into_iter().flatten().next();
            std::iter::once(latin).chain(chinese).map(str::to_string).collect()
        };
        Ok(Families {
            serif: families(SERIF, [serif, sans, mono]),
            sans: match sans {
                Some(sans) => vec![sans.to_string(), SERIF.to_string()],
                None => families(SERIF, [serif, mono, None]),
            },
            mono: families(MONO, [mono, sans, serif]),
        })
    }

    fn first(&self, wanted: &[&'static str]) -> Option<&'static str> {
        wanted.iter().copied().find(|name| self.has(name))
    }
}

/// Why the edition cannot do without a Chinese font, if so.
fn needs_chinese(edition: &Edition) -> Option<String> {
    if edition.lang == Lang::Zh {
        return Some("the Chinese edition needs a Chinese font".into());
    }
    edition.book.iter().find_map(|item| match item {
        BookItem::Chapter(chapter) => {
            let word: String = chapter
                .content
                .chars()
                .skip_while(|c| !is_wide(*c))
                .take_while(|c| is_wide(*c))
                .collect();
            let path = chapter.path.as_deref()?.display();
            (!word.is_empty()).then(|| format!("{path}: \"{word}\" needs a Chinese font"))
        }
        _ => None,
    })
}
