//! Lists for both languages: each link leads to the same address in Python and in Rust, and each page
//! is the same text.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use ch14_crawler::core::{address::absolute, text::decoded};
use serde::de::DeserializeOwned;

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
    let program = format!(
        "from crawler.address import absolute\n\
         print(json.dumps([absolute({BASE:?}, link) for link, _ in json.load(sys.stdin)]))"
    );
    let Some(found) = by_python::<Vec<Option<String>>>(&program, LIST) else { return };
    for ((link, wanted), found) in pairs().into_iter().zip(found) {
        assert_eq!(found, wanted, "{link:?}");
    }
}

/// Pages, byte by byte as in Latin-1, with what the server says of each, and their texts.
const PAGES: &str = include_str!("encodings.json");

fn pages() -> Vec<(String, String, String)> {
    serde_json::from_str(PAGES).expect("triples of texts")
}

#[test]
fn a_page_becomes_the_text_that_it_should() {
    for (bytes, content_type, wanted) in pages() {
        let body: Vec<u8> = bytes.chars().map(|char| u8::try_from(char).unwrap()).collect();
        assert_eq!(decoded(&body, &content_type), wanted, "{bytes:?}, {content_type:?}");
    }
}

#[test]
fn in_python_it_becomes_the_same_text() {
    let program = "from crawler.links import decoded\n\
         print(json.dumps([decoded(page.encode('latin-1'), kind) for page, kind, _ in json.load(sys.stdin)]))";
    let Some(found) = by_python::<Vec<String>>(program, PAGES) else { return };
    for ((bytes, content_type, wanted), found) in pages().into_iter().zip(found) {
        assert_eq!(found, wanted, "{bytes:?}, {content_type:?}");
    }
}

/// What a program in Python prints, given the list.
fn by_python<T: DeserializeOwned>(program: &str, list: &str) -> Option<T> {
    let python = listing::python_for_tests()?;
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("python");
    let mut child = python
        .command()
        .args(["-c", &format!("import json, sys\n{program}")])
        .env("PYTHONPATH", package)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some(serde_json::from_slice(&output.stdout).expect("a list"))
}
