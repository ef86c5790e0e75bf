//! Lists for both languages: each link leads to the same address in Python and in Rust, and each page
//! is the same text.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use ch14_crawler::core::{address::absolute, links::links, text::decoded};
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

/// Pages, and where they lead.
const LINKS: &str = r#"[
  ["<a href='/x'><![foo bar]><a href='/y'>", ["/x", "/y"]],
  ["<a href='/x'><![ <a href='/no'>", ["/x"]],
  ["<a href='?page=1&section=3&copy=2'>", ["/dir/page?page=1&section=3&copy=2"]],
  ["<a href='?a=1&amp;b=2'>", ["/dir/page?a=1&b=2"]],
  ["<base href='https://site.test/'><a href='x'>", []],
  ["<base><base href='/a/'><base href='/b/'><a href='x'>", ["/a/x"]],
  ["<title><a href='/no'></title><a href='/x'>", ["/x"]],
  ["<textarea><a href='/no'></textarea><a href='/x'>", ["/x"]],
  ["<iframe><a href='/no'></iframe><a href='/x'>", ["/x"]],
  ["<noscript><a href='/x'></noscript><a href='/y'>", ["/x", "/y"]]
]"#;

fn pages_with_links() -> Vec<(String, Vec<String>)> {
    serde_json::from_str(LINKS).expect("pages and paths")
}

#[test]
fn a_page_leads_where_it_should() {
    let base = BASE.parse().unwrap();
    for (page, paths) in pages_with_links() {
        let wanted: Vec<_> = paths.iter().map(|path| format!("http://site.test{path}")).collect();
        assert_eq!(links(&page, &base).links, wanted, "{page}");
    }
}

#[test]
fn in_python_it_leads_there_too() {
    let program = format!(
        "from crawler.links import links\n\
         print(json.dumps([[u[16:] for u in links(page, {BASE:?})[1]] for page, _ in json.load(sys.stdin)]))"
    );
    let Some(found) = by_python::<Vec<Vec<String>>>(&program, LINKS) else { return };
    for ((page, wanted), found) in pages_with_links().into_iter().zip(found) {
        assert_eq!(found, wanted, "{page}");
    }
}

/// Heads and bodies that come in any pieces, numbers that no machine holds, and rules.
#[test]
fn in_python_answers_and_rules_are_read_as_here() {
    let program = r##"
from crawler.frontier import Job
from crawler.http import Reader
from crawler.judge import judge
from crawler.limits import Limits
from crawler.outcome import Failed
from crawler.robots import Rules
job = Job("http://site.test/")
def read(text, size):
    reader = Reader(job, Limits())
    bytes = text.encode()
    pieces = [bytes[at : at + size] for at in range(0, len(bytes), size)]
    for piece in [*pieces, b""]:
        try:
            answer = reader.take(piece)
        except Failed as failed:
            return repr(failed.outcome)
        if answer:
            return f"{answer.status} {answer.body.decode()}"
good = [
    ("HTTP/1.0 200 OK\r\n\r\nhello", "200 hello"),
    ("HTTP/1.1 200 OK\n\nhello", "200 hello"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\n", "200 he"),
    ("HTTP/1.1 200 OK\r\n" + "a: b\r\n" * 100 + "\r\nhello", "200 hello"),
]
for text, wanted in good:
    for size in range(1, len(text) + 1):
        assert read(text, size) == wanted, (text, size, read(text, size))
for digits in (400, 5000):
    head = f"HTTP/1.1 503 No\r\nRetry-After: {'9' * digits}\r\nContent-Length: 0\r\n\r\n"
    outcome = judge(job, Reader(job, Limits()).take(head.encode()), Limits())
    assert outcome.after > 4e9, outcome
head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
assert "valid HTTP" in read(head + "x" * 100_000, 4096)
rules = Rules.parse("User-agent: *\nDisallow: /\u6807\n# a comment\u2028Disallow: /x", "taking-turns")
assert not rules.allow("/%E6%A0%87") and rules.allow("/x")
print("[]")
"##;
    by_python::<Vec<String>>(program, "[]");
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
    assert!(output.status.success(), "it fails, and has said why");
    Some(serde_json::from_slice(&output.stdout).expect("a list"))
}
