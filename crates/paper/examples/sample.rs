//! Writes the sample book's PDFs and EPUBs, to look at while the template is worked on.
//!
//! `cargo run -p paper --example sample -- [folder] [times]`; with `times`, the sample again and
//! again, to measure.

#[path = "../tests/sample/mod.rs"]
mod sample;

use paper::{Lang, Typesetter};
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or("target/sample".into()));
    let times = arguments.next().map_or(Ok(1), |n| n.parse())?;
    std::fs::create_dir_all(&folder)?;
    let clock = Instant::now();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut typesetter = Typesetter::start(&root)?;
    println!("the typesetter started in {:.2?}", clock.elapsed());
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let sample = sample::Sample::read(lang).repeated(times);
        let clock = Instant::now();
        let pdf = paper::pdf(&sample.edition(), &mut typesetter)?;
        println!("{name}: {} bytes in {:.2?}", pdf.bytes.len(), clock.elapsed());
        pdf.warnings.iter().for_each(|warning| println!("  warning: {warning}"));
        std::fs::write(folder.join(format!("{name}.pdf")), pdf.bytes)?;
        let clock = Instant::now();
        let cover = paper::cover(&sample.edition(), &mut typesetter)?;
        let epub = paper::epub(&sample.edition(), &cover)?;
        println!("{name}: EPUB of {} bytes in {:.2?}", epub.len(), clock.elapsed());
        std::fs::write(folder.join(format!("{name}.epub")), epub)?;
    }
    Ok(())
}
