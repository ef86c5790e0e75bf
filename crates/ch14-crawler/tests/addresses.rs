//! One list of links for both languages: each leads to the same address in Python and in Rust.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use ch14_crawler::core::address::absolute;

const BASE: &str = "http://site.test/dir/page?x=1#here";
const LIST: &str = include_str!("addresses.json");

fn pairs() -> Vec<(String, Option<String>)> {
    serde_json::from_str(LIST).expect("pairs of texts")
}

#[test]
fn a_link_leads_where_it_should() {
    let base = BASE.parse().unwrap();
    for (link, wanted) in pairs() {
        assert_eq!(absolute(&base, &link).map(String::from), wanted, "{link:?}");
    }
}

#[test]
fn in_python_it_leads_to_the_same() {
    let Some(python) = listing::python_for_tests() else { return };
    let program = format!(
        "import json, sys\nfrom crawler.address import absolute\n\
         print(json.dumps([absolute({BASE:?}, link) for link, _ in json.load(sys.stdin)]))"
    );
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let mut child = python
        .command()
        .args(["-c", &program])
        .env("PYTHONPATH", package)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(LIST.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let found: Vec<Option<String>> = serde_json::from_slice(&output.stdout).expect("a list");

    for ((link, wanted), found) in pairs().into_iter().zip(found) {
        assert_eq!(found, wanted, "{link:?}");
    }
}
