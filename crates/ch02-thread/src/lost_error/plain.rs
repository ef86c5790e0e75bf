//! Three threads each read a price, and one of them can't.

use std::thread;

const TEXTS: [&str; 3] = ["5", "seven", "30"];

pub fn main() {
    let threads = TEXTS.map(|text| thread::spawn(move || read(text)));
    let mut total = 0;
    for thread in threads {
        match thread.join() {
            Ok(price) => total += price,
            Err(_) => println!("one price is missing"),
        }
    }
    println!("the total is {total}");
}

fn read(text: &str) -> u32 {
    text.parse().unwrap()
}
