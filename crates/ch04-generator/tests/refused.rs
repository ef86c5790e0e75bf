//! What the compiler refuses, and by which error. Each file in `refused` is one program, compiled
//! together with the generator's own source; its first line says what the compiler must answer.

#![cfg(not(miri))]

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/generator_from_async.rs");
const PROGRAMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/refused");

#[test]
fn each_program_is_refused_for_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut count = 0;
    for entry in fs::read_dir(PROGRAMS).unwrap() {
        let path = entry.unwrap().path();
        let program = fs::read_to_string(&path).unwrap();
        let reasons = program.lines().next().unwrap().strip_prefix("//! refused: ").unwrap();
        let reasons: Vec<&str> = reasons.split("; ").collect();

        let errors = errors_of(&program, folder.path());

        let name = path.display();
        assert_eq!(
            errors.len(),
            reasons.len(),
            "{name} has more or less wrong with it:\n{errors:#?}"
        );
        for (error, reason) in errors.iter().zip(reasons) {
            let code = error.strip_prefix("error[").and_then(|rest| rest.split(']').next());
            let is_for_it = code == Some(reason) || error.contains(reason);
            assert!(is_for_it, "{name} is to be refused for {reason}, and is for {error}");
        }
        count += 1;
    }
    assert_eq!(count, 11, "so many programs are tried");
}

/// So that a refusal isn't due to how the programs are put together.
#[test]
fn a_program_with_nothing_wrong_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let program = "//! accepted\nfn main() {\n    let mut numbers = Generator::new(async |out: &mut \
                   Yielder<(), u32>, ()| {\n        out.suspend(1).await;\n    });\n    \
                   assert_eq!(numbers.resume(()), CoroutineResult::Yield(1));\n}\n";
    assert_eq!(errors_of(program, folder.path()), Vec::<String>::new());
}

/// The compiler's errors, one line each.
fn errors_of(program: &str, folder: &Path) -> Vec<String> {
    let head = format!(
        "#[allow(dead_code)]\n#[path = {SOURCE:?}]\nmod generator;\n\
         #[allow(unused_imports)]\nuse generator::{{CoroutineResult, Generator, Yielder}};\n"
    );
    // What speaks of the whole file comes first.
    let is_inner = |line: &&str| line.starts_with("//!") || line.starts_with("#![");
    let inner: String = program.lines().filter(is_inner).map(|line| format!("{line}\n")).collect();
    let rest: String =
        program.lines().filter(|line| !is_inner(line)).map(|line| format!("{line}\n")).collect();
    let file = folder.join("program.rs");
    fs::write(&file, inner + &head + &rest).unwrap();
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg(&file)
        .args(["--edition=2024", "--crate-type=bin", "--emit=metadata", "--out-dir"])
        .arg(folder)
        .output()
        .expect("rustc starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.success(), !said.contains("error"), "{said}");
    said.lines()
        .filter(|line| line.starts_with("error") && !line.starts_with("error: aborting"))
        .map(str::to_owned)
        .collect()
}

/// The generator of the language, which a nightly compiler has: `gen` blocks may not borrow from
/// themselves, and ours may.
#[test]
fn a_gen_block_that_borrows_from_itself_is_refused() {
    let nightly = match listing::nightly() {
        Ok(nightly) => nightly,
        Err(why) => return eprintln!("ignored: {why}"),
    };
    let program = |borrowed: &str| {
        format!(
            "#![feature(gen_blocks)]\n#![crate_type = \"lib\"]\n\
             pub fn letters() -> impl Iterator<Item = char> {{\n    gen {{\n        \
             let text = String::from(\"own\");\n        \
             for letter in text{borrowed} {{ yield letter }}\n    }}\n}}\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letters.rs");
    // The second owns what it goes through: so it is the borrowing that is refused.
    for (borrowed, refused) in
        [(".chars()", true), (".into_bytes().into_iter().map(char::from)", false)]
    {
        fs::write(&file, program(borrowed)).unwrap();
        let output = Command::new(&nightly.program)
            .arg(&file)
            .args(["--edition=2024", "--emit=metadata", "--out-dir"])
            .arg(folder.path())
            .output()
            .expect("the nightly compiler starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.success(), !refused, "{said}");
        assert_eq!(said.contains("error[E0626]"), refused, "{said}");
    }
}
