//! Three messages, read in pairs. The first pair takes too long, and is kept.
//!
//! Run it: `cargo listing keep_the_future`.

pub mod on_async_std;
pub mod on_smol;
pub mod on_tokio;
pub mod on_turns;

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::pin::pin;

    use futures::FutureExt;

    /// Why the listing awaits the pair again only if it has not come.
    #[test]
    fn an_async_fn_panics_if_it_is_polled_after_it_was_ready() {
        let mut first = pin!(async { (1, 2) });
        assert_eq!(first.as_mut().now_or_never(), Some((1, 2)));
        let again = AssertUnwindSafe(|| first.as_mut().now_or_never());
        let panic = catch_unwind(again).expect_err("it has given its value");
        let said = panic.downcast_ref::<&str>().copied().unwrap_or_default();
        assert!(said.ends_with("resumed after completion"), "{said}");
    }
}
