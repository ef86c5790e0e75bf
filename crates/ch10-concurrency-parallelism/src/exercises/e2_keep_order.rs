//! `ask_all` asks for every page at once, and gives the answers in the order in which they come. Mend
//! it: the answers stand in the order in which the pages were asked for, and they are still asked for
//! at once.
//!
//! # Hint
//!
//! A `JoinSet` tells you what has ended, and not which task it was. What could each task bring along
//! with its answer?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use tokio::task::{JoinSet, yield_now};

/// Asks for all pages at once.
pub async fn ask_all(server: &Arc<Server>, pages: &[&'static str]) -> Vec<String> {
    let mut set = JoinSet::new();
    for &page in pages {
        let server = Arc::clone(server);
        set.spawn(async move { server.get(page).await });
    }
    let mut answers = Vec::new();
    // Your turn: which answer is this?
    while let Some(answer) = set.join_next().await {
        answers.push(answer.unwrap());
    }
    answers
}

/// Answers short questions first.
#[derive(Default)]
pub struct Server {
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Server {
    /// Asks for a page.
    pub async fn get(&self, page: &str) -> String {
        self.most_open.fetch_max(self.open.fetch_add(1, SeqCst) + 1, SeqCst);
        for _ in 0..10 * page.len() {
            yield_now().await;
        }
        self.open.fetch_sub(1, SeqCst);
        page.to_uppercase()
    }
}

// The test: the same for the solution.

/// The page with the longest name is asked for first and comes last.
pub fn test() {
    let server = Arc::new(Server::default());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let answers = runtime.block_on(ask_all(&server, &["contents", "news", "a"]));
    let mut sorted = answers.clone();
    sorted.sort();
    assert_eq!(sorted, ["A", "CONTENTS", "NEWS"], "These are not the three answers.");
    assert_eq!(answers, ["CONTENTS", "NEWS", "A"], "The answers are not in the order asked.");
    let open = server.most_open.load(SeqCst);
    assert_eq!(open, 3, "The order is right, but not all three requests were open at once.");
}
