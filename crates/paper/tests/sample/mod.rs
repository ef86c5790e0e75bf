//! The sample book, in memory: the pages beside this file, in the order of a SUMMARY.md.

use mdbook_preprocessor::book::{Book, BookItem, Chapter, SectionNumber};
use paper::{Edition, Lang};
use std::fs;
use std::path::{Path, PathBuf};

/// The sample in one language, with what an [`Edition`] borrows.
pub struct Sample {
    pub book: Book,
    pub lang: Lang,
    pub title: &'static str,
    pub subtitle: &'static str,
    pub authors: Vec<String>,
    pub src: PathBuf,
}

impl Sample {
    /// Reads the pages.
    pub fn read(lang: Lang) -> Self {
        let (folder, title, subtitle, part) = match lang {
            Lang::En => {
                ("en", "Taking Turns, a Sample", "Every construct, once", "Part III: The Loop")
            }
            Lang::Zh => ("zh", "轮流：样书", "每种写法一次", "第三部分 事件循环"),
        };
        let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample").join(folder);
        let chapter = |name: &str, path: &str, number: &[u32]| {
            let text = fs::read_to_string(src.join(path)).unwrap();
            let mut chapter = Chapter::new(name, text, path, vec![]);
            chapter.number = (!number.is_empty()).then(|| SectionNumber::new(number));
            chapter
        };
        let mut eight = chapter("What does a task add?", "ch08-sample.md", &[1]);
        let stages = chapter("The stages", "ch08-sample/stages.md", &[1, 1]);
        eight.sub_items.push(BookItem::Chapter(stages));
        let book = Book::new_with_items(vec![
            BookItem::Chapter(chapter("Introduction", "introduction.md", &[])),
            // All of this part is still to be written.
            BookItem::PartTitle("Part II: Drafts".into()),
            BookItem::Chapter(Chapter::new_draft("A draft", vec![])),
            BookItem::PartTitle(part.into()),
            BookItem::Chapter(eight),
            BookItem::Separator,
            BookItem::Chapter(chapter("Notes", "notes.md", &[])),
        ]);
        Sample {
            book,
            lang,
            title,
            subtitle,
            authors: vec!["A. Writer".into(), "B. Reader".into()],
            src,
        }
    }

    /// The same book again and again, for measuring.
    #[allow(dead_code, reason = "for the example alone")]
    pub fn repeated(mut self, times: usize) -> Self {
        let first = self.book.items.clone();
        for n in 1..times {
            let mut copy = Book::new_with_items(first.clone());
            copy.for_each_chapter_mut(|chapter| {
                // Links lead to the first copy; only the pages' own names must differ.
                chapter.path =
                    chapter.path.as_ref().map(|p| Path::new(&format!("copy{n}")).join(p));
                chapter.content = chapter.content.replace("(half.svg", "(../half.svg");
            });
            self.book.items.extend(copy.items);
        }
        self
    }

    /// What `paper` takes.
    pub fn edition(&self) -> Edition<'_> {
        Edition {
            book: &self.book,
            lang: self.lang,
            title: self.title,
            subtitle: self.subtitle,
            authors: &self.authors,
            version: "0.1.0",
            src: &self.src,
        }
    }
}
