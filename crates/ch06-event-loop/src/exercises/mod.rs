//! The exercises of this chapter, as the learner gets them: each compiles, and fails its test.

pub mod e1_predict;
pub mod e2_cancel_a_timer;
pub mod e3_nothing_left;
pub mod e4_fairness;
pub mod e5_on_a_thread;
