//! The judge finds what is wrong: each fault that a fragment can have is reported, with its place.

use anyhow::Result;
use libtest_mimic::{Arguments, Failed, Trial};
use snippets::{Judge, compiler::CRATES, fragments};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Long enough for a busy machine; the one test that ends by a limit has its own.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> Result<ExitCode> {
    let compiler = Path::new(env!("CARGO_BIN_EXE_rustc-for-pages"));
    if let Some(ended) = snippets::with_our_compiler(compiler)? {
        return Ok(ended);
    }
    let trials = TESTS.iter().map(|(name, test)| Trial::test(*name, test)).collect();
    Ok(libtest_mimic::run(&Arguments::from_args(), trials).exit_code())
}

type Test = fn() -> Result<(), Failed>;

const TESTS: &[(&str, Test)] = &[
    ("a_good_fragment_passes", a_good_fragment_passes),
    ("each_crate_of_the_book_can_be_used", each_crate_of_the_book_can_be_used),
    ("a_panic_is_reported_with_the_line_of_the_page", a_panic_is_reported),
    ("what_does_not_compile_is_reported_with_the_line_of_the_page", no_compile_is_reported),
    ("an_exit_code_is_reported", an_exit_code_is_reported),
    ("a_fragment_that_hangs_is_stopped", a_fragment_that_hangs_is_stopped),
    ("no_run_compiles_and_does_not_run", no_run_compiles_and_does_not_run),
    ("should_panic_wants_a_panic", should_panic_wants_a_panic),
    ("what_is_refused_for_its_reason_passes", refused_for_its_reason_passes),
    ("compile_fail_that_compiles_is_reported", compile_fail_that_compiles_is_reported),
    ("compile_fail_for_another_reason_is_reported", another_reason_is_reported),
    ("an_error_with_a_code_must_be_named", an_error_with_a_code_must_be_named),
    ("an_error_without_a_code_needs_none", an_error_without_a_code_needs_none),
    ("an_unknown_word_is_reported", an_unknown_word_is_reported),
    ("other_crates_are_out_of_reach", other_crates_are_out_of_reach),
];

/// A page whose only fragment begins on line 5.
fn judged_within(limit: Duration, info: &str, code: &str) -> Result<Result<(), String>, Failed> {
    let page = format!("# Title\n\nText.\n\n```{info}\n{code}\n```\n");
    let found = fragments("book/en/page.md", &page);
    let [fragment] = &found[..] else { return Err(format!("one fragment, not {found:?}").into()) };
    Ok(Judge::new(limit)?.judge(fragment))
}

fn passes(info: &str, code: &str) -> Result<(), Failed> {
    judged_within(LIMIT, info, code)?.map_err(Failed::from)
}

/// The report has each of these parts, and is short.
fn is_reported(info: &str, code: &str, parts: &[&str]) -> Result<(), Failed> {
    has_parts(judged_within(LIMIT, info, code)?, parts)
}

fn has_parts(judged: Result<(), String>, parts: &[&str]) -> Result<(), Failed> {
    let Err(report) = judged else { return Err("the fragment passed".into()) };
    match parts.iter().find(|part| !report.contains(**part)) {
        Some(part) => Err(format!("no `{part}` in the report:\n{report}").into()),
        None if report.len() > 2000 => Err(format!("the report is long:\n{report}").into()),
        None => Ok(()),
    }
}

fn a_good_fragment_passes() -> Result<(), Failed> {
    passes("rust", "async fn two() -> u32 { 2 }\nassert_eq!(smol::block_on(two()), 2);")
}

fn each_crate_of_the_book_can_be_used() -> Result<(), Failed> {
    let uses: String = CRATES.iter().map(|name| format!("use {name} as _;\n")).collect();
    let runs = "let handle = turns::EventLoop::new;\nlet _ = handle;";
    passes("rust", &format!("{uses}{runs}"))
}

fn a_panic_is_reported() -> Result<(), Failed> {
    is_reported(
        "rust",
        "# let a = 1;\nassert_eq!(a, 2, \"they differ\");",
        &["book/en/page.md:5: failed as it ran", "page.md:7:", "they differ"],
    )
}

fn no_compile_is_reported() -> Result<(), Failed> {
    is_reported(
        "rust",
        "let a = 1;\n\nlet b: String = a;",
        &["book/en/page.md:5: does not compile", "error[E0308]", "--> book/en/page.md:8:"],
    )
}

fn an_exit_code_is_reported() -> Result<(), Failed> {
    is_reported(
        "rust",
        "println!(\"so far\");\nstd::process::exit(3);",
        &["page.md:5: ", "3", "so far"],
    )
}

fn a_fragment_that_hangs_is_stopped() -> Result<(), Failed> {
    let code = "println!(\"so far\");\nloop { std::thread::park(); }";
    let judged = judged_within(Duration::from_secs(2), "rust", code)?;
    has_parts(judged, &["page.md:5: had not ended after 2 s", "so far"])
}

fn no_run_compiles_and_does_not_run() -> Result<(), Failed> {
    passes("rust,no_run", "panic!(\"it ran\");")?;
    is_reported("rust,no_run", "let a: () = 1;", &["page.md:5: does not compile", "E0308"])
}

fn should_panic_wants_a_panic() -> Result<(), Failed> {
    passes("rust,should_panic", "panic!();")?;
    is_reported("rust,should_panic", "let _ = 1;", &["page.md:5: did not panic"])?;
    is_reported("rust,should_panic", "std::process::exit(1);", &["page.md:5: did not panic"])
}

/// A value used after it has moved: E0382.
const MOVED: &str = "let a = String::new();\ndrop(a);\ndrop(a);";

fn refused_for_its_reason_passes() -> Result<(), Failed> {
    passes("rust,compile_fail,E0382", MOVED)?;
    let of_tokio = "async fn twice() {\n    let handle = tokio::spawn(async {});\n    \
                    handle.await;\n    handle.await;\n}";
    passes("rust,compile_fail,E0382", of_tokio)
}

fn compile_fail_that_compiles_is_reported() -> Result<(), Failed> {
    let parts = ["page.md:5: is not refused as the page says", "compiled successfully"];
    is_reported("rust,compile_fail,E0382", "let a = 1;\ndrop(a);", &parts)?;
    is_reported("rust,compile_fail", "let a = 1;\ndrop(a);", &parts)
}

fn another_reason_is_reported() -> Result<(), Failed> {
    is_reported(
        "rust,compile_fail,E0499",
        MOVED,
        &["page.md:5: is not refused as the page says", "error[E0382]", "page.md:8:", "E0499"],
    )
}

fn an_error_with_a_code_must_be_named() -> Result<(), Failed> {
    is_reported(
        "rust,compile_fail",
        MOVED,
        &["page.md:5: name the error's code", "compile_fail,E0382"],
    )
}

fn an_error_without_a_code_needs_none() -> Result<(), Failed> {
    let code = "let rc = std::rc::Rc::new(1);\n\
                tokio::spawn(async move { tokio::task::yield_now().await; drop(rc); });";
    passes("rust,compile_fail", code)
}

fn an_unknown_word_is_reported() -> Result<(), Failed> {
    is_reported("rust,ignore", "let a: () = 1;", &["page.md:5: `ignore` is not known here"])
}

fn other_crates_are_out_of_reach() -> Result<(), Failed> {
    // The tests are linked with it, the book does not speak of it.
    is_reported("rust", "use walkdir as _;", &["page.md:5: does not compile", "walkdir"])
}
