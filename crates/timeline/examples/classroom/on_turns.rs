//! The classroom on turns.

use super::{EXPLAIN, PRACTISE, PUPILS, explain};

async fn lessons(_pupil: &str) {
    for lesson in 1..=2 {
        let _lesson = timeline::span(format_args!("lesson {lesson}"));
        explain(EXPLAIN);
        turns::sleep(PRACTISE).await;
    }
}

async fn school() {
    let pupils = PUPILS.map(|name| turns::spawn(timeline::task(name, lessons(name))));
    for pupil in pupils {
        let _ = pupil.await;
    }
}

pub fn classroom() {
    turns::block_on(timeline::task("school", school()));
}
