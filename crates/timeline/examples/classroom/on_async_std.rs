//! The classroom on async_std.

use super::{EXPLAIN, PRACTISE, PUPILS, explain};

async fn lessons(_pupil: &str) {
    for lesson in 1..=2 {
        let _lesson = timeline::span(format_args!("lesson {lesson}"));
        explain(EXPLAIN);
        async_std::task::sleep(PRACTISE).await;
    }
}

async fn school() {
    let pupils = PUPILS.map(|name| async_std::task::spawn(timeline::task(name, lessons(name))));
    for pupil in pupils {
        let _ = pupil.await;
    }
}

pub fn classroom() {
    async_std::task::block_on(timeline::task("school", school()));
}
