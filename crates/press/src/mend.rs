//! Mends what mdBook's own page template leaves to be wished for, after it has rendered a page.
//!
//! Its menu bar is no landmark, the label that opens the sidebar carries attributes that a label
//! may not have, wide code and tables cannot be scrolled by keyboard, the contents cannot be
//! opened by keyboard without scripts, and its few words are English. Rewriting the rendered page
//! keeps us free of a copy of mdBook's template.

use anyhow::{Result, anyhow, bail};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};
use pages::Lang;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The parts of mdBook's page that are mended; without one of them the mends would do nothing.
const NEEDED: [&str; 5] = [
    "nav#mdbook-sidebar",
    "div#mdbook-menu-bar",
    "h1.menu-title",
    "label#mdbook-sidebar-toggle",
    "main",
];

/// The frame with the contents for pages without scripts. It is text to an HTML parser, because
/// what `noscript` encloses depends on whether there are scripts.
const FRAME: &str = "<iframe class=\"sidebar-iframe-outer\"";

/// The page mended, in its language.
///
/// # Errors
/// Names what mdBook's page no longer has: a new version of it needs a look at these mends.
pub fn mend(html: &str, lang: Lang) -> Result<String> {
    let seen = RefCell::default();
    let settings = RewriteStrSettings::new();
    let settings = structure(settings, &seen);
    let settings = keyboard(settings, lang);
    let settings = words(settings, lang);
    let mended = rewrite_str(html, settings).map_err(|e| anyhow!("{e}"))?;
    if let Some(missing) = NEEDED.iter().find(|needed| !seen.borrow().contains(**needed)) {
        bail!("mdBook's page has no {missing} any more: see crates/press/src/mend.rs");
    }
    if !html.contains(FRAME) {
        bail!("mdBook's page has no {FRAME}> any more: see crates/press/src/mend.rs");
    }
    // Markdown has no other way to leave the corner of a table empty, and an empty heading is none.
    let mended = mended.replace("<th></th>", "<td></td>");
    let title = translate("Table of contents", lang);
    Ok(mended.replace(FRAME, &FRAME.replace(" class", &format!(" title=\"{title}\" class"))))
}

type Settings<'h> = RewriteStrSettings<'h, 'static>;

/// Elements that say what they are.
fn structure<'h>(
    mut settings: Settings<'h>,
    seen: &'h RefCell<BTreeSet<&'static str>>,
) -> Settings<'h> {
    for needed in NEEDED {
        settings = settings.append_element_content_handler(element!(needed, move |_| {
            seen.borrow_mut().insert(needed);
            Ok(())
        }));
    }
    settings
        .append_element_content_handler(element!("div#mdbook-menu-bar", |bar| {
            bar.set_tag_name("header")?;
            Ok(())
        }))
        // The page has its own h1; the book's title above it is a label.
        .append_element_content_handler(element!("h1.menu-title", |title| {
            title.set_tag_name("p")?;
            Ok(())
        }))
        // A label may have no ARIA state. With scripts on, `turns.js` puts a button here.
        .append_element_content_handler(element!("label#mdbook-sidebar-toggle", |label| {
            label.remove_attribute("aria-label");
            label.remove_attribute("aria-controls");
            Ok(())
        }))
        .append_element_content_handler(element!("main", |main| {
            main.set_attribute("data-pagefind-body", "")?;
            Ok(())
        }))
}

/// Everything can be reached and scrolled by keyboard, with and without scripts.
fn keyboard(settings: Settings<'_>, lang: Lang) -> Settings<'_> {
    settings
        .append_element_content_handler(element!("main pre > code", |code| {
            code.set_attribute("tabindex", "0")?;
            Ok(())
        }))
        // A program scrolls as a whole, whatever it is made of.
        .append_element_content_handler(element!("main .program pre > code", |code| {
            code.remove_attribute("tabindex");
            Ok(())
        }))
        .append_element_content_handler(element!("main .table-wrapper", |table| {
            table.set_attribute("tabindex", "0")?;
            Ok(())
        }))
        .append_element_content_handler(element!("body", move |body| {
            let skip = match lang {
                Lang::En => "Skip to the text",
                Lang::Zh => "跳到正文",
            };
            let link = format!("<a class=\"skip\" href=\"#mdbook-content\">{skip}</a>");
            body.prepend(&link, ContentType::Html);
            Ok(())
        }))
        // A label takes no focus: without scripts this link opens the contents.
        .append_element_content_handler(element!("label#mdbook-sidebar-toggle", move |label| {
            let name = translate("Table of contents", lang);
            let link = format!("<a class=\"skip\" href=\"#mdbook-sidebar\">{name}</a>");
            label.after(&format!("<noscript>{link}</noscript>"), ContentType::Html);
            Ok(())
        }))
}

/// mdBook's own words, in the page's language.
fn words(settings: Settings<'_>, lang: Lang) -> Settings<'_> {
    settings
        .append_element_content_handler(element!("[title], [aria-label]", move |any| {
            for name in ["title", "aria-label"] {
                if let Some(text) = any.get_attribute(name) {
                    any.set_attribute(name, translate(&text, lang))?;
                }
            }
            Ok(())
        }))
        .append_element_content_handler(element!("button.theme", move |button| {
            let name = match button.get_attribute("id").as_deref() {
                Some("mdbook-theme-default_theme") => "自动",
                Some("mdbook-theme-light") => "浅色",
                Some("mdbook-theme-rust") => "铁锈",
                Some("mdbook-theme-coal") => "炭黑",
                Some("mdbook-theme-navy") => "藏青",
                _ => return Ok(()),
            };
            if lang == Lang::Zh {
                button.set_inner_content(name, ContentType::Text);
            }
            Ok(())
        }))
        .append_element_content_handler(text!("p.blockquote-tag-title", move |text| {
            let word = translate(text.as_str(), lang).to_string();
            text.replace(&word, ContentType::Text);
            Ok(())
        }))
        .append_element_content_handler(element!("#mdbook-help-popup", move |help| {
            help.set_inner_content(keys(lang), ContentType::Html);
            Ok(())
        }))
}

/// The help on keys, which says of our search what mdBook does not know.
fn keys(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "<h2>Keyboard shortcuts</h2>\
             <p><kbd>←</kbd> <kbd>→</kbd> the previous and the next page</p>\
             <p><kbd>/</kbd> search</p>\
             <p><kbd>?</kbd> this help</p>\
             <p><kbd>Esc</kbd> closes search and help</p>"
        }
        Lang::Zh => {
            "<h2>快捷键</h2>\
             <p><kbd>←</kbd> <kbd>→</kbd> 上一页、下一页</p>\
             <p><kbd>/</kbd> 搜索</p>\
             <p><kbd>?</kbd> 显示本帮助</p>\
             <p><kbd>Esc</kbd> 关闭搜索或帮助</p>"
        }
    }
}

/// mdBook's own words in the page's language; a text that is not mdBook's stays.
fn translate(text: &str, lang: Lang) -> &str {
    if lang == Lang::En {
        return text;
    }
    match text {
        "Table of contents" => "目录",
        "Toggle Table of Contents" => "显示或隐藏目录",
        "Change theme" => "更换主题",
        "Themes" => "主题",
        "Git repository" => "Git 仓库",
        "Page navigation" => "翻页",
        "Previous chapter" => "上一章",
        "Next chapter" => "下一章",
        "Suggest an edit" => "修改建议",
        "Note" => "说明",
        "Tip" => "提示",
        "Important" => "重点",
        "Warning" => "警告",
        "Caution" => "当心",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><body><div id=\"mdbook-help-popup\"><h2>Keyboard shortcuts</h2></div>\
        <nav id=\"mdbook-sidebar\"><noscript><iframe class=\"sidebar-iframe-outer\" src=\"toc.html\"></iframe></noscript></nav>\
        <div id=\"mdbook-menu-bar\"><label id=\"mdbook-sidebar-toggle\" aria-controls=\"x\" \
        title=\"Toggle Table of Contents\">m</label><h1 class=\"menu-title\">B</h1></div>\
        <main><p class=\"blockquote-tag-title\"><svg></svg>Note</p><pre><code>x</code></pre><div class=\"program\" tabindex=\"0\"><pre><code>y</code></pre></div><div class=\"table-wrapper\"><table><thead><tr><th></th>\
        <th>b</th></tr></thead></table></div></main></body></html>";

    #[test]
    fn the_menu_bar_is_a_landmark_and_the_corner_of_a_table_is_no_heading() {
        let mended = mend(PAGE, Lang::En).unwrap();

        assert!(mended.contains("<header id=\"mdbook-menu-bar\">"), "{mended}");
        assert!(mended.contains("</header><main data-pagefind-body=\"\">"), "{mended}");
        assert!(mended.contains("<p class=\"menu-title\">B</p>"), "{mended}");
        assert!(!mended.contains("aria-controls"), "{mended}");
        assert!(mended.contains("<tr><td></td><th>b</th></tr>"), "{mended}");
    }

    #[test]
    fn code_and_tables_can_be_scrolled_and_the_contents_reached_by_keyboard() {
        let mended = mend(PAGE, Lang::En).unwrap();

        assert!(mended.contains("<code tabindex=\"0\">x</code>"), "{mended}");
        assert!(mended.contains("<pre><code>y</code></pre>"), "{mended}");
        assert!(mended.contains("<div class=\"table-wrapper\" tabindex=\"0\">"), "{mended}");
        let link = "<a class=\"skip\" href=\"#mdbook-sidebar\">Table of contents</a>";
        assert!(mended.contains(&format!("<noscript>{link}</noscript>")), "{mended}");
    }

    #[test]
    fn the_template_speaks_the_pages_language() {
        let mended = mend(PAGE, Lang::Zh).unwrap();

        assert!(mended.contains("title=\"显示或隐藏目录\""), "{mended}");
        assert!(mended.contains("<h2>快捷键</h2>"), "{mended}");
        assert!(mended.contains("<svg></svg>说明</p>"), "{mended}");
        assert!(mended.contains("<iframe title=\"目录\" class="), "{mended}");
        assert!(!mended.contains("Keyboard"), "{mended}");
    }

    #[test]
    fn a_page_of_another_shape_is_an_error_that_says_where_to_look() {
        let error = mend(&PAGE.replace("mdbook-menu-bar", "bar"), Lang::En).unwrap_err();
        assert!(error.to_string().contains("no div#mdbook-menu-bar any more"), "{error}");
    }
}
