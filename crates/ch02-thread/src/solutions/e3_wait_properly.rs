//! `wait` lets go of the lock and falls asleep in one step, so nobody can put a value there in between
//! and wake a thread that does not sleep yet. It stands in a loop, because being woken is only a hint:
//! another thread may have been quicker, and the system may wake a thread for nothing. Givers and takers
//! sleep at two condition variables. With one for both, `notify_one` may wake a giver when there is
//! something to take; the giver goes back to sleep, and the taker is never woken. `notify_all` would
//! cure that, too, and wake everybody each time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A place for one value.
#[derive(Default)]
pub struct Place {
    value: Mutex<Option<u32>>,
    is_full: Condvar,
    is_empty: Condvar,
}

impl Place {
    /// Puts a value there, as soon as there is room.
    pub fn put(&self, new: u32) {
        let mut value = self.value.lock().unwrap();
        while value.is_some() {
            value = self.is_empty.wait(value).unwrap();
        }
        *value = Some(new);
        self.is_full.notify_one();
    }

    /// Takes the value, as soon as there is one.
    pub fn take(&self) -> u32 {
        let mut value = self.value.lock().unwrap();
        loop {
            if let Some(taken) = value.take() {
                self.is_empty.notify_one();
                return taken;
            }
            value = self.is_full.wait(value).unwrap();
        }
    }
}

// The test: the same for the solution.

static LOOKS: AtomicU64 = AtomicU64::new(0);

/// Counts how often a thread has looked for nothing.
#[allow(dead_code, reason = "the solution has no use for it")]
fn look_again() {
    LOOKS.fetch_add(1, Relaxed);
    thread::yield_now();
}

const LIMIT: Duration = Duration::from_secs(30);
const VALUES: u32 = 1_000;
const NO_LOOKS: &str = "so often a thread has looked again, and did not sleep";

/// Whoever must wait sleeps and is woken, and a thousand values pass with two threads on each side.
pub fn test() {
    let place = Arc::new(Place::default());

    let taker = Work::start(&place, Place::take);
    let sleeps = taker.sleeps();
    assert_eq!(LOOKS.load(Relaxed), 0, "{NO_LOOKS}");
    assert!(sleeps, "a thread that finds nothing to take sleeps");
    Work::start(&place, |place| place.put(1)).end();
    assert_eq!(taker.end(), 1, "the value that was put there");

    Work::start(&place, |place| place.put(2)).end();
    let giver = Work::start(&place, |place| place.put(3));
    let sleeps = giver.sleeps();
    assert_eq!(LOOKS.load(Relaxed), 0, "{NO_LOOKS}");
    assert!(sleeps, "a thread that finds no room for its value sleeps");
    let taken = [(); 2].map(|()| Work::start(&place, Place::take).end());
    giver.end();
    assert_eq!(taken, [2, 3], "the first value is taken before there is room for the second");

    let half = |place: &Place| (0..VALUES / 2).map(|_| place.take()).collect::<Vec<_>>();
    let takers = [(); 2].map(|()| Work::start(&place, half));
    let givers =
        [0, 1].map(|first| Work::start(&place, move |place| put_every_other(place, first)));
    let mut came = takers.map(Work::end).concat();
    for giver in givers {
        giver.end();
    }
    came.sort_unstable();
    assert!(came.into_iter().eq(0..VALUES), "every value comes, and each comes once");
    assert_eq!(LOOKS.load(Relaxed), 0, "{NO_LOOKS}");
}

fn put_every_other(place: &Place, first: u32) {
    for value in (first..VALUES).step_by(2) {
        place.put(value);
    }
}

/// A thread that does something with the place.
struct Work<T> {
    said: Receiver<T>,
    /// Where the system tells about the thread: Linux does.
    told: Option<PathBuf>,
}

impl<T: Send + 'static> Work<T> {
    fn start(place: &Arc<Place>, work: impl FnOnce(&Place) -> T + Send + 'static) -> Work<T> {
        let (place, (tell, told), (say, said)) = (Arc::clone(place), channel(), channel());
        thread::spawn(move || {
            let _ = tell.send(fs::read_link("/proc/thread-self").ok());
            let _ = say.send(work(&place));
        });
        let told = told.recv().unwrap().map(|link| Path::new("/proc").join(link).join("stat"));
        Work { said, told }
    }

    /// Whether the thread falls asleep, before it is found to look again and again. Where the system
    /// does not tell, this waits for a moment.
    fn sleeps(&self) -> bool {
        let Some(told) = &self.told else {
            thread::sleep(Duration::from_millis(50));
            return true;
        };
        let (began, mut in_a_row) = (Instant::now(), 0);
        while in_a_row < 20 && LOOKS.load(Relaxed) == 0 && began.elapsed() < LIMIT {
            thread::sleep(Duration::from_millis(1));
            let stat = fs::read_to_string(told).unwrap_or_default();
            // `4711 (name) S …`: one that sleeps is an S, one that computes or could is an R.
            let is_asleep = stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('S'));
            in_a_row = if is_asleep { in_a_row + 1 } else { 0 };
        }
        in_a_row == 20
    }

    fn end(self) -> T {
        self.said.recv_timeout(LIMIT).expect("no thread panics, or sleeps and is not woken")
    }
}
