//! Kills a process and all that it has started.

use std::process::{Child, Command, Stdio};

/// Kills a child and every process that it started.
///
/// A process group would do this on Unix in one call, but Ctrl-C at a terminal would then no
/// longer reach the child. So the tree is read from `ps`; where that is missing, the child alone
/// is killed.
pub(crate) fn kill_with_descendants(child: &mut Child) {
    let id = child.id();
    if cfg!(windows) {
        quietly(Command::new("taskkill").args(["/T", "/F", "/PID", &id.to_string()]));
    }
    let descendants = if cfg!(unix) { descendants_of(id) } else { Vec::new() };
    // The child goes first, so that it starts no more. An error means that it has ended by itself.
    let _ = child.kill();
    let _ = child.wait();
    kill_all(&descendants);
}

/// Kills a process that may be waited for elsewhere, and every process that it started.
#[cfg(unix)]
pub(crate) fn kill_tree(id: u32) {
    let mut tree = descendants_of(id);
    tree.insert(0, id);
    kill_all(&tree);
}

fn kill_all(ids: &[u32]) {
    if !ids.is_empty() {
        let ids = ids.iter().map(u32::to_string);
        quietly(Command::new("sh").args(["-c", r#"kill -9 "$@""#, "sh"]).args(ids));
    }
}

fn quietly(command: &mut Command) {
    let _ = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// The processes below this one, as `ps` lists them.
fn descendants_of(id: u32) -> Vec<u32> {
    let Ok(listed) = Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output() else {
        return Vec::new();
    };
    let pairs: Vec<(u32, u32)> = String::from_utf8_lossy(&listed.stdout)
        .lines()
        .filter_map(|line| {
            let (process, parent) = line.trim().split_once(char::is_whitespace)?;
            Some((process.parse().ok()?, parent.trim().parse().ok()?))
        })
        .collect();
    let mut found = vec![id];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(pairs.iter().filter(|pair| pair.1 == parent).map(|pair| pair.0));
        next += 1;
    }
    found.split_off(1)
}
