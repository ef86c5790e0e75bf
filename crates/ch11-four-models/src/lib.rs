//! Chapter 11: one load, five designs.
//!
//! The same requests, made by processes, threads and coroutines in every combination that makes
//! sense. A server counts how many are open at the same time; three limits say how long it takes.
//!
//! Each module is one program.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod workers;

pub mod four_models;

pub mod ten_wait;

pub mod speed_up;

pub mod three_limits;

pub mod loops;

pub mod one_pool;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch11-four-models": "One load, five designs";
    workers [python tokio] "sixteen requests for 1, 4 and 16 workers";
    four_models [python runtimes] "twenty requests in five designs, and how many are open at once";
    ten_wait [python plain] "ten threads wait, and the eleventh request with them";
    speed_up [plain] "how much faster so many threads should be, by a formula";
    three_limits [plain] "how long each of the five designs must take, at the least";
    loops [python runtimes] "three loops on three threads, and one of them is busy";
    one_pool [tokio] "six clients of one pool of three threads, of which one is busy";
    [exercises]
    e1_predict "predict how long seven designs need, at the least";
    e2_pool "do a hundred jobs on four threads";
    e3_share "give a connection to the loop that has the fewest";
    e4_crossover "one loop or ten threads: which is faster for this load?";
    e5_little "how many workers does a steady stream of requests need?";
};
