//! The date belongs to the server's clock, which may be wrong by hours. So it is compared with the
//! `Date` of the same answer: the difference is right on any clock. A date in the past is no pause,
//! and the crawler's own pause is the least. Nothing here asks what time it is: so it can be tested.

use std::num::IntErrorKind::PosOverflow;

/// How many seconds to wait before another try, after so many. `None`: give up.
fn pause(tries: u32, retry_after: Option<&str>, date: &str) -> Option<u64> {
    let asked = retry_after.and_then(|text| match text.trim().parse::<u64>() {
        Ok(seconds) => Some(seconds),
        Err(why) if *why.kind() == PosOverflow => Some(u64::MAX),
        Err(_) => Some(seconds_of_day(text)?.saturating_sub(seconds_of_day(date)?)),
    });
    let own = 1_u64.checked_shl(tries).unwrap_or(u64::MAX);
    let pause = asked.unwrap_or_default().max(own);
    (pause <= 120).then_some(pause)
}

/// The time in a date such as `Sun, 29 Nov 2026 10:20:30 GMT`, in seconds since midnight. To keep
/// this short, both dates are of one day.
fn seconds_of_day(date: &str) -> Option<u64> {
    let mut parts = date.split_whitespace().nth(4)?.split(':').map(|part| part.parse::<u64>());
    let (hours, minutes, seconds) = (parts.next()?, parts.next()?, parts.next()?);
    Some(hours.ok()? * 3600 + minutes.ok()? * 60 + seconds.ok()?)
}

// The test: the same for the solution.

/// Neither earlier than asked, nor earlier than usual.
pub fn test() {
    let date = "Sun, 29 Nov 2026 10:20:30 GMT";
    for (tries, retry_after, wanted, why) in [
        (0, None, Some(1), "the server has asked for nothing"),
        (2, None, Some(4), "the pause doubles each time"),
        (0, Some("30"), Some(30), "the server has asked for half a minute"),
        (3, Some("1"), Some(8), "its own pause is longer than what the server asks for"),
        (0, Some(" 5 "), Some(5), "spaces around a number mean nothing"),
        (0, Some("Sun, 29 Nov 2026 10:21:00 GMT"), Some(30), "the date is half a minute later"),
        (1, Some("Sun, 29 Nov 2026 10:20:00 GMT"), Some(2), "the date is over already"),
        (0, Some("soon"), Some(1), "nobody knows what that means, so it means nothing"),
        (0, Some("3600"), None, "an hour is longer than the crawler wants to wait"),
        (0, Some("99999999999999999999"), None, "a number that is too large is a long time, too"),
        (64, None, None, "its own pause has grown too long"),
    ] {
        assert_eq!(pause(tries, retry_after, date), wanted, "after {tries} tries: {why}");
    }
}
