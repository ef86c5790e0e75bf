//! The word that all is done comes last. A kill before it costs one more visit, and what is written a
//! second time is the same: so nothing is there twice. It is the order of every log, and what a
//! database's transaction does for you, which also survives a disk that writes in another order.

use std::collections::BTreeMap;

/// Keeps a page and what was found there, each with a word of its own on the disk.
fn keep(disk: &mut Disk, page: &str, links: &[&str]) -> Result<(), Killed> {
    disk.write(&format!("page {page}"), "its text")?;
    for link in links {
        disk.write(&format!("found {link}"), "")?;
    }
    disk.write(&format!("done {page}"), "")
}

// The test: the same for the solution.

/// The process has ended.
#[derive(Debug)]
struct Killed;

/// Files that survive the process, and how many more it will write.
struct Disk {
    files: BTreeMap<String, String>,
    steps: usize,
}

impl Disk {
    fn write(&mut self, name: &str, text: &str) -> Result<(), Killed> {
        self.steps = self.steps.checked_sub(1).ok_or(Killed)?;
        self.files.insert(name.to_owned(), text.to_owned());
        Ok(())
    }
}

fn links(page: &str) -> &'static [&'static str] {
    match page {
        "/" => &["/a", "/b"],
        "/b" => &["/c", "/"],
        _ => &[],
    }
}

/// Goes on with what is on the disk, until nothing is left.
fn crawl(disk: &mut Disk) -> Result<(), Killed> {
    loop {
        let found = disk.files.keys().filter_map(|name| name.strip_prefix("found "));
        let waiting = found.filter(|page| !disk.files.contains_key(&format!("done {page}")));
        let Some(page) = waiting.map(str::to_owned).next() else { return Ok(()) };
        keep(disk, &page, links(&page))?;
    }
}

/// Killed at each step, it has everything at the end.
pub fn test() {
    for steps in 1..20 {
        let mut disk = Disk { files: BTreeMap::new(), steps };
        disk.files.insert("found /".to_owned(), String::new());
        if crawl(&mut disk).is_err() {
            disk.steps = 100;
            assert!(crawl(&mut disk).is_ok(), "begun again, it should come to its end");
        }
        for page in ["/", "/a", "/b", "/c"] {
            let kept = disk.files.contains_key(&format!("page {page}"));
            assert!(kept, "killed after {steps} steps, it never kept the page {page}");
        }
    }
}
