//! The chapter's program: runs one of its listings, or the test of an exercise; or it is the site
//! that they crawl, for those in Python and for whoever wants to look at it.

use std::process::ExitCode;

use ch14_crawler::site;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() != Some("site") {
        return runner::run(&ch14_crawler::CHAPTER);
    }
    match site::serve_alone() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: the site cannot open: {error}");
            ExitCode::FAILURE
        }
    }
}
