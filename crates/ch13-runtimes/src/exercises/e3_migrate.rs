//! This came from async-std, where `task::spawn` was `smol::spawn`. There the log was written.
//!
//! # Hint
//!
//! What does smol do with a task of which nobody holds the handle?

use smol::channel::{self, Receiver, Sender};

/// Answers a request, and writes a line into the log meanwhile.
async fn answer(what: &'static str, log: Sender<String>, ready: Receiver<()>) {
    // Your turn: who holds the handle?
    _ = smol::spawn(write(what, log, ready));
}

async fn write(what: &'static str, log: Sender<String>, ready: Receiver<()>) {
    ready.recv().await.unwrap();
    log.send(format!("asked for {what}")).await.unwrap();
}

// The test: the same for the solution.

/// The line is in the log when the request is answered.
pub fn test() {
    let (sender, log) = channel::unbounded();
    let (go, ready) = channel::bounded(1);
    smol::block_on(async {
        answer("tea", sender, ready).await;
        _ = go.send(()).await; // if nobody is there, the log shows it
        let line = log.recv().await.ok();
        assert_eq!(line.as_deref(), Some("asked for tea"), "the log has this line, or none");
    });
}
