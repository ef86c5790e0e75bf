//! What comes back from a thread: a value, an error, and its name.

use std::thread;

pub fn main() {
    let readers = ["5", "seven", "30"].map(|text| {
        let named = thread::Builder::new().name("reader".to_owned());
        named.spawn(move || read(text)).unwrap()
    });
    for reader in readers {
        match reader.join() {
            Ok(price) => println!("a price: {price}"),
            Err(why) => println!("an error: {}", why.downcast_ref::<String>().unwrap()),
        }
    }
}

fn read(text: &str) -> u32 {
    assert_eq!(thread::current().name(), Some("reader"));
    match text.parse() {
        Ok(price) => price,
        Err(_) => panic!("\"{text}\" is no price"),
    }
}
