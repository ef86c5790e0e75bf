//! Replaces what differs from run to run: times and addresses, and nothing else.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A number with a fractional part and a unit of time: `1.5ms`, `0.52 s`, `2.0 seconds`.
///
/// The fractional part is what tells a measured time from a planned one: `sleep 2s` stays, and
/// so does `500ms`. The unit goes with the number, since one run takes `980.1µs` and the next
/// `1.02ms`.
static WITH_UNIT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"\d+\.\d+ ?(?:ns|us|µs|μs|ms|s|secs?|",
        r"nanoseconds?|microseconds?|milliseconds?|seconds?|minutes?)\b",
    ))
});

/// A number with a fractional part after a word that says it is a time: `TIME: 0.0516`,
/// `elapsed=2.0`, `took 0.12`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)(?P<keep>\b(?:time|elapsed|took)(?:[ \t]*[:=][ \t]*|[ \t]+))\d+\.\d+(?:e-\d\d)?")
});

/// A number with six digits or more after the point, or with a negative exponent of two digits:
/// `0.000523`, `0.0005230903625488281`, `5.19e-05`.
///
/// Python prints a difference of two clock readings so. Six digits, because a number that a
/// program means to show (`0.25`, `3.14`, `3.1416`) has fewer; two digits of exponent, because
/// Python changes to that form below 0.0001 and always writes two.
static BARE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\d+\.\d{6,}(?:e-\d\d)?|\d+(?:\.\d+)?e-\d\d"));

/// A pointer as Python's `repr` shows it, of any length, and otherwise `0x` with nine digits or
/// more.
///
/// Nine, because eight digits are a number of 32 bits, which a program may well mean to show
/// (`0xdeadbeef`), and because what a 64-bit system hands out mostly lies above. The heap of
/// some Pythons lies below: so after `at`, any length counts.
static POINTER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?P<keep>\bat )0x[0-9a-fA-F]+|0x[0-9a-fA-F]{9,}"));

/// The port after the machine's own address, as Rust and Python write it: `127.0.0.1:54321`,
/// `[::1]:54321`, `localhost:54321`, `('127.0.0.1', 54321)`.
///
/// Only four and five digits: what the system hands out lies above 1023. `:0` and `:80` stay, and
/// so does the port of any other address.
static PORT: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?P<keep>(?:127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1?\]):",
        r"|'(?:127\.0\.0\.1|0\.0\.0\.0|localhost|::1?)', )\d{4,5}\b",
    ))
});

/// Masks times as `<time>`, pointers as `<address>`, and the port after the machine's own address
/// as `<port>`.
///
/// A listing that measures prints its time with a unit, or after the word `time`, with a fixed
/// number of digits, as in `{:.3}s`, and does not pad it. `Duration`'s own form drops zeros at
/// the end, and so prints `523µs` once in a while, which is not masked. A listing whose result
/// has many digits rounds it, or it would be taken for a time.
///
/// ```
/// assert_eq!(listing::mask("slept 2s, took 2.003s"), "slept 2s, took <time>");
/// assert_eq!(listing::mask("listening on 127.0.0.1:54321"), "listening on 127.0.0.1:<port>");
/// ```
pub fn mask(text: &str) -> String {
    // The unit first: it belongs to its number, whatever word stands before.
    let text = replace(text, &WITH_UNIT, "<time>");
    let text = replace(&text, &NAMED, "<time>");
    let text = replace(&text, &BARE, "<time>");
    let text = replace(&text, &POINTER, "<address>");
    replace(&text, &PORT, "<port>")
}

/// Replaces each whole match by what `keep` caught and the mask.
///
/// A match inside a longer word or number (`v1.5s`, `1.234567.8`) is not whole. The regex crate
/// cannot look around a match, so that is looked at here.
fn replace(text: &str, regex: &Regex, mask: &str) -> String {
    regex
        .replace_all(text, |found: &Captures<'_>| {
            let whole = found.get_match();
            if continues(&text[..whole.start()], &text[whole.end()..]) {
                return whole.as_str().to_owned();
            }
            let keep = found.name("keep").map_or("", |kept| kept.as_str());
            format!("{keep}{mask}")
        })
        .into_owned()
}

/// Whether the text before or after a match belongs to the same word or number.
fn continues(before: &str, after: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    let mut following = after.chars();
    let next = following.next();
    before.ends_with(|c| joins(c) || c == '.')
        || next.is_some_and(joins)
        || (next == Some('.') && following.next().is_some_and(|c| c.is_ascii_digit()))
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant, and the tests use it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measured_times_are_masked() {
        for (printed, masked) in [
            ("TIME: 0.000523", "TIME: <time>"),
            ("TIME:  0.0005230903625488281", "TIME:  <time>"),
            ("TIME: 5.1975250244140625e-05", "TIME: <time>"),
            ("TIME: 5e-07", "TIME: <time>"),
            ("TIME: 0.0516", "TIME: <time>"),
            ("time: 5.19e-05", "time: <time>"),
            ("elapsed = 2.0, done", "elapsed = <time>, done"),
            ("took 1.5ms", "took <time>"),
            ("took 980.1µs.", "took <time>."),
            ("took 2.003s", "took <time>"),
            ("took 2.003 s, then 0.1 s", "took <time>, then <time>"),
            ("took 1.25 seconds", "took <time>"),
            ("elapsed=2.000123,", "elapsed=<time>,"),
            ("(1.5s-2.5s)", "(<time>-<time>)"),
            ("took 0.10 s.\nnext", "took <time>.\nnext"),
        ] {
            assert_eq!(mask(printed), masked, "printed: {printed}");
        }
    }

    #[test]
    fn pointers_are_masked() {
        for (printed, masked) in [
            ("<Task at 0x7f3a5c0d2e10>", "<Task at <address>>"),
            ("<Future at 0x1a2b3c0>", "<Future at <address>>"),
            ("<Task at 0x000001F2A3B4C5D0>", "<Task at <address>>"),
            ("waker 0x55d0c8a3f2a0", "waker <address>"),
            ("page 0x100000000", "page <address>"),
        ] {
            assert_eq!(mask(printed), masked, "printed: {printed}");
        }
    }

    #[test]
    fn the_port_of_the_machine_itself_is_masked() {
        for (printed, masked) in [
            ("on 127.0.0.1:54321", "on 127.0.0.1:<port>"),
            ("on [::1]:49152!", "on [::1]:<port>!"),
            ("http://localhost:8080/", "http://localhost:<port>/"),
            ("('127.0.0.1', 54321)", "('127.0.0.1', <port>)"),
        ] {
            assert_eq!(mask(printed), masked, "printed: {printed}");
        }
    }

    #[test]
    fn everything_else_stays() {
        for printed in [
            "Waiting 2s",
            "sleep 500ms",
            "523µs",
            "half is 0.5",
            "TIME: 2",
            "sometime 0.5",
            "took 3 of 4",
            "pi is 3.1416",
            "Python 3.11.7",
            "v1.5s",
            "1.234567.8",
            "1e-3",
            "0xff 0xdeadbeef",
            "at 12",
            "bound to 127.0.0.1:0",
            "127.0.0.1:80",
            "192.168.0.12:54321",
            "127.0.0.1",
            "line 12345",
            "('name', 54321)",
            "Task 3 of 1000000",
        ] {
            assert_eq!(mask(printed), printed);
        }
    }

    #[test]
    fn masked_text_stays_as_it_is() {
        let once = mask("0.000523 1.5ms at 0x7f3a5c0d2e10 127.0.0.1:54321");

        assert_eq!(mask(&once), once);
    }
}
