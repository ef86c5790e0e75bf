//! No wake is lost, however many come from however many threads.

mod storm;

/// Enough for every build; `examples/hundred_million_wakes.rs` sends fifty times as many.
const WAKES: u64 = 2_000_000;

#[test]
fn every_wake_from_four_threads_is_followed_by_one_poll() {
    let wakes = std::env::var("TURNS_WAKES").ok().and_then(|wakes| wakes.parse().ok());

    let (sent, polls) = storm::storm(wakes.unwrap_or(WAKES));

    assert!(sent >= wakes.unwrap_or(WAKES));
    assert_eq!(polls, sent);
}
