//! Ask for the loop where none runs, and where one does, on tokio.

use tokio::runtime::{Builder, Handle};

async fn work() {
    println!("inside: {}", tokio::spawn(answer()).await.unwrap());
}

async fn answer() -> &'static str {
    Handle::current();
    "there is a loop, and it has made a task"
}

pub fn main() {
    if let Err(error) = Handle::try_current() {
        println!("outside: {error}");
    }
    Builder::new_current_thread().build().unwrap().block_on(work());
}
