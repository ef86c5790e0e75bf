//! The producer looks first, and uses its turn for nothing if the channel is full: it waits, in the
//! only way in which such a task can. The consumer takes first, and asks only then whether there will
//! be more: the last number is still in the channel when that is closed.

use std::cell::{Cell, RefCell};
use std::iter;
use std::rc::Rc;

/// A channel with room for one number.
#[derive(Default)]
pub struct Channel {
    number: Cell<Option<u32>>,
    is_closed: Cell<bool>,
}

impl Channel {
    /// Whether a number is in it.
    pub fn is_full(&self) -> bool {
        let number = self.number.take();
        self.number.set(number);
        number.is_some()
    }

    /// Puts a number in; one that was there is thrown away.
    pub fn put(&self, number: u32) {
        self.number.set(Some(number));
    }

    /// Takes the number out, if there is one.
    pub fn take(&self) -> Option<u32> {
        self.number.take()
    }
}

/// Each `next` is a turn, and `None` says that there will be no more.
pub type Task = Box<dyn Iterator<Item = ()>>;

/// Puts each number into the channel, and closes it after the last.
pub fn producer(channel: Rc<Channel>, numbers: Vec<u32>) -> Task {
    let mut numbers = numbers.into_iter();
    Box::new(iter::from_fn(move || {
        if channel.is_full() {
            return Some(());
        }
        match numbers.next() {
            Some(number) => {
                channel.put(number);
                Some(())
            }
            None => {
                channel.is_closed.set(true);
                None
            }
        }
    }))
}

/// Takes numbers out until the channel is closed.
pub fn consumer(channel: Rc<Channel>, taken: Rc<RefCell<Vec<u32>>>) -> Task {
    Box::new(iter::from_fn(move || match channel.take() {
        Some(number) => {
            taken.borrow_mut().push(number);
            Some(())
        }
        None if channel.is_closed.get() => None,
        None => Some(()),
    }))
}

// The test: the same for the solution.

/// Whoever has the turns when: all numbers arrive, in order, and both end.
pub fn test() {
    for turns in ["pc", "ppc", "pcc", "pppcc", "cp"] {
        let channel = Rc::new(Channel::default());
        let taken = Rc::new(RefCell::new(Vec::new()));
        let mut producer = Some(producer(channel.clone(), vec![5, 7, 11, 13]));
        let mut consumer = Some(consumer(channel, taken.clone()));
        for who in turns.chars().cycle().take(200) {
            let task = if who == 'p' { &mut producer } else { &mut consumer };
            if task.as_mut().is_some_and(|task| task.next().is_none()) {
                *task = None;
            }
        }
        let taken = taken.borrow().clone();
        assert_eq!(taken, [5, 7, 11, 13], "With turns {turns}, a number is lost on the way.");
        assert!(producer.is_none(), "With turns {turns}, the producer never ends.");
        assert!(consumer.is_none(), "With turns {turns}, the consumer never ends.");
    }
}
