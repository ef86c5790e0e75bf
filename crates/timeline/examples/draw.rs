//! Draws a trace that was written before: `… --example draw trace.json [--zh] [--paper]`.

use std::path::Path;

use timeline::Lang;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |option: &str| arguments.iter().any(|argument| argument == option);
    let file = arguments.first().map_or("trace.json", String::as_str);
    let trace = timeline::read(Path::new(file))?;
    let lang = if has("--zh") { Lang::Zh } else { Lang::En };
    let picture = if has("--paper") { timeline::svg_for_print } else { timeline::svg };
    print!("{}", picture(&trace, lang));
    Ok(())
}
