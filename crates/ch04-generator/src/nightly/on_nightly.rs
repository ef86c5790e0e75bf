//! The same four, as nightly compilers have them: three features that are tried out.

#![feature(coroutine_trait, coroutines, gen_blocks, iter_macro, yield_expr)]

use std::iter::iter;
use std::ops::{Coroutine, CoroutineState};
use std::pin::Pin;

fn main() {
    let numbers = countdown(3);
    println!("a countdown of {} bytes:", size_of_val(&numbers));
    println!("    {:?}", numbers.collect::<Vec<u32>>());

    let up_to = iter! { |n: u32| for i in 1..=n { yield i } };
    println!("a closure that makes iterators:");
    println!("    {:?} {:?}", up_to(2).collect::<Vec<u32>>(), up_to(3).collect::<Vec<u32>>());

    println!("an averager, which takes values:");
    let mut average = averager();
    for number in [Some(10.0), Some(20.0), None] {
        match Pin::new(&mut average).resume(number) {
            CoroutineState::Yielded(value) => println!("    Yield({value:?})"),
            CoroutineState::Complete(value) => println!("    Return({value:?})"),
        }
    }

    println!("one that borrows from itself:");
    let mut letters = Box::pin(letters());
    let mut found = Vec::new();
    while let CoroutineState::Yielded(letter) = letters.as_mut().resume(()) {
        found.push(letter);
    }
    println!("    {found:?}");
}

fn countdown(mut n: u32) -> impl Iterator<Item = u32> {
    gen move {
        while n > 0 {
            yield n;
            n -= 1;
        }
    }
}

fn averager() -> impl Coroutine<Option<f64>, Yield = f64, Return = u32> + Unpin {
    #[coroutine]
    |first: Option<f64>| {
        let (mut total, mut count) = (0.0, 0);
        let mut sent = first;
        while let Some(number) = sent {
            total += number;
            count += 1;
            sent = yield total / f64::from(count);
        }
        count
    }
}

fn letters() -> impl Coroutine<Yield = char, Return = ()> {
    #[coroutine]
    static || {
        let text = String::from("own");
        for letter in text.chars() {
            yield letter;
        }
    }
}
