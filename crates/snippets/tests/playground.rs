//! What a link to the Rust Playground carries compiles by itself, with what the Playground has: one
//! test a link, named as `ch02-thread::spawn_join::plain`. For each function of the recorder that has
//! a stand-in, one program that calls it is also run.

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};
use pages::{Sources, playground};
use snippets::{Fragment, Judge};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// A program takes a second or two; the rest is for a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> Result<ExitCode> {
    let compiler = Path::new(env!("CARGO_BIN_EXE_rustc-for-pages"));
    if let Some(ended) = snippets::with_our_compiler(compiler)? {
        return Ok(ended);
    }
    let judge = Judge::new(LIMIT)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let trials = match Sources::read(&root) {
        Ok(sources) => trials(&judge, &sources),
        Err(faults) => {
            let faults = format!("{faults:?}");
            vec![Trial::test("the_sources_can_be_read", move || Err(faults.into()))]
        }
    };
    Ok(libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

fn trials(judge: &Judge, sources: &Sources) -> Vec<Trial> {
    let mut trials = Vec::new();
    let mut run: BTreeSet<String> = BTreeSet::new();
    let mut tokio = 0;
    for program in &sources.programs {
        for source in &program.variants {
            let Some(link) = playground::link(source.side, &source.text, &program.crates) else {
                continue;
            };
            let name = format!("{}::{}::{}", program.chapter(), program.name, source.side);
            let Some(code) = playground::carried(&link) else {
                trials.push(Trial::test(name, || Err("the link carries no program".into())));
                continue;
            };
            tokio += usize::from(code.contains("tokio::"));
            // What the program is there, and not what it is called in the book.
            let calls = code.split("timeline::").skip(1).filter_map(|call| call.split('(').next());
            let new = calls.filter(|call| run.insert((*call).to_string())).count() > 0;
            let info = if new { "rust" } else { "rust,no_run" };
            let page = source.path.to_string_lossy().replace('\\', "/");
            let fragment = Fragment { page, line: None, info: info.into(), code };
            let judge = judge.clone();
            trials.push(Trial::test(name, move || judge.judge(&fragment).map_err(Failed::from)));
        }
    }
    let links = trials.len();
    trials.push(Trial::test("many_programs_have_a_link", move || {
        let few = || format!("{links} links, {tokio} of them with tokio, and {run:?} run").into();
        if links >= 40 && tokio >= 15 && run.len() >= 5 { Ok(()) } else { Err(few()) }
    }));
    trials
}
