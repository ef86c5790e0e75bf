//! Why there is no figure, or what one must know of it, in Chinese.
//!
//! The lab says it in English, on the machine where it happens. What the book's own runs say is
//! here, with `#` for a number; anything else stays as it is.

use catalog::Lang;
use std::borrow::Cow;

static REASONS: [(&str, &str); 10] = [
    ("one run only: it takes too long for more", "只运行了一次：多次运行耗时太长"),
    ("needs two cores", "需要两个核"),
    ("# processes take longer than all the rest", "启动 # 个进程比其余项目加起来还要久"),
    ("vm.max_map_count allows # stacks", "vm.max_map_count 只允许 # 个栈"),
    ("vm.max_map_count allows # threads", "vm.max_map_count 只允许 # 个线程"),
    (
        "needs a Python built without the GIL, as python3.14t or in PYTHON_FREE_THREADED",
        "需要不带 GIL 的 Python，即 python3.14t，或者由 PYTHON_FREE_THREADED 指定",
    ),
    (
        "needs Python 3.13 or later, for interpreters",
        "需要 Python 3.13 或更新的版本，才有多个解释器",
    ),
    ("no own channel", "没有自带的通道"),
    ("no channel", "没有通道"),
    ("no timers", "没有定时器"),
];

/// A reason or a note of the lab, in this language.
pub fn reason(text: &str, lang: Lang) -> Cow<'_, str> {
    if lang == Lang::En {
        return Cow::Borrowed(text);
    }
    // A page says above it that these were not measured.
    let text = text.strip_prefix("not measurable here: ").unwrap_or(text);
    for (en, zh) in REASONS {
        match en.split_once('#') {
            None if en == text => return Cow::Borrowed(zh),
            None => {}
            Some((before, after)) => {
                let number = text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
                if let Some(number) = number {
                    return Cow::Owned(zh.replace('#', number));
                }
            }
        }
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Reference;
    use std::path::Path;

    #[test]
    fn a_number_comes_with_its_words() {
        let text = "not measurable here: vm.max_map_count allows 32,765 stacks";
        assert_eq!(reason(text, Lang::Zh), "vm.max_map_count 只允许 32,765 个栈");
        assert_eq!(reason(text, Lang::En), text);
        assert_eq!(reason("fails: no", Lang::Zh), "fails: no");
    }

    #[test]
    fn what_the_books_runs_say_is_there_in_chinese() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../lab/reference");
        let reference = Reference::read(&folder).unwrap();
        let figures = reference.runs.iter().flat_map(|run| &run.figures);
        for text in figures.flat_map(|figure| figure.missing.iter().chain(&figure.note)) {
            let zh = reason(text, Lang::Zh);
            assert!(!zh.is_ascii(), "{text}");
        }
    }
}
