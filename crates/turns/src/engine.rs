//! The loop itself: who is ready has a turn; then mail, timers and sockets; then from the beginning.

use crate::callback::{Callback, call_guarded};
use crate::handle::Handle;
use crate::inbox::{self, Inbox, Mail};
use crate::inspect::{Now, Sleeper, Snapshot, Waiter};
use crate::join::JoinHandle;
use crate::queue::{Queue, Turn};
use crate::reactor::{Heard, Reactor};
use crate::running::{self, OnDrop};
use crate::task::Task;
use crate::ticket::Ticket;
use crate::timers::{Moment, Timers};
use crate::waiters::wake;
use std::cell::{Cell, RefCell};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How many turns are taken before the loop looks at its mail, its timers and the system again.
const TURNS_BETWEEN_LOOKS: u32 = 64;
/// How often a busy loop asks the system, and one with dense timers sleeps, at most.
const ASK_AT_MOST_EVERY: Duration = Duration::from_micros(50);

/// Everything a loop owns. No borrow of a field is held while foreign code runs: not while a
/// future is polled or dropped, and not while a waker is woken or dropped.
pub(crate) struct Engine {
    id: u16,
    queue: RefCell<Queue>,
    timers: RefCell<Timers>,
    inbox: Arc<Inbox>,
    reactor: Rc<Reactor>,
    /// What the system says; kept between waits for its memory.
    heard: Cell<Option<Heard>>,
    /// Where the loop's own clock stands; none where it is the system's.
    paused: Cell<Option<Moment>>,
    /// Held by each call that runs on another thread and will come back. A paused clock waits.
    outside: Rc<()>,
    /// When the timers were last looked at.
    fired: Cell<Moment>,
    /// When the system was last asked, and how many had been made ready when all were woken whom
    /// it named.
    asked: Cell<(Moment, u32)>,
    /// How many tasks have been created; the last one's number.
    tasks: Cell<u32>,
    /// Set by `stop`, looked at by `run_forever`.
    stopping: Cell<bool>,
    /// The root's ticket while the loop runs.
    root: Cell<Option<Ticket>>,
}

impl Engine {
    pub(crate) fn new() -> io::Result<Rc<Engine>> {
        let (id, inbox, poller) = inbox::open()?;
        let engine = Rc::new(Engine {
            id,
            queue: RefCell::new(Queue::new(id)),
            timers: RefCell::new(Timers::new(id)),
            reactor: Rc::new(Reactor::new(poller)),
            inbox,
            heard: Cell::new(None),
            paused: Cell::new(None),
            outside: Rc::default(),
            fired: Cell::new(Moment::now()),
            asked: Cell::new((Moment::now(), 0)),
            tasks: Cell::new(0),
            stopping: Cell::new(false),
            root: Cell::new(None),
        });
        running::arrive(&engine);
        Ok(engine)
    }

    /// Makes a task of the future and lets it have its first turn after all that are ready now.
    pub(crate) fn spawn<F: Future + 'static>(&self, future: F) -> JoinHandle<F::Output> {
        self.spawn_with_ticket(future).0
    }

    /// As `spawn`, and says how the task can be reached later, from any thread.
    pub(crate) fn spawn_with_ticket<F: Future + 'static>(
        &self,
        future: F,
    ) -> (JoinHandle<F::Output>, Ticket) {
        let number = self.tasks.get().checked_add(1).unwrap_or(1);
        self.tasks.set(number);
        let make = |ticket| Task::new(ticket, number, future);
        let task = self.queue.borrow_mut().insert(true, make);
        let ticket = task.ticket();
        (JoinHandle::new(task), ticket)
    }

    /// Lets a function be called once, after all that are ready now.
    pub(crate) fn call_soon(&self, function: impl FnOnce() + 'static) {
        self.queue.borrow_mut().insert(true, |_| Callback::new(function));
    }

    /// Puts a function into a slot; it is called when the ticket is woken.
    pub(crate) fn call_when_woken(&self, function: impl FnOnce() + 'static) -> Ticket {
        let mut place = None;
        self.queue.borrow_mut().insert(false, |ticket| {
            place = Some(ticket);
            Callback::new(function)
        });
        place.expect("the queue has made it")
    }

    /// Takes a function out of its slot before it is called.
    pub(crate) fn forget_call(&self, ticket: Ticket) {
        self.remove(ticket);
    }

    pub(crate) fn handle(&self) -> Handle {
        Handle::new(self.inbox.clone())
    }

    pub(crate) fn id(&self) -> u16 {
        self.id
    }

    pub(crate) fn reactor(&self) -> &Rc<Reactor> {
        &self.reactor
    }

    pub(crate) fn now(&self) -> &Now {
        self.inbox.now()
    }

    /// Who is ready, and who waits for what.
    pub(crate) fn snapshot(&self, name_other: &dyn Fn(&Waker) -> Option<String>) -> Snapshot {
        let queue = self.queue.borrow();
        let name = |waker: &Waker| match Ticket::of(waker) {
            Some(ticket) if ticket.loop_id() == self.id => queue.name(ticket),
            _ => name_other(waker).unwrap_or_else(|| "other".to_owned()),
        };
        let moment = self.time();
        let mut timers = Vec::new();
        self.timers.borrow().each(|at, waker| {
            timers.push(Sleeper { name: name(waker), remaining: at.since(moment) });
        });
        let mut sockets = Vec::new();
        self.reactor.each_waiting(&mut |direction, waker| {
            sockets.push(Waiter { name: name(waker), direction });
        });
        Snapshot {
            current: self.now().sample().and_then(|turn| turn.task),
            ready: queue.ready().map(|ticket| queue.name(ticket)).collect(),
            timers,
            sockets,
        }
    }

    pub(crate) fn timers(&self) -> &RefCell<Timers> {
        &self.timers
    }

    /// What the loop's clock says: the system's, unless it is paused.
    pub(crate) fn time(&self) -> Moment {
        self.paused.get().unwrap_or_else(Moment::now)
    }

    /// Stops the clock. From now on it jumps from timer to timer, whenever nothing is ready.
    pub(crate) fn pause_clock(&self) {
        self.paused.set(Some(self.time()));
    }

    /// Keeps a paused clock from jumping until it is dropped: somebody is at work outside.
    pub(crate) fn outside(&self) -> Rc<()> {
        self.outside.clone()
    }

    /// Whether a moment has come; reads the clock only if the timers do not say so already.
    pub(crate) fn has_come(&self, moment: Moment) -> bool {
        self.has_fired(moment) || moment <= self.time()
    }

    /// Whether the timers of this moment have fired.
    pub(crate) fn has_fired(&self, moment: Moment) -> bool {
        moment <= self.fired.get()
    }

    /// Wakes one of this loop's own tasks, on the loop's own thread. False: the ticket is for
    /// another loop.
    #[inline]
    pub(crate) fn wake(&self, ticket: Ticket) -> bool {
        self.queue.borrow_mut().wake(ticket)
    }

    /// Asks the task of this ticket to end, if it lives.
    pub(crate) fn cancel(&self, ticket: Ticket) {
        let turn = self.queue.borrow().get(ticket);
        if let Some(turn) = turn {
            turn.cancel();
        }
    }

    /// All tasks that have not ended.
    pub(crate) fn tasks(&self) -> Vec<Rc<dyn Turn>> {
        self.queue.borrow().tasks()
    }

    /// Asks `run_forever` to return when all that are ready now have had their turn.
    pub(crate) fn stop(&self) {
        self.stopping.set(true);
        if let Some(root) = self.root.get() {
            self.wake(root);
        }
    }

    /// Whether `stop` was called since the loop last ran.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.get()
    }

    /// Runs the loop until the root is ready.
    pub(crate) fn run<T>(&self, mut root: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        let ticket = self.queue.borrow_mut().begin_root();
        self.root.set(Some(ticket));
        let _ended = OnDrop(|| {
            self.root.set(None);
            self.stopping.set(false);
            self.queue.borrow_mut().end_root();
            self.inbox.now().nobody();
        });
        let waker = ticket.waker();
        loop {
            self.look_around();
            self.queue.borrow_mut().begin_round(TURNS_BETWEEN_LOOKS);
            while self.take_turns() {
                self.inbox.now().no_task();
                running::renew_budget();
                if let Poll::Ready(value) = root(&mut Context::from_waker(&waker)) {
                    return value;
                }
            }
        }
    }

    /// Gives turns until it is the root's turn (true), or the round is over. One net is spread
    /// under all of them, because spreading it costs something.
    fn take_turns(&self) -> bool {
        let now = self.inbox.now();
        let turns = || loop {
            let mut queue = self.queue.borrow_mut();
            let next = queue.next();
            now.turn(queue.turns());
            // The borrow is over before the turn is taken.
            drop(queue);
            let Some(entry) = next else { return false };
            let Some(turn) = entry.turn else { return true };
            running::renew_budget();
            if turn.take_turn(&entry.ticket.waker(), now).is_ready() {
                self.remove(entry.ticket);
            }
        };
        catch_unwind(AssertUnwindSafe(turns)).unwrap_or_else(|panic| {
            let current = self.queue.borrow().current();
            if let Some(entry) = current
                && let Some(turn) = entry.turn
            {
                // Telling those who wait calls their wakers, which may be foreign.
                call_guarded("a waker", || turn.panicked(panic));
                self.remove(entry.ticket);
            } else {
                call_guarded("the drop of a turn", || resume_unwind(panic));
            }
            // The round is over, which does no harm.
            false
        })
    }

    /// Empties a slot. What was in it is dropped when the queue is no longer borrowed.
    #[inline(always)]
    fn remove(&self, ticket: Ticket) {
        let removed = self.queue.borrow_mut().remove(ticket);
        drop(removed);
    }

    /// Reads the mail, fires the timers and asks the system about sockets; sleeps if that leaves
    /// nothing to do.
    fn look_around(&self) {
        self.inbox.now().nobody();
        self.read_mail();
        self.fire_timers();
        if self.queue.borrow().is_empty() {
            self.sleep();
            self.read_mail();
            self.fire_timers();
        } else if !self.reactor.is_empty() && self.is_time_to_ask() {
            self.wait(Some(Duration::ZERO));
        }
    }

    fn read_mail(&self) {
        for letter in self.inbox.mail().take() {
            match letter {
                Mail::Wake(ticket) => {
                    self.wake(ticket);
                }
                Mail::Order(order) => call_guarded("an order from another thread", || order(self)),
            }
        }
    }

    fn fire_timers(&self) {
        if self.timers.borrow().len() == 0 {
            return;
        }
        let now = self.time();
        self.fired.set(now);
        loop {
            // The borrow must be over before the waker is called.
            let expired = self.timers.borrow_mut().expire(now);
            let Some(waker) = expired else { return };
            wake(waker);
        }
    }

    /// A busy loop asks the system once in a round: what it says goes to the end of the queue, so
    /// asking sooner would bring nobody forward. And short rounds are not worth a system call.
    fn is_time_to_ask(&self) -> bool {
        let (at, made_ready) = self.asked.get();
        self.queue.borrow().has_passed(made_ready) && Moment::now().since(at) >= ASK_AT_MOST_EVERY
    }

    /// Waits for mail, a socket or the first timer.
    fn sleep(&self) {
        let first = self.timers.borrow().first();
        if let Some(paused) = self.paused.get() {
            return self.jump(paused, first);
        }
        let now = Moment::now();
        // Where timers are dense, each round fires all of this time together.
        let soonest = ASK_AT_MOST_EVERY.saturating_sub(now.since(self.asked.get().0));
        let timeout = first.map(|at| match at.since(now) {
            Duration::ZERO => Duration::ZERO,
            left => left.max(soonest),
        });
        if timeout != Some(Duration::ZERO) && self.inbox.mail().fall_asleep() {
            self.wait(timeout);
            self.inbox.mail().wake_up();
        }
    }

    /// Asks for mail and sockets once, and if nobody is ready lets the clock jump to the first
    /// timer. Without one, or with somebody at work outside, it waits for these only.
    fn jump(&self, paused: Moment, first: Option<Moment>) {
        let first = first.filter(|_| Rc::strong_count(&self.outside) == 1);
        if !self.inbox.mail().fall_asleep() {
            return;
        }
        self.wait(first.map(|_| Duration::ZERO));
        self.inbox.mail().wake_up();
        if let Some(first) = first
            && self.queue.borrow().is_empty()
        {
            self.paused.set(Some(first.max(paused)));
        }
    }

    /// Asks the system which sockets are ready, and waits for one if there is time.
    fn wait(&self, timeout: Option<Duration>) {
        // Taken out, because a waker that is woken may be foreign code.
        let mut heard = self.heard.take().unwrap_or_default();
        if let Err(error) = self.reactor.wait(&mut heard, timeout) {
            // Whatever it is would come back at once, for ever.
            panic!("turns: the system refuses to let the loop wait: {error}");
        }
        self.asked.set((Moment::now(), self.queue.borrow().made_ready()));
        self.heard.set(Some(heard));
    }

    /// Drops every task and callback, in the order of their slots, and lets no mail in.
    pub(crate) fn close(&self) {
        for letter in inbox::close(self.id, &self.inbox) {
            call_guarded("the drop of a future on its way here", || drop(letter));
        }
        // Whoever waits by a waker that is not ours may go on in another loop.
        self.timers.replace(Timers::new(self.id)).into_foreign().for_each(wake);
        self.reactor.close();
        // A task that is dropped may spawn another; go round until none is left.
        loop {
            let mut from = 0;
            loop {
                let removed = self.queue.borrow_mut().remove_any(from);
                let Some((slot, turn)) = removed else { break };
                // It tells those who wait, whose wakers may be foreign.
                call_guarded("a waker", || turn.close());
                from = slot;
            }
            if from == 0 {
                break;
            }
        }
        running::leave(self);
    }
}
