//! What a process weighs, as the system counts it.

use std::fs;

/// Bytes of this process that are in memory now.
///
/// Counted page by page. The count in `/proc/self/status` is cheaper and lags behind.
pub fn resident() -> Option<f64> {
    sum("/proc/self/smaps_rollup", &["Rss"])
}

/// Bytes that are in memory because of that process: its own, and its part of what it shares.
pub fn weight_of(process: u32) -> Option<f64> {
    sum(&format!("/proc/{process}/smaps_rollup"), &["Pss"])
}

/// Bytes that the kernel holds for all processes: their kernel stacks, page tables and records.
///
/// Others start and end meanwhile, so the difference is worth something only for many.
pub fn kernel() -> Option<f64> {
    sum("/proc/meminfo", &["KernelStack", "PageTables", "SUnreclaim"])
}

/// How many threads this system lets a program have at most, and which limit that is.
pub fn most_threads() -> Option<(u64, &'static str)> {
    let number = |file| fs::read_to_string(file).ok()?.trim().parse::<u64>().ok();
    let limits = [
        (number("/proc/sys/kernel/threads-max"), "kernel.threads-max"),
        (number("/proc/sys/kernel/pid_max"), "kernel.pid_max"),
        // Each stack is a mapping and its guard page another one.
        (most_mappings().map(|mappings| mappings / 2), "vm.max_map_count"),
    ];
    limits.into_iter().filter_map(|(limit, name)| Some((limit?, name))).min()
}

/// How many mappings a process may have.
pub fn most_mappings() -> Option<u64> {
    fs::read_to_string("/proc/sys/vm/max_map_count").ok()?.trim().parse().ok()
}

fn sum(file: &str, names: &[&str]) -> Option<f64> {
    let text = fs::read_to_string(file).ok()?;
    let mut kilobytes = 0_u64;
    for name in names {
        let line = text.lines().find(|line| line.starts_with(&format!("{name}:")))?;
        kilobytes += line.split_whitespace().nth(1)?.parse::<u64>().ok()?;
    }
    Some(kilobytes as f64 * 1024.0)
}

/// Held by tests that weigh this process: what others of them take would be weighed, too.
#[cfg(all(test, target_os = "linux"))]
pub static SCALE: std::sync::Mutex<()> = std::sync::Mutex::new(());

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_to_is_resident() {
        let _alone = SCALE.lock();
        let before = resident().unwrap();
        let bytes = std::hint::black_box(vec![1_u8; 64 << 20]);
        let grown = resident().unwrap() - before;
        assert!(grown > 60e6, "{grown}");
        drop(bytes);
    }

    #[test]
    fn a_process_weighs_no_more_than_it_has() {
        assert!(weight_of(std::process::id()).unwrap() < 2.0 * resident().unwrap());
        assert!(kernel().unwrap() > 0.0);
    }
}
