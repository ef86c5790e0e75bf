//! The same with a library: rayon has the pool, and divides the work.
//!
//! Run it: `cargo listing with_rayon`.

use rayon::prelude::*;

pub fn main() {
    let total: u64 = (1..=12_u64).into_par_iter().map(|number| number * number).sum();
    println!("the squares together: {total}");
}
