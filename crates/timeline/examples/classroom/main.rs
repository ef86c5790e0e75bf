//! A teacher and three pupils, on every runtime, on threads and on processes; recorded and drawn.
//!
//! `cargo run -p timeline --example classroom tokio > classroom.svg` draws one; with `--trace` it
//! prints the record instead, with `--zh` the picture is Chinese, with `--terminal` it is drawn
//! here. The sides: tokio, tokio-2 (two threads), async_std, smol, turns, threads, processes,
//! blocked (one pupil keeps the teacher), many (a thousand pupils).

#![allow(missing_docs, reason = "an example")]

mod kernel;
mod on_async_std;
mod on_smol;
mod on_tokio;
mod on_turns;

use std::time::{Duration, Instant};

use timeline::{Lang, Trace};

const PUPILS: [&str; 3] = ["Alice", "Bob", "小明"];

pub fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let side = arguments.first().map_or("tokio", String::as_str);
    if side == "pupil" {
        return kernel::pupil_process(&arguments[1]);
    }
    let mut trace = match record(side) {
        Some(trace) => trace,
        None => return eprintln!("no side is named {side}"),
    };
    trace.listing = "classroom".to_owned();
    trace.side = side.to_owned();
    let lang = if has("--zh") { Lang::Zh } else { Lang::En };
    if has("--trace") {
        println!("{}", timeline::to_json(&trace));
    } else if has("--terminal") {
        print!("{}", timeline::terminal(&trace, lang, 100, true));
    } else if has("--describe") {
        println!("{}", timeline::describe(&trace, lang));
    } else {
        print!("{}", timeline::svg(&trace, lang));
    }
}

pub fn record(side: &str) -> Option<Trace> {
    Some(match side {
        "tokio" => timeline::capture(|| on_tokio::classroom(1)),
        "tokio-2" => timeline::capture(|| on_tokio::classroom(2)),
        "async_std" => timeline::capture(on_async_std::classroom),
        "smol" => timeline::capture(on_smol::classroom),
        "turns" => timeline::capture(on_turns::classroom),
        "blocked" => timeline::capture(on_tokio::blocked),
        "many" => timeline::capture(|| on_tokio::many(1000)),
        "some" => timeline::capture(|| on_tokio::many(60)),
        "hundreds" => timeline::capture(|| on_tokio::many(200)),
        "ends" => timeline::capture(on_tokio::ends),
        "threads" => timeline::capture(kernel::threads),
        "processes" => kernel::processes(),
        _ => return None,
    })
}

/// What the teacher does with a pupil: it keeps the thread busy.
fn explain(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

const EXPLAIN: Duration = Duration::from_millis(4);
const PRACTISE: Duration = Duration::from_millis(20);
