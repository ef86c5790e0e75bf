//! Stage 3: a loop that the kernel tells which sockets are ready.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{Read, Write};
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::rc::Rc;
use std::time::{Duration, Instant};

use polling::{AsSource, Event, Events, Poller};

/// A function that is called once, and gets the loop to register others.
type Callback = Box<dyn FnOnce(&mut EventLoop)>;
const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A loop with functions, timers and sockets.
pub struct EventLoop {
    /// Whoever is ready, the first in front.
    queue: VecDeque<Callback>,
    /// What to call at which time, sorted; the number keeps equal times apart.
    timers: BTreeMap<(Instant, u64), Callback>,
    /// Our way to ask the kernel. Fields are dropped in this order: it goes before the sockets.
    poller: Poller,
    /// Sockets and what to call, by the number under which the kernel reports them.
    watched: HashMap<usize, (Rc<dyn AsSource>, Callback)>,
    /// How many timers and watched sockets there have been.
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
        // Without a timer it sleeps until a socket is ready, for ever if need be.
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
    let mut event_loop = EventLoop::new();
    let listener = Rc::new(TcpListener::bind("127.0.0.1:0").unwrap());
    let client = Rc::new(TcpStream::connect(listener.local_addr().unwrap()).unwrap());
    event_loop.call_when_readable(&listener.clone(), |event_loop| accept(event_loop, listener));
    (&*client).write_all(b"one").unwrap();
    event_loop.call_when_readable(&client.clone(), |event_loop| hear(event_loop, client));
    event_loop.run_forever();
}

/// The server: somebody wants to connect.
fn accept(event_loop: &mut EventLoop, listener: Rc<TcpListener>) {
    println!("server: a connection");
    let connection = Rc::new(listener.accept().unwrap().0);
    event_loop.call_when_readable(&connection.clone(), |event_loop| echo(event_loop, connection));
}

/// The server: something has come, or the other side has hung up.
fn echo(event_loop: &mut EventLoop, connection: Rc<TcpStream>) {
    let text = read(&connection);
    if text.is_empty() {
        println!("server: good-bye");
        return event_loop.stop();
    }
    println!("server: {text}");
    (&*connection).write_all(text.as_bytes()).unwrap();
    event_loop.call_when_readable(&connection.clone(), |event_loop| echo(event_loop, connection));
}

/// The client: the echo has come.
fn hear(event_loop: &mut EventLoop, client: Rc<TcpStream>) {
    let text = read(&client);
    println!("client: heard {text}");
    if text == "one" {
        (&*client).write_all(b"two").unwrap();
        event_loop.call_when_readable(&client.clone(), |event_loop| hear(event_loop, client));
    }
}

/// What has come on a socket that is ready, so that this does not wait; nothing if the other side
/// has hung up.
fn read(mut socket: &TcpStream) -> String {
    let mut buffer = [0; 1024];
    let count = socket.read(&mut buffer).unwrap();
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}
