//! The same with a library: rayon has a pool, and divides the work.

use std::ops::Range;
use std::panic::catch_unwind;

use rayon::prelude::*;

pub fn main() {
    match catch_unwind(|| sum_of_squares(0..13)) {
        Ok(sum) => println!("from 0 to 12: {sum}"),
        Err(_) => println!("from 0 to 12: a job failed"),
    }
    println!("from 1 to 12: {}", sum_of_squares(1..13));
}

fn sum_of_squares(numbers: Range<u32>) -> u32 {
    numbers.into_par_iter().map(square).sum()
}

fn square(number: u32) -> u32 {
    assert!(number > 0, "this job cannot be done");
    number * number
}
