//! The longest of three limits binds. One thread has one request open, so 60 requests of 10 ms
//! stand in line. Ten threads have ten open, which makes 60 ms. In Python those 60 ms are also what
//! its one lock computes for, so that more threads would not help there; on two cores the computing
//! takes 30 ms, and twenty threads reach that. A loop has all requests open, and is held up by its
//! one core only; two loops, by two. With more cores than requests nothing is left but the length
//! of one request, and only a faster server could help.

/// At least so many milliseconds:
pub fn prediction() -> [u32; 7] {
    let one_thread = 600;
    let ten_threads_of_rust_on_two_cores = 60;
    let ten_threads_of_python = 60;
    let two_processes_of_ten_threads_on_two_cores = 30;
    let one_loop = 60;
    let two_loops_on_two_cores = 30;
    let sixty_threads_on_sixty_four_cores = 10;
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
