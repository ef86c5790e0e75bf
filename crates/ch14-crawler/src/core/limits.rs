//! Everything of which the crawler takes only so much.

use std::time::Duration;

/// How much of everything, for a site that means no harm or one that does.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Requests at once, to all hosts together.
    pub at_once: usize,
    /// Requests at once to one host.
    pub per_host: usize,
    /// Between the beginnings of two requests to one host.
    pub pause: Duration,
    /// For one whole answer, from connecting to its last byte.
    pub answer: Duration,
    /// How often an address is tried before the crawler gives up.
    pub tries: u32,
    /// What `Retry-After: 1` means, and the first pause before another try. A second, except
    /// where a test has no time.
    pub second: Duration,
    /// How many of these seconds the crawler is ready to wait for one page.
    pub patience: u32,
    /// How many addresses are asked for at all.
    pub pages: usize,
    /// How many links away from the start.
    pub depth: u32,
    /// How many redirects in a row.
    pub redirects: u32,
    /// How many addresses that differ only in a number, a value or a repeated part.
    pub alike: usize,
    /// Characters of an address.
    pub address: usize,
    /// Bytes of an answer's head.
    pub head: usize,
    /// Bytes of a body; what comes after is not read.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            at_once: 8,
            per_host: 2,
            pause: Duration::from_millis(100),
            answer: Duration::from_secs(20),
            tries: 4,
            second: Duration::from_secs(1),
            patience: 120,
            pages: 10_000,
            depth: 50,
            redirects: 10,
            alike: 1_000,
            address: 2_000,
            head: 64 << 10,
            body: 1 << 20,
        }
    }
}
