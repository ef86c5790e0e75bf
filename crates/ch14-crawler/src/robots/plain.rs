//! Which rule of a robots.txt decides.

use crate::core::{NAME, Rules};

const FILE: &str = "
User-agent: *
Disallow: /

User-agent: taking-turns
Disallow: /private/
Allow: /private/but-this

User-agent: Taking-Turns
Disallow: /*.pdf$
Disallow: /secret%7e
";

pub fn main() {
    let rules = Rules::parse(FILE, NAME);
    for path in ["/", "/private/diary", "/private/but-this", "/a.pdf", "/a.pdf.html", "/secret~1"] {
        println!("{path:18} {}", word(rules.allow(path)));
    }
    println!("no such file       {}", word(Rules::all().allow("/")));
    println!("no answer          {}", word(Rules::unknown().allow("/")));
}

fn word(allowed: bool) -> &'static str {
    if allowed { "allowed" } else { "forbidden" }
}
