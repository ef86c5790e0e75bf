//! Turns names that a reader typed into listings and sides, and helps with wrong ones.

use catalog::Side;
use listing::{
    Chapter, Entry, chapter_number, did_you_mean, entries, find, find_chapter, short_chapters,
};

/// What a first name can stand for.
pub enum Named {
    Listing(Entry),
    Chapter(&'static Chapter),
}

/// The listing or the chapter of this name, or one line that says which names are near.
pub fn named(name: &str) -> Result<Named, String> {
    let listing = find(name).map(Named::Listing);
    let found = listing.or_else(|| find_chapter(name).map(Named::Chapter));
    found.ok_or_else(|| {
        if parsed(name).is_some() {
            return format!("name a listing before the runtime: `cargo listing first_task {name}`");
        }
        if chapter_number(name).is_some() {
            return format!("no listing is in `{name}`; there are some in {}", short_chapters());
        }
        let hint = did_you_mean(name, entries().map(|entry| entry.listing.name));
        let hint = hint.unwrap_or_else(|| "`cargo listing` shows them all".to_owned());
        format!("no listing is named `{name}`; {hint}")
    })
}

fn parsed(name: &str) -> Option<Side> {
    Side::parse(name).or_else(|| Side::parse(&name.to_lowercase()))
}

/// The side whose turns can be recorded: the one that was named, or the only one in Rust.
pub fn recorded(entry: Entry, named: Option<Side>) -> Result<Side, String> {
    let rust: Vec<Side> = entry.sides().filter(|side| !side.runs_from_its_file()).collect();
    match (named, rust.as_slice()) {
        (Some(side), _) if !side.runs_from_its_file() => Ok(side),
        (None, [only]) => Ok(*only),
        (named, _) => {
            let name = entry.listing.name;
            let has: Vec<&str> = rust.into_iter().map(Side::name).collect();
            let asked = match named {
                None => "which runtime?",
                Some(Side::Nightly) => "what a nightly compiler runs records nothing;",
                Some(_) => "a Python original records nothing;",
            };
            Err(format!("{asked} {name} has {}", has.join(", ")))
        }
    }
}

/// The side of this name, or one line that says which names are near or what the listing has.
pub fn side(entry: Entry, name: &str) -> Result<Side, String> {
    let has: Vec<&str> = entry.sides().map(Side::name).collect();
    let Some(side) = parsed(name) else {
        let hint = did_you_mean(name, has.iter().copied());
        let hint = hint.unwrap_or_else(|| format!("{} has {}", entry.listing.name, has.join(", ")));
        return Err(format!("no runtime is named `{name}`; {hint}"));
    };
    if !entry.listing.has(side) {
        let name = entry.listing.name;
        return Err(format!("{name} has no variant for {side}; it has {}", has.join(", ")));
    }
    Ok(side)
}
