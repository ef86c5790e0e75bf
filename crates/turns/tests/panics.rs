//! A panic stays in its task.

mod trace;

use std::process::{Command, Stdio};
use trace::{Trace, block_on, block_on_paused};
use turns::{EventLoop, ResultError, TaskState, spawn, yield_now};

#[test]
fn a_panic_is_the_tasks_outcome() {
    let event_loop = EventLoop::new();
    let mut task = event_loop.create_task(async {
        if true {
            panic!("boom")
        }
    });
    event_loop.run_until_complete(task.wait());

    assert_eq!(task.state(), TaskState::Panicked);
    assert_eq!(format!("{task:?}"), "<Task panicked name=Task-1 message=\"boom\">");
    let message = Some("boom".to_owned());
    assert_eq!(task.result(), Err(ResultError::Panicked { name: "Task-1".to_owned(), message }));
    let error = event_loop.run_until_complete(&mut task).unwrap_err();
    assert!(error.is_panic() && !error.is_cancelled());
    assert_eq!(error.to_string(), "Task-1 panicked: boom");
    assert_eq!(error.into_panic().unwrap().downcast_ref(), Some(&"boom"));
}

#[test]
fn the_neighbours_go_on() {
    let trace = Trace::default();

    block_on(async {
        let a = spawn(trace.future("a", 2));
        let bad = spawn(async {
            if true {
                panic!("bad {}", 1)
            }
        });
        let b = spawn(trace.future("b", 2));
        a.await.unwrap();
        b.await.unwrap();
        assert_eq!(bad.await.unwrap_err().message(), Some("bad 1"));
    });

    let expected = ["a polled", "b polled", "a polled", "a dropped", "b polled", "b dropped"];
    assert_eq!(trace.take(), expected);
}

struct PanicOnDrop;

impl Drop for PanicOnDrop {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

#[test]
fn a_panic_in_drop_is_the_outcome_too() {
    block_on(async {
        let task = spawn(async {
            let _guard = PanicOnDrop;
            yield_now().await;
        });
        assert_eq!(task.await.unwrap_err().message(), Some("in drop"));
    });
}

#[test]
fn a_panic_in_the_drop_of_a_cancelled_task_is_not_lost() {
    block_on(async {
        let task = spawn(async {
            let _guard = PanicOnDrop;
            std::future::pending::<()>().await;
        });
        yield_now().await;
        task.cancel();
        let error = task.await.unwrap_err();
        assert_eq!(error.message(), Some("in drop"));
    });
}

#[test]
fn a_panic_in_drop_does_not_stop_the_loop_from_closing() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let bad = event_loop.create_task(async {
        let _guard = PanicOnDrop;
        std::future::pending::<()>().await;
    });
    drop(event_loop.create_task(trace.future("good", 9)));
    event_loop.run_until_complete(yield_now());
    trace.take();

    drop(event_loop);

    assert_eq!(trace.take(), ["good dropped"]);
    assert!(block_on(bad).unwrap_err().is_panic());
}

#[test]
fn a_panic_in_the_root_goes_to_the_caller_and_the_loop_can_run_again() {
    let event_loop = EventLoop::new();
    let task = event_loop.create_task(async { 1 });

    let root = || {
        event_loop.run_until_complete(async {
            if true {
                panic!("root")
            }
        })
    };
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(root)).unwrap_err();

    assert_eq!(panic.downcast_ref(), Some(&"root"));
    assert_eq!(event_loop.run_until_complete(task).unwrap(), 1);
}

#[test]
fn a_result_whose_drop_panics_harms_no_neighbour() {
    let trace = Trace::default();

    block_on(async {
        drop(spawn(async { PanicOnDrop }));
        let neighbour = spawn(trace.future("neighbour", 2));
        assert_eq!(neighbour.await.unwrap(), "neighbour");
    });

    assert_eq!(trace.take(), ["neighbour polled", "neighbour polled", "neighbour dropped"]);
}

#[test]
fn a_foreign_waker_that_panics_harms_nobody_else() {
    struct Bomb;
    impl std::task::Wake for Bomb {
        fn wake(self: std::sync::Arc<Self>) {
            panic!("in a waker");
        }
    }
    let bomb = std::task::Waker::from(std::sync::Arc::new(Bomb));
    let cx = &mut std::task::Context::from_waker(&bomb);

    block_on_paused(async {
        let soon = std::time::Duration::from_millis(1);
        let mut bombed_sleep = Box::pin(turns::sleep(soon));
        assert!(bombed_sleep.as_mut().poll(cx).is_pending());
        let mut bombed_task = spawn(async { 1 });
        assert!(std::pin::pin!(&mut bombed_task).poll(cx).is_pending());
        let neighbour = spawn(async { 2 });

        turns::sleep(2 * soon).await;

        assert_eq!(neighbour.await.unwrap(), 2);
        assert_eq!(bombed_task.await.unwrap(), 1);
        bombed_sleep.await;
    });
}

#[test]
fn a_panic_in_the_root_and_then_in_a_drop_does_not_abort() {
    let root = || {
        block_on(async {
            drop(spawn(async {
                let _guard = PanicOnDrop;
                std::future::pending::<()>().await;
            }));
            yield_now().await;
            if true {
                panic!("root");
            }
        })
    };
    let panic = std::panic::catch_unwind(root).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"root"));
}

/// Runs one of the ignored tests below in a process of its own and gives back its stderr.
fn stderr_of(test: &str) -> String {
    let exe = std::env::current_exe().unwrap();
    let arguments = [test, "--exact", "--ignored", "--nocapture", "--test-threads=1"];
    let output = Command::new(exe).args(arguments).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_panic_that_nobody_collects_is_reported() {
    let reports = "turns: Task-1 panicked: lost (nobody joined it)";

    assert!(stderr_of("child_handle_dropped_after_the_panic").contains(reports));
    assert!(stderr_of("child_handle_dropped_before_the_panic").contains(reports));
    assert!(!stderr_of("child_result_was_asked").contains("nobody joined it"));
}

#[test]
#[ignore = "run by a_panic_that_nobody_collects_is_reported"]
fn child_handle_dropped_after_the_panic() {
    block_on(async {
        let task = spawn(async {
            if true {
                panic!("lost")
            }
        });
        yield_now().await;
        drop(task);
    });
}

#[test]
#[ignore = "run by a_panic_that_nobody_collects_is_reported"]
fn child_handle_dropped_before_the_panic() {
    block_on(async {
        drop(spawn(async {
            if true {
                panic!("lost")
            }
        }));
        yield_now().await;
    });
}

#[test]
#[ignore = "run by a_panic_that_nobody_collects_is_reported"]
fn child_result_was_asked() {
    block_on(async {
        let task = spawn(async {
            if true {
                panic!("lost")
            }
        });
        yield_now().await;
        assert!(task.result().is_err());
    });
}

/// Whoever reads stderr may go first, as `head` does. What is said then is lost, and nothing else.
#[test]
fn a_report_that_nobody_reads_stops_nothing() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let exe = std::env::current_exe().unwrap();
    let test = "child_reports_to_nobody";
    let arguments = [test, "--exact", "--ignored", "--nocapture", "--test-threads=1"];
    let child = Command::new(exe).args(arguments).stdout(Stdio::null()).stderr(writer).status();
    assert!(child.unwrap().success());
}

#[test]
#[ignore = "run by a_report_that_nobody_reads_stops_nothing"]
fn child_reports_to_nobody() {
    let trace = Trace::default();
    let event_loop = EventLoop::new();
    let theirs = trace.clone();
    event_loop.call_soon(|| panic!("in a callback"));
    drop(event_loop.create_task(async {
        if true {
            panic!("lost")
        }
    }));
    event_loop.call_soon(move || theirs.note("next"));
    event_loop.run_until_complete(async {
        for _ in 0..8 {
            yield_now().await;
        }
    });
    assert_eq!(trace.take(), ["next"]);
}

/// What a panic carries may panic when it is dropped.
#[test]
fn a_waker_that_panics_with_what_panics_stops_nobody() {
    struct Twice;
    impl Drop for Twice {
        fn drop(&mut self) {
            panic!("the second")
        }
    }
    impl std::task::Wake for Twice {
        fn wake(self: std::sync::Arc<Self>) {
            std::mem::forget(self);
            std::panic::panic_any(Twice)
        }
    }
    block_on(async {
        let mut nap = std::pin::pin!(turns::sleep(std::time::Duration::from_millis(1)));
        let waker = std::task::Waker::from(std::sync::Arc::new(Twice));
        let mut cx = std::task::Context::from_waker(&waker);
        assert!(nap.as_mut().poll(&mut cx).is_pending());
        std::mem::forget(waker);
        turns::sleep(std::time::Duration::from_millis(3)).await;
    });
}
