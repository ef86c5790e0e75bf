//! Count primes with one thread, with two, with four: the same work, shared among them.

use std::ops::Range;
use std::time::Instant;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

const BLOCKS: Range<u32> = 0..100;
const SIZE: u32 = 500;

fn is_prime(number: u32) -> bool {
    number > 1 && (2..=number.isqrt()).all(|other| !number.is_multiple_of(other))
}

fn primes_in(block: u32) -> usize {
    (block * SIZE..(block + 1) * SIZE).filter(|number| is_prime(*number)).count()
}

fn count(threads: usize) {
    let start = Instant::now();
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let primes: usize = pool.install(|| BLOCKS.into_par_iter().map(primes_in).sum());
    println!("with {threads}: {primes} primes, took {:.3} s", start.elapsed().as_secs_f64());
}

pub fn main() {
    for threads in [1, 2, 4] {
        count(threads);
    }
}
