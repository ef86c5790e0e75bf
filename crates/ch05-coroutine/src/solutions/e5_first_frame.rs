//! Seven words are popped. If there were no others, the stack pointer would be at the top, which is a
//! multiple of 16: a `call` could push its address below, and the function would run. Only a debugger
//! would read beyond the stack’s end, to see who has called `begin`. So the eighth word is a 0. But now
//! the stack pointer is at 8 below the top at the `call`, which is no multiple of 16. A ninth word
//! mends that. With eight, all goes well until some function keeps a wide register on its stack, and
//! the process dies in code that has nothing to do with it.

/// The words of the first frame, from the lowest address up to the stack’s top.
pub fn first_frame(begin: usize, function: usize, argument: usize) -> Vec<usize> {
    vec![0, 0, argument, function, 0, 0, begin, 0, 0]
}

// The test: the same for the solution.

/// What the first switch to the stack does, step by step, with a stack that ends at `TOP`.
pub fn test() {
    const TOP: usize = 0x10000;
    let (begin, function, argument) = (0xbe61, 0xf00d, 0xa46);
    let words = first_frame(begin, function, argument);
    let mut stack_pointer = TOP - 8 * words.len();
    let mut words = words.into_iter();
    let mut pop = |what: &str| {
        stack_pointer += 8;
        words.next().unwrap_or_else(|| panic!("There is no word left for {what}."))
    };
    let [_r15, _r14, r13, r12, _rbx, rbp] =
        ["r15", "r14", "r13", "r12", "rbx", "rbp"].map(&mut pop);
    let goes_to = pop("the address to go to");
    assert_eq!(goes_to, begin, "The switch goes elsewhere than to `begin`.");
    assert_eq!(r12, function, "`begin` calls what is in r12, and that should be the function.");
    assert_eq!(r13, argument, "The argument should be in r13.");
    assert_eq!(rbp, 0, "rbp should be 0: a debugger that follows the frames stops there.");
    assert_eq!(stack_pointer % 16, 0, "At the `call`, the stack’s end is no multiple of 16.");
    assert_eq!(
        words.next(),
        Some(0),
        "Above the seven words, a debugger looks for who has called `begin`, and should find a 0."
    );
}
