//! What skeptic takes for `rustc`: see `snippets::compiler`.

use std::process::ExitCode;

fn main() -> ExitCode {
    snippets::compiler::main()
}
