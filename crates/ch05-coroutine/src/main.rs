//! The chapter's program: runs one of its listings, or the test of an exercise.

use std::process::ExitCode;

fn main() -> ExitCode {
    runner::run(&ch05_coroutine::CHAPTER)
}
