//! Breaks each thing that the checks are there for, once, and asks which words find it.

mod common;

use common::Copy;
use std::fs;

const EN: &str = "book/en/ch08-task-future.md";
const ZH: &str = "book/zh/ch08-task-future.md";

/// The page that is there in both languages, and has a program and a run.
const TRANSLATED: [&str; 2] = ["book/en/introduction.md", "book/zh/introduction.md"];

/// Gives the chapter a Chinese page with this on it, in place of one that is still to be written.
fn translate(copy: &Copy, text: &str) {
    let page = format!("# 任务增加了什么？ {{#task-future}}\n\n{text}\n");
    fs::write(copy.root().join(ZH), page).unwrap();
}

/// The only fault, or one of each language's page.
#[track_caller]
fn assert_found(faults: &[String], start: &str, words: &str) {
    let found = faults.iter().find(|fault| fault.starts_with(start) && fault.contains(words));
    assert!(found.is_some(), "nothing starts with {start:?} and says {words:?}: {faults:#?}");
}

#[test]
fn the_book_as_it_is_has_no_fault() {
    let copy = Copy::new();
    assert_eq!(copy.faults(), [] as [&str; 0]);
    let site = copy.build().unwrap();
    assert!(site.join("zh/ch08-task-future.html").is_file());
    assert!(site.join("pagefind/pagefind.js").is_file());
}

#[test]
fn a_listing_that_does_not_exist_is_named_with_its_line_and_stops_the_build() {
    let copy = Copy::new();
    copy.replace(EN, "{{#listing first_task}}", "{{#listing frist_task}}");
    let line = fs::read_to_string(copy.root().join(EN))
        .unwrap()
        .lines()
        .position(|line| line.contains("frist_task"))
        .unwrap()
        + 1;

    let said = format!("{EN}:{line}: no listing `frist_task`; did you mean `first_task`");
    assert_found(&copy.faults(), &said, "");
    let error = copy.build().unwrap_err();
    assert!(error.contains(&said), "{error}");
}

#[test]
fn a_block_that_claims_to_be_included_and_is_typed_in_is_a_fault() {
    let copy = Copy::new();
    copy.replace(
        "book/en/ch03-gil.md",
        "{{#include ../../crates/steps/src/lib.rs:meet}}",
        "fn a() {}",
    );

    assert_found(&copy.faults(), "book/en/ch03-gil.md", "cargo compiles that");
}

#[test]
fn a_directive_in_a_caption_is_a_fault() {
    let copy = Copy::new();
    copy.replace(EN, "\n^ ", "\n^ {{#measured switch.poll}} ");

    assert_found(&copy.faults(), EN, "a caption is plain text");
}

#[test]
fn a_run_and_a_figure_that_do_not_exist_stop_the_build_in_both_languages() {
    let copy = Copy::new();
    copy.replace(EN, "{{#timeline first_task turns}}", "{{#timeline first_tasks turns}}");
    copy.replace(EN, "{{#measured switch.poll}}", "{{#measured switch.pol}}");
    copy.replace(EN, "{{#plot switch.task}}", "{{#plot switches}}");
    translate(
        &copy,
        "{{#timeline first_tasks turns}}\n\n{{#measured switch.pol}}\n\n{{#plot switches}}",
    );
    let (faults, error) = (copy.faults(), copy.build().unwrap_err());
    for file in [EN, ZH] {
        assert_found(&faults, file, "no listing `first_tasks`; did you mean `first_task`?");
        assert_found(&faults, file, "no figure `switch.pol`; did you mean `switch.poll`");
        assert_found(&faults, file, "no family `switches`; did you mean `switch`?");
    }
    assert!(error.contains("no figure `switch.pol`"), "{error}");
    assert!(error.contains("no listing `first_tasks`"), "{error}");
}

#[test]
fn a_directive_and_a_caption_that_would_be_shown_as_they_stand_are_found() {
    let copy = Copy::new();
    copy.append("book/en/notes.md", "\n{{#listings first_task}}\n\n^ A caption of nothing.\n");
    let faults = copy.faults();
    assert_found(
        &faults,
        "book/en/notes.md:",
        "no directive `{{#listings}}`; did you mean `listing`",
    );
    assert_found(&faults, "book/en/notes.md:", "a caption, `^ …`, stands directly below");
    assert!(copy.build().unwrap_err().contains("no directive `{{#listings}}`"));
}

#[test]
fn missing_and_unreadable_data_are_named_with_what_makes_them() {
    let copy = Copy::new();
    let folder = copy.root().join("crates/lab/reference");
    for file in fs::read_dir(&folder).unwrap().flatten() {
        fs::remove_file(file.path()).unwrap();
    }
    let run = "crates/ch08-task-future/src/first_task/trace.turns.json";
    fs::remove_file(copy.root().join(run)).unwrap();
    let faults = copy.faults();
    assert_found(&faults, EN, "holds no reference results yet; `cargo lab --json");
    assert_found(&faults, EN, "`cargo listing first_task turns --record-trace` does it");

    fs::write(copy.root().join(run), "{}").unwrap();
    assert_found(&copy.faults(), "crates/ch08-task-future/src/first_task", "trace.turns.json");
}

#[test]
fn an_anchor_that_does_not_exist_stops_the_build() {
    let copy = Copy::new();
    copy.replace(EN, "{{#listing result}}", "{{#listing result:spawn tokio}}");
    assert_found(&copy.faults(), EN, "on_tokio.rs: no anchor `spawn`");
    assert!(copy.build().unwrap_err().contains("no anchor `spawn`"));
}

#[test]
fn an_anchor_that_no_page_shows_is_found() {
    let copy = Copy::new();
    let file = "crates/ch08-task-future/src/result/on_tokio.rs";
    copy.append(file, "// ANCHOR: unused\n// ANCHOR_END: unused\n");
    assert_found(&copy.faults(), file, "no page shows the anchor `unused`");
    assert!(copy.build().unwrap_err().contains("no page shows the anchor `unused`"));
}

#[test]
fn an_include_of_a_missing_file_is_found() {
    let copy = Copy::new();
    copy.append(EN, "\n```rust\n{{#include ../../crates/turns/src/no.rs}}\n```\n");
    assert_found(&copy.faults(), EN, "no.rs");
    assert!(copy.build().unwrap_err().contains("no.rs"));
}

#[test]
fn a_row_without_a_folder_and_a_folder_without_a_row_are_found() {
    let copy = Copy::new();
    let src = copy.root().join("crates/ch08-task-future/src");
    fs::rename(src.join("panics"), src.join("no_row")).unwrap();
    assert_found(&copy.faults(), "crates/ch08-task-future/src/panics", "");
    assert!(copy.build().unwrap_err().contains("crates/ch08-task-future/src/panics"));

    let copy = Copy::new();
    let src = copy.root().join("crates/ch08-task-future/src");
    fs::create_dir(src.join("no_row")).unwrap();
    for file in ["mod.rs", "on_tokio.rs"] {
        fs::copy(src.join("panics").join(file), src.join("no_row").join(file)).unwrap();
    }
    assert_found(&copy.faults(), "crates/ch08-task-future/src/no_row", "");
    assert!(copy.build().unwrap_err().contains("crates/ch08-task-future/src/no_row"));
}

#[test]
fn an_exercise_that_does_not_exist_or_is_not_shown_stops_the_build() {
    let copy = Copy::new();
    copy.replace(EN, "{{#exercise e3_cancel}}", "{{#exercise e3_cancle}}");
    translate(&copy, "{{#exercise e3_cancle}}");
    let faults = copy.faults();
    let said = "ch08-task-future has no exercise `e3_cancle`; did you mean `e3_cancel`";
    assert_found(&faults, EN, said);
    assert_found(&faults, ZH, said);
    let file = "crates/ch08-task-future/src/exercises/e3_cancel.rs";
    assert_found(&faults, file, "book/en/ch08-task-future.md does not show it");
    assert!(copy.build().unwrap_err().contains(said));
}

#[test]
fn a_test_that_differs_from_that_of_the_solution_is_found() {
    let copy = Copy::new();
    let file = "crates/ch08-task-future/src/solutions/e3_cancel.rs";
    copy.append(file, "// Something else.\n");
    assert_found(&copy.faults(), file, "its test differs from that of");
}

#[test]
fn an_exercise_whose_english_changed_has_stale_chinese() {
    let copy = Copy::new();
    let file = "crates/ch08-task-future/src/exercises/e3_cancel.rs";
    copy.replace(file, "//! The hand-made", "//! This hand-made");
    let faults = copy.faults();
    let zh = "crates/ch08-task-future/src/exercises/e3_cancel.zh.md:1: is stale";
    assert_found(&faults, zh, "cargo book translated");
    assert_eq!(faults.len(), 1, "{faults:#?}");
}

#[test]
fn a_comment_whose_english_changed_has_no_chinese_wherever_a_page_shows_it() {
    let copy = Copy::new();
    let exercise = "crates/ch08-task-future/src/exercises";
    let listing = "crates/ch08-task-future/src/first_task";
    let core = "crates/ch14-crawler/src/core/frontier";
    copy.replace(&format!("{exercise}/e3_cancel.rs"), "// Your turn: ", "// Your turn now: ");
    copy.replace(&format!("{listing}/on_smol.rs"), "//! ", "//! Now: ");
    copy.replace(&format!("{core}.rs"), "/// What to do now.", "/// What to do at once.");
    let faults = copy.faults();
    for place in [exercise, listing, core] {
        let file = faults.iter().filter(|fault| fault.starts_with(place));
        let words: Vec<_> = file.map(|fault| fault.contains("comments have no Chinese")).collect();
        assert!(words.contains(&true), "{place}: {faults:#?}");
    }
}

#[test]
fn variants_with_different_functions_are_found() {
    let copy = Copy::new();
    let file = "crates/ch08-task-future/src/result/on_smol.rs";
    copy.append(file, "\nfn only_here() {}\n");
    assert_found(&copy.faults(), file, "only_here");
}

#[test]
fn a_chinese_section_whose_english_changed_is_stale() {
    let copy = Copy::new();
    let [en, zh] = TRANSLATED;
    copy.replace(en, "written for two readers.", "written for three readers.");
    let faults = copy.faults();
    assert_found(&faults, zh, "section #able is stale");
    assert_eq!(faults.len(), 1, "{faults:#?}");
}

#[test]
fn a_missing_chinese_page_and_a_summary_out_of_step_are_found() {
    let copy = Copy::new();
    fs::remove_file(copy.root().join("book/zh/glossary.md")).unwrap();
    copy.replace("book/zh/SUMMARY.md", "[术语表](glossary.md)\n", "");
    let faults = copy.faults();
    assert_found(&faults, "book/en/glossary.md", "has no Chinese page");
    assert_found(&faults, "book/zh/SUMMARY.md", "its pages differ");
}

#[test]
fn a_page_still_to_be_translated_says_so_and_leads_to_the_english_one() {
    let copy = Copy::new();
    // One into whose sections no other page leads.
    let zh = "book/zh/solutions.md";
    let stub = "# 练习与解答 {#solutions}\n\n{{#untranslated}}\n";
    fs::write(copy.root().join(zh), stub).unwrap();

    assert_eq!(copy.faults(), [] as [&str; 0]);
    let site = copy.build().unwrap();
    let page = fs::read_to_string(site.join("zh/solutions.html")).unwrap();
    assert!(page.contains("<a href=\"../en/solutions.html\" hreflang=\"en\">"), "{page}");
    let contents = fs::read_to_string(site.join("zh/toc.html")).unwrap();
    assert!(contents.contains("练习与解答（未译）"), "{contents}");

    copy.append(zh, "\n一段译文。\n");
    assert_found(&copy.faults(), zh, "has its title and nothing else");
}

#[test]
fn another_rendering_of_a_term_is_found() {
    let copy = Copy::new();
    let [_, zh] = TRANSLATED;
    copy.append(zh, "\n工作项不是什么大东西。\n");
    assert_found(&copy.faults(), zh, "工作项 is not our word for `task`: write 任务");
}

#[test]
fn a_ledger_that_names_what_does_not_exist_is_found() {
    let copy = Copy::new();
    let ledger = "book/claims.toml";
    copy.replace(ledger, "{ listing = \"done_callback\" }", "{ test = \"turns::no::such_test\" }");
    assert_found(
        &copy.faults(),
        ledger,
        "N41: its evidence, test `turns::no::such_test`, does not",
    );

    let copy = Copy::new();
    copy.replace(ledger, "ch08-task-future#callback", "ch08-task-future#no-such-section");
    translate(&copy, "还没有译完。");
    let faults = copy.faults();
    assert_found(&faults, ledger, "book/en/ch08-task-future.md has no section #no-such-section");
    assert_found(&faults, ledger, "book/zh/ch08-task-future.md has no section #no-such-section");
}

#[test]
fn a_ledger_that_cannot_be_read_is_named_with_its_line() {
    let copy = Copy::new();
    copy.replace("book/claims.toml", "verdict = \"holds\"", "verdict = \"maybe\"");
    assert_found(&copy.faults(), "book/claims.toml:", "maybe");
}

#[test]
fn a_program_typed_into_a_page_is_found() {
    let copy = Copy::new();
    copy.append(EN, "\n```python\nprint(1)\n```\n");
    assert_found(&copy.faults(), EN, "only Rust fragments can be typed into a page");
}

#[test]
fn a_number_of_speed_by_hand_is_found_and_a_given_one_is_not() {
    let copy = Copy::new();
    copy.append("book/en/notes.md", "\nIt sleeps 100 ms<!-- given --> and takes 3 µs.\n");
    copy.append("book/zh/notes.md", "\n睡 100 毫秒<!-- given -->，要 3 微秒。\n");
    let faults = copy.faults();
    assert_found(&faults, "book/en/notes.md:", "\"3 µs\" stands here by hand");
    assert_found(&faults, "book/zh/notes.md:", "\"3 微秒\" stands here by hand");
    assert!(!faults.iter().any(|fault| fault.contains("\"100")), "{faults:#?}");
}

#[test]
fn a_link_into_the_repository_leads_to_a_file_and_names_no_address() {
    let copy = Copy::new();
    copy.append(
        EN,
        "\n[a](/crates/no/such.rs) [b](https://github.com/taking-turns/taking-turns)\n",
    );
    copy.replace("Cargo.toml", "github.com/taking-turns", "github.com/somebody");
    let faults = copy.faults();
    assert_found(&faults, EN, "the link /crates/no/such.rs leads to no file");
    assert_found(&faults, EN, "from the repository's root");
    assert_found(&faults, "Cargo.toml", "its repository is not https://github.com/taking-turns");
}

#[test]
fn a_heading_without_an_id_is_found() {
    let copy = Copy::new();
    copy.append(EN, "\n## No id\n");
    assert_found(&copy.faults(), EN, "the heading \"No id\" needs an id");
}

#[test]
fn a_dead_link_stops_the_build_and_leaves_the_old_site() {
    let copy = Copy::new();
    let site = copy.build().unwrap();
    copy.append(EN, "\n[nowhere](no-such-page.md) and [lost](glossary.md#no-such-id)\n");

    let error = copy.build().unwrap_err();

    assert!(error.contains("en/ch08-task-future.html: the link"), "{error}");
    assert!(error.contains("no-such-page"), "{error}");
    assert!(error.contains("glossary.html#no-such-id leads to no id on its page"), "{error}");
    assert!(site.join("en/ch08-task-future.html").is_file());
}

#[test]
fn a_picture_of_another_host_stops_the_build() {
    let copy = Copy::new();
    copy.append(EN, "\n![a picture](https://example.org/picture.png)\n");
    let error = copy.build().unwrap_err();
    assert!(error.contains("loads https://example.org/picture.png from another host"), "{error}");
}
