//! The tool as its users have it: what it says, what it keeps, and how it ends.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use ch14_crawler::core::Store;
use ch14_crawler::site::Site;

/// The tool, for hosts of the site.
fn crawl(site: &Site, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crawl"));
    command.args(arguments).args(["--pause", "0", "--all-at", &site.address().to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the tool starts");
    let text = |bytes| String::from_utf8(bytes).expect("it says text");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

#[test]
fn a_wrong_argument_gets_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    fs::write(&page, "<a href=/>").unwrap();
    let page = page.to_str().unwrap();
    let scheme = "has no scheme; write `http://` in front of it";
    for (argument, code, says) in [
        ("site.test", 2, scheme),
        ("site.test/page", 2, scheme),
        (page, 2, "is a file; the crawler reads pages from a server"),
        ("file:///etc/hosts", 2, "is a file; the crawler reads pages from a server"),
        ("https://site.test/", 2, "speaks http only"),
        ("ftp://site.test/", 2, "`ftp:` leads to no page"),
        ("http://", 2, "is no address: empty host"),
        ("http://no-such-host.invalid/", 3, "there is no host `no-such-host.invalid`"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_crawl"));
        let (found, stdout, stderr) = run(command.arg(argument));

        assert_eq!((found, stdout.as_str()), (code, ""), "{argument}: {stderr}");
        assert!(stderr.starts_with("error: ") && stderr.contains(says), "{argument}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{argument}: {stderr}");
    }
}

#[test]
fn nothing_to_read_is_an_error_and_a_dead_link_is_told() {
    let site = Site::open().unwrap();

    let (code, _, stderr) = run(&mut crawl(&site, &["http://ill.test/", "--tries", "1"]));
    assert_eq!(code, 3);
    assert_eq!(
        stderr,
        "error: no page could be read: `http://ill.test/`: refused: robots.txt could not be read\n"
    );

    let (code, stdout, stderr) = run(&mut crawl(&site, &["http://gone.test/"]));
    assert_eq!((code, stderr.as_str()), (1, ""));
    let end = "http://gone.test/missing\n    refused: status 404; linked from http://gone.test/\n";
    assert!(stdout.ends_with(end), "{stdout}");
    assert!(site.verdict().is_good(), "{}", site.verdict());
}

#[test]
fn a_short_page_is_no_short_file_of_rules() {
    let site = Site::open().unwrap();
    let (code, _, stderr) =
        run(&mut crawl(&site, &["http://site.test/private/diary", "--bytes", "60"]));
    assert_eq!(code, 3);
    assert!(stderr.contains("robots.txt forbids it"), "{stderr}");
    assert_eq!(site.verdict().forbidden, 0);
}

#[test]
fn what_one_run_leaves_the_next_one_finds() {
    let site = Site::open().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crawl.sqlite");
    let keep = ["http://site.test/manual/", "--keep", file.to_str().unwrap()];

    let (code, stdout, _) = run(crawl(&site, &keep).args(["--pages", "3"]));
    assert_eq!((code, stdout.as_str()), (0, "     3 kept\n    10 left for another time\n"));

    let (code, stdout, _) = run(crawl(&site, &keep).args(["--json", "-"]));
    let json: serde_json::Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(code, 0);
    assert_eq!((&json["counts"]["kept"], &json["left"]), (&13.into(), &0.into()));
    assert_eq!(json["pages"][1]["found_on"], "http://site.test/manual/");
    assert_eq!(site.verdict().pages, 13, "no page was asked for twice");
}

#[test]
fn a_file_that_is_no_crawl_stays_as_it_is() {
    let site = Site::open().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    let text = "my notes, which nobody is to overwrite\n".repeat(100);
    fs::write(&file, &text).unwrap();

    let keep = ["http://gone.test/", "--keep", file.to_str().unwrap()];
    let (code, _, stderr) = run(&mut crawl(&site, &keep));

    assert_eq!(code, 3);
    assert!(stderr.ends_with("is another kind of file; name a new one\n"), "{stderr}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_file_is_for_one_crawl_at_a_time() {
    let site = Site::open().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crawl.sqlite");
    let keep = ["http://site.test/never", "--limit", "600", "--keep", file.to_str().unwrap()];
    let mut first = crawl(&site, &keep).spawn().unwrap();
    while site.asked("/never") == 0 {
        thread::sleep(Duration::from_millis(1));
    }

    let (code, _, stderr) = run(&mut crawl(&site, &keep));
    assert_eq!(code, 3);
    assert!(stderr.ends_with("is in use: is another crawl running?\n"), "{stderr}");

    first.kill().unwrap();
    first.wait().unwrap();
    let keep = ["http://gone.test/", "--keep", file.to_str().unwrap()];
    let (code, _, stderr) = run(&mut crawl(&site, &keep));
    assert_eq!((code, stderr.as_str()), (1, ""), "who was killed keeps no lock");
}

#[cfg(unix)]
#[test]
fn a_full_disk_gets_one_line_and_loses_nothing_that_was_kept() {
    let site = Site::open().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("crawl.sqlite");
    let keep =
        ["http://site.test/", "--keep", file.to_str().unwrap(), "--tries", "1", "--limit", "1"];
    let tool = crawl(&site, &keep);
    // A limit for the size of files is a full disk for one process.
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 60; exec \"$0\" \"$@\""]);
    limited.arg(tool.get_program()).args(tool.get_args());

    let (code, _, stderr) = run(&mut limited);

    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.starts_with("error: cannot keep the crawl in `"), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    let store = Store::open(&file).expect("the file is whole");
    assert_eq!(store.stored_twice().unwrap(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_takes_nothing_gets_one_line() {
    let site = Site::open().unwrap();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();

    let (code, _, stderr) =
        run(crawl(&site, &["http://gone.test/", "--json", "/dev/full"]).stdin(Stdio::null()));
    assert_eq!((code, stderr.lines().count()), (3, 1), "{stderr}");
    assert!(stderr.starts_with("error: cannot write to `/dev/full`: "), "{stderr}");

    let mut command = crawl(&site, &["http://gone.test/"]);
    let child = command.stdout(full()).spawn().unwrap().wait_with_output().unwrap();
    let stderr = String::from_utf8(child.stderr).unwrap();
    assert_eq!(child.status.code(), Some(3));
    assert!(stderr.starts_with("error: cannot write to the standard output: "), "{stderr}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_and_a_second_one_ends() {
    let interrupt = |id: u32| {
        let status = Command::new("kill").args(["-INT", &id.to_string()]).status();
        assert!(status.expect("there is kill").success());
    };
    for (times, limit) in [(1, "2"), (2, "600")] {
        let site = Site::open().unwrap();
        let start = ["http://site.test/never", "--tries", "1", "--limit", limit];
        let mut child = crawl(&site, &start).spawn().unwrap();
        while site.asked("/never") == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        interrupt(child.id());
        let mut said = String::new();
        stderr.read_line(&mut said).unwrap();
        if times == 2 {
            interrupt(child.id());
        }
        stderr.read_to_string(&mut said).unwrap();

        let code = child.wait().unwrap().code();
        let once = "stopping: what is under way is finished; once more ends at once\n";
        let twice = "ended at once; what was kept is kept\n";
        let wanted = if times == 1 { once.to_owned() } else { format!("{once}{twice}") };
        assert_eq!((said, code), (wanted, Some(130)));
    }
}

/// Unlike the listing `resume`, here many requests are under way when it is killed.
#[test]
fn killed_again_and_again_it_loses_nothing() {
    let site = Site::open().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (often, once) = (folder.path().join("often"), folder.path().join("once"));
    let arguments = |file: &Path| {
        let file = file.to_str().unwrap().to_owned();
        // One answer that a busy machine delays is asked for again.
        ["http://site.test/", "--tries", "2", "--limit", "1", "--alike", "30", "--keep"]
            .map(str::to_owned)
            .into_iter()
            .chain([file])
            .collect::<Vec<String>>()
    };
    for kills in 1.. {
        let list = arguments(&often);
        let list: Vec<&str> = list.iter().map(String::as_str).collect();
        let mut child = crawl(&site, &list).spawn().unwrap();
        // Whenever it has kept some more.
        while ended(&often) < kills * 15 && child.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        let over = child.try_wait().unwrap().is_some();
        _ = child.kill();
        child.wait().unwrap();
        if over {
            assert!(kills > 5, "it was killed {} times only", kills - 1);
            break;
        }
    }
    let list = arguments(&once);
    let list: Vec<&str> = list.iter().map(String::as_str).collect();
    run(&mut crawl(&site, &list));

    let urls = |file: &Path| {
        let rows = Store::open(file).unwrap().rows().unwrap();
        assert!(rows.iter().all(|(_, ended)| *ended), "something is missing");
        let mut urls: Vec<String> = rows.into_iter().map(|(row, _)| row.url).collect();
        urls.sort();
        urls
    };
    assert_eq!(urls(&often), urls(&once));
    assert_eq!(Store::open(&often).unwrap().stored_twice().unwrap(), 0);
    assert_eq!(site.verdict().forbidden, 0);
}

/// How many addresses have ended, as a reader beside the crawler sees it.
fn ended(file: &Path) -> usize {
    if !file.exists() {
        return 0;
    }
    let rows = Store::open(file).and_then(|store| store.rows());
    rows.map_or(0, |rows| rows.iter().filter(|(_, ended)| *ended).count())
}
