//! What `suspend` brings is for `inner`, in the next round. Python's `yield from` does the same, and more:
//! it also passes on `throw` and `close`. Here there's nothing more to pass on. An error is an input like
//! any other, and whoever drops us drops `inner`, which we own.

use crate::{CoroutineResult, Generator, Yielder};

/// Pauses as often as `inner` does, and returns what it returns.
pub async fn delegate<Return>(
    out: &mut Yielder<u32, u32>,
    mut inner: Generator<'_, u32, u32, Return>,
    first: u32,
) -> Return {
    let mut sent = first;
    loop {
        match inner.resume(sent) {
            CoroutineResult::Yield(value) => sent = out.suspend(value).await,
            CoroutineResult::Return(value) => return value,
        }
    }
}

// The test: the same for the solution.

/// An inner generator writes down what it gets. One that fails takes the outer one with it.
pub fn test() {
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    let got = RefCell::new(Vec::new());
    let mut outer = Generator::new(async |out: &mut Yielder<u32, u32>, first| {
        let inner = Generator::new(async |out: &mut Yielder<u32, u32>, first| {
            let mut sent = first;
            for value in [10, 20, 30] {
                got.borrow_mut().push(sent);
                sent = out.suspend(value).await;
            }
            got.borrow_mut().push(sent);
            "the inner one's last word"
        });
        delegate(out, inner, first).await
    });
    let mut came_out = Vec::new();
    let mut end = None;
    for sent in 1..=4 {
        match outer.resume(sent) {
            CoroutineResult::Yield(value) => came_out.push(value),
            CoroutineResult::Return(value) => end = Some(value),
        }
    }
    drop(outer);
    assert_eq!(came_out, [10, 20, 30], "what the inner one gives comes out in this order");
    assert_eq!(got.into_inner(), [1, 2, 3, 4], "what goes in reaches the inner one in this order");
    assert_eq!(end, Some("the inner one's last word"), "what the inner one returns comes back");

    let mut outer = Generator::new(async |out: &mut Yielder<u32, u32>, first| {
        let inner = Generator::new(async |_: &mut Yielder<u32, u32>, first: u32| {
            assert!(first == 0, "on purpose, in the inner one");
        });
        delegate(out, inner, first).await;
    });
    let failed = catch_unwind(AssertUnwindSafe(|| outer.resume(1))).is_err();
    assert!(failed, "a panic of the inner one passes through");
    assert!(outer.done(), "and then the outer one has ended");
}
