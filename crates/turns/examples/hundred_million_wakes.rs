//! A hundred million wakes from four threads, none of which may be lost.

#[path = "../tests/storm/mod.rs"]
mod storm;

use std::time::Instant;

fn main() {
    let wakes = std::env::args().nth(1).and_then(|wakes| wakes.parse().ok());
    let start = Instant::now();
    let (sent, polls) = storm::storm(wakes.unwrap_or(100_000_000));
    println!("{sent} wakes, {polls} polls, {:.1} s", start.elapsed().as_secs_f64());
    assert_eq!(polls, sent, "each wake is followed by one poll");
}
