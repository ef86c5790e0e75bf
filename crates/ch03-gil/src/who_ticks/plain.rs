//! A neighbour ticks every ten milliseconds. Which calls let it go on?

use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use crate::Gil;

static GIL: Gil = Gil::new();
static TICKS: Mutex<Vec<Instant>> = Mutex::new(Vec::new());
const A_WHILE: Duration = Duration::from_millis(300);

fn tick() {
    GIL.acquire();
    loop {
        TICKS.lock().unwrap().push(Instant::now());
        GIL.released(|| thread::sleep(Duration::from_millis(10)));
    }
}

/// Makes the call, and says for which part of it the neighbour was silent at a stretch.
fn silence(call: fn()) -> f64 {
    let start = Instant::now();
    call();
    let end = Instant::now();
    let mut moments = TICKS.lock().unwrap().clone();
    moments.retain(|tick| (start..end).contains(tick));
    let moments = [vec![start], moments, vec![end]].concat();
    let longest = moments.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
    longest.div_duration_f64(A_WHILE.min(end - start)) // the rest is only this thread being late
}

fn watch(what: &str, call: fn()) {
    // Up to five times: on a busy machine a neighbour is late for other reasons, too.
    let ticks_on = (0..5).any(|_| silence(call) < 0.75);
    println!("{what}: the neighbour {}", if ticks_on { "ticks" } else { "stands still" });
}

fn in_steps() {
    let end = Instant::now() + A_WHILE;
    while Instant::now() < end {
        GIL.checkpoint();
    }
}

fn in_one_call() {
    let end = Instant::now() + A_WHILE;
    while Instant::now() < end {}
}

pub fn main() {
    GIL.acquire();
    thread::spawn(tick);
    watch("a sleep", || GIL.released(|| thread::sleep(A_WHILE)));
    watch("a computation in steps", in_steps);
    watch("one long call that lets go", || GIL.released(in_one_call));
    watch("one long call that holds on", in_one_call);
    watch("a sleep that holds on", || thread::sleep(A_WHILE));
}
