//! A call that runs nothing, on turns.

async fn do_some_work(name: &str) -> String {
    println!("  the body runs: {name}");
    format!("{name} is done")
}

async fn show() {
    let first = do_some_work("first");
    println!("called the first");
    println!("{}", first.await);

    let second = do_some_work("second");
    println!("called the second");
    // The compiler warns if nothing at all is done with a future. This one is dropped.
    drop(second);
    println!("thrown away: no complaint");
}

pub fn main() {
    turns::block_on(show());
}
