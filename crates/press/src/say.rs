//! What the reader is told on standard output.

/// Prints a line. If nobody reads any more, as after `| head`, the work goes on; `println!` would
/// panic.
pub fn say(line: &str) {
    let _ = listing::command::print(&format!("{line}\n"));
}
