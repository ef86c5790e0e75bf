//! The classroom without a loop: a thread for each pupil, or a process.

use std::process::Command;
use std::thread;

use timeline::Trace;

use super::{EXPLAIN, PRACTISE, PUPILS, explain};

fn lessons() {
    for lesson in 1..=2 {
        let _lesson = timeline::span(format_args!("lesson {lesson}"));
        explain(EXPLAIN);
        let _practises = timeline::waiting("practises");
        thread::sleep(PRACTISE);
    }
}

pub fn threads() {
    let _school = timeline::thread("school");
    let pupils = PUPILS.map(|name| {
        thread::spawn(move || {
            let _lane = timeline::thread(name);
            lessons();
        })
    });
    let _waits = timeline::waiting("join");
    for pupil in pupils {
        pupil.join().unwrap();
    }
}

pub fn processes() -> Trace {
    let folder = std::env::temp_dir().join(format!("classroom-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let pupils = PUPILS.map(|name| {
        let mut pupil = Command::new(std::env::current_exe().unwrap());
        pupil.args(["pupil", name]).env(timeline::FOLDER, &folder).spawn().unwrap()
    });
    for mut pupil in pupils {
        pupil.wait().unwrap();
    }
    let trace = timeline::read_folder(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    trace
}

pub fn pupil_process(name: &str) {
    let _lane = timeline::process(name);
    lessons();
}
