//! The words that the typesetting itself puts on a page.

use catalog::Lang;

/// Words that no page holds. A pair stands before and after what it names.
pub(crate) struct Words {
    pub cover: &'static str,
    pub contents: &'static str,
    pub landmarks: &'static str,
    pub beginning: &'static str,
    pub version: &'static str,
    pub back: &'static str,
    pub others: &'static str,
    pub colon: &'static str,
    pub as_in: [&'static str; 2],
    pub apart: &'static str,
    pub chapter: [&'static str; 2],
    pub page: [&'static str; 2],
    pub note: &'static str,
    pub tip: &'static str,
    pub important: &'static str,
    pub warning: &'static str,
    pub caution: &'static str,
}

impl Words {
    /// The words in this language.
    pub(crate) const fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

const EN: Words = Words {
    cover: "Cover",
    contents: "Contents",
    landmarks: "Landmarks",
    beginning: "Start of the text",
    version: "Version",
    back: "Back to the text",
    others: "The other sides",
    colon: ": ",
    as_in: ["⋯ is as in ", ""],
    apart: "; ",
    chapter: ["Chapter ", ""],
    page: [" (p. ", ")"],
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution",
};

const ZH: Words = Words {
    cover: "封面",
    contents: "目录",
    landmarks: "导览",
    beginning: "正文",
    version: "版本",
    back: "回到正文",
    others: "其他版本",
    colon: "：",
    as_in: ["⋯ 与 ", " 相同"],
    apart: "；",
    chapter: ["第 ", " 章"],
    page: ["（第 ", " 页）"],
    note: "说明",
    tip: "提示",
    important: "重点",
    warning: "警告",
    caution: "当心",
};
