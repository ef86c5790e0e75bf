//! Draws a trace that was written before: `… --example draw trace.json [--zh] [--paper | --steps |
//! --describe | --terminal]`.

use std::path::Path;

use timeline::Lang;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let file = arguments.first().map_or("trace.json", String::as_str);
    let trace = timeline::read(Path::new(file))?;
    let lang = if has("--zh") { Lang::Zh } else { Lang::En };
    if has("--steps") {
        for step in timeline::steps(&trace, lang).steps {
            println!("{:>8}  {}  {}", step.time, step.states, step.words);
            if let Some(held) = step.snapshot {
                println!("{:12}{:?}", "", held);
            }
        }
    } else if has("--describe") {
        println!("{}", timeline::describe(&trace, lang));
    } else if has("--terminal") {
        print!("{}", timeline::terminal(&trace, lang, 100, true));
    } else if has("--paper") {
        print!("{}", timeline::svg_for_print(&trace, lang));
    } else {
        print!("{}", timeline::svg(&trace, lang));
    }
    Ok(())
}
