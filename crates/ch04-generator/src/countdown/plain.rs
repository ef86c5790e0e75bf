//! A function that pauses, written out: what it must remember, and what it does next.

pub fn main() {
    let mut numbers = Countdown::Created { from: 2 };
    println!("made, and it is {}", state(&numbers));
    let first = numbers.next().unwrap();
    println!("the first is {first} and now it is {}", state(&numbers));
    for n in numbers.by_ref() {
        println!("the loop gets {n}");
    }
    println!("after the loop it is {}", state(&numbers));
    for n in numbers {
        println!("a second loop gets {n}");
    }
    println!("a second loop gets nothing");
}

enum Countdown {
    Created { from: u32 },
    Suspended { n: u32 },
    Closed,
}

impl Iterator for Countdown {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let n = match *self {
            Countdown::Created { from } => {
                println!("    the function begins");
                from
            }
            Countdown::Suspended { n } => n - 1, // the line after the `yield`
            Countdown::Closed => return None,
        };
        if n > 0 {
            *self = Countdown::Suspended { n };
            return Some(n);
        }
        println!("    the function ends");
        *self = Countdown::Closed;
        None
    }
}

fn state(countdown: &Countdown) -> &'static str {
    match countdown {
        Countdown::Created { .. } => "created",
        Countdown::Suspended { .. } => "suspended",
        Countdown::Closed => "closed",
    }
}
