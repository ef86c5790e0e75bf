//! Ten thousand connections that end in every way leave nothing behind: no task, no timer, no
//! descriptor, no byte. All four are counted.
#![cfg(target_os = "linux")]

use futures_lite::{AsyncReadExt, AsyncWriteExt, FutureExt};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::poll_fn;
use std::io;
use std::net::{Shutdown, SocketAddr};
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};
use turns::net::{TcpListener, TcpStream};
use turns::{EventLoop, JoinHandle, sleep, snapshot, spawn, yield_now};

const CONNECTIONS: usize = 10_000;
/// How long a test may hang; it takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn ten_thousand_connections_leave_nothing_behind() {
    // The first loop makes what stays for the life of the process and of the thread.
    soak(1, 1000);
    let (bytes_before, descriptors_before) = (bytes(), open_descriptors());

    let ends = soak(2, CONNECTIONS);

    assert_eq!(open_descriptors(), descriptors_before, "descriptors");
    assert_eq!(bytes(), bytes_before, "bytes");
    assert_eq!(ends.iter().sum::<usize>(), CONNECTIONS);
    assert!(ends.iter().all(|&number| number > CONNECTIONS / 20), "{ends:?}");
}

/// The ways in which a caller ends a connection.
#[derive(Clone, Copy)]
enum End {
    Closed,
    HalfClosed,
    Reset,
    Abandoned,
}

/// Opens so many connections in one loop, counts what is left of them again and again, and
/// returns how many ended in each way.
fn soak(seed: u64, connections: usize) -> [usize; 4] {
    let event_loop = EventLoop::new();
    let life = Life::default();
    // Two ends of each, and to make room three times as many: half of what there is.
    let at_a_time = (descriptor_limit() / 12).min(300);
    let mut ends = [0; 4];
    event_loop.run_until_complete(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(serve(listener, life.clone(), seed));
        let mut random = fastrand::Rng::with_seed(seed);
        // A loop keeps the room for as many tasks, timers and sockets as it ever had at a time. How
        // many of the callers wait together is for the machine to say; so all do, once.
        make_room(3 * at_a_time, &life).await;
        // Of wakers that are not its own it keeps the room for a few, and lets go of more.
        make_room(8, &life).await;
        call_many(address, at_a_time, &life, &mut random, &mut [0; 4]).await;
        let (bytes_before, descriptors_before) = (bytes(), open_descriptors());

        let mut left = connections;
        while left > 0 {
            let number = at_a_time.min(left);
            call_many(address, number, &life, &mut random, &mut ends).await;
            left -= number;
            assert_eq!(life.timers(), 0, "timers, {left} connections before the end");
            assert_eq!(open_descriptors(), descriptors_before, "descriptors, {left} to go");
            let more = bytes() - bytes_before;
            assert!(more < connections as isize, "{more} bytes: one a connection, or more");
        }
        server.cancel();
        assert!(server.await.unwrap_err().is_cancelled());
        assert_eq!(life.tasks(), 0);
    });
    ends
}

/// Opens so many connections and lets a task wait at each end, for bytes and for four moments. When
/// all wait, all hear the end in one turn.
async fn make_room(connections: usize, life: &Life) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut ends = Vec::new();
    for _ in 0..connections {
        let caller = spawn(TcpStream::connect(address));
        ends.push(Rc::new(listener.accept().await.unwrap().0));
        ends.push(Rc::new(caller.await.unwrap().unwrap()));
    }
    for stream in &ends {
        let (alive, life, stream) = (life.begin(), life.clone(), stream.clone());
        drop(spawn(async move {
            let _alive = alive;
            let nap = |hours: u64| life.counted_sleep(Duration::from_secs(hours * 3600));
            let read = async { drop((&*stream).read(&mut [0]).await) };
            read.or(nap(1)).or(nap(3)).or(nap(2)).or(nap(4)).await;
        }));
    }
    while life.timers() < 4 * ends.len() {
        yield_now().await;
    }
    let sockets = snapshot().unwrap().sockets.len();
    assert_eq!(sockets, ends.len() + 1, "the server waits, too");
    for stream in ends {
        // The other end may have been first.
        let _ = stream.shutdown(Shutdown::Both);
    }
    life.wait_until_only(1).await;
}

/// Lets so many callers call at once, and waits until they and their servers have ended.
async fn call_many(
    address: SocketAddr,
    number: usize,
    life: &Life,
    random: &mut fastrand::Rng,
    ends: &mut [usize; 4],
) {
    let mut callers: Vec<JoinHandle<io::Result<()>>> = Vec::new();
    for _ in 0..number {
        let end = [End::Closed, End::HalfClosed, End::Reset, End::Abandoned][random.usize(..4)];
        ends[end as usize] += 1;
        let alive = life.begin();
        let fork = random.fork();
        let call = async move {
            let _alive = alive;
            call(address, end, fork).await
        };
        callers.push(spawn(call));
    }
    for caller in callers {
        match random.u8(..8) {
            // Given up, at whatever point it has come to.
            0 => {
                caller.cancel();
            }
            // Let go: it ends by itself.
            1 => drop(caller),
            // A server that cuts the connection is part of the game.
            _ => drop(caller.await.expect("a caller does not panic")),
        }
    }
    // The one that listens stays.
    life.wait_until_only(1).await;
}

/// One caller: says something, hears some of it again, and ends in its way.
async fn call(address: SocketAddr, end: End, mut random: fastrand::Rng) -> io::Result<()> {
    let mut stream = match end {
        End::Reset => connect_to_reset(address)?,
        _ => TcpStream::connect(address).await?,
    };
    let text = vec![b'x'; random.usize(..3000)];
    stream.write_all(&text).await?;
    for _ in 0..random.u8(..4) {
        yield_now().await;
    }
    match end {
        End::Closed => {
            let mut heard = vec![0; random.usize(..=text.len())];
            stream.read_exact(&mut heard).await?;
            stream.close().await
        }
        End::HalfClosed if random.bool() => {
            let (mut read, write) = stream.split();
            drop(write);
            read.read_to_end(&mut Vec::new()).await.map(drop)
        }
        End::HalfClosed => {
            stream.shutdown(Shutdown::Write)?;
            stream.read_to_end(&mut Vec::new()).await.map(drop)
        }
        // Dropped; by SO_LINGER the other end hears of a reset, even if all was read.
        End::Reset => Ok(()),
        // Says no more and does not go: the server has to lose its patience.
        End::Abandoned => stream.read_to_end(&mut Vec::new()).await.map(drop),
    }
}

/// A connection that is reset when it is dropped. It may still be on its way; then the first
/// write waits for it.
fn connect_to_reset(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
    socket.set_linger(Some(Duration::ZERO))?;
    socket.set_nonblocking(true)?;
    match socket.connect(&address.into()) {
        Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => Err(error),
        _ => std::net::TcpStream::from(socket).try_into(),
    }
}

/// Answers everybody, each in a task, some of them for a short time only.
async fn serve(listener: TcpListener, life: Life, seed: u64) {
    let _alive = life.begin();
    let mut random = fastrand::Rng::with_seed(seed);
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let alive = life.begin();
        let bored_after = if random.u8(..8) == 0 { random.u32(..3) } else { u32::MAX };
        let life = life.clone();
        drop(spawn(async move {
            let _alive = alive;
            // Whatever the caller does to it ends this connection only.
            let _ = echo(stream, bored_after, &life).await;
        }));
    }
}

/// Says back what it hears, until the caller has said all or says nothing for a while.
async fn echo(mut stream: TcpStream, bored_after: u32, life: &Life) -> io::Result<()> {
    let mut buffer = [0; 512];
    for _ in 0..bored_after {
        // Two limits: one that may come, and a far one that has to leave the timers each time.
        let read = async { Some(stream.read(&mut buffer).await) };
        let limit = async {
            life.counted_sleep(Duration::from_millis(20)).await;
            None
        };
        let far = async {
            life.counted_sleep(Duration::from_secs(1000)).await;
            None
        };
        let Some(read) = read.or(limit).or(far).await else { return Ok(()) };
        match read? {
            0 => return stream.close().await,
            length => stream.write_all(&buffer[..length]).await?,
        }
    }
    Ok(())
}

/// Counts the tasks and the timers that are alive.
#[derive(Clone, Default)]
struct Life(Rc<Counts>);

#[derive(Default)]
struct Counts {
    /// One more than there are tasks.
    tasks: Rc<()>,
    /// One more than there are wakers in the timers.
    timers: Arc<Alarms>,
}

/// Every timer that is set holds a waker, and every such waker holds one of these.
#[derive(Default)]
struct Alarms;

/// Passes the alarm on to the task.
struct Alarm {
    task: Waker,
    _counted: Arc<Alarms>,
}

impl Wake for Alarm {
    fn wake(self: Arc<Self>) {
        self.task.wake_by_ref();
    }
}

impl Life {
    /// A task holds it while it lives.
    fn begin(&self) -> Rc<()> {
        self.0.tasks.clone()
    }

    fn tasks(&self) -> usize {
        Rc::strong_count(&self.0.tasks) - 1
    }

    fn timers(&self) -> usize {
        Arc::strong_count(&self.0.timers) - 1
    }

    /// Waits until so few tasks are left.
    async fn wait_until_only(&self, tasks: usize) {
        let start = Instant::now();
        while self.tasks() > tasks {
            assert!(start.elapsed() < PATIENCE, "{} tasks live on", self.tasks());
            sleep(Duration::from_millis(1)).await;
        }
    }

    /// Sleeps with a waker of our own, so that it is seen when the timers let go of it.
    async fn counted_sleep(&self, time: Duration) {
        let mut nap = pin!(sleep(time));
        poll_fn(|cx| -> Poll<()> {
            let alarm = Alarm { task: cx.waker().clone(), _counted: self.0.timers.clone() };
            nap.as_mut().poll(&mut Context::from_waker(&Arc::new(alarm).into()))
        })
        .await;
    }
}

/// How many descriptors this process may have.
fn descriptor_limit() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    line.split_whitespace().nth(3).unwrap().parse().unwrap_or(usize::MAX)
}

fn open_descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").unwrap().count()
}

thread_local! {
    /// The bytes that this thread has taken and not given back. The loop and all that it runs
    /// are on one thread; the harness has others.
    static BYTES: Cell<isize> = const { Cell::new(0) };
}

fn bytes() -> isize {
    BYTES.get()
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(bytes: isize) {
    BYTES.set(BYTES.get() + bytes);
}

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing, for
// the count is a plain number that needs no drop.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps the promises that `System` asks for; they are the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize - layout.size() as isize);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}
