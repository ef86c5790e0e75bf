//! A generator that leaves a part of its work to another: by `.await`.

use crate::generator_from_async::{CoroutineResult, Generator, Yielder};

type Till = Generator<'static, Option<u32>, &'static str, String>;

pub fn main() {
    talk("by await", by_await());
}

fn talk(how: &str, mut till: Till) {
    println!("{how}");
    for price in [Some(5), Some(7), None] {
        // `turn` only records who runs. Without it nothing changes.
        let turn = timeline::turn("the till");
        let result = till.resume(price);
        drop(turn);
        match result {
            CoroutineResult::Yield(question) => println!("    {price:?} in, it asks: {question}"),
            CoroutineResult::Return(end) => println!("    {price:?} in, it ends: {end}"),
        }
    }
}

fn by_await() -> Till {
    Generator::new(async |out, first| {
        // In short: `prices(out, first).await`. The `task` around it only records who runs.
        let total = timeline::task("prices", prices(out, first)).await;
        format!("the total is {total}")
    })
}

async fn prices(out: &mut Yielder<Option<u32>, &'static str>, first: Option<u32>) -> u32 {
    let mut total = 0;
    let mut sent = first;
    while let Some(price) = sent {
        total += price;
        sent = out.suspend("a price, please").await;
    }
    total
}
