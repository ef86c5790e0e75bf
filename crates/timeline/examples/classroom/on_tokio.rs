//! The classroom on tokio.

use super::{EXPLAIN, PRACTISE, PUPILS, explain};

async fn lessons(_pupil: &str) {
    for lesson in 1..=2 {
        let _lesson = timeline::span(format_args!("lesson {lesson}"));
        explain(EXPLAIN);
        tokio::time::sleep(PRACTISE).await;
    }
}

async fn school() {
    let pupils = PUPILS.map(|name| tokio::spawn(timeline::task(name, lessons(name))));
    for pupil in pupils {
        let _ = pupil.await;
    }
}

pub fn classroom(teachers: usize) {
    let runtime = if teachers == 1 {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.on_thread_park(timeline::parked).on_thread_unpark(timeline::unparked);
        builder.enable_all().build().unwrap()
    } else {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(teachers).thread_name("teacher").enable_all().build().unwrap()
    };
    runtime.block_on(timeline::task("school", school()));
}

/// One who blocks the loop: the others’ timers are over long before they have a turn.
pub fn blocked() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let tick = |name: &'static str| {
            tokio::spawn(timeline::task(name, async {
                for _ in 0..6 {
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                }
            }))
        };
        let others = ["Alice", "Bob", "Carol"].map(tick);
        let blocks = tokio::spawn(timeline::task("blocks", async {
            tokio::time::sleep(std::time::Duration::from_millis(15)).await;
            let _blocks = timeline::span("std::thread::sleep");
            std::thread::sleep(std::time::Duration::from_millis(40));
        }));
        for other in others {
            other.await.unwrap();
        }
        blocks.await.unwrap();
    });
}

pub fn many(pupils: usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pupil = |number| {
            tokio::spawn(timeline::task(format_args!("pupil {number}"), async move {
                tokio::time::sleep(std::time::Duration::from_millis(number as u64 % 37)).await;
            }))
        };
        for pupil in (1..=pupils).map(pupil).collect::<Vec<_>>() {
            pupil.await.unwrap();
        }
    });
}

/// Every end that there is, names that do not fit, moments, and one who wakes itself.
pub fn ends() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(timeline::task("a name that is far too long to fit", async {
        let fails = tokio::spawn(timeline::task("fails", async {
            tokio::time::sleep(std::time::Duration::from_millis(3)).await;
            panic!("the disk is full");
        }));
        let stops = tokio::spawn(timeline::task("被取消的任务，名字也太长", async {
            let _span = timeline::span("a span whose name is longer than its time");
            std::future::pending::<()>().await;
        }));
        let yields = tokio::spawn(timeline::task("yields", async {
            for _ in 0..3 {
                timeline::mark("yields");
                tokio::task::yield_now().await;
            }
        }));
        fails.await.unwrap_err();
        yields.await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        stops.abort();
        stops.await.unwrap_err();
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let hears = tokio::spawn(timeline::task("hears", receiver));
        let says = tokio::spawn(timeline::task("says", async move { sender.send(()).unwrap() }));
        tokio::spawn(timeline::task("stays", std::future::pending::<()>()));
        says.await.unwrap();
        hears.await.unwrap().unwrap();
    }));
}
