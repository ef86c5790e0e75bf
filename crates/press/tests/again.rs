//! Building the site again after a change, and serving it meanwhile.

mod common;

use press::inputs::Inputs;
use press::site::{Builder, Search};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

fn build(builder: &mut Builder, copy: &common::Copy) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = copy.root();
    let sources = Arc::new(press::site::sources(root).unwrap());
    let site = builder.build(root, &sources, &Inputs::read(root), Search::Later).unwrap();
    let files = walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(&site).unwrap().to_path_buf();
            (name, fs::read(entry.path()).unwrap())
        })
        // The index may be of the site before.
        .filter(|(name, _)| !name.starts_with("pagefind"))
        .collect()
}

#[test]
fn a_site_that_is_built_again_is_the_one_that_is_built_anew() {
    let copy = common::Copy::new();
    let mut builder = Builder::default();
    let first = build(&mut builder, &copy);

    copy.append("book/zh/introduction.md", "\n再说一句。\n");
    let page = build(&mut builder, &copy);
    let shown_in_both = "crates/ch07-async-await/src/ready_does_not_yield/on_smol.rs";
    copy.append(shown_in_both, "// And a comment.\n");
    let code = build(&mut builder, &copy);
    // What every page shows, and no page says.
    copy.replace("book/en/SUMMARY.md", "[Introduction]", "[First of all]");
    let title = build(&mut builder, &copy);
    let anew = build(&mut Builder::default(), &copy);

    let changed = |a: &BTreeMap<PathBuf, Vec<u8>>, b: &BTreeMap<PathBuf, Vec<u8>>| {
        let pages = a.keys().filter(|name| name.extension().is_some_and(|e| e == "html"));
        pages.filter(|name| a.get(*name) != b.get(*name)).cloned().collect::<Vec<_>>()
    };
    let said = changed(&first, &page);
    assert!(said.contains(&"zh/introduction.html".into()), "{said:?}");
    assert!(said.iter().all(|name| name.starts_with("zh")), "{said:?}");
    let said = changed(&page, &code);
    for lang in ["en", "zh"] {
        assert!(said.contains(&Path::new(lang).join("introduction.html")), "{said:?}");
    }
    let said = changed(&code, &title);
    assert!(said.iter().filter(|name| name.starts_with("en")).count() > 20, "{said:?}");
    assert_eq!(title.keys().collect::<Vec<_>>(), anew.keys().collect::<Vec<_>>());
    assert_eq!(changed(&title, &anew), Vec::<PathBuf>::new());
    assert!(title == anew, "a file that is no page differs");
}

/// `cargo book serve` over a copy of the book. It is ended with this.
struct Server {
    child: Child,
    lines: Receiver<String>,
    address: String,
}

impl Server {
    fn start(root: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_press"));
        command.args(["serve", "--port", "0"]).current_dir(root).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let (send, lines) = channel();
        thread::spawn(move || said.map_while(Result::ok).try_for_each(|line| send.send(line)));
        let mut server = Self { child, lines, address: String::new() };
        let said = server.line("Serving on http://");
        let address = said.trim_start_matches("Serving on http://").split('/').next().unwrap();
        server.address = address.to_owned();
        server
    }

    /// The next line that begins so.
    fn line(&mut self, begin: &str) -> String {
        // Building takes some seconds.
        const LIMIT: Duration = Duration::from_secs(600);
        loop {
            let line = self.lines.recv_timeout(LIMIT);
            let line = line.unwrap_or_else(|why| panic!("no line begins with {begin:?}: {why}"));
            if line.starts_with(begin) {
                return line;
            }
        }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_changed_page_is_served_and_a_wrong_address_leads_to_the_book() {
    let copy = common::Copy::new();
    let mut server = Server::start(copy.root());

    // However deep it is: from a relative link one would get to /en/en/, and deeper each time.
    for wrong in ["/nope", "/en/nope.html", "/en/en/en/nope/"] {
        let answer = server.get(wrong);
        assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
        assert!(answer.contains("<base href=\"/\">"), "{answer}");
        assert!(answer.contains("<a href=\"en/index.html\">"), "{answer}");
    }
    assert!(!server.get("/en/introduction.html").contains("One sentence more."));
    fs::write(copy.root().join("book/en/.introduction.md.swp"), "x").unwrap();
    copy.append("book/en/introduction.md", "\nOne sentence more.\n");
    server.line("Rebuilt the site");
    assert!(server.get("/en/introduction.html").contains("One sentence more."));
}
