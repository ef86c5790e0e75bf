//! Ctrl-C and SIGTERM, sent to a child of our own.
#![cfg(unix)]

mod trace;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use trace::{Trace, block_on};

/// Runs one of the ignored tests below in a process of its own, sends it a signal when it waits, and
/// returns what it heard.
fn send(signal: &str, test: &str) -> String {
    let exe = std::env::current_exe().unwrap();
    let mut child = Command::new(exe)
        .args([test, "--exact", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    lines.find(|line| line.ends_with("waiting")).expect("the child says that it waits");

    let pid = child.id().to_string();
    assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());

    let heard = lines.find(|line| line.contains("heard"));
    let status = child.wait().unwrap();
    heard.unwrap_or_else(|| format!("{status}"))
}

#[test]
fn a_program_ends_in_its_own_way() {
    assert_eq!(send("-INT", "child_waits_for_ctrl_c"), r#"["one heard", "two heard"]"#);
}

#[test]
#[ignore = "run by a_program_ends_in_its_own_way"]
fn child_waits_for_ctrl_c() {
    let trace = Trace::default();
    block_on(async {
        let tasks = ["one", "two"].map(|name| {
            let (trace, ctrl_c) = (trace.clone(), turns::signal::ctrl_c());
            turns::spawn(async move {
                ctrl_c.await.unwrap();
                trace.note(format!("{name} heard"));
            })
        });
        let given_up = turns::spawn(turns::signal::ctrl_c());
        turns::yield_now().await;
        given_up.cancel();
        println!("waiting");
        for task in tasks {
            task.await.unwrap();
        }
    });
    println!("{:?}", trace.take());
}

#[test]
fn a_program_that_waits_for_ctrl_c_can_still_be_terminated() {
    assert!(send("-TERM", "child_waits_for_ctrl_c").contains("signal: 15"));
}

#[test]
fn both_ways_of_asking_for_the_end_are_heard_and_told_apart() {
    assert_eq!(send("-INT", "child_waits_for_a_request"), "CtrlC heard, and by all");
    assert_eq!(send("-TERM", "child_waits_for_a_request"), "Terminate heard, and by all");
}

#[test]
#[ignore = "run by both_ways_of_asking_for_the_end_are_heard_and_told_apart"]
fn child_waits_for_a_request() {
    block_on(async {
        let waits = [0; 3].map(|_| turns::spawn(turns::signal::stop_requested()));
        let given_up = turns::spawn(turns::signal::stop_requested());
        turns::yield_now().await;
        given_up.cancel();
        println!("waiting");
        let mut requests = Vec::new();
        for wait in waits {
            requests.push(wait.await.unwrap().unwrap());
        }
        assert!(requests.iter().all(|request| *request == requests[0]));
        println!("{:?} heard, and by all", requests[0]);
    });
}
