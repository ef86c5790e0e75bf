//! Four functions that pause, by what stable Rust has.

use std::iter::from_fn;

use crate::generator_from_async::Generator;

pub fn main() {
    let numbers = countdown(3);
    println!("a countdown of {} bytes:", size_of_val(&numbers));
    println!("    {:?}", numbers.collect::<Vec<u32>>());

    let up_to = |n| from_fn(counter(n));
    println!("a closure that makes iterators:");
    println!("    {:?} {:?}", up_to(2).collect::<Vec<u32>>(), up_to(3).collect::<Vec<u32>>());

    println!("an averager, which takes values:");
    let mut average = averager();
    for number in [Some(10.0), Some(20.0), None] {
        println!("    {:?}", average.resume(number));
    }

    println!("one that borrows from itself:");
    println!("    {:?}", letters().collect::<Vec<char>>());
}

enum Countdown {
    Created { from: u32 },
    Suspended { n: u32 },
    Closed,
}

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let n = match *self {
            Countdown::Created { from } => from,
            Countdown::Suspended { n } => n - 1,
            Countdown::Closed => return None,
        };
        *self = if n > 0 { Countdown::Suspended { n } } else { Countdown::Closed };
        (n > 0).then_some(n)
    }
}

fn countdown(from: u32) -> Countdown {
    Countdown::Created { from }
}

fn counter(n: u32) -> impl FnMut() -> Option<u32> {
    let mut numbers = 1..=n;
    move || numbers.next()
}

fn averager() -> Generator<'static, Option<f64>, f64, u32> {
    Generator::new(async |out, first| {
        let (mut total, mut count) = (0.0, 0);
        let mut sent = first;
        while let Some(number) = sent {
            total += number;
            count += 1;
            sent = out.suspend(total / f64::from(count)).await;
        }
        count
    })
}

fn letters() -> Generator<'static, (), char, ()> {
    Generator::new(async |out, ()| {
        let text = String::from("own");
        for letter in text.chars() {
            out.suspend(letter).await;
        }
    })
}
