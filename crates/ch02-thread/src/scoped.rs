//! Two threads borrow what main owns: one half of the prices each.
//!
//! Run it: `cargo listing scoped`.

use std::thread;

pub fn main() {
    let mut prices = vec![5, 7, 30, 58];
    let (left, right) = prices.split_at_mut(2);
    let total: u32 = thread::scope(|scope| {
        let first = scope.spawn(|| raise(left));
        let second = scope.spawn(|| raise(right));
        first.join().unwrap() + second.join().unwrap()
    });
    println!("raised by one each: {prices:?}, together {total}");
}

fn raise(part: &mut [u32]) -> u32 {
    for price in part.iter_mut() {
        *price += 1;
    }
    part.iter().sum()
}
