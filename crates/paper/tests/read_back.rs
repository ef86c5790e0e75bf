//! The sample book is set in both languages and read back with other people's programs: poppler for
//! the PDFs, epubcheck for the EPUBs.
//!
//! Where such a program or a Chinese font is missing, its trials are ignored and say what to install;
//! with `CI` set they fail, so that no machine passes by having nothing to check with.

mod sample;

use libtest_mimic::{Arguments, Failed, Trial};
use paper::{Lang, Pdf, Typesetter};
use sample::Sample;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Mutex, OnceLock};

fn main() -> ExitCode {
    let poppler = Needs::program("pdftotext", "poppler-utils");
    let chinese =
        Needs { there: typesetter().lock().unwrap().has_chinese(), install: "fonts-noto-cjk" };
    let epubcheck =
        Needs { there: epubcheck().is_some(), install: "epubcheck default-jre-headless" };
    let mut trials = Vec::new();
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        let mut add = |what: &str, needs: &[&Needs], check: Check| {
            trials.push(trial(format!("{name}::{what}"), needs, lang, check));
        };
        add("typst_has_no_warning", &[&chinese], no_warnings);
        add("the_same_input_gives_the_same_pdf", &[&chinese], same_pdf);
        add("all_fonts_are_embedded", &[&chinese, &poppler], fonts_embedded);
        add("the_text_reads_back", &[&chinese, &poppler], words);
        add("copied_code_is_the_code", &[&chinese, &poppler], code);
        add("nothing_runs_out_of_the_page", &[&chinese, &poppler], inside_the_margins);
        add("drawings_stay_vectors", &[&chinese, &poppler], vectors);
        add("title_and_tags_and_no_date", &[&chinese, &poppler], facts);
        add("the_outline_is_three_deep", &[&chinese, &poppler], outline);
        add("page_references_are_right", &[&chinese, &poppler], page_references);
        add("other_sides_lead_both_ways", &[&chinese, &poppler], other_sides);
        add("long_code_stands_in_two_columns", &[&chinese, &poppler], two_columns);
        add("keywords_are_coloured", &[&chinese, &poppler], keywords);
        add("what_is_not_in_focus_is_grey", &[&chinese, &poppler], focus);
        add("epubcheck_finds_nothing", &[&epubcheck], valid_epub);
        add("older_readers_find_contents_and_cover", &[], older_readers);
        add("the_same_input_gives_the_same_epub", &[], same_epub);
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

type Check = fn(Lang) -> Result<(), Failed>;

/// Something that a trial cannot do without.
struct Needs {
    there: bool,
    /// The packages of Debian that have it.
    install: &'static str,
}

impl Needs {
    fn program(name: &str, install: &'static str) -> Self {
        Needs { there: in_path(name).is_some(), install }
    }
}

fn trial(name: String, needs: &[&Needs], lang: Lang, check: Check) -> Trial {
    let missing: Vec<&str> = needs.iter().filter(|n| !n.there).map(|n| n.install).collect();
    if missing.is_empty() {
        return Trial::test(name, move || check(lang));
    }
    let cure = format!("apt-get install {}", missing.join(" "));
    let strict = std::env::var_os("CI").is_some();
    if !strict {
        eprintln!("{name} is ignored; to run it: {cure}");
    }
    Trial::test(name, move || Err(format!("cannot be checked here; {cure}").into()))
        .with_ignored_flag(!strict)
}

// ---- The PDF

fn no_warnings(lang: Lang) -> Result<(), Failed> {
    equal(&pdf(lang)?.warnings, &Vec::<String>::new())
}

fn same_pdf(lang: Lang) -> Result<(), Failed> {
    let again = set(&Sample::read(lang))?;
    holds(again.bytes == pdf(lang)?.bytes, "two runs of one typesetter differ")?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut another = Typesetter::start(&root).map_err(|e| e.to_string())?;
    let sample = Sample::read(lang);
    let other = paper::pdf(&sample.edition(), &mut another).map_err(|e| e.to_string())?;
    holds(other.bytes == again.bytes, "two typesetters differ")
}

fn fonts_embedded(lang: Lang) -> Result<(), Failed> {
    let table = run("pdffonts", &[], lang, &[])?;
    let fonts: Vec<&str> = table.lines().skip(2).collect();
    holds(fonts.len() >= 5, &table)?;
    // Columns from the right: object and generation, then unicode, subset, embedded.
    for font in fonts {
        let columns: Vec<&str> = font.split_whitespace().rev().collect();
        equal(&columns[2..5], &["yes", "yes", "yes"])?;
    }
    Ok(())
}

fn words(lang: Lang) -> Result<(), Failed> {
    let text = run("pdftotext", &[], lang, &["-"])?;
    let expected: &[&str] = match lang {
        Lang::En => &[
            "Chapter 8",
            "A task (任务) is a coroutine",
            "In Python that is send(None), in Rust poll.",
            "Version 0.1.0",
            "event loop",
            "Alice’s turns",
            "first_task on turns, as it ran. A caption in Markdown.",
            "8.1 The stages",
            "N37: wrong",
            "prints pending first? & why so",
            "cargo listing first_task",
            "It is treated in Chapter 8: A listing",
        ],
        Lang::Zh => &[
            "第 8 章",
            "先在这里看到，而不是等到书里",
            "说明",
            "版本 0.1.0",
            "事件循环",
            "各个阶段",
            "N37：不成立",
            "过一会儿就知道答案",
            "don’t panic",
            "见第 8 章：",
        ],
    };
    // Poppler guesses at spaces between scripts.
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    for words in expected {
        holds(bare(&text).contains(&bare(words)), &format!("{words:?} is not in:\n{text}"))?;
    }
    holds(!text.contains('\u{fffd}'), "the text has a character that could not be read")?;
    holds(!text.contains("not printed") && !text.contains("注释不印"), "a comment is printed")?;
    holds(!text.contains("Part II: Drafts"), "a part with no text is printed")?;
    holds(!text.contains("hidden::line"), "a hidden line of code is printed")
}

fn code(lang: Lang) -> Result<(), Failed> {
    let text = run("pdftotext", &["-layout"], lang, &["-"])?;
    let bare: String = text.split_whitespace().collect();
    let long = "new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(async_main(arguments))";
    for code in ["pubasyncfnanswer(", "cargolistingfirst_task", long] {
        holds(bare.contains(code), &format!("{code:?} is not in:\n{text}"))?;
    }
    // As deep as in the program: a column of code is as wide as one of `-layout` or wider.
    if lang == Lang::En {
        let depth = |code: &str| text.lines().find_map(|line| line.find(code));
        let (outer, inner) = (depth("pub async fn answer"), depth("self.calls.push"));
        holds(inner >= outer.map(|n| n + 4), &format!("{outer:?} and {inner:?} in:\n{text}"))?;
    }
    holds(!text.contains(['↪', '\u{e000}', '\u{e001}']), "a mark is copied with the code")?;
    let joiners = |c: char| matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}');
    let dirty: Vec<&str> =
        text.lines().filter(|l| l.contains('_') && l.contains(joiners)).collect();
    equal(&dirty, &Vec::new())
}

fn inside_the_margins(lang: Lang) -> Result<(), Failed> {
    let boxes = run("pdftotext", &["-bbox"], lang, &["-"])?;
    let ends: Vec<f64> = boxes
        .lines()
        .filter_map(|line| line.split_once("xMax=\"")?.1.split_once('"')?.0.parse().ok())
        .collect();
    holds(ends.len() > 300, "too few words to judge by")?;
    // A4 is 595.3 points wide, the margin 53.9. Latin punctuation hangs out a little; of a Chinese
    // comma at a line's end the empty half may.
    let hanging = if lang == Lang::Zh { 5.3 } else { 2.4 };
    let widest = ends.iter().copied().fold(0.0, f64::max);
    holds(widest < 541.4 + hanging, &format!("a word ends at {widest} points"))
}

fn vectors(lang: Lang) -> Result<(), Failed> {
    let images = run("pdfimages", &["-list"], lang, &[])?;
    equal(&images.lines().skip(2).collect::<Vec<_>>(), &Vec::new())
}

fn facts(lang: Lang) -> Result<(), Failed> {
    let info = run("pdfinfo", &[], lang, &[])?;
    let squeezed = info.split_whitespace().collect::<Vec<_>>().join(" ");
    for fact in [
        format!("Title: {}", Sample::read(lang).title),
        "Author: A. Writer, B. Reader".into(),
        "Tagged: yes".into(),
        "(A4)".into(),
    ] {
        holds(squeezed.contains(&fact), &format!("{fact:?} is not in:\n{info}"))?;
    }
    holds(!info.contains("Date:"), &format!("a date in:\n{info}"))?;
    let tag = format!("/Lang({})", lang.tag());
    let bytes = &pdf(lang)?.bytes;
    let plain = String::from_utf8_lossy(bytes);
    holds(
        plain.replace("/Lang (", "/Lang(").contains(&tag),
        &format!("the PDF does not state {tag}"),
    )
}

fn outline(lang: Lang) -> Result<(), Failed> {
    let xml = run("pdftohtml", &["-xml", "-stdout", "-i"], lang, &[])?;
    let (mut depth, mut deepest, mut items) = (0, 0, 0);
    for line in xml.lines() {
        depth += i32::from(line.contains("<outline>")) - i32::from(line.contains("</outline>"));
        deepest = deepest.max(depth);
        items += i32::from(line.contains("<item page="));
    }
    holds(deepest >= 3, &format!("the outline is {deepest} deep"))?;
    let chapter = match lang {
        Lang::En => ">8 What does a task add",
        Lang::Zh => ">8 任务给协程添了什么",
    };
    holds(xml.contains(chapter) && items >= 10, &format!("{items} items; is {chapter:?} there?"))
}

/// The introduction refers to the chapter's first page: what is printed there is that number.
fn page_references(lang: Lang) -> Result<(), Failed> {
    let all = run("pdftotext", &[], lang, &["-"])?;
    let pages: Vec<String> = all.split('\u{c}').map(|p| p.split_whitespace().collect()).collect();
    let (before, after, opening) = match lang {
        Lang::En => ("thesamplechapter(p.", ")", "Chapter8"),
        Lang::Zh => ("样章（第", "页）", "第8章"),
    };
    let said = pages
        .iter()
        .find_map(|page| page.split_once(before)?.1.split_once(after))
        .map(|(number, _)| number.to_string())
        .ok_or_else(|| format!("no reference to a page in:\n{all}"))?;
    let page = pages
        .iter()
        .find(|page| page.starts_with(opening))
        .ok_or_else(|| format!("no page opens with {opening}"))?;
    holds(page.ends_with(&said), &format!("page {said} is referred to, but the page ends {page:?}"))
}

/// What a chapter leaves to the appendix is there, once, with the pages' numbers both ways.
fn other_sides(lang: Lang) -> Result<(), Failed> {
    let all = run("pdftotext", &[], lang, &["-"])?;
    let pages: Vec<String> = all.split('\u{c}').map(|p| p.split_whitespace().collect()).collect();
    let number = |before: &str| -> Result<(usize, usize), String> {
        let after = if lang == Lang::En { ")" } else { "页）" };
        pages
            .iter()
            .enumerate()
            .find_map(|(at, page)| Some((at, page.split_once(before)?.1.split_once(after)?.0)))
            .and_then(|(at, number)| Some((at, number.parse().ok()?)))
            .ok_or_else(|| format!("no {before:?} and a number in:\n{all}"))
    };
    let (there, back) = match lang {
        Lang::En => ("smol:Theothersides(p.", "Backtothetext(p."),
        Lang::Zh => ("smol、turns：其他版本（第", "回到正文（第"),
    };
    let (chapter, appendix_number) = number(there)?;
    let (appendix, chapter_number) = number(back)?;
    // Pages of the text are numbered from one on; the cover and the contents stand before them.
    equal(&(appendix - chapter), &(appendix_number - chapter_number))?;
    let code = "+usesmol::Timer;";
    equal(&all.split_whitespace().collect::<String>().matches(code).count(), &1)?;
    holds(pages[appendix].contains(code), &format!("{code:?} is not in the appendix"))?;
    holds(!all.contains("let excerpt"), "an excerpt stands beside the whole")
}

/// A long program is read row by row: what is copied has the order of the program.
fn two_columns(lang: Lang) -> Result<(), Failed> {
    if lang == Lang::Zh {
        return Ok(());
    }
    let text = run("pdftotext", &["-raw"], lang, &["-"])?;
    let mut rest = text.as_str();
    for n in 1..10 {
        let code = format!("fn stage_{n}()");
        rest = rest.split_once(&code).ok_or(format!("{code:?} is not next in:\n{rest}"))?.1;
    }
    // Two functions begin at one height: one in each column.
    let boxes = run("pdftotext", &["-bbox"], lang, &["-"])?;
    let top = |word: &str| {
        let line = boxes.lines().find(|line| line.contains(word)).unwrap_or_default();
        line.split_once("yMin=\"").and_then(|(_, l)| l.split_once('"')).map(|(y, _)| y.to_string())
    };
    let tops: Vec<_> = (1..10).filter_map(|n| top(&format!("stage_{n}()"))).collect();
    holds(tops.len() == 9 && tops[1..].contains(&tops[0]), &format!("one column: {tops:?}"))
}

/// Typst's own Rust grammar leaves these three plain. A plain word stands amid other code, a
/// coloured one by itself.
fn keywords(lang: Lang) -> Result<(), Failed> {
    let xml = run("pdftohtml", &["-xml", "-stdout", "-i"], lang, &[])?;
    let coloured = |word: &str| xml.contains(&format!("<b>{word}</b></text>"));
    for word in ["pub", "async", "await"] {
        holds(coloured(word), &format!("`{word}` is not coloured"))?;
    }
    holds(coloured("dyn") || lang == Lang::Zh, "`dyn` is not coloured")?;
    let plain: Vec<&str> = xml
        .lines()
        // The lines of a diff have the colour of their change.
        .filter(|line| line.starts_with("<text") && !line.contains(">-") && !line.contains(">+"))
        .filter(|line| [".await", "async fn", "Box&lt;dyn"].iter().any(|code| line.contains(code)))
        .collect();
    equal(&plain, &Vec::new())
}

/// The lines around those that the text is about have one colour, and what is far from them is named.
fn focus(lang: Lang) -> Result<(), Failed> {
    if lang == Lang::Zh {
        return Ok(());
    }
    let xml = run("pdftohtml", &["-xml", "-stdout", "-i"], lang, &[])?;
    let font = |code: &str| {
        let line = xml.lines().find(|line| line.contains(code))?;
        line.split_once("font=\"")?.1.split('"').next()
    };
    let colour = |font: Option<&str>| {
        let font = font?;
        let spec = xml.lines().find(|line| line.contains(&format!("<fontspec id=\"{font}\"")))?;
        spec.split_once("color=\"")?.1.split('"').next()
    };
    let [quiet, loud] = [colour(font("quietly")), colour(font("let"))];
    holds(quiet == Some("#56606e"), &format!("the head of the function is {quiet:?}"))?;
    holds(loud.is_some() && loud != quiet, &format!("the line in focus is {loud:?}"))?;
    holds(xml.contains("⋯ fn left_out") && !xml.contains("two::things"), "far lines stand there")
}

// ---- The EPUB

fn valid_epub(lang: Lang) -> Result<(), Failed> {
    let file = place(lang, "epub");
    fs::write(&file, epub(lang)?).map_err(|e| e.to_string())?;
    let mut command = epubcheck().ok_or("epubcheck is gone")?;
    let output = command.arg(&file).output().map_err(|e| e.to_string())?;
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    holds(said.contains("0 fatals / 0 errors / 0 warnings"), &said)
}

/// What older readers look for: contents as EPUB 2 has them, and a cover that is no drawing.
fn older_readers(lang: Lang) -> Result<(), Failed> {
    let bytes = epub(lang)?;
    let mut epub = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut read = |name: &str| -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let mut file = epub.by_name(name).map_err(|e| format!("{name}: {e}"))?;
        file.read_to_end(&mut bytes).map_err(|e| e.to_string())?;
        Ok(bytes)
    };
    holds(read("book/cover.png")?.starts_with(b"\x89PNG"), "the cover is no PNG")?;
    let contents = String::from_utf8_lossy(&read("book/toc.ncx")?).into_owned();
    let nav = String::from_utf8_lossy(&read("book/nav.xhtml")?).into_owned();
    let landmarks = nav.find("epub:type=\"landmarks\"").unwrap_or(nav.len());
    // Each place of the contents is there; a part leads to the first of them.
    for href in nav[..landmarks].split("href=\"").skip(2).filter_map(|rest| rest.split('"').next())
    {
        holds(contents.contains(&format!("src=\"{href}\"")), &format!("{href} is not in toc.ncx"))?;
    }
    let quiet = "<span class=\"quiet\">fn quietly() {</span>\n    let loud";
    let page = String::from_utf8_lossy(&read("book/ch08-sample.xhtml")?).into_owned();
    holds(page.contains(quiet) || lang == Lang::Zh, "what is not in focus is not told apart")?;
    let package = String::from_utf8_lossy(&read("book/package.opf")?).into_owned();
    holds(package.contains("<meta name=\"cover\"") && package.contains("<spine toc="), &package)
}

fn same_epub(lang: Lang) -> Result<(), Failed> {
    let bytes = epub(lang)?;
    holds(bytes == epub(lang)?, "two runs differ")?;
    // Two runs within a moment agree on the clock too: the files must be as old as a zip can say.
    equal(&bytes[10..14], &[0, 0, 0x21, 0])
}

fn epub(lang: Lang) -> Result<Vec<u8>, String> {
    let sample = Sample::read(lang);
    let mut typesetter = typesetter().lock().map_err(|e| e.to_string())?;
    let cover = paper::cover(&sample.edition(), &mut typesetter).map_err(|e| e.to_string())?;
    paper::epub(&sample.edition(), &cover).map_err(|e| e.to_string())
}

/// How epubcheck is started here: Debian installs a jar that not every kernel runs by itself.
fn epubcheck() -> Option<Command> {
    let program = in_path("epubcheck")?;
    let starts = |mut command: Command| {
        let output = command.arg("--version").output();
        output.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("EPUBCheck v"))
    };
    let java = || {
        let mut command = Command::new("java");
        command.arg("-jar").arg(&program);
        command
    };
    match () {
        () if starts(Command::new(&program)) => Some(Command::new(program)),
        () if starts(java()) => Some(java()),
        () => None,
    }
}

// ---- Helpers

fn typesetter() -> &'static Mutex<Typesetter> {
    static ONE: OnceLock<Mutex<Typesetter>> = OnceLock::new();
    ONE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Mutex::new(Typesetter::start(&root).unwrap_or_else(|why| panic!("{why:#}")))
    })
}

fn set(sample: &Sample) -> Result<Pdf, String> {
    let mut typesetter = typesetter().lock().map_err(|e| e.to_string())?;
    paper::pdf(&sample.edition(), &mut typesetter).map_err(|e| e.to_string())
}

/// The sample's PDF, set once a language.
fn pdf(lang: Lang) -> Result<&'static Pdf, String> {
    static SET: [OnceLock<Result<Pdf, String>>; 2] = [const { OnceLock::new() }; 2];
    let set = SET[usize::from(lang == Lang::Zh)].get_or_init(|| {
        let pdf = set(&Sample::read(lang))?;
        fs::write(place(lang, "pdf"), &pdf.bytes).map_err(|e| e.to_string())?;
        Ok(pdf)
    });
    set.as_ref().map_err(Clone::clone)
}

fn place(lang: Lang, ending: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sample-{}.{ending}", lang.tag()))
}

/// What a program prints about the PDF.
fn run(program: &str, before: &[&str], lang: Lang, after: &[&str]) -> Result<String, Failed> {
    pdf(lang)?;
    let output = Command::new(program)
        .args(before)
        .arg(place(lang, "pdf"))
        .args(after)
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    holds(output.status.success(), &String::from_utf8_lossy(&output.stderr))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn in_path(name: &str) -> Option<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&std::env::var_os("PATH")?).map(|p| p.join(&name)).find(|p| p.is_file())
}

fn holds(condition: bool, otherwise: &str) -> Result<(), Failed> {
    if condition { Ok(()) } else { Err(otherwise.into()) }
}

fn equal<T: PartialEq + std::fmt::Debug + ?Sized>(is: &T, should_be: &T) -> Result<(), Failed> {
    holds(is == should_be, &format!("{is:?} should be {should_be:?}"))
}
