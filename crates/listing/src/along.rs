//! Takes children along when this program is told to end.
//!
//! Ctrl-C at a terminal reaches children by itself. `kill` and `timeout` reach this program alone;
//! a child that hangs would then run for ever, since nobody holds it to its limit any more.

use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The children that run now.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// A child that is ended when this program is, for as long as this lives.
pub(crate) struct Along(u32);

impl Along {
    /// Starts a child and takes it along from its first moment.
    pub fn start(command: &mut Command) -> io::Result<(Child, Along)> {
        #[cfg(unix)]
        unix::wait_for_the_end();
        // Held while it starts: told to end just then, this program first learns of the child.
        let mut children = running();
        let child = command.spawn()?;
        children.push(child.id());
        let along = Along(child.id());
        Ok((child, along))
    }
}

impl Drop for Along {
    fn drop(&mut self) {
        running().retain(|id| *id != self.0);
    }
}

fn running() -> MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
mod unix {
    use std::sync::Once;
    use std::thread;

    use signal_hook::consts::SIGTERM;
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    use super::running;
    use crate::kill::kill_tree;

    /// From now on, SIGTERM kills the children first. It then ends this program as it always did,
    /// so that whoever sent it sees the same.
    pub fn wait_for_the_end() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            // Where it cannot be had, SIGTERM ends this program alone.
            let Ok(mut signals) = Signals::new([SIGTERM]) else { return };
            thread::spawn(move || {
                for signal in signals.forever() {
                    // Held to the end: who waits for a child that is killed here must not go on
                    // and end this program in its own way.
                    let mut children = running();
                    children.drain(..).for_each(kill_tree);
                    let _ = emulate_default_handler(signal);
                }
            });
        });
    }
}
