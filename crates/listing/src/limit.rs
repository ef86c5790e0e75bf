//! Runs a child process under limits of time and of output.

use std::io::{self, IsTerminal, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use same_file::Handle;
use wait_timeout::ChildExt;

use crate::along::Along;
use crate::kill::kill_with_descendants;

/// What a child may print on each of stdout and stderr, in MiB. The longest output in the book has
/// a few kilobytes.
pub const MOST_MIB: usize = 4;

/// The same in bytes.
const MOST: usize = MOST_MIB << 20;

/// What is kept of an output that is longer: it repeats itself, and nobody reads four million bytes.
const KEPT: usize = 2 << 10;

/// How often a child that runs is asked whether it has printed too much.
const LOOK: Duration = Duration::from_millis(50);

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// By itself.
    Exited(ExitStatus),
    /// It was killed because the time was over before the child, or before its output ended.
    OverTime,
    /// It was killed because it printed more than [`MOST_MIB`].
    OverSize,
}

/// What a child printed, and how it ended.
pub struct Captured {
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it said besides.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub end: End,
}

/// What a child did that was stopped when its time was over.
pub(crate) fn over_limit(limit: Duration) -> String {
    format!("it did not end within {} s and was stopped", limit.as_secs_f64())
}

/// What a child did that was stopped by what it printed.
pub fn over_size() -> String {
    format!("printed more than {} MiB and was stopped", MOST_MIB)
}

/// Runs a command to its end, or to the limit, and keeps what it prints. What was printed before
/// the limit is kept too: it shows how far the child came. Of an output that was too long, the
/// beginning is kept.
///
/// # Errors
///
/// If the child cannot be started or waited for.
pub fn capture(mut command: Command, limit: Duration) -> Result<Captured> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let end = end_of(limit);
    let too_much = Arc::new(AtomicBool::new(false));
    let (mut child, along) = start(&mut command)?;

    // Both pipes are read while the child runs. A child that fills one would otherwise wait for
    // us for ever, and we for it.
    let stdout = Reader::start(child.stdout.take(), &too_much);
    let stderr = Reader::start(child.stderr.take(), &too_much);

    let status = wait_or_kill(&mut child, along, limit, &too_much)?;
    // A process that the child started may hold the pipes longer than the child lived. After a
    // kill the pipes close at once, or are held by somebody we cannot reach.
    let end = if status.is_some() { end } else { end_of(Duration::from_secs(1)) };
    let complete = stdout.ended_before(end) & stderr.ended_before(end);
    let end = match status {
        // A child may print too much with its last words.
        _ if too_much.load(Ordering::Relaxed) => End::OverSize,
        Some(status) if complete => End::Exited(status),
        _ => End::OverTime,
    };
    Ok(Captured { stdout: stdout.taken(), stderr: stderr.taken(), end })
}

/// Runs a command to its end, or to the limit, on our own stdin, stdout and stderr, as it prints.
///
/// A terminal the child has as it is. What goes into a file or to another program passes through
/// us, who count it: a child that prints in a loop would fill the disk before its time is over.
///
/// # Errors
///
/// As for [`capture`].
pub fn live(mut command: Command, limit: Duration) -> Result<End> {
    let end = end_of(limit);
    let too_much = Arc::new(AtomicBool::new(false));
    let [out, err] = [!io::stdout().is_terminal(), !io::stderr().is_terminal()];
    let mut together = None;
    if out && err && is_one_place() {
        // One pipe for both keeps the order in which they were written.
        let (reader, writer) = io::pipe().context("cannot make a pipe")?;
        command.stdout(writer.try_clone().context("cannot make a pipe")?).stderr(writer);
        together = Some(reader);
    } else {
        let pipe = |passes| if passes { Stdio::piped() } else { Stdio::inherit() };
        command.stdout(pipe(out)).stderr(pipe(err));
    }
    let (mut child, along) = start(&mut command)?;
    // It holds the ends that are written to, and the pipes would not end before it.
    drop(command);
    let ended = [
        read(child.stdout.take(), &too_much, pass_to(io::stdout())),
        read(child.stderr.take(), &too_much, pass_to(io::stderr())),
        read(together, &too_much, pass_to(io::stdout())),
    ];

    let status = wait_or_kill(&mut child, along, limit, &too_much)?;
    // As in `capture`: somebody else may hold the pipes.
    let end = if status.is_some() { end } else { end_of(Duration::from_secs(1)) };
    let complete = ended.iter().fold(true, |all, pipe| all & is_over_before(pipe, end));
    Ok(match status {
        _ if too_much.load(Ordering::Relaxed) => End::OverSize,
        Some(status) if complete => End::Exited(status),
        _ => End::OverTime,
    })
}

/// Whether our stdout and our stderr lead to the same file or pipe.
fn is_one_place() -> bool {
    matches!((Handle::stdout(), Handle::stderr()), (Ok(out), Ok(err)) if out == err)
}

/// Writes what comes at once. Where nobody reads any more, it stops: the child's pipe closes, and
/// the child learns it as it would from the reader itself.
fn pass_to(mut place: impl Write) -> impl FnMut(&[u8]) -> io::Result<()> {
    move |chunk| {
        place.write_all(chunk)?;
        place.flush()
    }
}

fn start(command: &mut Command) -> Result<(Child, Along)> {
    let program = command.get_program().to_owned();
    Along::start(command).with_context(|| format!("cannot start {}", program.display()))
}

/// The moment at which the limit is over; `None` if that is too far away to say.
fn end_of(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}

/// `_along` ends here: a child that has ended has no number any more by which to kill it.
fn wait_or_kill(
    child: &mut Child,
    _along: Along,
    limit: Duration,
    too_much: &AtomicBool,
) -> Result<Option<ExitStatus>> {
    let start = Instant::now();
    loop {
        let left = limit.saturating_sub(start.elapsed());
        let status =
            child.wait_timeout(left.min(LOOK)).context("cannot wait for the child process")?;
        if status.is_some() {
            return Ok(status);
        }
        if left.is_zero() || too_much.load(Ordering::Relaxed) {
            kill_with_descendants(child);
            return Ok(None);
        }
    }
}

/// What a thread has read of a pipe.
struct Reader {
    text: Arc<Mutex<Vec<u8>>>,
    ended: Receiver<()>,
}

impl Reader {
    fn start(pipe: Option<impl Read + Send + 'static>, too_much: &Arc<AtomicBool>) -> Reader {
        let text = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&text);
        let ended = read(pipe, too_much, move |chunk| {
            into.lock().unwrap_or_else(PoisonError::into_inner).extend(chunk);
            Ok(())
        });
        Reader { text, ended }
    }

    fn ended_before(&self, end: Option<Instant>) -> bool {
        is_over_before(&self.ended, end)
    }

    fn taken(&self) -> Vec<u8> {
        let mut text =
            std::mem::take(&mut *self.text.lock().unwrap_or_else(PoisonError::into_inner));
        if text.len() > MOST {
            let line = text[..KEPT].iter().rposition(|&byte| byte == b'\n');
            text.truncate(line.map_or(KEPT, |end| end + 1));
            text.extend("… and so on\n".as_bytes());
        }
        text
    }
}

/// Starts a thread that reads a pipe to its end, or until it has read too much. What is returned
/// is closed by the thread then; nothing is ever sent.
fn read(
    pipe: Option<impl Read + Send + 'static>,
    too_much: &Arc<AtomicBool>,
    mut take: impl FnMut(&[u8]) -> io::Result<()> + Send + 'static,
) -> Receiver<()> {
    let (held_until_end, ended) = mpsc::channel();
    let too_much = Arc::clone(too_much);
    thread::spawn(move || {
        let _held_until_end = held_until_end;
        let Some(mut pipe) = pipe else { return };
        let mut chunk = [0; 8192];
        let mut read = 0;
        // An error ends the text as the end of the pipe does: nothing more can come.
        while let Ok(length @ 1..) = pipe.read(&mut chunk) {
            if take(&chunk[..length]).is_err() {
                break;
            }
            read += length;
            if read > MOST {
                too_much.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
    ended
}

fn is_over_before(ended: &Receiver<()>, end: Option<Instant>) -> bool {
    match end {
        Some(end) => {
            let left = end.saturating_duration_since(Instant::now());
            matches!(ended.recv_timeout(left), Err(mpsc::RecvTimeoutError::Disconnected))
        }
        None => ended.recv().is_err(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Long enough for a busy machine; a test that ends by it fails.
    const LONG: Duration = Duration::from_secs(60);

    /// This very program, told to run one of the `act_` functions below. They are tests, because
    /// that is how a test program can start itself on every system; without the variable they do
    /// nothing.
    fn myself(act: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", &format!("limit::tests::{act}"), "--nocapture"]);
        command.env("LISTING_TEST_ACT", act);
        command
    }

    fn is_told_to(act: &str) -> bool {
        std::env::var_os("LISTING_TEST_ACT").is_some_and(|told| told == act)
    }

    #[test]
    fn act_hang() {
        if is_told_to("act_hang") {
            println!("before the hang");
            loop {
                thread::park();
            }
        }
    }

    #[test]
    fn act_print_much() {
        let line = "x".repeat(1023);
        let lines = if is_told_to("act_print_much") { 2048 } else { 0 };
        for _ in 0..lines {
            println!("{line}");
            eprintln!("{line}");
        }
    }

    #[test]
    fn act_flood_stdout() {
        while is_told_to("act_flood_stdout") {
            println!("again");
        }
    }

    #[test]
    fn act_flood_stderr() {
        while is_told_to("act_flood_stderr") {
            eprint!("without an end of line ");
        }
    }

    /// Runs a child on this one's own stdout and stderr, and says by the code how it ended.
    #[test]
    fn act_live() {
        if is_told_to("act_live") {
            let act = std::env::var("LISTING_TEST_CHILD").unwrap();
            let limit = if act == "act_hang" { Duration::from_secs(5) } else { LONG };
            std::process::exit(match live(myself(&act), limit).unwrap() {
                End::Exited(status) => status.code().unwrap(),
                End::OverTime => 3,
                End::OverSize => 4,
            });
        }
    }

    /// By which code a child ends that runs live, with its output in a file, and what is in it.
    fn into_a_file(act: &str, both: bool) -> (Option<i32>, Vec<u8>) {
        let mut file = tempfile::tempfile().unwrap();
        let mut command = myself("act_live");
        command.env("LISTING_TEST_CHILD", act).stdout(file.try_clone().unwrap());
        command.stderr(if both { Stdio::from(file.try_clone().unwrap()) } else { Stdio::null() });
        let code = command.status().unwrap().code();
        let mut text = Vec::new();
        io::Seek::rewind(&mut file).unwrap();
        file.read_to_end(&mut text).unwrap();
        (code, text)
    }

    #[test]
    fn a_flood_into_a_file_is_stopped_by_size() {
        for (act, both) in [("act_flood_stdout", false), ("act_flood_stderr", true)] {
            let (code, text) = into_a_file(act, both);

            assert_eq!(code, Some(4), "{act}");
            let most = MOST..MOST + (64 << 10);
            assert!(most.contains(&text.len()), "{act}: {} bytes", text.len());
        }
    }

    #[test]
    fn what_goes_into_a_file_is_all_there_in_its_order_and_the_code_is_passed_on() {
        let (code, text) = into_a_file("act_take_turns", true);
        assert_eq!(code, Some(7));
        let text = String::from_utf8(text).unwrap();
        let turns: String = (0..1000).map(|turn| format!("out {turn}\nerr {turn}\n")).collect();
        assert!(text.contains(&turns), "{text}");

        let (code, text) = into_a_file("act_hang", false);
        assert_eq!(code, Some(3));
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("before the hang"), "{text}");
    }

    #[test]
    fn act_take_turns() {
        if is_told_to("act_take_turns") {
            for turn in 0..1000 {
                println!("out {turn}");
                eprintln!("err {turn}");
            }
            std::process::exit(7);
        }
    }

    #[test]
    fn act_exit_7() {
        if is_told_to("act_exit_7") {
            std::process::exit(7);
        }
    }

    #[test]
    fn a_hanging_child_is_killed_and_what_it_printed_is_kept() {
        let captured = capture(myself("act_hang"), Duration::from_secs(5)).unwrap();

        assert_eq!(captured.end, End::OverTime);
        let stdout = String::from_utf8(captured.stdout).unwrap();
        assert!(stdout.contains("before the hang"), "stdout: {stdout}");
    }

    #[test]
    fn a_child_that_fills_both_pipes_comes_to_its_end() {
        let captured = capture(myself("act_print_much"), LONG).unwrap();

        assert!(matches!(captured.end, End::Exited(status) if status.success()));
        assert!(captured.stdout.len() > 2 << 20);
        assert!(captured.stderr.len() >= 2 << 20);
    }

    #[test]
    fn a_child_that_never_stops_printing_is_stopped_by_size_and_its_beginning_is_kept() {
        let stdout = capture(myself("act_flood_stdout"), LONG).unwrap();
        let stderr = capture(myself("act_flood_stderr"), LONG).unwrap();

        assert_eq!((stdout.end, stderr.end), (End::OverSize, End::OverSize));
        for (text, said) in [(stdout.stdout, "again\nagain\n"), (stderr.stderr, "without an end ")]
        {
            let text = String::from_utf8(text).unwrap();
            assert!(text.contains(said) && text.ends_with("… and so on\n"), "{text}");
            assert!(text.len() <= 2 * KEPT, "{} bytes", text.len());
        }
    }

    #[test]
    fn the_exit_code_is_passed_on() {
        let captured = capture(myself("act_exit_7"), LONG).unwrap();

        assert!(matches!(captured.end, End::Exited(status) if status.code() == Some(7)));
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = capture(Command::new("no-such-program"), LONG).err().unwrap();

        assert_eq!(error.to_string(), "cannot start no-such-program");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_child_started_is_killed_with_it() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 1000 & echo $!; wait"]);

        let captured = capture(command, Duration::from_secs(5)).unwrap();

        let sleeper = String::from_utf8(captured.stdout).unwrap();
        // A killed process dies when it next has a core, and stays in the table as a zombie until
        // somebody collects it.
        let end = Instant::now() + LONG;
        loop {
            let state = Command::new("ps").args(["-o", "stat=", "-p", sleeper.trim()]).output();
            let state = String::from_utf8(state.unwrap().stdout).unwrap();
            if state.trim().is_empty() || state.starts_with('Z') {
                break;
            }
            assert!(Instant::now() < end, "state of sleeper: {state}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_outlives_the_child_is_not_waited_for_beyond_the_limit() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 20 & echo gone"]);

        let captured = capture(command, Duration::from_secs(5)).unwrap();

        assert_eq!(captured.end, End::OverTime);
        assert_eq!(captured.stdout, b"gone\n");
    }
}
