//! What the lock promises, each by a meeting of threads and none by the clock.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

use ch03_gil::Gil;

#[test]
fn one_at_a_time_and_all_get_their_turn() {
    const TURNS: u32 = 10;
    let gil = Gil::new();
    let two_at_once = AtomicBool::new(false);
    let (inside, last) = (AtomicU32::new(0), AtomicU32::new(u32::MAX));
    let turns = [const { AtomicU32::new(0) }; 3];
    thread::scope(|scope| {
        for me in 0..3 {
            let (gil, inside, last, turns) = (&gil, &inside, &last, &turns);
            let two_at_once = &two_at_once;
            scope.spawn(move || {
                gil.acquire();
                // Until each has come in ten times after somebody else: nobody stops before, so each
                // of these times but its first the lock was handed over at a checkpoint.
                while turns.iter().any(|turns| turns.load(SeqCst) < TURNS) {
                    if inside.fetch_add(1, SeqCst) != 0 {
                        two_at_once.store(true, SeqCst);
                    }
                    if last.swap(me, SeqCst) != me {
                        turns[me as usize].fetch_add(1, SeqCst);
                    }
                    inside.fetch_sub(1, SeqCst);
                    gil.checkpoint();
                }
                gil.release();
            });
        }
    });
    assert!(!two_at_once.into_inner(), "two threads hold the lock");
}

#[test]
fn one_that_computes_hands_over_although_it_never_stops() {
    let gil = Gil::new();
    let has_run = AtomicBool::new(false);
    gil.acquire();
    thread::scope(|scope| {
        scope.spawn(|| {
            gil.acquire();
            has_run.store(true, SeqCst);
            gil.release();
        });
        // Without a hand-over this loop would never end.
        while !has_run.load(SeqCst) {
            gil.checkpoint();
        }
    });
    gil.release();
}

#[test]
fn two_that_ask_at_the_same_time_both_get_it() {
    let gil = Gil::new();
    let have_run = AtomicU32::new(0);
    gil.acquire();
    thread::scope(|scope| {
        let both = [(); 2].map(|()| {
            scope.spawn(|| {
                gil.acquire();
                have_run.fetch_add(1, SeqCst);
                // Whoever is first computes on until the other one has been in, too.
                while have_run.load(SeqCst) < 2 {
                    gil.checkpoint();
                }
                gil.release();
            })
        });
        // Until both have ended: whoever handed the lock over has to have it once more.
        gil.released(|| both.map(|one| one.join().unwrap()));
    });
    gil.release();
}

#[test]
fn others_run_while_one_waits() {
    let gil = Gil::new();
    let (say, hear) = mpsc::channel();
    gil.acquire();
    thread::scope(|scope| {
        scope.spawn(|| {
            gil.acquire();
            say.send(()).unwrap();
            gil.release();
        });
        gil.released(|| hear.recv().unwrap());
    });
    gil.release();
}
