//! Opens every page of the finished site in Chromium, at the width of a desk and of a phone.
//!
//! The browser is spoken to by its DevTools protocol, so nothing but Chromium is needed. Each row
//! that `--list` prints is a test with a name of its own, such as `en/introduction@390`.

#![forbid(unsafe_code)]

mod axe;
mod behaviour;
mod beside;
mod cdp;
mod chromium;
mod complaints;
mod environment;
mod epub;
mod found;
mod known;
mod page;
mod picture;
mod programs;
mod reading;
mod search;
mod site;
mod stepping;
mod tab;
mod without_scripts;

use environment::Environment;
use libtest_mimic::{Arguments, Conclusion, Trial};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match run(&arguments) {
        Ok(conclusion) => conclusion.exit_code(),
        // Not as a failing test: a filter on the command line would leave it out.
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<Conclusion> {
    let site = site::Site::copy()?;
    let tools = match found::tools()? {
        Ok(tools) => tools,
        Err(missing) => {
            eprintln!("{missing}\nThe browser tests are ignored.");
            let ignored = |trial: Trial| trial.with_ignored_flag(true);
            let trials = trials(&site, &None).into_iter().map(ignored).collect();
            return Ok(libtest_mimic::run(arguments, trials));
        }
    };
    if arguments.list {
        return Ok(libtest_mimic::run(arguments, trials(&site, &None)));
    }
    let environment = Arc::new(Environment::start(&tools, &site)?);
    let trials = trials(&site, &Some(Arc::clone(&environment)));
    let conclusion = libtest_mimic::run(arguments, trials);
    environment.stop();
    Ok(conclusion)
}

/// Every test there is. Without an environment they can be listed, not run.
fn trials(site: &site::Site, environment: &Option<Arc<Environment>>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for width in tab::WIDTHS {
        trials.extend(epub::trials(site, width, environment));
        trials.extend(page::trials(site, width, environment));
        trials.extend(behaviour::trials(site, width, environment));
        trials.extend(beside::trials(site, width, environment));
        trials.extend(programs::trials(site, width, environment));
        trials.extend(reading::trials(site, width, environment));
        trials.extend(stepping::trials(site, width, environment));
        trials.extend(without_scripts::trials(site, width, environment));
    }
    trials
}
