//! Stock mdBook, which starts `cargo book preprocess` as a program, shows the same pages.

mod common;

use mdbook_driver::MDBook;
use pages::{Lang, Sources};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// The pages below a folder, by name.
fn html(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let pages = entries.filter(|e| e.path().extension().is_some_and(|e| e == "html"));
    pages
        .map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap()))
        .collect()
}

fn stock_and_ours(lang: Lang) -> [BTreeMap<String, String>; 2] {
    let root = common::root();
    let out = tempfile::tempdir().unwrap();

    // As mdBook reads it: our preprocessor is a command and its own ones are on.
    let mut config = mdbook_driver::config::Config::from_disk(root.join("book.toml")).unwrap();
    let command = format!("'{}' preprocess", env!("CARGO_BIN_EXE_press"));
    config.set("preprocessor.press.command", command).unwrap();
    config.book.src = format!("book/{lang}").into();
    config.book.language = Some(lang.tag().into());
    // Derived from the repository's address, which stock mdBook does not do.
    let edit = "output.html.edit-url-template";
    let template: Option<String> = pages::config(&root, lang).unwrap().get(edit).unwrap();
    config.set(edit, template.expect("each page can be edited")).unwrap();
    config.build.build_dir = out.path().join("stock");
    MDBook::load_with_config(&root, config).unwrap().build().unwrap();

    let mut config = pages::config(&root, lang).unwrap();
    config.build.build_dir = out.path().join("ours");
    // Stock mdBook knows one title.
    config.book.title = Some("Taking Turns".into());
    config.book.description = pages::config(&root, Lang::En).unwrap().book.description;
    let sources = Arc::new(Sources::read(&root).unwrap());
    pages::load(&root, config, sources).unwrap().build().unwrap();

    ["stock", "ours"].map(|name| html(&out.path().join(name)))
}

#[test]
fn the_pages_are_the_same_in_both_languages() {
    for lang in Lang::ALL {
        let [stock, ours] = stock_and_ours(lang);
        assert_eq!(stock.keys().collect::<Vec<_>>(), ours.keys().collect::<Vec<_>>());
        for (name, page) in &stock {
            // The first line that differs, since a whole page tells nobody anything.
            let first = page.lines().zip(ours[name].lines()).find(|(stock, ours)| stock != ours);
            assert!(*page == ours[name], "{lang}/{name} differs: {first:#?}");
        }
        let introduction = &stock["introduction.html"];
        assert!(introduction.contains("id=\"listing-ready_does_not_yield\""));
        assert!(introduction.contains("id=\"timeline-ready_does_not_yield-tokio\""));
        assert!(!introduction.contains("{{#"), "a directive was left on the page");
    }
    let chapter = &stock_and_ours(Lang::En)[0]["ch08-task-future.html"];
    for id in ["listing-first_task", "timeline-first_task-turns", "plot-switch-task"] {
        assert!(chapter.contains(&format!("id=\"{id}\"")), "no {id}");
    }
    assert!(!chapter.contains("{{#"), "a directive was left on the page");
}

#[test]
fn mdbook_is_told_that_every_renderer_is_supported() {
    let status = Command::new(env!("CARGO_BIN_EXE_press"))
        .args(["preprocess", "supports", "html"])
        .current_dir(common::root())
        .status()
        .unwrap();
    assert!(status.success());
}
