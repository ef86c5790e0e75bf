//! Sixty requests. Each waits for 9 ms, and then computes for 1 ms. How long do they take, at the
//! least, in each of seven designs?
//!
//! # Hint
//!
//! Three things take their time however clever the rest is. The cores must compute for all
//! requests. Only so many requests can be open at the same time. And a single request is not
//! shorter than itself. Which of the three takes longest?

// Your turn: this guess says that everybody needs as long as everybody else.
/// At least so many milliseconds:
pub fn prediction() -> [u32; 7] {
    let one_thread = 600;
    let ten_threads_of_rust_on_two_cores = 600;
    let ten_threads_of_python = 600;
    let two_processes_of_ten_threads_on_two_cores = 600;
    let one_loop = 600;
    let two_loops_on_two_cores = 600;
    let sixty_threads_on_sixty_four_cores = 600;
    [
        one_thread,
        ten_threads_of_rust_on_two_cores,
        ten_threads_of_python,
        two_processes_of_ten_threads_on_two_cores,
        one_loop,
        two_loops_on_two_cores,
        sixty_threads_on_sixty_four_cores,
    ]
}

// The test: the same for the solution.

/// All seven are as the limits say.
pub fn test() {
    let limits = [600, 60, 60, 30, 60, 30, 10];
    let right = prediction().iter().zip(limits).filter(|(one, other)| **one == *other).count();
    assert_eq!(right, limits.len(), "Not all seven are right. So many are.");
}
