//! Three copies are made at once, and the disk is full for one of them.

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};

use async_std::task::{self, yield_now};
use futures::StreamExt;
use futures::stream::FuturesUnordered;

pub fn main() {
    task::block_on(timeline::task("scope", run()));
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
    let mut tasks: FuturesUnordered<_> = ["a", "b", "c"]
        .into_iter()
        .map(|name| task::spawn(timeline::task(name, copy(name, Arc::clone(stopped)))))
        .collect();
    while let Some(result) = tasks.next().await {
        if let Err(error) = result {
            for task in tasks {
                task.cancel().await;
            }
            return Err(error);
        }
    }
    Ok(())
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
