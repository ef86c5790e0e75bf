//! Drawings that come again: one source, each time with other parts marked, in both languages.
//!
//! A drawing that a page shows once is included as it is. One that several chapters come back to is
//! a file of `book/pictures`: an `<svg>` whose parts are groups that begin as `PART` says, and
//! whose words are in both languages, `the loop|循环`. `{{#picture round_trip mark=loop,queue}}`
//! stands in a `<figure>`, where an include would; the parts that it names are drawn stronger.

use crate::directive::line_of;
use catalog::Lang;
use listing::Problem;
use std::path::Path;

/// Where the drawings lie, relative to the repository's root.
pub const FOLDER: &str = "book/pictures";

/// How a part begins, before its name and after it.
const PART: (&str, &str) =
    ("data-part=\"", "\" fill-opacity=\"0.06\" stroke=\"currentColor\" stroke-width=\"1.5\"");

/// What stands in place of [`PART`]'s end in a part that is marked.
const MARKED: &str = "\" fill-opacity=\"0.3\" stroke=\"currentColor\" stroke-width=\"4\"";

/// A drawing, and the names of its parts.
#[derive(Debug)]
pub struct Picture {
    /// `round_trip`, for `round_trip.svg`.
    pub name: String,
    svg: String,
    parts: Vec<String>,
}

/// Reads every drawing of [`FOLDER`], in the order of their names.
pub fn read_all(root: &Path, problems: &mut Vec<Problem>) -> Vec<Picture> {
    let Ok(files) = std::fs::read_dir(root.join(FOLDER)) else { return Vec::new() };
    let mut pictures = Vec::new();
    for path in files.flatten().map(|file| file.path()) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "svg") || name.starts_with('.') {
            continue;
        }
        let file = Path::new(FOLDER).join(path.file_name().unwrap_or_default());
        match std::fs::read_to_string(&path) {
            Ok(svg) => match Picture::new(&name, svg) {
                Ok(picture) => pictures.push(picture),
                Err((line, what)) => problems.push(Problem::at(file, line, what)),
            },
            Err(e) => problems.push(Problem::of(file, e.to_string())),
        }
    }
    pictures.sort_by(|a, b| a.name.cmp(&b.name));
    pictures
}

impl Picture {
    /// A drawing with its parts, or the line of what is wrong with it.
    fn new(name: &str, svg: String) -> Result<Self, (usize, String)> {
        let mut parts = Vec::new();
        for (at, _) in svg.match_indices(PART.0) {
            let rest = &svg[at + PART.0.len()..];
            let part = rest.split('"').next().unwrap_or_default().to_owned();
            if !rest[part.len()..].starts_with(PART.1) {
                let what = format!("the part `{part}` must begin `{}{part}{}`", PART.0, PART.1);
                return Err((line_of(&svg, at), what));
            }
            parts.push(part);
        }
        Ok(Self { name: name.to_owned(), svg: svg.trim_end().to_owned(), parts })
    }

    /// The drawing in this language, with these parts marked. The number keeps its ids apart from
    /// those of the same drawing elsewhere on the page.
    fn drawn(&self, marked: &[&str], lang: Lang, number: usize) -> Result<String, String> {
        let mut svg = self.svg.clone();
        for part in marked {
            if !self.parts.iter().any(|known| known == part) {
                let parts = self.parts.join("`, `");
                return Err(format!("`{}` has no part `{part}`: it has `{parts}`", self.name));
            }
            svg = svg.replace(
                &format!("{}{part}{}", PART.0, PART.1),
                &format!("{}{part}{MARKED}", PART.0),
            );
        }
        for start in [" id=\"", "url(#"] {
            svg = svg.replace(start, &format!("{start}p{number}-"));
        }
        Ok(in_language(&svg, lang))
    }
}

/// The words between two tags, `the loop|循环`, in this language.
fn in_language(svg: &str, lang: Lang) -> String {
    let words = |text: &str| match text.split_once('|') {
        Some((en, zh)) => (if lang == Lang::Zh { zh } else { en }).to_owned(),
        None => text.to_owned(),
    };
    let mut out = String::with_capacity(svg.len());
    for (i, piece) in svg.split('<').enumerate() {
        let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
        if i > 0 {
            out.push('<');
            out.push_str(tag);
            out.push('>');
        }
        out.push_str(&words(text));
    }
    out
}

/// What replaces `{{#picture round_trip mark=loop}}`.
///
/// # Errors
/// There is no such drawing, or it has no such part.
pub fn expand(
    pictures: &[Picture],
    arguments: &str,
    lang: Lang,
    number: usize,
) -> Result<String, String> {
    let mut words = arguments.split_whitespace();
    let name = words.next().ok_or("which picture? write {{#picture round_trip mark=loop}}")?;
    let picture = pictures.iter().find(|picture| picture.name == name).ok_or_else(|| {
        let names = pictures.iter().map(|picture| picture.name.as_str());
        let hint = listing::did_you_mean(name, names).unwrap_or_default();
        format!("{FOLDER} has no `{name}.svg`; {hint}").trim_end_matches("; ").to_owned()
    })?;
    let mut marked = Vec::new();
    for word in words {
        let Some(parts) = word.strip_prefix("mark=").filter(|_| marked.is_empty()) else {
            return Err(format!("a picture takes mark=PART,PART once, and not `{word}`"));
        };
        marked = parts.split(',').collect();
    }
    picture.drawn(&marked, lang, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let part = |name: &str| format!("<g {}{name}{}><rect/></g>", PART.0, PART.1);
        let svg = format!(
            "<svg>\n<title>A trip|来回</title>\n<marker id=\"arrow\"/>{}{}\n\
             <path marker-end=\"url(#arrow)\"/><text>no words</text>\n</svg>\n",
            part("loop"),
            part("kernel")
        );
        Picture::new("trip", svg).unwrap()
    }

    fn said(arguments: &str, lang: Lang) -> Result<String, String> {
        expand(&[picture()], arguments, lang, 7)
    }

    #[test]
    fn only_the_parts_that_are_named_are_marked() {
        let plain = said("trip", Lang::En).unwrap();
        let marked = said("trip mark=loop", Lang::En).unwrap();
        let both = said("trip mark=loop,kernel", Lang::En).unwrap();

        assert_eq!(plain.matches(MARKED).count(), 0);
        assert_eq!(marked.matches(MARKED).count(), 1);
        assert!(marked.contains(&format!("loop{MARKED}")), "{marked}");
        assert_eq!(both.matches(MARKED).count(), 2);
    }

    #[test]
    fn each_language_has_its_words_and_each_place_its_ids() {
        let (en, zh) = (said("trip", Lang::En).unwrap(), said("trip", Lang::Zh).unwrap());

        assert!(en.contains("<title>A trip</title>") && zh.contains("<title>来回</title>"));
        assert!(en.contains("id=\"p7-arrow\"") && en.contains("url(#p7-arrow)"), "{en}");
        assert!(en.starts_with("<svg>") && en.ends_with("</svg>"));
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is() {
        for (arguments, wanted) in [
            ("", "which picture?"),
            ("tripp", "has no `tripp.svg`"),
            ("trip mark=lop", "`trip` has no part `lop`: it has `loop`, `kernel`"),
            ("trip marks=loop", "takes mark=PART,PART once, and not `marks=loop`"),
        ] {
            let error = said(arguments, Lang::En).unwrap_err();
            assert!(error.contains(wanted), "{arguments}: {error}");
        }
        let (line, what) = Picture::new("p", "<svg>\n<g data-part=\"a\"/>".into()).unwrap_err();
        assert!(line == 2 && what.contains("the part `a` must begin"), "{line}: {what}");
    }
}
