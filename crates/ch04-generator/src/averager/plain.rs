//! Numbers are sent in, and the average so far comes out. What isn't primed has no `send`.

pub fn main() {
    let fresh = averager();
    let mut average = fresh.prime();
    println!("primed");
    for number in [10.0, 20.0, 30.0] {
        println!("{number} in, out comes {}", average.send(number));
    }
}

fn averager() -> Fresh {
    Fresh
}

struct Fresh;

impl Fresh {
    fn prime(self) -> Primed {
        Primed { total: 0.0, count: 0.0 }
    }
}

struct Primed {
    total: f64,
    count: f64,
}

impl Primed {
    fn send(&mut self, number: f64) -> f64 {
        self.total += number;
        self.count += 1.0;
        self.total / self.count
    }
}
