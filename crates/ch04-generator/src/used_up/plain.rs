//! A shop adds up its prices, and then looks for the highest.

const LINES: [&str; 3] = ["5", "7", "30"];

pub fn main() {
    let prices = read(&LINES);
    println!("the total is {}", prices.clone().sum::<u32>());
    println!("the highest is {}", prices.max().unwrap_or(0));
}

fn read(lines: &[&str]) -> impl Iterator<Item = u32> + Clone {
    lines.iter().map(|line| line.parse().unwrap())
}
