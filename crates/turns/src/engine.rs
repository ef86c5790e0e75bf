//! The loop itself: who is ready has a turn; then mail, timers and sockets; then from the beginning.

use crate::callback::{Callback, PolledCallback, call_guarded, say};
use crate::inbox::{self, Inbox, Mail};
use crate::inspect::{LAST_TASK, Now, Sleeper, Snapshot, Waiter};
use crate::outcome::TaskRef;
use crate::queue::{Full, Queue, Turn};
use crate::reactor::Reactor;
use crate::running::{self, OnDrop};
use crate::selector::{Heard, Limit};
use crate::task::Task;
use crate::ticket::Ticket;
use crate::timers::{Moment, Timers};
use crate::waiters::wake;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// How many turns are taken at most before the loop looks at its mail, its timers and the system
/// again.
const TURNS_BETWEEN_LOOKS: u32 = 64;
/// How many looks in a row may do without the clock, which costs more than a turn.
const LOOKS_WITHOUT_CLOCK: u32 = 8;
/// How long the turns between two looks should take together: with long turns there are fewer. And
/// how long the loop sleeps at least where timers are dense: those of this time fire together.
const LOOK_EVERY: Duration = Duration::from_micros(100);
/// How many orders are read between two turns of a task, if fewer tasks than that are ready.
const ORDERS_AT_LEAST: u64 = 64;
/// How often tasks that are dropped with the loop may spawn others, and those others again.
const GENERATIONS: u32 = 1000;
/// How long the loop sleeps at a time. Some systems refuse to wait for years.
const SLEEP_AT_MOST: Duration = Duration::from_secs(24 * 60 * 60);
/// How often a busy loop asks the system at most.
const ASK_AT_MOST_EVERY: Duration = Duration::from_micros(50);

/// A function that waits in a slot to be woken. As long as this is there, nobody else can stand at
/// the function's address; so it tells who is meant, which a ticket alone does not.
pub(crate) struct Call {
    ticket: Ticket,
    turn: Weak<dyn Turn>,
}

impl Call {
    pub(crate) fn ticket(&self) -> Ticket {
        self.ticket
    }
}

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
    asked: Cell<(Moment, u64)>,
    /// Letters that have been taken out of the box, but not read yet.
    unread: RefCell<VecDeque<Mail>>,
    /// How many had been made ready when letters were last read.
    read: Cell<u64>,
    /// When the round began, which turn it began with, and how many turns it may have.
    round: Cell<(Moment, u64, u32)>,
    /// How many tasks have been created; the last one's number.
    tasks: Cell<u32>,
    /// Set by `stop`, taken by `run_forever`.
    stopping: Cell<bool>,
    /// The root's ticket while the loop runs.
    root: Cell<Option<Ticket>>,
}

impl Engine {
    pub(crate) fn new() -> io::Result<Rc<Engine>> {
        let (id, inbox, selector) = inbox::open()?;
        let engine = Rc::new(Engine {
            id,
            queue: RefCell::new(Queue::new(id)),
            timers: RefCell::new(Timers::new(id)),
            reactor: Rc::new(Reactor::new(selector)),
            inbox,
            heard: Cell::new(None),
            paused: Cell::new(None),
            outside: Rc::default(),
            fired: Cell::new(Moment::now()),
            asked: Cell::new((Moment::now(), 0)),
            unread: RefCell::default(),
            read: Cell::new(0),
            // One at first, and more when it is known that they are short.
            round: Cell::new((Moment::now(), 0, 1)),
            tasks: Cell::new(0),
            stopping: Cell::new(false),
            root: Cell::new(None),
        });
        running::arrive(&engine);
        Ok(engine)
    }

    /// Makes a task of the future and lets it have its first turn after all that are ready now. Says
    /// how the task can be woken from any thread.
    ///
    /// # Errors
    ///
    /// Gives the future back, in some wrapping, if no slot is left.
    pub(crate) fn spawn<F: Future + 'static>(
        &self,
        future: F,
    ) -> Result<(TaskRef<F::Output>, Ticket), Full<impl Sized + use<F>>> {
        // Numbers are for names only, and begin again after four billion.
        let number = self.tasks.get() % LAST_TASK + 1;
        self.tasks.set(number);
        let make = move || Task::new(number, future);
        let (task, ticket) = self.queue.borrow_mut().insert(true, make)?;
        Ok((task, ticket))
    }

    /// Lets a function be called once, after all that are ready now.
    pub(crate) fn call_soon(&self, function: impl FnOnce() + 'static) {
        let inserted = self.queue.borrow_mut().insert(true, || Callback::new(function));
        inserted.unwrap_or_else(|full| full.panic());
    }

    /// Puts a function into a slot. It is called whenever it is woken, until it says that it is
    /// ready. It may be woken in vain, so it looks for itself whether its time has come.
    pub(crate) fn call_when_woken(&self, function: impl FnMut() -> Poll<()> + 'static) -> Call {
        let make = || PolledCallback::new(function);
        let inserted = self.queue.borrow_mut().insert(false, make);
        let (turn, ticket) = inserted.unwrap_or_else(|full| full.panic());
        let turn: Rc<dyn Turn> = turn;
        Call { ticket, turn: Rc::downgrade(&turn) }
    }

    /// Takes a function out of its slot before it is called.
    pub(crate) fn forget_call(&self, call: &Call) {
        let there = self.queue.borrow().get(call.ticket);
        if there.is_some_and(|turn| ptr::addr_eq(Rc::as_ptr(&turn), call.turn.as_ptr())) {
            self.remove(call.ticket);
        }
    }

    pub(crate) fn inbox(&self) -> &Arc<Inbox> {
        &self.inbox
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
            // Whoever waited by being polled, and has gone, could not say so.
            if Ticket::of(waker).is_none_or(|ticket| self.may_wake(ticket)) {
                sockets.push(Waiter { name: name(waker), direction });
            }
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
        self.timers.borrow_mut().be_exact();
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

    /// Whether a wake by this ticket may find its task; false if that was one of ours and has gone.
    pub(crate) fn may_wake(&self, ticket: Ticket) -> bool {
        ticket.loop_id() != self.id || self.queue.borrow().is_current(ticket)
    }

    /// Asks the task of this ticket to end, if it lives.
    pub(crate) fn cancel(&self, ticket: Ticket) {
        let turn = self.queue.borrow().get(ticket);
        if let Some(turn) = turn {
            turn.cancel();
            self.wake(ticket);
        }
    }

    /// As if each slot that is free had been used so often.
    #[cfg(test)]
    pub(crate) fn use_free_slots(&self, times: u64) {
        self.queue.borrow_mut().use_free_slots(times);
    }

    /// Lets the loop have so many slots at most, the root's among them.
    #[cfg(test)]
    pub(crate) fn limit_slots(&self, most: usize) {
        self.queue.borrow_mut().limit(most);
    }

    /// All tasks that have not ended.
    pub(crate) fn tasks(&self) -> Vec<(Rc<dyn Turn>, Ticket)> {
        self.queue.borrow().tasks()
    }

    /// Asks `run_forever` to return when all that are ready now have had their turn.
    pub(crate) fn stop(&self) {
        self.stopping.set(true);
        if let Some(root) = self.root.get() {
            self.wake(root);
        }
    }

    /// Whether `stop` was called since it last ended a `run_forever`.
    pub(crate) fn take_stop(&self) -> bool {
        self.stopping.take()
    }

    /// Runs the loop until the root is ready.
    pub(crate) fn run<T>(&self, mut root: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
        let ticket = self.queue.borrow_mut().begin_root();
        self.root.set(Some(ticket));
        let _ended = OnDrop(|| {
            self.root.set(None);
            self.queue.borrow_mut().end_root();
            self.inbox.now().nobody();
        });
        let waker = ticket.waker();
        loop {
            self.look_around();
            self.begin_round();
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
        let (_, first, turns) = self.round.get();
        let many = u64::from(turns * LOOKS_WITHOUT_CLOCK);
        if self.has_nobody_waiting() && self.queue.borrow().turns() - first < many {
            // Nobody to be late for: mail alone can come.
            self.read_mail();
            if !self.queue.borrow().is_empty() {
                return;
            }
        }
        let looked = Moment::now();
        let turns = self.turns_to_take(looked);
        self.read_mail();
        self.fire_timers();
        let idle = self.queue.borrow().is_empty();
        // With mail that makes nobody ready, a loop is busy though its queue is empty.
        let slept = idle && self.unread.borrow().is_empty() && self.sleep();
        if !slept && !self.reactor.is_empty() && self.is_time_to_ask(looked) {
            self.wait(Limit::NoTime);
        }
        if idle {
            self.read_mail();
            self.fire_timers();
        }
        // The time that was slept is not the turns'.
        let began = looked.max(self.asked.get().0);
        self.round.set((began, self.queue.borrow().turns(), turns));
    }

    /// Whether neither a timer nor a socket is waited for.
    fn has_nobody_waiting(&self) -> bool {
        self.timers.borrow().len() == 0 && self.reactor.is_empty()
    }

    /// All who are ready now have a turn before the next look, up to 64 of them: whoever that look
    /// finds goes to the end of the queue, so looking sooner would bring nobody forward.
    fn begin_round(&self) {
        let mut queue = self.queue.borrow_mut();
        let ready = queue.len().min(TURNS_BETWEEN_LOOKS.into()) as u32;
        queue.begin_round(self.round.get().2.max(ready));
    }

    /// How many turns to take until the next look, by how long those since the last one took: the
    /// loop should look every 100 µs, and at each turn if one alone takes longer. At most twice as
    /// many as last time: one short turn among long ones promises nothing.
    fn turns_to_take(&self, looked: Moment) -> u32 {
        let (began, first, last_time) = self.round.get();
        let taken = self.queue.borrow().turns() - first;
        if taken == 0 {
            return last_time;
        }
        let took = looked.nanos_since(began).max(1);
        let turns = taken.saturating_mul(LOOK_EVERY.as_nanos() as u64) / took;
        let most = TURNS_BETWEEN_LOOKS.min(last_time.saturating_mul(2));
        turns.clamp(1, most.into()) as u32
    }

    /// Reads letters, when all that were read before have had their turns: of orders as many as
    /// are ready now, or some at least. An order may become a turn at the end of the queue, so
    /// however many come, no ready task has more of them before its next turn than that. Wakes are
    /// not counted: they are tasks of this loop, each of which stands in the queue once.
    fn read_mail(&self) {
        let mail = self.inbox.mail();
        if !mail.has_mail() && self.unread.borrow().is_empty() {
            return;
        }
        let queue = self.queue.borrow();
        if !queue.has_passed(self.read.get()) {
            return;
        }
        let mut orders = queue.len().max(ORDERS_AT_LEAST);
        drop(queue);
        // The box is emptied only when all that was in it before is read, and once a time. So a
        // wake that is still to be read stands there once, and in the box once more.
        if self.unread.borrow().is_empty() {
            self.unread.replace(mail.take().into());
        }
        while orders > 0 {
            let letter = self.unread.borrow_mut().pop_front();
            match letter {
                None => break,
                Some(Mail::Wake(ticket)) => {
                    self.wake(ticket);
                }
                Some(Mail::Order(order)) => {
                    orders -= 1;
                    call_guarded("an order from another thread", || order(self));
                }
            }
        }
        self.read.set(self.queue.borrow().made_ready());
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
    fn is_time_to_ask(&self, now: Moment) -> bool {
        let (at, made_ready) = self.asked.get();
        self.queue.borrow().has_passed(made_ready) && now.since(at) >= ASK_AT_MOST_EVERY
    }

    /// Waits for mail, a socket or the first timer. False: there is one already, so the system has
    /// not been asked.
    fn sleep(&self) -> bool {
        let first = self.timers.borrow().first();
        if let Some(paused) = self.paused.get() {
            return self.jump(paused, first);
        }
        let now = Moment::now();
        if first.is_some_and(|at| at <= now) || !self.inbox.mail().fall_asleep() {
            return false;
        }
        let soonest = self.asked.get().0.after(LOOK_EVERY);
        let until = |at: Moment| Limit::Until(at.max(soonest).min(now.after(SLEEP_AT_MOST)));
        self.wait(first.map_or(Limit::Forever, until));
        self.inbox.mail().wake_up();
        true
    }

    /// Asks for mail and sockets once, and if nobody is ready lets the clock jump to the first
    /// timer. Without one, or with somebody at work outside, it waits for these only. False: there is
    /// mail.
    fn jump(&self, paused: Moment, first: Option<Moment>) -> bool {
        let first = first.filter(|_| Rc::strong_count(&self.outside) == 1);
        if !self.inbox.mail().fall_asleep() {
            return false;
        }
        self.wait(first.map_or(Limit::Forever, |_| Limit::NoTime));
        self.inbox.mail().wake_up();
        if let Some(first) = first
            && self.queue.borrow().is_empty()
        {
            self.paused.set(Some(first.max(paused)));
        }
        true
    }

    /// Asks the system which sockets are ready, and waits for one if there is time.
    fn wait(&self, limit: Limit) {
        // Taken out, because a waker that is woken may be foreign code.
        let mut heard = self.heard.take().unwrap_or_else(Heard::new);
        if let Err(error) = self.reactor.wait(&mut heard, limit) {
            // Whatever it is would come back at once, for ever.
            panic!("turns: the system refuses to let the loop wait: {error}");
        }
        self.asked.set((Moment::now(), self.queue.borrow().made_ready()));
        self.heard.set(Some(heard));
    }

    /// Drops every task and callback, in the order of their slots, and lets no mail in.
    pub(crate) fn close(&self) {
        let unread = self.unread.take().into_iter();
        for letter in unread.chain(inbox::close(self.id, &self.inbox)) {
            call_guarded("the drop of a future on its way here", || drop(letter));
        }
        // Whoever waits by a waker that is not ours may go on in another loop.
        self.timers.replace(Timers::new(self.id)).into_foreign().for_each(wake);
        self.reactor.close();
        // A task that is dropped may spawn another, and that one a third.
        for _ in 0..GENERATIONS {
            let generation = self.queue.borrow().everybody();
            if generation.is_empty() {
                return running::leave(self);
            }
            for ticket in generation {
                let removed = self.queue.borrow_mut().remove(ticket);
                // It tells those who wait, whose wakers may be foreign.
                removed.into_iter().for_each(|turn| call_guarded("a waker", || turn.close()));
            }
        }
        say(format_args!(
            "tasks that are dropped with their loop spawn others without end; the last of them are \
             forgotten"
        ));
        std::mem::forget(self.queue.replace(Queue::new(self.id)));
        running::leave(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_again_without_a_number_that_means_nobody() {
        let engine = Engine::new().unwrap();
        engine.tasks.set(LAST_TASK - 1);

        let tasks = [0, 1].map(|_| engine.spawn(async {}).unwrap_or_else(|full| full.panic()).0);

        assert_eq!(tasks.map(|task| task.number()), [LAST_TASK, 1]);
        engine.close();
    }

    /// Long turns are followed by a look each, short ones by one in 64.
    #[test]
    fn the_turns_between_two_looks_follow_how_long_the_last_ones_took() {
        let engine = Engine::new().unwrap();
        let began = Moment::now();
        let turns_after = |taken: u64, took: Duration| {
            let first = engine.queue.borrow().turns().wrapping_sub(taken);
            engine.round.set((began, first, 48));
            engine.turns_to_take(began.after(took))
        };

        assert_eq!(turns_after(0, Duration::from_secs(9)), 48, "a sleep says nothing of turns");
        engine.queue.borrow_mut().pretend(1_000_000);
        assert_eq!(turns_after(64, Duration::from_micros(2)), 64);
        assert_eq!(turns_after(64, Duration::from_micros(200)), 32);
        assert_eq!(turns_after(64, Duration::from_millis(64)), 1);
        assert_eq!(turns_after(1, Duration::from_secs(1)), 1);
        assert_eq!(turns_after(1, Duration::from_nanos(0)), 64);
        // One short turn after a long one.
        engine.round.set((began, engine.queue.borrow().turns() - 1, 1));
        assert_eq!(engine.turns_to_take(began.after(Duration::from_nanos(50))), 2);
        engine.queue.borrow_mut().pretend(0);
        engine.close();
    }

    /// A loop that has had no socket for so long still asks the system.
    #[test]
    fn a_busy_loop_asks_the_system_after_any_number_of_turns() {
        let engine = Engine::new().unwrap();
        let later = engine.asked.get().0.after(ASK_AT_MOST_EVERY);
        for turns in [i32::MAX as u64 - 1, 1 << 31, (1 << 31) + 1, u32::MAX.into(), 1 << 32] {
            engine.queue.borrow_mut().pretend(turns);
            assert!(engine.is_time_to_ask(later), "after {turns} turns");
        }
        engine.queue.borrow_mut().pretend(0);
        engine.close();
    }

    /// Mail that makes nobody ready leaves the queue empty, and comes again and again. The loop never
    /// sleeps, and asks the system all the same.
    #[test]
    fn mail_that_makes_nobody_ready_does_not_starve_sockets() {
        fn again(engine: &Engine) {
            let _ = engine.inbox.send(Mail::Order(Box::new(again)));
        }
        crate::block_on(async {
            let socket = crate::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
            let own = socket.local_addr().unwrap();
            again(&running::running().unwrap());
            let sender = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
            let later = Duration::from_millis(1);
            let sending = crate::spawn(async move {
                crate::sleep(later).await;
                sender.send_to(b"!", own).unwrap();
            });
            // A limit against a hang.
            let limit = Duration::from_secs(60);
            crate::time::timeout(limit, socket.recv_from(&mut [0])).await.unwrap().unwrap();
            sending.await.unwrap();
        });
    }
}
