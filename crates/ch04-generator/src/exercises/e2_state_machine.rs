//! Run-length encoding: of `aaab` make `(a, 3)` and `(b, 1)`. In Python it would be a generator with two
//! local variables. Write it as an iterator: what were local variables become fields, and `next` goes
//! on where the last one stopped.
//!
//! # Hint
//!
//! To know that a run is over, you must have read the character after it. Where do you keep that one
//! until the next call?

/// The runs of a source of characters.
pub struct Runs<Source> {
    source: Source,
}

impl<Source: Iterator<Item = char>> Runs<Source> {
    /// Reads nothing yet.
    pub fn new(source: Source) -> Runs<Source> {
        Runs { source }
    }
}

impl<Source: Iterator<Item = char>> Iterator for Runs<Source> {
    type Item = (char, u32);

    // Your turn: what does it have to remember between two calls?
    fn next(&mut self) -> Option<(char, u32)> {
        let c = self.source.next()?;
        Some((c, 1))
    }
}

// The test: the same for the solution.

/// Six texts; and sources that count what's read, and that fail when they're asked after their end.
pub fn test() {
    let cases: [(&str, &[(char, u32)]); 6] = [
        ("", &[]),
        ("a", &[('a', 1)]),
        ("aaab", &[('a', 3), ('b', 1)]),
        ("abab", &[('a', 1), ('b', 1), ('a', 1), ('b', 1)]),
        ("aabbbb", &[('a', 2), ('b', 4)]),
        ("ééé!", &[('é', 3), ('!', 1)]),
    ];
    for (text, expected) in cases {
        let runs: Vec<(char, u32)> = Runs::new(text.chars()).collect();
        assert_eq!(runs, expected, "these are the runs of {text:?}");
    }
    reads_no_further_than_it_must();
    stays_at_its_end();
}

fn reads_no_further_than_it_must() {
    let read = std::cell::Cell::new(0);
    let source = "aaabb".chars().inspect(|_| read.set(read.get() + 1));
    let mut runs = Runs::new(source);
    assert_eq!(read.get(), 0, "so many characters are read before anybody asks");
    runs.next();
    assert_eq!(read.get(), 4, "so many are read when the first run of \"aaabb\" is known");
}

fn stays_at_its_end() {
    let mut left = Some('a');
    let mut has_ended = false;
    let source = std::iter::from_fn(|| {
        assert!(!has_ended, "the source has said that it's at its end, and isn't asked again");
        let c = left.take();
        has_ended = c.is_none();
        c
    });
    let mut runs = Runs::new(source);
    assert_eq!(runs.next(), Some(('a', 1)), "there's one run");
    assert_eq!([runs.next(), runs.next()], [None, None], "after the end there's nothing, for ever");
}
