//! Pieces of one runtime, used on another. All of it compiles. What happens?

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

const MS: Duration = Duration::from_millis(1);

// ANCHOR: mixtures
pub fn main() {
    set_hook(Box::new(|_| {})); // a panic's message is printed by `attempt`
    attempt("tokio's sleep on smol", || smol::block_on(async { tokio::time::sleep(MS).await }));
    attempt("tokio's spawn on smol", || smol::block_on(async { drop(tokio::spawn(async {})) }));
    attempt("tokio's channel on smol", || smol::block_on(channel()));
    attempt("smol's timer on tokio", || {
        tokio().block_on(async { _ = smol::Timer::after(MS).await })
    });
    attempt("turns' sleep on tokio", || tokio().block_on(async { turns::sleep(MS).await }));
    attempt("tokio's sleep on a tokio without timers", || {
        let tokio = Builder::new_current_thread().build().unwrap();
        tokio.block_on(async { tokio::time::sleep(MS).await });
    });
    attempt("block_on in a task", || tokio().block_on(async { tokio().block_on(async {}) }));
    attempt("a runtime dropped in a task", || tokio().block_on(async { drop(tokio()) }));
    attempt("tokio's sleep on smol, inside tokio's context", || {
        let tokio = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let _context = tokio.enter();
        smol::block_on(async { tokio::time::sleep(MS).await });
    });
}
// ANCHOR_END: mixtures

fn tokio() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn channel() {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(1);
    sender.send("a word").await.unwrap();
    assert_eq!(receiver.recv().await, Some("a word"));
}

/// Runs it, and prints whether it panicked, with the first sentence of what was said.
fn attempt(what: &str, run: impl FnOnce()) {
    let Err(panic) = catch_unwind(AssertUnwindSafe(run)) else { return println!("{what}: works") };
    let said = panic.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap();
    println!("{what}: panics\n    {}", said.split(". ").next().unwrap());
}
