//! The command line of `cargo book`.

use crate::documents::{self, Documents};
use crate::inputs::Inputs;
use crate::say::say;
use crate::site::{self, Builder, Search};
use crate::{links, place, serve, stock};
use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use listing::{command, did_you_mean};
use pages::{Lang, Problem};
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Build, serve and check *Taking Turns*: the site, the PDFs and the EPUBs, in two languages.
#[derive(Parser)]
#[command(name = "cargo book", bin_name = "cargo book", version)]
#[command(after_help = "Examples:\n  \
    cargo book serve --port 8080   read the site while writing\n  \
    cargo book pdf --lang zh       only the Chinese PDF\n  \
    cargo book check               what is wrong with the sources, line by line")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the site in both languages, and a PDF and an EPUB of each
    Build,
    /// Build the site, serve it on this machine, and reload pages when a source changes
    Serve {
        /// The port to serve on; 0 takes a free one
        #[arg(long, default_value_t = 3000)]
        port: u16,
        /// Build the PDFs and the EPUBs first, and anew when a source changes
        #[arg(long)]
        documents: bool,
    },
    /// Build the PDFs
    Pdf {
        /// Only this language: en or zh
        #[arg(long, value_parser = parse_lang)]
        lang: Option<Lang>,
    },
    /// Build the EPUBs
    Epub {
        /// Only this language: en or zh
        #[arg(long, value_parser = parse_lang)]
        lang: Option<Lang>,
    },
    /// Check the sources, and the links of the site if it has been built
    Check,
    /// Say that the Chinese pages (or these) fit their English ones: renews the sections' hashes
    Translated {
        /// Pages by name, such as ch08-task-future, or by path; all if none is given
        pages: Vec<String>,
    },
    /// Write down the comments of listings that are still to be translated, beside each listing
    Comments {
        /// Chapters by name, such as ch08-task-future, or by path; all if none is given
        pages: Vec<String>,
    },
    /// Speak mdBook's preprocessor protocol on standard input and output
    Preprocess {
        #[command(subcommand)]
        question: Option<Question>,
    },
}

#[derive(Subcommand)]
enum Question {
    /// mdBook asks whether a renderer is supported: all are
    Supports {
        /// The renderer's name
        renderer: String,
    },
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| "the book is in `en` and `zh`".to_string())
}

/// Reads the arguments and does what they say. Faults go to standard error; the exit code is 1,
/// or 2 for arguments that are not understood.
pub fn main() -> ExitCode {
    command::exit_code(run(Cli::parse().command))
}

fn run(command: Command) -> Result<ExitCode> {
    let root = place::root()?;
    match command {
        Command::Build => {
            let inputs = Inputs::read(&root);
            let stamp = inputs.stamp_of_all()?;
            if place::is_built(&root, &stamp) {
                say(&format!("{} (nothing has changed)", place::out(&root).display()));
                return Ok(ExitCode::SUCCESS);
            }
            let sources = Arc::new(site::sources(&root)?);
            Documents::default().build(&root, &sources, &Lang::ALL, &place::ENDINGS)?;
            build_site(&root, &sources, &inputs)?;
            place::built(&root, &stamp)
        }
        Command::Serve { port, documents } => {
            // Before the build, which takes longer than a reader likes to wait for this error.
            let listener = serve::listen(port)?;
            let inputs = Inputs::read(&root);
            let sources = Arc::new(site::sources(&root)?);
            let mut documents = documents.then(Documents::default);
            if let Some(documents) = &mut documents {
                documents.build(&root, &sources, &Lang::ALL, &place::ENDINGS)?;
            }
            let builder = build_site(&root, &sources, &inputs)?;
            serve::serve(&root, listener, (builder, inputs), documents)
        }
        Command::Pdf { lang } => {
            let sources = Arc::new(site::sources(&root)?);
            Documents::default().build(&root, &sources, &chosen(lang), &["pdf"])
        }
        Command::Epub { lang } => {
            let sources = Arc::new(site::sources(&root)?);
            Documents::default().build(&root, &sources, &chosen(lang), &["epub"])
        }
        Command::Check => check(&root),
        Command::Translated { pages } => return translated(&root, &pages),
        Command::Comments { pages } => return comments(&root, &pages),
        Command::Preprocess { question: Some(Question::Supports { .. }) } => Ok(()),
        Command::Preprocess { question: None } => {
            stock::preprocess(&root, std::io::stdin().lock(), std::io::stdout().lock())
        }
    }?;
    Ok(ExitCode::SUCCESS)
}

fn chosen(lang: Option<Lang>) -> Vec<Lang> {
    lang.map_or(Lang::ALL.to_vec(), |lang| vec![lang])
}

/// Builds the site, and gives what can build it anew after a change.
fn build_site(root: &Path, sources: &Arc<pages::Sources>, inputs: &Inputs) -> Result<Builder> {
    let start = Instant::now();
    let mut builder = Builder::default();
    let folder = builder.build(root, sources, inputs, Search::Now)?;
    say(&format!("Site  {} ({:.1} s)", folder.display(), start.elapsed().as_secs_f64()));
    Ok(builder)
}

fn check(root: &Path) -> Result<()> {
    let sources = site::sources(root)?;
    let (problems, counts) = pages::problems(root, &sources);
    let mut lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let built = place::site(root);
    if built.is_dir() {
        let to_come = documents::missing(root);
        if !to_come.is_empty() {
            say(&format!("Not built yet: {} (`cargo book build`).", to_come.join(", ")));
        }
        lines.extend(links::faults(&built, &to_come)?);
    } else {
        say("No site has been built, so its links were not checked: `cargo book build`.");
    }
    say(&counts.to_string());
    match lines.len() {
        0 => Ok(()),
        1 => bail!("1 fault:\n{}", lines[0]),
        n => bail!("{n} faults:\n{}", lines.join("\n")),
    }
}

fn translated(root: &Path, asked: &[String]) -> Result<ExitCode> {
    let of = |lang| pages::pages(root, lang).map_err(|p: Problem| anyhow::anyhow!("{p}"));
    let (en, zh) = (of(Lang::En)?, of(Lang::Zh)?);
    let names = match known(asked, zh.iter().map(|page| page.name.as_str())) {
        Ok(names) => names,
        Err((name, hint)) => {
            return Ok(command::usage(&format!("there is no page book/zh/{name}.md; {hint}")));
        }
    };
    for page in zh.iter().filter(|page| names.is_empty() || names.contains(&page.name)) {
        if pages::untranslated::is(&page.markdown) {
            if names.contains(&page.name) {
                bail!("{} still says {{{{#untranslated}}}}: take that out", page.file.display());
            }
            continue;
        }
        let Some(original) = en.iter().find(|en| en.name == page.name) else { continue };
        let accepted = pages::translation::accept(&original.markdown, &page.markdown);
        if accepted != page.markdown {
            fs::write(root.join(&page.file), accepted)
                .with_context(|| format!("writing {}", page.file.display()))?;
            say(&page.file.display().to_string());
        }
    }
    translated_exercises(root, &names)?;
    Ok(ExitCode::SUCCESS)
}

fn comments(root: &Path, asked: &[String]) -> Result<ExitCode> {
    let sources = site::sources(root)?;
    let chapters = match known(asked, listing::chapters().iter().map(|chapter| chapter.name)) {
        Ok(chapters) => chapters,
        Err((name, hint)) => {
            return Ok(command::usage(&format!("there is no chapter {name}; {hint}")));
        }
    };
    for (file, text) in sources.comments_to_complete(&chapters) {
        fs::write(root.join(&file), text).with_context(|| format!("writing {}", file.display()))?;
        say(&file.display().to_string());
    }
    Ok(ExitCode::SUCCESS)
}

/// The names of what is asked for, if all of them are known; otherwise the first that is not, and what
/// it may have meant.
fn known<'a>(
    asked: &[String],
    all: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<String>, (String, String)> {
    let names: Vec<String> = asked.iter().map(|asked| page_name(asked)).collect();
    match names.iter().find(|name| !all.clone().any(|one| one == *name)) {
        None => Ok(names),
        Some(unknown) => {
            let hint = did_you_mean(unknown, all.clone())
                .unwrap_or_else(|| format!("there are {}", all.collect::<Vec<_>>().join(", ")));
            Err((unknown.clone(), hint))
        }
    }
}

/// The name in `book/zh/ch08-task-future.md`, which is what `cargo book check` prints.
fn page_name(asked: &str) -> String {
    let name = asked.rsplit(['/', '\\']).next().unwrap_or(asked);
    name.strip_suffix(".md").unwrap_or(name).to_owned()
}

/// The same for the Chinese words of these chapters' exercises.
fn translated_exercises(root: &Path, names: &[String]) -> Result<()> {
    for exercise in site::sources(root)?.exercises {
        let chapter = exercise.entry.chapter.name;
        if !names.is_empty() && !names.iter().any(|name| name == chapter) {
            continue;
        }
        let file = exercise.zh_file();
        if let (Some(accepted), Some(zh)) = (exercise.accepted(), &exercise.zh)
            && accepted != zh.text
        {
            fs::write(root.join(&file), accepted)
                .with_context(|| format!("writing {}", file.display()))?;
            say(&file.display().to_string());
        }
    }
    Ok(())
}
