//! Stage 4: a loop that runs coroutines.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{Read, Write};
use std::iter;
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
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

/// A loop with functions, timers, sockets and coroutines.
pub struct EventLoop {
    queue: VecDeque<Callback>,
    timers: BTreeMap<(Instant, u64), Callback>,
    poller: Poller,
    watched: HashMap<usize, (Rc<dyn AsSource>, Callback)>,
    numbers: u64,
    stopping: bool,
}

impl EventLoop {
    pub fn new() -> EventLoop {
        let poller = Poller::new().expect("the system has a poller for us");
        let watched = HashMap::new();
        let (queue, timers) = (VecDeque::new(), BTreeMap::new());
        EventLoop { queue, timers, poller, watched, numbers: 0, stopping: false }
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
        unsafe { self.poller.add(&socket.source(), Event::readable(key)) }
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

    /// Makes `run_forever` return at the end of this round.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Calls whatever is ready, round after round, until somebody calls `stop`.
    pub fn run_forever(&mut self) {
        loop {
            self.look_around();
            // What is registered during this round has to wait for the next one.
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
        self.fire_timers();
    }

    /// Asks the kernel which sockets are ready, and waits for one: without a timeout, for ever.
    fn wait(&mut self, timeout: Option<Duration>) {
        // Some systems refuse to wait for years. After a day for nothing, the loop asks again.
        let timeout = timeout.map(|timeout| timeout.min(DAY));
        let mut events = Events::new();
        self.poller.wait(&mut events, timeout).expect("the system lets us wait");
        for event in events.iter() {
            if let Some((socket, callback)) = self.watched.remove(&event.key) {
                self.poller.delete(socket.source()).expect("it was watched");
                self.queue.push_back(callback);
            }
        }
    }

    /// Moves into the queue what is due by now, the earliest first.
    fn fire_timers(&mut self) {
        let still_waiting = self.timers.split_off(&(Instant::now(), u64::MAX));
        let expired = mem::replace(&mut self.timers, still_waiting);
        self.queue.extend(expired.into_values());
    }
}

pub fn main() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let socket = Rc::new(TcpStream::connect(listener.local_addr().unwrap()).unwrap());
    let connection = Rc::new(listener.accept().unwrap().0);
    let mut event_loop = EventLoop::new();
    event_loop.create_task(client(socket, ["one", "two"].into_iter()));
    event_loop.run_until_complete(server(connection));
    println!("the server has ended");
}

/// Sends back what comes, until the other side hangs up.
fn server(connection: Rc<TcpStream>) -> impl Iterator<Item = Pause> {
    let mut has_begun = false;
    iter::from_fn(move || {
        // Where it paused is a value of its own: a generator in Python keeps it for you.
        if mem::replace(&mut has_begun, true) {
            let text = read(&connection);
            if text.is_empty() {
                return None;
            }
            println!("server: {text}");
            (&*connection).write_all(text.as_bytes()).unwrap();
        }
        Some(Pause::UntilReadable(connection.clone()))
    })
}

/// Says each word, hears the echo, and rests a little.
fn client(
    socket: Rc<TcpStream>,
    mut words: impl Iterator<Item = &'static str>,
) -> impl Iterator<Item = Pause> {
    let mut has_said = false;
    iter::from_fn(move || {
        if mem::replace(&mut has_said, false) {
            println!("client: heard {}", read(&socket));
            return Some(Pause::For(Duration::from_millis(10)));
        }
        (&*socket).write_all(words.next()?.as_bytes()).unwrap();
        has_said = true;
        Some(Pause::UntilReadable(socket.clone()))
    })
}

/// What has come on a socket that is ready; nothing if the other side has hung up.
fn read(mut socket: &TcpStream) -> String {
    let mut buffer = [0; 1024];
    let count = socket.read(&mut buffer).unwrap();
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}
