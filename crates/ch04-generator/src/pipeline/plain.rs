//! Three lazy stages over a file, and how many of its lines are in memory at once.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek, Write};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::generator_from_async::Generator;

type Stage<'a, T> = Generator<'a, (), T, ()>;

static ALIVE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

struct Line {
    text: String,
}

impl Line {
    fn new(text: String) -> Line {
        let alive = ALIVE.fetch_add(1, Relaxed) + 1;
        MOST.fetch_max(alive, Relaxed);
        Line { text }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Relaxed);
    }
}

pub fn main() {
    let mut file = tempfile::tempfile().unwrap();
    for number in 0..10_000 {
        let status = if number % 10 == 0 { 500 } else { 200 };
        writeln!(file, "GET /{number} {status}").unwrap();
    }
    report("generators", by_generators(&file));
    report("the language's own", by_own_means(&file));
    report("lists", by_lists(&file));
}

fn report(how: &str, total: usize) {
    println!("{how}: {total} bytes, at most {} alive", MOST.swap(0, Relaxed));
}

fn by_generators(file: &File) -> usize {
    sizes(failed(lines(file))).sum()
}

fn lines(file: &File) -> Stage<'_, Line> {
    Generator::new(async |out, ()| {
        for line in texts(file) {
            out.suspend(Line::new(line)).await;
        }
    })
}

fn failed<'a>(source: impl Iterator<Item = Line> + 'a) -> Stage<'a, Line> {
    Generator::new(async move |out, ()| {
        for line in source {
            if line.text.ends_with("500") {
                out.suspend(line).await;
            }
        }
    })
}

fn sizes<'a>(source: impl Iterator<Item = Line> + 'a) -> Stage<'a, usize> {
    Generator::new(async move |out, ()| {
        for line in source {
            out.suspend(line.text.len()).await;
        }
    })
}

fn by_own_means(file: &File) -> usize {
    let every = texts(file).map(Line::new);
    every.filter(|line| line.text.ends_with("500")).map(|line| line.text.len()).sum()
}

fn by_lists(file: &File) -> usize {
    let every: Vec<Line> = texts(file).map(Line::new).collect();
    let bad: Vec<&Line> = every.iter().filter(|line| line.text.ends_with("500")).collect();
    bad.iter().map(|line| line.text.len()).sum()
}

/// The lines of a file from its beginning, without the ends of the lines.
fn texts(mut file: &File) -> impl Iterator<Item = String> {
    file.rewind().unwrap();
    BufReader::new(file).lines().map(Result::unwrap)
}
