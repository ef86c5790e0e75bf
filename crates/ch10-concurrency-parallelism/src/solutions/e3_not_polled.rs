//! The downloads are tasks now, and the loop gives them their turns while the body awaits. A
//! `TaskGroup` has tasks and, like the set, stops them when it is dropped.
//!
//! The other cure needs no task: each future downloads *and* saves,
//! `downloads.push(async { save(site, download(Rc::clone(site), name).await).await })`, and the
//! body of the loop awaits nothing but the set.

use std::cell::Cell;
use std::rc::Rc;

/// Downloads both pages at once, and saves each as soon as it is there. Gives their names in the
/// order in which they were saved.
pub async fn download_all(site: &Rc<Site>) -> Vec<&'static str> {
    let mut downloads = turns::TaskGroup::new();
    for name in ["large", "small"] {
        downloads.spawn(download(Rc::clone(site), name));
    }
    let mut saved = Vec::new();
    while let Some(name) = downloads.next().await {
        saved.push(save(site, name.unwrap()).await);
    }
    saved
}

/// How many pieces of the large page have come: in all, and while the small page was saved.
#[derive(Default)]
pub struct Site {
    pieces: Cell<u32>,
    pieces_meanwhile: Cell<u32>,
}

async fn download(site: Rc<Site>, name: &'static str) -> &'static str {
    let pieces = if name == "large" { 100 } else { 1 };
    for _ in 0..pieces {
        turns::yield_now().await;
        if name == "large" {
            site.pieces.set(site.pieces.get() + 1);
        }
    }
    name
}

async fn save(site: &Site, name: &'static str) -> &'static str {
    let before = site.pieces.get();
    for _ in 0..20 {
        turns::yield_now().await;
    }
    if name == "small" {
        site.pieces_meanwhile.set(site.pieces.get() - before);
    }
    name
}

// The test: the same for the solution.

/// The small page is there first. While it is saved, pieces of the large one come.
pub fn test() {
    let site = Rc::new(Site::default());
    let saved = turns::block_on(download_all(&site));
    assert_eq!(saved, ["small", "large"], "Not both pages were saved, or in another order.");
    assert_eq!(site.pieces.get(), 100, "Not all of the large page has come.");
    let meanwhile = site.pieces_meanwhile.get();
    assert!(meanwhile > 0, "While the small page was saved, no piece of the large one came.");
}
