//! Each wrong future of the listing is caught by the check that is meant for it, and the right one
//! passes all four.

use ch07_async_await::a_wrong_future::{
    FirstOnly, Forgetful, Restless, Right, TooLate, is_woken_by_the_bell, misses_no_ring, rests,
    wakes_the_newest,
};

#[test]
fn a_forgotten_waker_is_found_when_the_bell_rings() {
    assert!(!is_woken_by_the_bell(Forgetful));
}

#[test]
fn a_lost_wake_is_found_when_the_bell_rings_in_the_middle_of_a_poll() {
    assert!(is_woken_by_the_bell(TooLate), "an easy check does not find it");
    assert!(!misses_no_ring(TooLate));
}

#[test]
fn a_stale_waker_is_found_when_a_second_one_polls() {
    assert!(is_woken_by_the_bell(FirstOnly), "an easy check does not find it");
    assert!(!wakes_the_newest(FirstOnly));
}

#[test]
fn a_future_that_wakes_itself_is_found_when_nothing_happens() {
    assert!(misses_no_ring(Restless), "it does not hang");
    assert!(!rests(Restless));
}

#[test]
fn the_right_future_passes_every_check() {
    assert!(is_woken_by_the_bell(Right));
    assert!(misses_no_ring(Right));
    assert!(wakes_the_newest(Right));
    assert!(rests(Right));
}
