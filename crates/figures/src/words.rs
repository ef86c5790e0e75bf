//! Text in both languages of the book.

use catalog::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The same in English and in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In English.
    pub en: Cow<'static, str>,
    /// In Chinese.
    pub zh: Cow<'static, str>,
}

impl Words {
    /// In that language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// `words("thread", "线程")`.
pub const fn words(en: &'static str, zh: &'static str) -> Words {
    Words { en: Cow::Borrowed(en), zh: Cow::Borrowed(zh) }
}
