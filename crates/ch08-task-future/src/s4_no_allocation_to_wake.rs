//! Stage 4: a waker is a number. A copy is free, nothing is counted, and a stale one does no harm.
//!
//! Run it: `cargo listing s4_no_allocation_to_wake`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::ptr;
use std::rc::Rc;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Condvar, Mutex};
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};
use std::thread;

use futures::channel::oneshot;

/// The right to wake one task: its slot, and which of the slot's tasks it was. // New!
#[derive(Clone, Copy, PartialEq)]
struct Ticket {
    slot: u32,
    generation: u32,
}

// New! From here to the loop.
impl Ticket {
    /// The same ticket, in the form that futures take.
    #[expect(unsafe_code, reason = "std makes a waker of a table of functions in no other way")]
    fn waker(self) -> Waker {
        let number = (self.generation as usize) << 32 | self.slot as usize;
        let raw = RawWaker::new(ptr::without_provenance(number), &VTABLE);
        // SAFETY: the functions of VTABLE never follow the pointer, they read its address as a
        // number. They own nothing, so clone and drop have nothing to keep in balance; and what
        // they do with the number is safe code that may run on any thread.
        unsafe { Waker::from_raw(raw) }
    }

    /// Puts the task at the end of the queue, from whatever thread this is called.
    fn wake(self) {
        // A thread that ends may wake somebody when it has no `QUEUE` any more.
        let pushed =
            QUEUE.try_with(|queue| queue.borrow_mut().as_mut().map(|queue| queue.push_back(self)));
        if !matches!(pushed, Ok(Some(()))) {
            INBOX.push(self);
        }
    }
}

static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake, drop);

fn clone(ticket: *const ()) -> RawWaker {
    RawWaker::new(ticket, &VTABLE)
}

fn wake(ticket: *const ()) {
    let number = ticket.addr();
    Ticket { slot: number as u32, generation: (number >> 32) as u32 }.wake();
}

fn drop(_: *const ()) {}

thread_local! {
    /// Who is ready, on the thread where the loop runs: no lock, no atomic.
    static QUEUE: RefCell<Option<VecDeque<Ticket>>> = const { RefCell::new(None) };
}

/// Who was woken by other threads. (`turns` has one for each loop, and a ticket says which loop.)
static INBOX: Inbox = Inbox { mail: Mutex::new(Vec::new()), rung: Condvar::new() };

struct Inbox {
    mail: Mutex<Vec<Ticket>>,
    rung: Condvar,
}

impl Inbox {
    fn push(&self, ticket: Ticket) {
        self.mail.lock().unwrap().push(ticket);
        self.rung.notify_one();
    }

    /// Takes all that is there.
    fn take(&self) -> Vec<Ticket> {
        mem::take(&mut self.mail.lock().unwrap())
    }

    /// Takes all that is there; sleeps as long as there is nothing.
    fn wait(&self) -> Vec<Ticket> {
        let mail = self.rung.wait_while(self.mail.lock().unwrap(), |mail| mail.is_empty());
        mem::take(&mut mail.unwrap())
    }
}

/// A place for one task after another.
#[derive(Default)]
pub(crate) struct Slot {
    task: Option<Pin<Box<dyn Future<Output = ()>>>>,
    pub(crate) generation: u32,
}

/// A loop that keeps tasks in slots.
#[derive(Default)]
pub struct EventLoop {
    pub(crate) slots: Vec<Slot>,
}

impl EventLoop {
    /// Puts a coroutine into a free slot and makes it ready for its first turn.
    pub fn create_task(&mut self, coroutine: impl Future<Output = ()> + 'static) {
        let free = self.slots.iter().position(|slot| slot.task.is_none());
        let slot = free.unwrap_or_else(|| {
            self.slots.push(Slot::default());
            self.slots.len() - 1
        });
        self.slots[slot].task = Some(Box::pin(coroutine));
        let generation = self.slots[slot].generation;
        Ticket { slot: slot as u32, generation }.wake();
    }

    /// Gives turns until every task has ended. Returns how many it gave.
    pub fn run(&mut self) -> u64 {
        // There is one already if a task has panicked, and what stands in it must not be lost.
        QUEUE.with_borrow_mut(|queue| _ = queue.get_or_insert_default());
        let mut turns = 0;
        while self.slots.iter().any(|slot| slot.task.is_some()) {
            // The mail is read before each round, however busy the tasks are.
            let round = QUEUE.replace(Some(VecDeque::new())).unwrap_or_default();
            let mail = if round.is_empty() { INBOX.wait() } else { INBOX.take() };
            mail.into_iter().for_each(Ticket::wake);
            for ticket in round {
                turns += u64::from(self.turn(ticket));
            }
        }
        QUEUE.set(None);
        turns
    }

    /// Drives a task to its next pause. False if nobody is there for this ticket.
    fn turn(&mut self, ticket: Ticket) -> bool {
        // A ticket of a loop that is gone may name a slot that this one never had.
        let Some(slot) = self.slots.get_mut(ticket.slot as usize) else { return false };
        // One comparison tells a stale ticket: its slot is somebody else's by now. // New!
        if slot.generation != ticket.generation {
            return false;
        }
        let Some(task) = &mut slot.task else { return false };
        let waker = ticket.waker();
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
            slot.task = None;
            slot.generation = slot.generation.wrapping_add(1);
        }
        true
    }
}

async fn leave_a_waker(place: Rc<RefCell<Option<Waker>>>) {
    poll_fn(|context| {
        *place.borrow_mut() = Some(context.waker().clone());
        Poll::Ready(())
    })
    .await;
}

/// Waits for the message, and lets the thread send it when the first turn is over.
async fn wait_for(mut message: oneshot::Receiver<()>, go: Sender<()>) {
    let heard = poll_fn(|context| {
        let heard = Pin::new(&mut message).poll(context);
        // Nobody listens any more at the second turn.
        let _ = go.send(());
        heard
    });
    heard.await.unwrap();
}

pub fn main() {
    let mut event_loop = EventLoop::default();
    let place = Rc::new(RefCell::new(None));
    event_loop.create_task(leave_a_waker(place.clone()));
    println!("the first task had {} turn, and left a waker", event_loop.run());

    let (sender, message) = oneshot::channel();
    let (go, wait) = channel();
    event_loop.create_task(wait_for(message, go));
    // It is older than the task that has the slot now, and wakes nobody.
    place.take().unwrap().wake();
    let thread = thread::spawn(move || {
        wait.recv().unwrap();
        sender.send(()).unwrap();
    });
    println!("the second had {} turns: its first, and one for the message", event_loop.run());
    thread.join().unwrap();
}
