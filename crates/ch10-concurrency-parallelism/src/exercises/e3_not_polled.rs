//! While a page is being saved, the other download stands still. Mend `download_all`, so that it goes
//! on; what it saves, and in which order, stays as it is.
//!
//! # Hint
//!
//! Who drives what is in the set, while the body of the loop awaits? There are two cures in the text,
//! and each of them passes the test.

use std::cell::Cell;
use std::rc::Rc;

use futures::StreamExt;
use futures::stream::FuturesUnordered;

/// Downloads both pages at once, and saves each as soon as it is there. Gives their names in the
/// order in which they were saved.
pub async fn download_all(site: &Rc<Site>) -> Vec<&'static str> {
    let mut downloads = FuturesUnordered::new();
    for name in ["large", "small"] {
        downloads.push(download(Rc::clone(site), name));
    }
    let mut saved = Vec::new();
    while let Some(name) = downloads.next().await {
        // Your turn: who polls the other download during this?
        saved.push(save(site, name).await);
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
