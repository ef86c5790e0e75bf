//! Chinese pages that wait for their translation: each says so, and leads to the English one.
//!
//! Such a page holds its title, with the id of the English one, and `{{#untranslated}}`, and
//! nothing else. So it is marked where an author will translate it, and cannot be forgotten: the
//! check counts these pages, and a page that says more is compared with the English one.

use crate::directive;
use crate::page::{Page, PageTarget};
use crate::repository;
use crate::section::sections;
use catalog::Lang;
use listing::Problem;
use std::collections::BTreeSet;

/// The directive's name.
pub const NAME: &str = "untranslated";

/// Whether a page says that it is still to be translated.
pub fn is(markdown: &str) -> bool {
    directive::find(markdown).iter().any(|directive| directive.name == NAME)
}

/// The names of those of the pages that are still to be translated.
pub fn names(pages: &[Page]) -> BTreeSet<String> {
    pages.iter().filter(|page| is(&page.markdown)).map(|page| page.name.clone()).collect()
}

/// What such a page has that it should not have, or lacks.
pub fn faults(en: &str, zh: &Page) -> Vec<Problem> {
    let title = |markdown: &str| sections(markdown).first().and_then(|s| s.id.clone());
    let mut problems = Vec::new();
    match (title(en), title(&zh.markdown)) {
        (Some(en), Some(zh)) if en == zh => {}
        (Some(id), _) => {
            let what = format!("its first heading needs the id of the English one: {{#{id}}}");
            problems.push(Problem::of(&zh.file, what));
        }
        (None, _) => {}
    }
    let mut lines = zh.markdown.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let starts = lines.next().is_some_and(|(_, line)| line.starts_with("# "));
    let rest = lines.find(|(_, line)| line.trim() != format!("{{{{#{NAME}}}}}"));
    if !starts || rest.is_some() {
        let line = rest.map_or(1, |(i, _)| i + 1);
        let what = format!(
            "a page with {{{{#{NAME}}}}} has its title and nothing else: take the directive out \
             when you translate the page"
        );
        problems.push(Problem::at(&zh.file, line, what));
    }
    problems
}

/// What stands on the page instead of its text.
///
/// # Errors
/// The page is English.
pub(crate) fn note(page: &PageTarget) -> Result<String, String> {
    if page.lang == Lang::En {
        return Err(format!("{{{{#{NAME}}}}} is for Chinese pages: English ones come first"));
    }
    let name = page.file.file_stem().unwrap_or_default().to_string_lossy();
    let (repository, en) = (page.repository, Lang::En);
    let here = match page.renderer {
        "html" if page.site => Some(format!("../{en}/{name}.html")),
        "html" => Some(repository::place(repository, &format!("book/{en}/{name}.md"))),
        _ => None,
    };
    Ok(match here {
        Some(link) => format!(
            "这一章还没有译成中文。请先读<a href=\"{link}\" hreflang=\"{}\">英文版的这一章</a>。",
            en.tag()
        ),
        None => "这一章还没有译成中文。请先读本书英文版的这一章。".to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const EN: &str = "# The loop {#loop}\n\nText.\n";

    fn said(zh: &str) -> Vec<String> {
        let page = Page {
            name: "loop".into(),
            lang: Lang::Zh,
            file: "zh.md".into(),
            markdown: zh.into(),
            sections: sections(zh),
        };
        faults(EN, &page).iter().map(Problem::to_string).collect()
    }

    #[test]
    fn a_title_and_the_directive_are_enough() {
        let page = "# 循环 {#loop}\n\n{{#untranslated}}\n";
        assert!(is(page));
        assert!(!is(EN));
        assert_eq!(said(page), [] as [&str; 0]);
    }

    #[test]
    fn another_id_and_more_words_are_named() {
        let wrong = said("# 循环 {#lop}\n\n{{#untranslated}}\n\n文字。\n");

        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert_eq!(wrong[0], "zh.md: its first heading needs the id of the English one: {#loop}");
        assert!(wrong[1].starts_with("zh.md:5: a page with {{#untranslated}} has its title and"));
    }

    #[test]
    fn the_site_leads_to_the_english_page_and_paper_names_it() {
        let page = |renderer, site| PageTarget {
            file: Path::new("book/zh/loop.md"),
            lang: Lang::Zh,
            renderer,
            repository: "https://example.org/r",
            site,
        };

        assert!(note(&page("html", true)).unwrap().contains("href=\"../en/loop.html\""));
        let stock = note(&page("html", false)).unwrap();
        assert!(stock.contains("href=\"https://example.org/r/blob/main/book/en/loop.md\""));
        assert!(!note(&page("pdf", false)).unwrap().contains("href"));
        let english = PageTarget { lang: Lang::En, ..page("html", true) };
        assert!(note(&english).unwrap_err().contains("is for Chinese pages"));
    }
}
