//! Tasks that do nothing but let the others go first.

use super::Clock;
use crate::runtime::Runtime;
use crate::sample::Sample;
use std::pin::Pin;
use std::task::{Context, Poll};

/// `total` yields by that many tasks. Starting the tasks is not counted, ending them is.
pub async fn run<R: Runtime>(tasks: u64, total: u64) -> Sample {
    let each = (total / tasks).max(1);
    let mut handles = Vec::new();
    for _ in 0..tasks {
        handles.push(R::spawn(yields(each)));
    }
    let clock = Clock::start();
    for handle in handles {
        handle.await;
    }
    clock.stop(each * tasks)
}

async fn yields(times: u64) {
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
