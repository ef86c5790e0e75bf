//! Four definitions, and what each of them makes: the compiler knows, and refuses what isn't so.

use std::iter::from_fn;

use crate::generator_from_async::Generator;

pub fn main() {
    println!("by from_fn: {}", takes_an_iterator(by_from_fn()));
    println!("by Generator: {}", takes_an_iterator(by_generator()));
    println!("by async fn: {}", takes_a_future(by_async_fn()));
    println!("by async block: {}", takes_a_future(async { 1 }));
}

fn takes_an_iterator(_: impl Iterator) -> &'static str {
    "for yes, await no"
}

fn takes_a_future(_: impl Future) -> &'static str {
    "for no, await yes"
}

fn by_from_fn() -> impl Iterator<Item = u32> {
    let mut numbers = [1].into_iter();
    from_fn(move || numbers.next())
}

fn by_generator() -> impl Iterator<Item = u32> {
    Generator::new(async |out, ()| {
        out.suspend(1).await;
    })
}

async fn by_async_fn() -> u32 {
    1
}
