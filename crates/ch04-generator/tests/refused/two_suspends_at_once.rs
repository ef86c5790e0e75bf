//! refused: E0499
//! `suspend` borrows the yielder until it's over, so two can't be under way.
async fn join(_: impl Future<Output = ()>, _: impl Future<Output = ()>) {}

fn main() {
    let _numbers = Generator::new(async |out: &mut Yielder<(), u32>, ()| {
        join(out.suspend(1), out.suspend(2)).await;
    });
}
