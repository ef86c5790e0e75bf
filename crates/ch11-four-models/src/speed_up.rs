//! A hundred waits for 1 to 100 threads: how much faster should so many threads be?
//!
//! A thread that waits costs nothing; a thread that is started does.

/// How long the hundred waits take one after the other, in milliseconds.
const WAITS: f64 = 250.0;
/// How long it takes to start one thread and to be done with it, in milliseconds.
const START: f64 = 0.04;

pub fn main() {
    println!("threads      ms  speed-up");
    for threads in [1, 2, 5, 10, 20, 50, 100] {
        let (time, speed_up) = (time(threads), time(1) / time(threads));
        println!("{threads:7} {time:7.1} {speed_up:9.1}");
    }
    let best = (1..=1000).min_by(|one, other| time(*one).total_cmp(&time(*other)));
    println!("best: {} threads", best.unwrap());
}

/// So many threads: each waits for its part, and all must be started.
fn time(threads: u32) -> f64 {
    let threads = f64::from(threads);
    WAITS / threads + START * threads
}
