//! Turns names that a reader typed into listings and sides, and helps with wrong ones.

use catalog::Side;
use listing::{Entry, did_you_mean, entries, find};

/// The listing of this name, or one line that says which names are near.
pub fn listing(name: &str) -> Result<Entry, String> {
    find(name).ok_or_else(|| {
        let known = entries().map(|entry| entry.listing.name);
        let hint = did_you_mean(name, known);
        let hint = hint.unwrap_or_else(|| "`cargo listing` shows them all".to_owned());
        format!("no listing is named `{name}`; {hint}")
    })
}

/// The side of this name, or one line that says which names are near or what the listing has.
pub fn side(entry: Entry, name: &str) -> Result<Side, String> {
    let has: Vec<&str> = entry.sides().map(Side::name).collect();
    let Some(side) = Side::parse(name).or_else(|| Side::parse(&name.to_lowercase())) else {
        let hint = did_you_mean(name, has.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("{} has {}", entry.listing.name, has.join(", ")));
        return Err(format!("no runtime is named `{name}`; {hint}"));
    };
    if entry.listing.variant(side).is_none() {
        let name = entry.listing.name;
        return Err(format!("{name} has no variant for {side}; it has {}", has.join(", ")));
    }
    Ok(side)
}
