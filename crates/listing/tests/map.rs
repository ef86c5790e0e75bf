//! The modules of the large crates depend on each other in one direction: none comes round to
//! itself. So each can be read with those below it, and understood without those above.
//!
//! Tests inside of a file may look wherever they like.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Graph = BTreeMap<String, BTreeSet<String>>;

/// The files of a folder and of all folders in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            all.push(path);
        }
    }
    all
}

/// What a file says before its tests, without comments.
fn code(text: &str) -> String {
    let tests = text.find("\nmod tests {").unwrap_or(text.len());
    let lines = text[..tests].lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The names right behind each `crate::`, also those in braces.
fn named(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (place, word) in code.match_indices("crate::") {
        let rest = &code[place + word.len()..];
        let list = rest.strip_prefix('{').map_or(rest, closed);
        for item in outer(list, rest.starts_with('{')) {
            let is_in_name = |character: char| character.is_alphanumeric() || character == '_';
            let name: String = item.trim_start().chars().take_while(|&it| is_in_name(it)).collect();
            names.insert(name);
        }
    }
    names.remove("");
    names
}

/// What stands before the brace that closes.
fn closed(list: &str) -> &str {
    let mut open = 1;
    let end = list.find(|character| {
        open += i32::from(character == '{') - i32::from(character == '}');
        open == 0
    });
    &list[..end.unwrap_or(list.len())]
}

/// The items of a list, or the one that there is; those in inner braces belong to their item.
fn outer(list: &str, is_list: bool) -> Vec<&str> {
    let mut open = 0;
    let split = |character: char| {
        open += i32::from(character == '{') - i32::from(character == '}');
        open == 0 && character == ','
    };
    if is_list { list.split(split).collect() } else { vec![list] }
}

/// The crates for which it holds, and how many modules each has at the least.
const CRATES: [(&str, usize); 6] =
    [("lab", 30), ("listing", 20), ("pages", 30), ("paper", 6), ("press", 11), ("timeline", 15)];

/// What a `lib.rs` passes on from its modules, each with its module; what it passes on from other
/// crates or defines itself, with none.
fn passed_on(lib: &str) -> BTreeMap<String, Option<String>> {
    let name = |text: &str| -> String {
        text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
    };
    let mut modules = BTreeSet::new();
    let mut all = BTreeMap::new();
    for line in lib.lines().map(|line| line.strip_prefix("pub ").unwrap_or(line)) {
        if let Some(module) = line.strip_prefix("mod ") {
            modules.insert(name(module));
        }
        let defined = ["struct ", "enum ", "const ", "fn "];
        if let Some(item) = defined.iter().find_map(|word| line.strip_prefix(word)) {
            all.insert(name(item), None);
        }
    }
    for (item, _) in lib.split("\npub use ").skip(1).filter_map(|rest| rest.split_once(';')) {
        let Some((from, names)) = item.split_once("::") else { continue };
        let module = modules.get(from).cloned();
        for item in names.trim_matches(['{', '}']).split(',') {
            all.insert(name(item.trim()), module.clone());
        }
    }
    all
}

/// Who names whom, of the modules in a crate's `lib.rs`.
fn graph(name: &str) -> Graph {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
    let mut graph = Graph::new();
    for file in files(&source) {
        let below = file.strip_prefix(&source).unwrap();
        let first = below.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs").to_owned();
        let text = fs::read_to_string(&file).unwrap();
        graph.entry(module).or_default().extend(named(&code(&text)));
    }
    graph.retain(|module, _| module != "lib" && module != "main");
    let lib = fs::read_to_string(source.join("lib.rs")).unwrap();
    let passed_on = passed_on(&code(&lib));
    for (module, names) in &mut graph {
        let known = |name: String| match passed_on.get(&name) {
            Some(module) => module.clone(),
            None => Some(name),
        };
        *names = std::mem::take(names).into_iter().filter_map(known).collect();
        names.remove(module);
    }
    let all: BTreeSet<String> = graph.keys().cloned().collect();
    for (module, names) in &graph {
        let strange: Vec<_> = names.difference(&all).collect();
        assert!(strange.is_empty(), "{module} names {strange:?}, which are no modules");
    }
    graph
}

/// The modules from which one comes back to where one was, if there are any.
fn circle(graph: &Graph) -> Vec<String> {
    let mut left = graph.clone();
    loop {
        let ends = |names: &BTreeSet<String>| names.iter().all(|name| !left.contains_key(name));
        let done: Vec<_> = left
            .iter()
            .filter(|(_, names)| ends(names))
            .map(|(module, _)| module.clone())
            .collect();
        if done.is_empty() {
            return left.into_keys().collect();
        }
        for module in done {
            left.remove(&module);
        }
    }
}

#[test]
fn the_modules_make_no_circle() {
    for (name, least) in CRATES {
        let graph = graph(name);
        assert!(graph.len() >= least, "{name}: {graph:?}");
        let circle = circle(&graph);
        let uses = circle.iter().map(|module| format!("{module} uses {:?}", graph[module]));
        assert!(circle.is_empty(), "{name}: {}", uses.collect::<Vec<_>>().join("\n"));
    }
}

#[test]
fn a_circle_would_be_seen() {
    let names = |code| named(code).into_iter().collect::<Vec<_>>();
    assert_eq!(names("use crate::plan::{Probe, Size};"), ["plan"]);
    assert_eq!(
        names("use crate::{ask, child::{say, program}, python};"),
        ["ask", "child", "python"]
    );
    assert_eq!(names("let it = crate::reading::timed(3);"), ["reading"]);

    let line = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let tied = [("a", line(&["b"])), ("b", line(&["c"])), ("c", line(&["b"])), ("d", line(&[]))];
    let tied = tied.map(|(module, names)| (module.to_owned(), names));
    assert_eq!(circle(&tied.into()), ["a", "b", "c"]);

    let lib = "mod run;\npub mod limit;\n\npub use catalog::Lang;\npub use run::{\n    Run, run,\n};\n\
               \npub struct Edition<'a> {}\n";
    let passed_on = passed_on(lib);
    let of = |name: &str| passed_on.get(name).cloned();
    assert_eq!(of("Run"), Some(Some("run".to_owned())));
    assert_eq!((of("Lang"), of("Edition"), of("limit")), (Some(None), Some(None), None));
}
