//! Three copies are made at once, and the disk is full for one of them.

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};

use turns::{TaskGroup, yield_now};

pub fn main() {
    turns::block_on(timeline::task("scope", run()));
}

async fn run() {
    let stopped = Stopped::default();
    if let Err(error) = copy_all(&stopped).await {
        let mut names = stopped.lock().unwrap().clone();
        names.sort();
        println!("stopped by then: {}", names.join(" "));
        println!("error: {error}");
    }
}

async fn copy_all(stopped: &Stopped) -> io::Result<()> {
    let mut tasks = TaskGroup::new();
    for name in ["a", "b", "c"] {
        tasks.spawn(timeline::task(name, copy(name, Arc::clone(stopped))));
    }
    tasks.finish().await.map(drop)
}

type Stopped = Arc<Mutex<Vec<&'static str>>>;

async fn copy(name: &'static str, stopped: Stopped) -> io::Result<()> {
    let _note = Note { name, stopped };
    yield_now().await;
    if name == "b" {
        return Err(io::Error::other("the disk is full"));
    }
    pending().await
}

/// Remembers that a copy is over, however it ended.
struct Note {
    name: &'static str,
    stopped: Stopped,
}

impl Drop for Note {
    fn drop(&mut self) {
        self.stopped.lock().unwrap().push(self.name);
    }
}
