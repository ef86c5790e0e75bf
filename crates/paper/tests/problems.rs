//! What is wrong with a page is an error that names the page and the thing, never a hole in the book.

use mdbook_preprocessor::book::{Book, BookItem, Chapter};
use paper::{Edition, Lang, Typesetter};
use std::path::Path;

/// The error that a page of this text gives.
fn error(text: &str) -> String {
    let book = book(text);
    paper::epub(&edition(&book), &[]).unwrap_err().to_string()
}

fn book(text: &str) -> Book {
    let text = format!("# Page {{#page}}\n\n{text}");
    Book::new_with_items(vec![BookItem::Chapter(Chapter::new("Page", text, "page.md", vec![]))])
}

fn edition(book: &Book) -> Edition<'_> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample/en");
    Edition {
        book,
        lang: Lang::En,
        title: "T",
        subtitle: "",
        authors: &[],
        version: "1",
        src: Box::leak(src.into_boxed_path()),
    }
}

fn typesetter() -> Typesetter {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    Typesetter::with_its_own_fonts(&root).unwrap()
}

#[track_caller]
fn assert_names(text: &str, parts: &[&str]) {
    let error = error(text);
    assert!(error.contains("page.md: "), "no page in: {error}");
    for part in parts {
        assert!(error.contains(part), "no {part:?} in: {error}");
    }
}

#[test]
fn an_unknown_tag() {
    assert_names("<iframe src=\"x\"></iframe>\n", &["`<iframe src=\"x\">`"]);
    assert_names("<div class=\"fancy\">\n\nx\n\n</div>\n", &["`<div class=\"fancy\">`"]);
    assert_names("a <blink>b</blink>\n", &["`<blink>`"]);
    assert_names("<div class=\"verdict verdict-maybe\">\n\nx\n\n</div>\n", &["verdict-maybe"]);
}

#[test]
fn a_box_that_does_not_close() {
    assert_names("<div class=\"run\">\n\ntext\n", &["`<div>`", "not closed"]);
    assert_names("text\n\n</details>\n", &["`</details>`", "closes nothing"]);
    assert_names("- item\n\n  <details>\n\n- next\n", &["`<details>`", "not closed"]);
}

#[test]
fn a_link_that_leads_nowhere() {
    assert_names("[a](gone.md)\n", &["`gone.md`", "no page"]);
    assert_names("[a](#gone)\n", &["`#gone`", "no place"]);
    assert_names("text[^1]\n\n[^1]: see [a](page.md#gone)\n", &["`page.md#gone`"]);
}

#[test]
fn an_image_that_is_missing_or_lies_elsewhere() {
    assert_names("![a](gone.png)\n", &["`gone.png`", "missing"]);
    assert_names("![a](https://example.org/a.png)\n", &["another host"]);
    assert_names("![](half.svg)\n", &["`half.svg`", "needs a text"]);
}

#[test]
fn a_figure_without_its_parts() {
    assert_names("<figure>\n<figcaption>a</figcaption>\n</figure>\n", &["without an `<svg>`"]);
    assert_names("<figure>\n<svg viewBox=\"0 0 1 1\"></svg>\n</figure>\n", &["`<figcaption>`"]);
    assert_names("<svg viewBox=\"0 0 1 1\"></svg>\n", &["outside of a `<figure>`"]);
    assert_names("<figure>\n<svg>\n\n</svg>\n</figure>\n", &["blank line"]);
}

#[test]
fn headings_out_of_order_and_ids_that_stand_twice() {
    assert_names("### Deep {#deep}\n", &["\"Deep\"", "from level 1 to 3"]);
    assert_names("# Again {#again}\n", &["\"Again\"", "second heading"]);
    assert_names("## One {#page}\n", &["`page` stands twice"]);
}

#[test]
fn a_footnote_that_nothing_refers_to() {
    assert_names("text\n\n[^left]: over\n", &["`[^left]`"]);
}

#[test]
fn every_problem_is_told_at_once() {
    let error = error("[a](gone.md) <blink>\n\n![a](gone.png)\n");

    assert_eq!(error.matches("page.md: ").count(), 3, "{error}");
}

#[test]
fn a_character_that_no_font_has() {
    let book = book("An Egyptian 𓀀 stands here.\n");

    let error = paper::pdf(&edition(&book), &mut typesetter()).unwrap_err().to_string();

    assert!(error.contains("page.md: ") && error.contains('𓀀'), "{error}");
}

#[test]
fn no_chinese_font_for_a_chinese_word() {
    let book = book("A task (任务) waits.\n");

    let error = paper::pdf(&edition(&book), &mut typesetter()).unwrap_err().to_string();

    assert!(error.contains("page.md") && error.contains("任务"), "{error}");
    assert!(error.contains("Noto Serif CJK SC") && error.contains("apt-get install"), "{error}");
}

#[test]
fn a_drawing_that_is_not_well_formed_or_has_no_size() {
    assert_names(
        "<figure>\n<svg><g></svg>\n<figcaption>a</figcaption>\n</figure>\n",
        &["well-formed"],
    );
    let book = book(
        "<figure>\n<svg width=\"0\" height=\"0\"></svg>\n<figcaption>a</figcaption>\n</figure>\n",
    );

    let error = paper::pdf(&edition(&book), &mut typesetter()).unwrap_err().to_string();

    assert!(error.contains("page.md: ") && error.contains("SVG"), "{error}");
}
