//! Copies are made at once, and the disk is full for one of them. When are the others over?

use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex};

use futures::future::try_join_all;
use tokio::runtime::Builder;
use tokio::task::{JoinSet, yield_now};

pub fn main() {
    Builder::new_current_thread().build().unwrap().block_on(timeline::task("scope", run()));
}

async fn run() {
    let over = Over::default();
    let error = copy_alone(&["a", "b", "c"], &over).await.unwrap_err();
    println!("tasks alone: {error}; over by then: {}", names(&over));

    let over = Over::default();
    let error = copy_in_a_group(&["a", "b", "c"], &over).await.unwrap_err();
    println!("in a group: {error}; over by then: {}", names(&over));

    let over = Over::default();
    let mut group = Box::pin(copy_in_a_group(&["d", "e"], &over));
    assert!(futures::poll!(&mut group).is_pending());
    yield_now().await;
    drop(group);
    println!("the group is dropped; over by then: {}", names(&over));
    yield_now().await;
    println!("and after a turn: {}", names(&over));
}

async fn copy_alone(names: &[&'static str], over: &Over) -> io::Result<()> {
    let tasks = names.iter().map(|name| {
        let task = tokio::spawn(copy(Note::new(name, over)));
        async { task.await.unwrap() }
    });
    try_join_all(tasks).await.map(drop)
}

async fn copy_in_a_group(names: &[&'static str], over: &Over) -> io::Result<()> {
    let mut tasks = JoinSet::new();
    for name in names {
        tasks.spawn(timeline::task(*name, copy(Note::new(name, over))));
    }
    while let Some(result) = tasks.join_next().await {
        if let Err(error) = result.unwrap() {
            tasks.shutdown().await;
            return Err(error);
        }
    }
    Ok(())
}

/// Stops in the middle, except for `b`, which fails.
async fn copy(note: Note) -> io::Result<()> {
    yield_now().await;
    if note.name == "b" {
        return Err(io::Error::other("the disk is full"));
    }
    pending().await
}

/// The names of the copies that are over, however they ended.
type Over = Arc<Mutex<Vec<&'static str>>>;

fn names(over: &Over) -> String {
    let mut names = over.lock().unwrap().clone();
    names.sort();
    if names.is_empty() { "none".to_owned() } else { names.join(" ") }
}

struct Note {
    name: &'static str,
    over: Over,
}

impl Note {
    fn new(name: &'static str, over: &Over) -> Note {
        Note { name, over: Arc::clone(over) }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        self.over.lock().unwrap().push(self.name);
    }
}
