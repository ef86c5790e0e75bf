//! One promise, and every loop of the book is held to it, stage or crate: a wake from another
//! thread, a timer that is due and a socket that is ready are each seen within a bounded number of
//! turns, whatever the tasks do. Each loop is asked for what it knows: the first stages know no
//! sockets, and no other threads.
//!
//! Turns are counted, not time. So that a loop may also look by the clock, as `turns` does, a turn
//! after the event lasts as long as such a loop waits between two looks.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

/// How long a timer takes that a loop is asked for.
const DELAY: Duration = Duration::from_millis(20);

/// How many turns are taken before the event, at least.
const BEFORE: u64 = 500;
/// How many turns of the busy may lie between the event and its turn: two rounds of all of them, or
/// of 64 if they are fewer.
fn most_turns(busy: u64) -> u64 {
    2 * busy.max(64) + 2
}
/// After so many turns the busy give up, so that a loop that never looks fails and does not hang.
const GIVE_UP: u64 = 2000;
/// `turns` asks the system every 50 µs at most.
const LONG_TURN: Duration = Duration::from_micros(60);
/// How long one loop may take for one event, on a machine that is busy.
const HANG: Duration = Duration::from_secs(120);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    /// Another thread wakes a task, or sends the loop a letter.
    Wake,
    /// The time of a timer has come.
    Timer,
    /// Something can be read from a socket.
    Socket,
}
use Event::{Socket, Timer, Wake};

/// What keeps the loop busy.
#[derive(Clone, Copy, Debug)]
enum Busy {
    /// Each is ready again as soon as it has had its turn.
    Yields,
    /// Each has a timer of no time at all.
    SleepsForNothing,
    /// Each makes another in its place.
    MakesAnother,
    /// Each has a socket from which something can be read all the time.
    ReadsNothing,
    /// They stand in a circle, and each wakes the next.
    WakesTheNext,
}
use Busy::{MakesAnother, ReadsNothing, SleepsForNothing, WakesTheNext, Yields};

/// A loop, where it is defined, and what it knows.
struct Row {
    /// Below `crates`.
    file: &'static str,
    events: &'static [Event],
    busy: &'static [Busy],
    /// Runs the loop until the event has had its turn, or the busy have given up.
    run: fn(Event, Busy, u64, &Arc<Watch>),
}

const ROWS: [Row; 10] = [
    // It calls functions, and knows of nothing else that could happen.
    Row { file: "ch06-event-loop/src/s1_callbacks/plain.rs", events: &[], busy: &[], run: nothing },
    Row {
        file: "ch06-event-loop/src/s2_timers/plain.rs",
        events: &[Timer],
        busy: &[Yields, SleepsForNothing],
        run: callbacks::s2,
    },
    Row {
        file: "ch06-event-loop/src/s3_sockets/plain.rs",
        events: &[Timer, Socket],
        busy: &[Yields, SleepsForNothing, ReadsNothing],
        run: callbacks::s3,
    },
    Row {
        file: "ch06-event-loop/src/s4_generators/plain.rs",
        events: &[Timer, Socket],
        busy: &[Yields, SleepsForNothing, ReadsNothing],
        run: callbacks::s4,
    },
    Row {
        file: "ch06-event-loop/src/s5_wake/plain.rs",
        events: &[Wake, Timer, Socket],
        busy: &[Yields, SleepsForNothing, ReadsNothing],
        run: callbacks::s5,
    },
    Row {
        file: "ch07-async-await/src/many_futures.rs",
        events: &[Wake],
        busy: &[Yields, WakesTheNext],
        run: futures::many_futures,
    },
    Row {
        file: "ch08-task-future/src/s1_task.rs",
        events: &[Wake],
        busy: &[Yields, WakesTheNext],
        run: futures::s1,
    },
    Row {
        file: "ch08-task-future/src/s2_join_handle.rs",
        events: &[Wake],
        busy: &[Yields, WakesTheNext],
        run: futures::s2,
    },
    Row {
        file: "ch08-task-future/src/s3_cancel.rs",
        events: &[Wake],
        busy: &[Yields, WakesTheNext],
        run: futures::s3,
    },
    Row {
        file: "ch08-task-future/src/s4_no_allocation_to_wake.rs",
        events: &[Wake],
        busy: &[Yields, WakesTheNext],
        run: futures::s4,
    },
];

const TURNS: Row = Row {
    file: "turns/src/event_loop.rs",
    events: &[Wake, Timer, Socket],
    busy: &[Yields, SleepsForNothing, MakesAnother, ReadsNothing, WakesTheNext],
    run: futures::turns,
};

#[test]
fn whatever_the_tasks_do_each_event_is_seen_within_a_bounded_number_of_turns() {
    let mut faults = Vec::new();
    for row in ROWS.iter().chain([&TURNS]) {
        for (event, busy) in pairs(row) {
            for many in [1, 100] {
                let turns = turns_until_seen(row, event, busy, many);
                if turns.is_none_or(|turns| turns > most_turns(many)) {
                    let seen = turns.map_or("never".into(), |turns| format!("after {turns} turns"));
                    let file = row.file;
                    faults.push(format!("{file}: {event:?} is seen {seen}; {many} × {busy:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn pairs(row: &Row) -> impl Iterator<Item = (Event, Busy)> {
    row.events.iter().flat_map(|event| row.busy.iter().map(|busy| (*event, *busy)))
}

/// How many turns the busy have between the event and its turn; none if it never has one.
fn turns_until_seen(row: &Row, event: Event, busy: Busy, many: u64) -> Option<u64> {
    let watch = Arc::new(Watch::default());
    let (theirs, run) = (watch.clone(), row.run);
    let (end, ended) = mpsc::channel();
    thread::spawn(move || {
        run(event, busy, many, &theirs);
        let _ = end.send(());
    });
    if let Err(mpsc::RecvTimeoutError::Timeout) = ended.recv_timeout(HANG) {
        panic!("{} hangs: {event:?} beside {many} × {busy:?}", row.file);
    }
    match watch.happened.load(Ordering::SeqCst) {
        // A timer that fires may be seen before the next of the busy sees that it is due.
        0 if event == Timer => Some(0),
        0 => panic!("{}: {event:?} did not happen beside {many} × {busy:?}", row.file),
        happened => Some(watch.seen_when()? - happened),
    }
}

/// A time that no clock can say is waited for like any other, and keeps nobody else from theirs.
#[test]
fn the_longest_sleep_is_no_error_and_in_nobodys_way() {
    callbacks::sleep_for_the_longest();
    let event_loop = turns::EventLoop::new();
    let event = event_loop.call_later(Duration::MAX, || panic!("the end of all days has come"));
    let other = turns::time::sleep(Duration::MAX);
    event_loop.run_until_complete(async {
        let end = turns::time::timeout(Duration::from_millis(1), other).await;
        assert!(end.is_err());
    });
    event.cancel();
}

/// A loop that is added to the book is added to the table above.
#[test]
fn no_loop_of_the_book_is_left_out() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = BTreeSet::new();
    find_loops(&crates, &crates, &mut found);
    let table = ROWS.iter().chain([&TURNS]).map(|row| row.file.to_owned()).collect();
    assert_eq!(found, table, "what defines an `EventLoop`, and the table of this test");
}

/// Exercises have tests of their own, and begin with a fault.
fn find_loops(crates: &Path, folder: &Path, found: &mut BTreeSet<String>) {
    for entry in folder.read_dir().expect("a folder of the repository") {
        let path = entry.expect("an entry of it").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !["exercises", "solutions", "tests", "target"].contains(&name) {
            find_loops(crates, &path, found);
        } else if name.ends_with(".rs")
            && std::fs::read_to_string(&path)
                .is_ok_and(|text| text.lines().any(|line| line.starts_with("pub struct EventLoop")))
        {
            let file = path.strip_prefix(crates).expect("it is below");
            found.insert(file.to_str().expect("a plain name").replace('\\', "/"));
        }
    }
}

fn nothing(_: Event, _: Busy, _: u64, _: &Arc<Watch>) {}

/// Counts the turns of the busy, lets the event happen in one of them, and notes when it is seen.
#[derive(Default)]
struct Watch {
    turns: AtomicU64,
    /// In which turn it happened; 0 before.
    happened: AtomicU64,
    /// How many turns there had been when it was seen, and one; 0 before.
    seen: AtomicU64,
    /// Lets the event happen, and says whether it has.
    event: Mutex<Option<Happen>>,
}

type Happen = Box<dyn FnMut() -> bool + Send>;

impl Watch {
    fn let_happen(&self, event: impl FnMut() -> bool + Send + 'static) {
        *self.event.lock().unwrap() = Some(Box::new(event));
    }

    /// A turn of the busy. False: that was the last one.
    fn turn(&self) -> bool {
        let turn = self.turns.fetch_add(1, Ordering::SeqCst) + 1;
        let happened = self.happened.load(Ordering::SeqCst);
        if self.seen.load(Ordering::SeqCst) > 0 {
            return false;
        }
        if happened > 0 {
            let began = Instant::now();
            while began.elapsed() < LONG_TURN {
                std::hint::spin_loop();
            }
            return turn - happened < GIVE_UP;
        }
        if turn > BEFORE && self.event.lock().unwrap().as_mut().is_some_and(|event| event()) {
            self.happened.store(turn, Ordering::SeqCst);
        }
        true
    }

    /// The turn of the event itself.
    fn see(&self) {
        self.seen.store(self.turns.load(Ordering::SeqCst) + 1, Ordering::SeqCst);
    }

    fn seen_when(&self) -> Option<u64> {
        self.seen.load(Ordering::SeqCst).checked_sub(1)
    }

    /// Says what is to happen when a thread calls this function.
    fn wake_by(&self, wake: impl FnOnce() + Send + 'static) {
        let mut wake = Some(wake);
        self.let_happen(move || {
            if let Some(wake) = wake.take() {
                thread::spawn(wake).join().unwrap();
            }
            true
        });
    }

    /// Says that the timer that was made just before is due: never sooner than it is, so that no turn
    /// is counted in which it could not have fired.
    fn due(&self) {
        let due = Instant::now() + DELAY;
        self.let_happen(move || Instant::now() >= due);
    }

    /// Says that something is to come to the socket with this address. On the way from a machine to
    /// itself it has come when it is sent.
    fn comes_to(&self, address: SocketAddr) {
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        self.let_happen(move || {
            sender.send_to(b"!", address).unwrap();
            true
        });
    }
}

/// A socket from which something can be read, as long as nobody does.
fn always_readable() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.send_to(b"!", socket.local_addr().unwrap()).unwrap();
    socket
}

/// Chapter 6: a loop calls functions, and gives itself to each.
mod callbacks {
    use super::*;
    use ch06_event_loop::{exercises, s2_timers, s3_sockets, s4_generators, s5_wake, solutions};

    type Callback<L> = Box<dyn FnOnce(&mut L)>;

    /// What the stages have in common, and what only some have.
    trait Stage: Sized + 'static {
        fn new() -> Self;
        fn run_forever(&mut self);
        fn stop(&mut self);
        fn call_soon(&mut self, callback: Callback<Self>);
        fn call_later(&mut self, delay: Duration, callback: Callback<Self>);
        fn call_when_readable(&mut self, _: &Rc<UdpSocket>, _: Callback<Self>) {
            unreachable!("the table says what a stage knows");
        }
        fn call_from_a_thread(&self, _: &Watch, _: impl FnOnce(&mut Self) + Send + 'static) {
            unreachable!("the table says what a stage knows");
        }
    }

    macro_rules! stage {
        ($stage:ident $($more:item)*) => {
            impl Stage for $stage::plain::EventLoop {
                fn new() -> Self {
                    Self::new()
                }
                fn run_forever(&mut self) {
                    self.run_forever();
                }
                fn stop(&mut self) {
                    self.stop();
                }
                fn call_soon(&mut self, callback: Callback<Self>) {
                    self.call_soon(callback);
                }
                fn call_later(&mut self, delay: Duration, callback: Callback<Self>) {
                    self.call_later(delay, callback);
                }
                $($more)*
            }
        };
    }
    stage!(s2_timers);
    stage!(s3_sockets
        fn call_when_readable(&mut self, socket: &Rc<UdpSocket>, callback: Callback<Self>) {
            self.call_when_readable(socket, callback);
        }
    );
    stage!(s4_generators
        fn call_when_readable(&mut self, socket: &Rc<UdpSocket>, callback: Callback<Self>) {
            self.call_when_readable(socket, callback);
        }
    );
    stage!(s5_wake
        fn call_when_readable(&mut self, socket: &Rc<UdpSocket>, callback: Callback<Self>) {
            self.call_when_readable(socket, callback);
        }
        fn call_from_a_thread(
            &self,
            watch: &Watch,
            callback: impl FnOnce(&mut Self) + Send + 'static,
        ) {
            let handle = self.handle();
            watch.wake_by(move || handle.call_soon_threadsafe(callback));
        }
    );

    pub fn s2(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        run::<s2_timers::plain::EventLoop>(event, busy, many, watch);
    }

    pub fn s3(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        run::<s3_sockets::plain::EventLoop>(event, busy, many, watch);
    }

    pub fn s4(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        run::<s4_generators::plain::EventLoop>(event, busy, many, watch);
    }

    pub fn s5(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        run::<s5_wake::plain::EventLoop>(event, busy, many, watch);
    }

    /// The longest sleep, beside a short one, in each stage that knows time.
    pub fn sleep_for_the_longest() {
        beside_the_longest::<s2_timers::plain::EventLoop>();
        beside_the_longest::<s3_sockets::plain::EventLoop>();
        beside_the_longest::<s4_generators::plain::EventLoop>();
        beside_the_longest::<s5_wake::plain::EventLoop>();
        // That of the exercise runs until nobody is left, which would be long.
        exercises::e3_nothing_left::EventLoop::default().call_later(Duration::MAX, |_| ());
        solutions::e3_nothing_left::EventLoop::default().call_later(Duration::MAX, |_| ());
    }

    fn beside_the_longest<L: Stage>() {
        let mut event_loop = L::new();
        event_loop.call_later(Duration::MAX, Box::new(|_| panic!("the end of all days has come")));
        event_loop.call_later(Duration::from_millis(1), Box::new(L::stop));
        event_loop.run_forever();
    }

    fn run<L: Stage>(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = L::new();
        let theirs = watch.clone();
        let see = move |event_loop: &mut L| {
            theirs.see();
            event_loop.stop();
        };
        match event {
            Wake => event_loop.call_from_a_thread(watch, see),
            Timer => {
                event_loop.call_later(DELAY, Box::new(see));
                watch.due();
            }
            Socket => {
                let socket = Rc::new(UdpSocket::bind("127.0.0.1:0").unwrap());
                watch.comes_to(socket.local_addr().unwrap());
                event_loop.call_when_readable(&socket, Box::new(see));
            }
        }
        for _ in 0..many {
            let socket = Rc::new(always_readable());
            again(&mut event_loop, busy, socket, watch.clone());
        }
        event_loop.run_forever();
    }

    /// One of the busy: it comes again and again.
    fn again<L: Stage>(event_loop: &mut L, busy: Busy, socket: Rc<UdpSocket>, watch: Arc<Watch>) {
        let watched = socket.clone();
        let turn = Box::new(move |event_loop: &mut L| {
            if watch.turn() {
                again(event_loop, busy, socket, watch);
            } else {
                event_loop.stop();
            }
        });
        match busy {
            Yields => event_loop.call_soon(turn),
            SleepsForNothing => event_loop.call_later(Duration::ZERO, turn),
            ReadsNothing => event_loop.call_when_readable(&watched, turn),
            other => unreachable!("{other:?}: the table says what a stage knows"),
        }
    }
}

/// Chapters 7 and 8, and the crate: a loop polls futures, and hands each a waker.
mod futures {
    use super::*;
    use ch07_async_await::many_futures;
    use ch08_task_future::{s1_task, s2_join_handle, s3_cancel, s4_no_allocation_to_wake};

    pub fn many_futures(_: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = many_futures::EventLoop::new();
        event_loop.create_task(woken(watch.clone()));
        circle(busy, many, watch).for_each(|task| event_loop.create_task(task));
        event_loop.run();
    }

    pub fn s1(_: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = s1_task::EventLoop::default();
        event_loop.create_task(woken(watch.clone()));
        circle(busy, many, watch).for_each(|task| event_loop.create_task(task));
        event_loop.run();
    }

    pub fn s2(_: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = s2_join_handle::EventLoop::default();
        circle(busy, many, watch).for_each(|task| drop(event_loop.create_task(task)));
        event_loop.run_until_complete(woken(watch.clone()));
    }

    pub fn s3(_: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = s3_cancel::EventLoop::default();
        circle(busy, many, watch).for_each(|task| drop(event_loop.create_task(task)));
        event_loop.run_until_complete(woken(watch.clone())).unwrap();
    }

    pub fn s4(_: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        let mut event_loop = s4_no_allocation_to_wake::EventLoop::default();
        event_loop.create_task(woken(watch.clone()));
        circle(busy, many, watch).for_each(|task| event_loop.create_task(task));
        event_loop.run();
    }

    pub fn turns(event: Event, busy: Busy, many: u64, watch: &Arc<Watch>) {
        turns::block_on(async {
            match busy {
                Yields | WakesTheNext => {
                    circle(busy, many, watch).for_each(|task| drop(turns::spawn(task)));
                }
                SleepsForNothing => {
                    (0..many).for_each(|_| drop(turns::spawn(sleep_for_nothing(watch.clone()))));
                }
                MakesAnother => (0..many).for_each(|_| make_another(watch.clone())),
                ReadsNothing => {
                    (0..many).for_each(|_| drop(turns::spawn(receive_and_send(watch.clone()))));
                }
            }
            match event {
                Wake => woken(watch.clone()).await,
                Timer => {
                    let nap = turns::sleep(DELAY);
                    watch.due();
                    nap.await;
                    watch.see();
                }
                Socket => {
                    let socket = turns::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
                    watch.comes_to(socket.local_addr().unwrap());
                    socket.recv_from(&mut [0]).await.unwrap();
                    watch.see();
                }
            }
        });
    }

    /// Waits until another thread wakes it.
    async fn woken(watch: Arc<Watch>) {
        let was_woken = Arc::new(AtomicBool::new(false));
        poll_fn(|context| {
            if was_woken.load(Ordering::SeqCst) {
                return Poll::Ready(());
            }
            let (theirs, waker) = (was_woken.clone(), context.waker().clone());
            watch.wake_by(move || {
                theirs.store(true, Ordering::SeqCst);
                waker.wake();
            });
            Poll::Pending
        })
        .await;
        watch.see();
    }

    /// So many tasks, and when one has had its turn it wakes itself, or the one behind it.
    fn circle(busy: Busy, many: u64, watch: &Arc<Watch>) -> impl Iterator<Item = BusyTask> {
        let wakers: Rc<[Cell<Option<Waker>>]> = (0..many).map(|_| Cell::default()).collect();
        let step = match busy {
            Yields => 0,
            WakesTheNext => 1,
            other => unreachable!("{other:?}: the table says what a stage knows"),
        };
        let watch = watch.clone();
        (0..many as usize).map(move |place| {
            let (wakers, watch) = (wakers.clone(), watch.clone());
            let next = (place + step) % wakers.len();
            Box::pin(poll_fn(move |context| {
                wakers[place].set(Some(context.waker().clone()));
                let waker = wakers[next].take();
                // The next one has not had its first turn: it comes by itself.
                waker.inspect(|waker| {
                    wakers[next].set(Some(waker.clone()));
                    waker.wake_by_ref();
                });
                if watch.turn() { Poll::Pending } else { Poll::Ready(()) }
            })) as BusyTask
        })
    }

    type BusyTask = std::pin::Pin<Box<dyn Future<Output = ()>>>;

    async fn sleep_for_nothing(watch: Arc<Watch>) {
        while watch.turn() {
            turns::sleep(Duration::ZERO).await;
        }
    }

    fn make_another(watch: Arc<Watch>) {
        drop(turns::spawn(async {
            if watch.turn() {
                make_another(watch);
            }
        }));
    }

    /// Each message is there when it is asked for, so no operation has to wait, and a turn is as
    /// many of them as the loop allows.
    async fn receive_and_send(watch: Arc<Watch>) {
        let mut operations = Box::pin(async {
            let socket = turns::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let own = socket.local_addr().unwrap();
            loop {
                socket.send_to(b"!", own).await.unwrap();
                socket.recv_from(&mut [0]).await.unwrap();
            }
        });
        poll_fn(
            |context| {
                if watch.turn() { operations.as_mut().poll(context) } else { Poll::Ready(()) }
            },
        )
        .await;
    }
}
