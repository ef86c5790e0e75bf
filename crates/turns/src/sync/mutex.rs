//! `Mutex`: one at a time, for longer than a turn.

use super::semaphore::{Permit, Semaphore};
use std::cell::{RefCell, RefMut};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A value that one task at a time may use, and may go on using across an `.await`: asyncio's
/// `Lock`, with the value that it protects inside.
///
/// Between two awaits a task has the loop to itself. So a value that is never borrowed across an
/// `.await` needs no more than a `RefCell`; this is for the others. First come, first served.
///
/// A task that panics while it has the lock gives it back, as does one that is cancelled: what it
/// was about to change stays as it is at that moment. A task that locks twice waits for itself, for
/// ever.
///
/// ```
/// use std::rc::Rc;
/// use turns::sync::Mutex;
///
/// turns::block_on(async {
///     let balance = Rc::new(Mutex::new(100));
///     let withdraw = |amount| {
///         let balance = balance.clone();
///         turns::spawn(async move {
///             let mut balance = balance.lock().await;
///             if *balance < amount {
///                 return false;
///             }
///             turns::yield_now().await; // asks the bank, perhaps
///             *balance -= amount;
///             true
///         })
///     };
///     let (first, second) = (withdraw(70), withdraw(70));
///     assert_eq!(first.await.unwrap(), true);
///     assert_eq!(second.await.unwrap(), false);
///     assert_eq!(*balance.lock().await, 30);
/// });
/// ```
pub struct Mutex<T: ?Sized> {
    turn: Semaphore,
    /// Borrowed only with the permit, so never twice.
    value: RefCell<T>,
}

impl<T> Mutex<T> {
    /// Makes one that nobody has locked.
    pub fn new(value: T) -> Mutex<T> {
        Mutex { turn: Semaphore::new(1), value: RefCell::new(value) }
    }

    /// Gives the value back. Whoever has the mutex itself has nobody to wait for.
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until nobody else has the lock. A future that is dropped before it is ready leaves
    /// the line, and those behind move up.
    pub async fn lock(&self) -> MutexGuard<'_, T> {
        match self.turn.acquire(1).await {
            Ok(permit) => self.guard(permit),
            Err(_) => unreachable!("nobody closes the semaphore of a mutex"),
        }
    }

    /// Locks it, if nobody has the lock or waits for it.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        self.turn.try_acquire(1).ok().map(|permit| self.guard(permit))
    }

    /// The value, without locking: whoever may change the mutex itself is alone with it.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    fn guard(&self, permit: Permit) -> MutexGuard<'_, T> {
        MutexGuard { value: self.value.borrow_mut(), _permit: permit }
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Mutex<T> {
        Mutex::new(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut show = f.debug_struct("Mutex");
        match self.value.try_borrow() {
            Ok(value) => show.field("value", &&*value),
            Err(_) => show.field("value", &format_args!("<locked>")),
        };
        show.finish()
    }
}

/// The lock of a [`Mutex`], and the way to its value. Dropped, it goes to the next.
#[must_use = "a lock that is dropped is given back at once"]
pub struct MutexGuard<'a, T: ?Sized> {
    // Dropped in this order: the next one finds the value free.
    value: RefMut<'a, T>,
    _permit: Permit,
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
