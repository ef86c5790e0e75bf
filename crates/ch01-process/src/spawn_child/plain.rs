//! What a child gets from the program that starts it, and what comes back.

use std::env;
use std::io::{self, Write};
use std::process::{Command, Stdio, exit};

pub fn main() {
    let mut words = env::args().skip_while(|word| word != "child").skip(1);
    if let Some(task) = words.next() {
        return child(&task, words.collect());
    }
    what_it_gets();
    what_comes_back();
    what_becomes_an_error();
}

// ANCHOR: parent
fn what_it_gets() {
    let mut command = myself(&["tell", "two words", "", "say \"hi\"", "$HOME *"]);
    command.env("GREETING", "hello").env_remove("PATH").current_dir("..");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut to_child = child.stdin.take().unwrap();
    to_child.write_all(b"a line for you\n").unwrap();
    let output = child.wait_with_output().unwrap();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        println!("the child says: {line}");
    }
}

fn what_comes_back() {
    let ended = myself(&["fail"]).status().unwrap();
    let (code, success) = (ended.code().unwrap(), if ended.success() { "yes" } else { "no" });
    println!("it failed: code {code}, success: {success}");

    let mut waiting = myself(&["wait"]).stdin(Stdio::piped()).spawn().unwrap();
    waiting.kill().unwrap();
    let success = if waiting.wait().unwrap().success() { "yes" } else { "no" };
    println!("it was killed: success: {success}");
}

fn what_becomes_an_error() {
    if let Err(error) = checked(myself(&["fail"])) {
        println!("checked, it is an error: {error}");
    }
}

fn checked(mut command: Command) -> Result<(), String> {
    let ended = command.status().map_err(|error| error.to_string())?;
    match ended.code() {
        Some(0) => Ok(()),
        Some(code) => Err(format!("the child ended with code {code}")),
        None => Err("the child was killed".to_owned()),
    }
}
// ANCHOR_END: parent

fn child(task: &str, words: Vec<String>) {
    match task {
        "tell" => {
            println!("I got <{}>", words.join("> <"));
            println!("GREETING is {}", env::var("GREETING").unwrap_or("missing".to_owned()));
            println!("PATH is {}", env::var("PATH").unwrap_or("missing".to_owned()));
            let folder = env::current_dir().unwrap();
            println!("my folder is {}", folder.file_name().unwrap().display());
            let mut line = String::new();
            io::stdin().read_line(&mut line).unwrap();
            println!("I was told: {}", line.trim_end());
        }
        "fail" => exit(3),
        _ => {
            io::read_to_string(io::stdin()).unwrap();
        }
    }
}

/// This program once more, told by further words what to do.
fn myself(words: &[&str]) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(env::args().skip(1)).arg("child").args(words);
    command
}
