//! Tasks that do nothing but let the others go first.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

/// Whether the tasks may begin. On a runtime with threads of its own the first would have ended before
/// the last is started, and what they do before the clock runs would count for nothing.
static MAY_BEGIN: AtomicBool = AtomicBool::new(false);

/// `total` yields by that many tasks. Starting the tasks is not counted, ending them is.
pub async fn run<R: Runtime>(tasks: u64, total: u64) -> Sample {
    let each = (total / tasks).max(1);
    let mut handles = Vec::new();
    MAY_BEGIN.store(false, Ordering::Release);
    for _ in 0..tasks {
        handles.push(R::spawn(yields::<R>(each)));
    }
    let clock = Clock::start();
    MAY_BEGIN.store(true, Ordering::Release);
    for handle in handles {
        handle.await;
    }
    clock.stop(each * tasks)
}

async fn yields<R: Runtime>(times: u64) {
    // Where only the root's thread runs tasks, they begin when it awaits them.
    if R::HAS_THREADS {
        while !MAY_BEGIN.load(Ordering::Acquire) {
            thread::sleep(Duration::from_micros(50));
        }
    }
    for _ in 0..times {
        Yield { yielded: false }.await;
    }
}

/// One yield, the same for all: some runtimes' own visit the poller, too.
struct Yield {
    yielded: bool,
}

impl Future for Yield {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.yielded {
            return Poll::Ready(());
        }
        self.yielded = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Runtime;
    use std::sync::mpsc::{RecvTimeoutError, channel};

    /// A thread for each task, which has all the time that it wants before the next is started.
    struct Eager;

    impl Runtime for Eager {
        const HAS_THREADS: bool = true;

        fn block_on<F: Future>(root: F) -> F::Output {
            smol::block_on(root)
        }

        fn spawn<F>(future: F) -> impl Future<Output = F::Output>
        where
            F: Future + Send + 'static,
            F::Output: Send + 'static,
        {
            let (send, end) = channel();
            let (say, told) = channel();
            thread::spawn(move || {
                let output = smol::block_on(future);
                let _ = say.send(());
                let _ = send.send(output);
            });
            let ended = told.recv_timeout(Duration::from_millis(200));
            assert_eq!(ended, Err(RecvTimeoutError::Timeout), "it ended before the clock started");
            async move { end.recv().expect("the thread lives") }
        }

        async fn spawn_and_join(_total: u64) {}
    }

    #[test]
    fn no_task_begins_before_the_clock() {
        let sample = Eager::block_on(run::<Eager>(2, 200));
        assert_eq!(sample.units, 200);
    }
}
