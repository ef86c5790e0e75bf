//! The classroom on smol.

use super::{EXPLAIN, PRACTISE, PUPILS, explain};

async fn lessons(_pupil: &str) {
    for lesson in 1..=2 {
        let _lesson = timeline::span(format_args!("lesson {lesson}"));
        explain(EXPLAIN);
        smol::Timer::after(PRACTISE).await;
    }
}

async fn school() {
    let pupils = PUPILS.map(|name| smol::spawn(timeline::task(name, lessons(name))));
    for pupil in pupils {
        let _ = pupil.await;
    }
}

pub fn classroom() {
    smol::block_on(timeline::task("school", school()));
}
