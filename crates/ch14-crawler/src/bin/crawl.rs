//! The crawler as a tool for a site of one's own: see `--help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ch14_crawler::tool::main()
}
