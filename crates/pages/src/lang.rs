//! The two languages of the book, and the words that the builder itself puts on a page.

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

    /// The builder's own words in this language.
    pub const fn words(self) -> &'static Words {
        match self {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.dir())
    }
}

/// What the builder writes beside the author's text.
#[derive(Debug)]
#[allow(missing_docs, reason = "each field is the phrase that it names")]
pub struct Words {
    pub listing: &'static str,
    pub variants_legend: &'static str,
    pub prints: &'static str,
    pub all_print: &'static str,
    pub and: &'static str,
    pub comma: &'static str,
    pub as_diff: &'static str,
    pub run: &'static str,
    pub whole_program: &'static str,
    pub source: &'static str,
    pub claim: &'static str,
    pub notes_line: &'static str,
    pub evidence: &'static str,
    pub treated_in: &'static str,
    pub not_judged: &'static str,
    pub verdict: &'static str,
    pub number_of_claims: &'static str,
    pub holds: &'static str,
    pub partly: &'static str,
    pub outdated: &'static str,
    pub wrong: &'static str,
    pub open: &'static str,
    pub term: &'static str,
    pub other_term: &'static str,
    pub meaning: &'static str,
    pub listing_evidence: &'static str,
    pub test_evidence: &'static str,
    pub edition: &'static str,
    pub exercise: &'static str,
    pub title_stop: &'static str,
    pub try_it: &'static str,
    pub hint: &'static str,
    pub hint_lead: &'static str,
    pub the_test: &'static str,
    pub solution: &'static str,
    pub as_changes: &'static str,
    pub solution_of: &'static str,
    pub answer: &'static str,
    pub answers: &'static str,
    pub colon: &'static str,
    pub stop: &'static str,
    pub space: &'static str,
    pub measured_on: &'static str,
    pub same_machine: &'static str,
    pub preliminary: &'static str,
    pub median_of: &'static str,
    pub counted_once: &'static str,
    pub undecided: &'static str,
    pub not_measured: &'static str,
    pub as_table: &'static str,
    pub as_recorded: &'static str,
    pub events_in_words: &'static str,
    pub runs_legend: &'static str,
    pub ready_queue: &'static str,
    pub timers: &'static str,
    pub sockets: &'static str,
}

static EN: Words = Words {
    listing: "Listing",
    variants_legend: "The same program on each side",
    prints: "prints",
    all_print: "Each of them prints",
    and: " and ",
    comma: ", ",
    as_diff: ", as its differences from the tokio program",
    run: "Run it:",
    whole_program: "the whole program:",
    source: "source",
    claim: "Claim",
    notes_line: "line",
    evidence: "Evidence:",
    treated_in: "Treated in",
    not_judged: "Not judged yet.",
    verdict: "Verdict",
    number_of_claims: "Claims",
    holds: "holds",
    partly: "partly",
    outdated: "outdated",
    wrong: "wrong",
    open: "open",
    term: "Term",
    other_term: "Chinese",
    meaning: "Meaning",
    listing_evidence: "listing",
    test_evidence: "test",
    edition: "Editions of this page",
    exercise: "Exercise",
    title_stop: ".",
    try_it: "Try it:",
    hint: "Hint",
    hint_lead: "Hint.",
    the_test: "The test",
    solution: "Solution",
    as_changes: "The solution, as changes to the code:",
    solution_of: "Hint and solution",
    answer: "Answer",
    answers: "Answers",
    colon: ": ",
    stop: ".",
    space: " ",
    measured_on: "Measured on {}, {} cores, {}, on {}.",
    same_machine: "Same machine.",
    preliminary: "Preliminary: from a short run.",
    median_of: "median of {} rounds; the middle half of them gave {}.",
    counted_once: "counted in one run.",
    undecided: "{} (too wide a spread to say more)",
    not_measured: "not measured: ",
    as_table: "The same as a table",
    as_recorded: "`{}` on {}, as it ran",
    events_in_words: "The {} events in words",
    runs_legend: "The same program’s run on each side",
    ready_queue: "Ready queue",
    timers: "Timers",
    sockets: "Sockets",
};

static ZH: Words = Words {
    listing: "程序",
    variants_legend: "同一个程序的各个版本",
    prints: "打印",
    all_print: "每个版本都打印",
    and: "和",
    comma: "、",
    as_diff: "，与 tokio 版本的差异",
    run: "运行：",
    whole_program: "完整程序：",
    source: "源码",
    claim: "论断",
    notes_line: "第几行",
    evidence: "证据：",
    treated_in: "见",
    not_judged: "尚未裁定。",
    verdict: "裁定",
    number_of_claims: "论断数",
    holds: "成立",
    partly: "部分成立",
    outdated: "已过时",
    wrong: "不成立",
    open: "待定",
    term: "术语",
    other_term: "英文",
    meaning: "含义",
    listing_evidence: "程序",
    test_evidence: "测试",
    edition: "本页的其他版本",
    exercise: "练习",
    title_stop: "。",
    try_it: "试一试：",
    hint: "提示",
    hint_lead: "提示。",
    the_test: "测试",
    solution: "解答",
    as_changes: "解答（只列出改动的代码）：",
    solution_of: "提示与解答",
    answer: "答案",
    answers: "答案",
    colon: "：",
    stop: "。",
    space: "",
    measured_on: "测于 {}，{} 核，{}，{}。",
    same_machine: "同一台机器。",
    preliminary: "初步数值：来自一次简短的测量。",
    median_of: "{} 轮的中位数；居中的一半为 {}。",
    counted_once: "在一次运行中数得。",
    undecided: "{}（波动太大，只能说到这里）",
    not_measured: "未测：",
    as_table: "同样的数据，列成表格",
    as_recorded: "`{}` 在 {} 上的一次实际运行",
    events_in_words: "用文字逐一列出这 {} 个事件",
    runs_legend: "同一个程序在各个版本上的运行",
    ready_queue: "就绪队列",
    timers: "定时器",
    sockets: "套接字",
};
