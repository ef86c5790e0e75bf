//! Every fragment of the book: one test each, named as `en::ch08-task-future::line_152`.

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};
use snippets::refused::{self, Refused};
use snippets::{Fragment, Judge};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// A fragment takes no time worth mentioning; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

fn main() -> Result<ExitCode> {
    let compiler = Path::new(env!("CARGO_BIN_EXE_rustc-for-pages"));
    if let Some(ended) = snippets::with_our_compiler(compiler)? {
        return Ok(ended);
    }
    let judge = Judge::new(LIMIT)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut trials = match snippets::in_book(&root) {
        Ok(found) => trials(&judge, &root, found),
        Err(error) => {
            vec![Trial::test("the_pages_can_be_read", move || Err(format!("{error:#}").into()))]
        }
    };
    // They can be recorded although a page cannot be read yet, because one is missing.
    trials.extend(messages(&judge, &root));
    Ok(libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

fn trials(judge: &Judge, root: &Path, found: Vec<Fragment>) -> Vec<Trial> {
    let mut tested: BTreeMap<String, usize> = BTreeMap::new();
    let mut trials = Vec::new();
    for fragment in found {
        let nth = tested.entry(fragment.page.clone()).or_default();
        *nth += 1;
        let name = name(&fragment, *nth);
        let judge = judge.clone();
        trials.push(Trial::test(name, move || judge.judge(&fragment).map_err(Failed::from)));
    }
    let root = root.to_path_buf();
    trials.push(Trial::test("every_fence_of_the_pages_is_tested", move || {
        every_fence_is_tested(&root, &tested)
    }));
    trials
}

fn name(fragment: &Fragment, nth: usize) -> String {
    let page = fragment.page.trim_start_matches("book/").trim_end_matches(".md");
    match fragment.line {
        Some(line) => format!("{}::line_{line}", page.replace('/', "::")),
        None => format!("{}::fragment_{nth}", page.replace('/', "::")),
    }
}

/// One test for each message that a page shows, and one that finds those that no page shows.
fn messages(judge: &Judge, root: &Path) -> Vec<Trial> {
    let record = std::env::var_os(refused::RECORD).is_some_and(|value| value == "1")
        && std::env::var_os("CI").is_none();
    let mut trials = Vec::new();
    let mut shown = Vec::new();
    for lang in ["en", "zh"] {
        for path in pages_of(&root.join("book").join(lang)) {
            let markdown = std::fs::read_to_string(&path).unwrap_or_default();
            let page =
                path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let stem = page.trim_start_matches("book/").trim_end_matches(".md").replace('/', "::");
            match refused::refused(&page, &markdown) {
                Ok(found) => {
                    shown.extend(found.iter().map(|one| one.file.clone()));
                    trials.extend(
                        found.into_iter().map(|one| message(judge, one, &stem, root, record)),
                    );
                }
                Err(fault) => {
                    let fault = format!("{fault:#}");
                    let name = format!("{stem}::refused");
                    trials.push(Trial::test(name, move || Err(fault.into())));
                }
            }
        }
    }
    let folder = root.join(refused::FOLDER);
    trials.push(Trial::test("every_refused_message_is_shown", move || {
        let files = std::fs::read_dir(folder)?.flatten().map(|file| file.file_name());
        let unused: Vec<_> =
            files.filter(|file| !shown.iter().any(|name| file == name.as_str())).collect();
        if unused.is_empty() { Ok(()) } else { Err(format!("no page shows {unused:?}").into()) }
    }));
    trials
}

fn message(judge: &Judge, refused: Refused, stem: &str, root: &Path, record: bool) -> Trial {
    let (judge, root) = (judge.clone(), root.to_path_buf());
    let name = format!("{stem}::refused::{}", refused.file.trim_end_matches(".txt"));
    Trial::test(name, move || {
        let checked = judge.libraries().and_then(|found| refused.check(&root, record, &found));
        checked.map_err(|e| format!("{e:#}").into())
    })
}

/// Counts fences line by line, with no Markdown parser: one that misread a page, or a page that no
/// summary names, would otherwise take fragments out of the tests in silence.
fn every_fence_is_tested(root: &Path, tested: &BTreeMap<String, usize>) -> Result<(), Failed> {
    let mut faults = Vec::new();
    let mut fences = 0;
    for lang in ["en", "zh"] {
        for page in pages_of(&root.join("book").join(lang)) {
            let markdown = std::fs::read_to_string(&page)?;
            let page = page.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            let (typed, tests) = (rust_fences(&markdown), tested.get(&page).copied().unwrap_or(0));
            fences += typed;
            // An include may bring more of them.
            if tests < typed || tests > typed && !markdown.contains("{{#include") {
                faults.push(format!("{page}: {typed} fragments are typed, {tests} are tested"));
            }
        }
    }
    if fences == 0 {
        faults.push("no page has a fragment: are the pages in book/en and book/zh?".into());
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}

fn pages_of(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    files
        .map(|file| file.into_path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect()
}

fn rust_fences(markdown: &str) -> usize {
    let mut count = 0;
    let mut open: Option<String> = None;
    for line in markdown.lines() {
        let line = line.trim_start_matches([' ', '>', '-', '*']);
        let fence: String = line.chars().take_while(|c| *c == '`' || *c == '~').collect();
        match &open {
            Some(opening) if line.trim_end() == fence && fence.starts_with(opening.as_str()) => {
                open = None;
            }
            None if fence.len() >= 3 => {
                count += usize::from(line[fence.len()..].trim_start().starts_with("rust"));
                open = Some(fence);
            }
            _ => {}
        }
    }
    count
}
