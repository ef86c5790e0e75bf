//! Ctrl-C, sent to a child of our own.
#![cfg(unix)]

mod trace;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use trace::Trace;

#[test]
fn a_program_ends_in_its_own_way() {
    let exe = std::env::current_exe().unwrap();
    let mut child = Command::new(exe)
        .args(["child_waits_for_ctrl_c", "--exact", "--ignored", "--nocapture"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    lines.find(|line| line.ends_with("waiting")).expect("the child says that it waits");

    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());

    let said = lines.find(|line| line.contains("heard")).expect("the child hears of it");
    assert_eq!(said, r#"["one heard", "two heard"]"#);
    assert!(child.wait().unwrap().success());
}

#[test]
#[ignore = "run by a_program_ends_in_its_own_way"]
fn child_waits_for_ctrl_c() {
    let trace = Trace::default();
    turns::block_on(async {
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
