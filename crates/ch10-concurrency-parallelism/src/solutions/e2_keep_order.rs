//! Each task brings along the place of its answer. Awaiting one after the other where they are spawned
//! would keep the order, too, but then only one request is open at a time.
//!
//! A `Vec` of handles, awaited in order, does the same in less code. What it lacks is what `JoinSet`
//! has: when `ask_all` is given up half-way, dropped handles let their tasks go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use tokio::task::{JoinSet, yield_now};

/// Asks for all pages at once.
pub async fn ask_all(server: &Arc<Server>, pages: &[&'static str]) -> Vec<String> {
    let mut set = JoinSet::new();
    for (place, page) in pages.iter().copied().enumerate() {
        let server = Arc::clone(server);
        set.spawn(async move { (place, server.get(page).await) });
    }
    let mut answers = vec![String::new(); pages.len()];
    while let Some(answer) = set.join_next().await {
        let (place, answer) = answer.unwrap();
        answers[place] = answer;
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
