//! The two languages, and the words that the typesetting itself puts on a page.

/// The language of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The BCP 47 tag, for documents that state their language.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-CN",
        }
    }

    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

/// Words that no page holds. A pair stands before and after what it names.
pub(crate) struct Words {
    pub cover: &'static str,
    pub contents: &'static str,
    pub landmarks: &'static str,
    pub beginning: &'static str,
    pub version: &'static str,
    pub back: &'static str,
    pub chapter: [&'static str; 2],
    pub page: [&'static str; 2],
    pub note: &'static str,
    pub tip: &'static str,
    pub important: &'static str,
    pub warning: &'static str,
    pub caution: &'static str,
}

const EN: Words = Words {
    cover: "Cover",
    contents: "Contents",
    landmarks: "Landmarks",
    beginning: "Start of the text",
    version: "Version",
    back: "Back to the text",
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
    chapter: ["第 ", " 章"],
    page: ["（第 ", " 页）"],
    note: "说明",
    tip: "提示",
    important: "重点",
    warning: "警告",
    caution: "当心",
};
