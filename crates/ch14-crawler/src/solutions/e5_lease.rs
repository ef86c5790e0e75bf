//! The number is a *fencing token*. The queue does not ask whether a worker is alive, which nobody can
//! know, nor what time it is: it asks whether somebody else has had the page since. A worker that is
//! late and alone may finish: nothing was done twice.

use std::collections::BTreeMap;

/// How long a worker may take.
const LEASE: u64 = 10;

/// A page in the hand of a worker.
struct Claim {
    page: &'static str,
    number: u64,
}

#[derive(Default)]
struct Page {
    claims: u64,
    free_at: u64,
    text: Option<&'static str>,
}

struct Queue(BTreeMap<&'static str, Page>);

impl Queue {
    /// The first page that is neither done nor in somebody's hand, at this second.
    fn claim(&mut self, now: u64) -> Option<Claim> {
        let mut pages = self.0.iter_mut();
        let free = |page: &Page| page.text.is_none() && page.free_at <= now;
        let (name, page) = pages.find(|(_, page)| free(page))?;
        page.claims += 1;
        page.free_at = now + LEASE;
        Some(Claim { page: name, number: page.claims })
    }

    /// Keeps what a worker has read. Whether it was taken.
    fn finish(&mut self, claim: &Claim, text: &'static str) -> bool {
        let page = self.0.get_mut(claim.page).expect("the page was claimed here");
        if page.claims != claim.number || page.text.is_some() {
            return false;
        }
        page.text = Some(text);
        true
    }
}

// The test: the same for the solution.

/// Who is late is refused, and only then.
pub fn test() {
    let mut queue = Queue(BTreeMap::from([("/", Page::default())]));
    let slow = queue.claim(0).expect("the page is free");
    assert!(queue.claim(9).is_none(), "a page is in one hand only, as long as the lease runs");
    let next = queue.claim(10).expect("the lease has run out");
    let late = queue.finish(&slow, "by the slow one");
    assert!(!late, "somebody else has the page: the late one should be refused");
    assert!(queue.finish(&next, "by the next one"), "whose page it is may finish it");
    assert_eq!(queue.0["/"].text, Some("by the next one"), "it keeps what was finished first");
    assert!(!queue.finish(&slow, "by the slow one"), "and it is refused afterwards, too");
    assert_eq!(queue.0["/"].text, Some("by the next one"), "what is kept stays");

    let mut queue = Queue(BTreeMap::from([("/", Page::default())]));
    let alone = queue.claim(0).expect("the page is free");
    assert!(queue.finish(&alone, "late"), "nobody else had the page, however late it is");
    assert!(!queue.finish(&alone, "twice"), "a page is finished once");
}
