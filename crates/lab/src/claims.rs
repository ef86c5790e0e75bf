//! The claims of the notes that a figure decides, each as one order between figures.

use crate::check::{Check, less};
use figures::words;

/// All checks, in the order of the claims.
pub fn checks() -> Vec<Check> {
    vec![Check {
        claim: "N05",
        says: words(
            "a poll of a coroutine costs less than a generator’s send in Python",
            "协程的一次 poll 比 Python 生成器的一次 send 便宜",
        ),
        figures: &["switch.poll", "switch.generator"],
        holds: |results| less(results, "switch.poll", "switch.generator"),
        is_certain: true,
    }]
}
