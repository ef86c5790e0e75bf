//! Three states, as every generator has: it hasn't begun, it's paused, it has ended. While it's paused it
//! holds the one character that it has read too far. And once the source has ended it isn't asked again:
//! an iterator may begin anew after its end, and then so would we.

/// The runs of a source of characters.
pub struct Runs<Source> {
    source: Source,
    state: State,
}

enum State {
    Created,
    /// It has read this one, and doesn't know yet how often it comes.
    Suspended(char),
    Closed,
}

impl<Source: Iterator<Item = char>> Runs<Source> {
    /// Reads nothing yet.
    pub fn new(source: Source) -> Runs<Source> {
        Runs { source, state: State::Created }
    }

    fn read(&mut self) -> Option<char> {
        let c = self.source.next();
        self.state = c.map_or(State::Closed, State::Suspended);
        c
    }
}

impl<Source: Iterator<Item = char>> Iterator for Runs<Source> {
    type Item = (char, u32);

    fn next(&mut self) -> Option<(char, u32)> {
        let first = match self.state {
            State::Created => self.read()?,
            State::Suspended(c) => c,
            State::Closed => return None,
        };
        let mut count = 1;
        while self.read() == Some(first) {
            count += 1;
        }
        Some((first, count))
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
