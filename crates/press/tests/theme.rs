//! The book's own scripts are small, and ask nobody for anything.

mod common;

use std::fs;

/// The most that stepping through a run may weigh, in bytes as they are sent.
const LIMIT: usize = 15_000;

#[test]
fn the_script_that_steps_is_small_and_asks_for_nothing() {
    let script = fs::read_to_string(common::root().join("book/theme/timeline.js")).unwrap();

    assert!(script.len() < LIMIT, "it has {} bytes", script.len());
    for asking in ["fetch", "XMLHttpRequest", "import", "WebSocket", "sendBeacon", "src="] {
        assert!(!script.contains(asking), "it has `{asking}`");
    }
    let config = fs::read_to_string(common::root().join("book.toml")).unwrap();
    assert!(config.contains("book/theme/timeline.js"), "book.toml does not load it");
}
