//! Lay out a stack so that the first switch to it calls a function. The switch pops r15, r14, r13, r12,
//! rbx and rbp, in this order, and then an address, to which it goes. It goes to `begin`, which calls
//! the function in r12 with what it finds in r13. A debugger that wants to know who has called `begin`
//! looks at the next word, and stops at a 0. It’s all numbers, so it runs on every machine.
//!
//! # Hint
//!
//! Draw the words, with the addresses beside them. The stack’s top is a multiple of 16, and a word has
//! eight bytes. Where is the stack pointer once all seven are popped? And what lies there?

/// The words of the first frame, from the lowest address up to the stack’s top.
pub fn first_frame(begin: usize, function: usize, argument: usize) -> Vec<usize> {
    // Your turn: which word belongs where, and how many must there be?
    vec![argument, function, 0, 0, 0, 0, begin, 0]
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
