//! Work for a processor: no memory, no system call, and nothing that a compiler could leave out.

use std::hint::black_box;

/// So many steps. One takes one to two nanoseconds in an optimised build.
pub fn steps(number: u64) {
    let mut state = black_box(0x9e37_79b9_7f4a_7c15_u64);
    for _ in 0..number {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    black_box(state);
}
