//! Two processes share one counter in memory, and each adds to it.

use std::env;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::atomic::Ordering::SeqCst;
use std::thread;
use std::time::{Duration, Instant};

use crate::shared_page::SharedPage;

const STEPS: u32 = 10_000;

pub fn main() {
    let words: Vec<String> = env::args().skip_while(|word| word != "child").collect();
    if let [_, name, how, file] = words.as_slice() {
        let _lane = timeline::process(name);
        let page = SharedPage::open(Path::new(file)).unwrap();
        return if how == "careless" { careless(&page) } else { careful(&page) };
    }
    println!("each adds one, carelessly: {}", together("careless"));
    println!("each adds 10000, carefully: {}", together("careful"));
}

fn careless(page: &SharedPage) {
    let seen = page.word(COUNTER).load(SeqCst);
    timeline::mark(format!("reads {seen}"));
    wait_for_both(page);
    page.word(COUNTER).store(seen + 1, SeqCst);
    timeline::mark(format!("writes {}", seen + 1));
}

fn careful(page: &SharedPage) {
    wait_for_both(page);
    for _ in 0..STEPS {
        page.word(COUNTER).fetch_add(1, SeqCst);
    }
}

fn together(how: &str) -> u32 {
    let file = tempfile::NamedTempFile::new().unwrap();
    let page = SharedPage::open(file.path()).unwrap();
    let children = ["Alice", "Bob"].map(|name| start(name, how, file.path()));
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    page.word(COUNTER).load(SeqCst)
}

fn start(name: &str, how: &str, file: &Path) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(env::args().skip(1)).args(["child", name, how]).arg(file);
    command.spawn().unwrap()
}

/// The words of the page: what is counted, and how many processes have come.
const COUNTER: usize = 0;
const ARRIVED: usize = 1;

/// Python's `Barrier(2)`: nobody goes on before both are here.
fn wait_for_both(page: &SharedPage) {
    let _waiting = timeline::waiting("the other one");
    page.word(ARRIVED).fetch_add(1, SeqCst);
    let patience = Instant::now() + Duration::from_secs(30);
    while page.word(ARRIVED).load(SeqCst) < 2 {
        assert!(Instant::now() < patience, "the other one does not come");
        thread::yield_now();
    }
}
