//! Stage 5: a loop that other threads can wake.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::mem;
use std::net::TcpStream;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use polling::{AsSource, Event, Events, Poller};

/// What a coroutine says when it pauses: when it wants its next turn.
pub enum Pause {
    For(Duration),
    UntilReadable(Rc<TcpStream>),
}

/// Something that pauses: `next` runs it to its next pause, and `None` says that it has ended.
type Coroutine = Box<dyn Iterator<Item = Pause>>;

/// A function that is called once, and gets the loop to register others.
type Callback = Box<dyn FnOnce(&mut EventLoop)>;
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
type Message = Box<dyn FnOnce(&mut EventLoop) + Send>;

/// What a loop shares with other threads.
struct Inbox {
    poller: Poller,
    messages: Mutex<Vec<Message>>,
}

/// A way to reach a loop from any thread.
pub struct Handle(Arc<Inbox>);

impl Handle {
    /// Lets the loop call a function soon, and wakes the loop if it sleeps.
    pub fn call_soon_threadsafe(&self, function: impl FnOnce(&mut EventLoop) + Send + 'static) {
        self.0.messages.lock().unwrap().push(Box::new(function));
        self.0.poller.notify().expect("the system lets us wake the loop");
    }
}

/// A loop with functions, timers, sockets, coroutines and messages from other threads.
pub struct EventLoop {
    queue: VecDeque<Callback>,
    timers: BTreeMap<(Instant, u64), Callback>,
    inbox: Arc<Inbox>,
    watched: HashMap<usize, (Rc<dyn AsSource>, Callback)>,
    numbers: u64,
    stopping: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        let poller = Poller::new().expect("the system has a poller for us");
        let inbox = Arc::new(Inbox { poller, messages: Mutex::default() });
        let watched = HashMap::new();
        let (queue, timers) = (VecDeque::new(), BTreeMap::new());
        EventLoop { queue, timers, inbox, watched, numbers: 0, stopping: false }
    }

    /// Lets a function be called once, after all that are ready now.
    pub fn call_soon(&mut self, function: impl FnOnce(&mut Self) + 'static) {
        self.queue.push_back(Box::new(function));
    }

    /// Lets a function be called once, when the time has passed; in a century at the latest.
    pub fn call_later(&mut self, delay: Duration, function: impl FnOnce(&mut Self) + 'static) {
        self.numbers += 1;
        self.timers.insert((Instant::now() + delay.min(CENTURY), self.numbers), Box::new(function));
    }

    /// Lets a function be called once, when the socket has something to read.
    #[allow(unsafe_code)]
    pub fn call_when_readable(
        &mut self,
        socket: &Rc<impl AsSource + 'static>,
        function: impl FnOnce(&mut Self) + 'static,
    ) {
        self.numbers += 1;
        let key = self.numbers as usize;
        // SAFETY: `watched` keeps the socket open until the poller has been told to forget it.
        unsafe { self.inbox.poller.add(&socket.source(), Event::readable(key)) }
            .expect("nobody waits for this socket yet");
        self.watched.insert(key, (socket.clone(), Box::new(function)));
    }

    /// Lets a coroutine have its turns, the first after all that are ready now.
    pub fn create_task(&mut self, coroutine: impl Iterator<Item = Pause> + 'static) {
        self.call_soon(|event_loop| event_loop.turn(Box::new(coroutine), |_| ()));
    }

    /// Runs the loop until this coroutine has ended.
    pub fn run_until_complete(&mut self, coroutine: impl Iterator<Item = Pause> + 'static) {
        self.call_soon(|event_loop| event_loop.turn(Box::new(coroutine), EventLoop::stop));
        self.run_forever();
    }

    /// Gives a coroutine its turn, and registers the next one for when the coroutine wants it.
    fn turn(&mut self, mut coroutine: Coroutine, at_end: fn(&mut Self)) {
        let pause = coroutine.next();
        let next_turn = move |event_loop: &mut Self| event_loop.turn(coroutine, at_end);
        match pause {
            Some(Pause::For(delay)) => self.call_later(delay, next_turn),
            Some(Pause::UntilReadable(socket)) => self.call_when_readable(&socket, next_turn),
            None => at_end(self),
        }
    }

    /// A way to reach this loop from any thread.
    pub fn handle(&self) -> Handle {
        Handle(self.inbox.clone())
    }

    /// Makes `run_forever` return at the end of this round.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Calls whatever is ready, round after round, until somebody calls `stop`.
    pub fn run_forever(&mut self) {
        loop {
            self.look_around();
            for callback in mem::take(&mut self.queue) {
                callback(self);
            }
            if mem::take(&mut self.stopping) {
                return;
            }
        }
    }

    /// Sleeps if nothing is ready; then looks whose socket is ready, and whose time has come.
    fn look_around(&mut self) {
        let first_timer = self.timers.keys().next();
        let mut timeout = first_timer.map(|(at, _)| at.saturating_duration_since(Instant::now()));
        if !self.queue.is_empty() || self.stopping {
            timeout = Some(Duration::ZERO);
        }
        self.wait(timeout);
        self.read_messages();
        self.fire_timers();
    }

    /// Asks the kernel which sockets are ready, and waits for one: without a timeout, for ever.
    fn wait(&mut self, timeout: Option<Duration>) {
        // Some systems refuse to wait for years. After a day for nothing, the loop asks again.
        let timeout = timeout.map(|timeout| timeout.min(DAY));
        let mut events = Events::new();
        self.inbox.poller.wait(&mut events, timeout).expect("the system lets us wait");
        for event in events.iter() {
            if let Some((socket, callback)) = self.watched.remove(&event.key) {
                self.inbox.poller.delete(socket.source()).expect("it was watched");
                self.queue.push_back(callback);
            }
        }
    }

    /// Moves into the queue what other threads have sent.
    fn read_messages(&mut self) {
        let messages = mem::take(&mut *self.inbox.messages.lock().unwrap());
        self.queue.extend(messages.into_iter().map(|message| message as Callback));
    }

    /// Moves into the queue what is due by now, the earliest first.
    fn fire_timers(&mut self) {
        let still_waiting = self.timers.split_off(&(Instant::now(), u64::MAX));
        let expired = mem::replace(&mut self.timers, still_waiting);
        self.queue.extend(expired.into_values());
    }
}

impl Drop for EventLoop {
    /// A thread's handle may keep the poller: it must forget the sockets before they are closed.
    fn drop(&mut self) {
        for (socket, _) in self.watched.values() {
            let _ = self.inbox.poller.delete(socket.source());
        }
    }
}

pub fn main() {
    let mut event_loop = EventLoop::new();
    let (handle, home) = (event_loop.handle(), thread::current().id());
    let thread = thread::spawn(move || {
        for n in 1..=3 {
            thread::sleep(Duration::from_millis(50));
            handle.call_soon_threadsafe(move |_| {
                let at_home = thread::current().id() == home;
                println!("message {n}, read on the loop's own thread: {at_home}");
            });
        }
        handle.call_soon_threadsafe(EventLoop::stop);
    });
    event_loop.run_forever();
    thread.join().unwrap();
}
