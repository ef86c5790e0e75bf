//! A loop that is told to stop, or that has only a distant timer, neither hangs nor panics.

use std::thread;
use std::time::Duration;

use ch06_event_loop::{s2_timers, s5_wake};
use runner::in_time;

#[test]
fn a_loop_that_was_told_to_stop_does_not_sleep_first() {
    in_time(|| {
        let mut event_loop = s2_timers::plain::EventLoop::new();
        event_loop.call_later(Duration::from_secs(3_600), |_| ());
        event_loop.stop();
        event_loop.run_forever();
    });
}

/// macOS refuses to wait for more than a hundred million seconds at a time.
#[test]
fn a_timer_in_a_century_lets_the_loop_wait() {
    in_time(|| {
        let mut event_loop = s5_wake::plain::EventLoop::new();
        event_loop.call_later(Duration::MAX, |_| ());
        let handle = event_loop.handle();
        let thread = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            handle.call_soon_threadsafe(s5_wake::plain::EventLoop::stop);
        });
        event_loop.run_forever();
        thread.join().unwrap();
    });
}
