//! Mends what mdBook's own page template leaves to be wished for, after it has rendered a page.
//!
//! Its menu bar is no landmark, the label that opens the sidebar carries attributes that a label
//! may not have, wide code cannot be scrolled by keyboard, and its few words are English. Rewriting
//! the rendered page keeps us free of a copy of mdBook's template.

use anyhow::{Result, anyhow, bail};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use pages::Lang;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The page mended, in its language.
///
/// # Errors
/// Names what mdBook's page no longer has: a new version of it needs a look at these mends.
pub fn mend(html: &str, lang: Lang) -> Result<String> {
    let seen: RefCell<BTreeMap<&str, usize>> = RefCell::default();
    let count = |what: &'static str| *seen.borrow_mut().entry(what).or_default() += 1;
    let mended = rewrite_str(
        html,
        RewriteStrSettings::new()
            .append_element_content_handler(element!("div#mdbook-menu-bar", |bar| {
                count("menu bar");
                bar.set_tag_name("header")?;
                Ok(())
            }))
            // The page has its own h1; the book's title above it is a label.
            .append_element_content_handler(element!("h1.menu-title", |title| {
                count("menu title");
                title.set_tag_name("p")?;
                Ok(())
            }))
            // A label may have no ARIA state. With scripts on, `turns.js` puts a button here.
            .append_element_content_handler(element!("label#mdbook-sidebar-toggle", |label| {
                count("sidebar toggle");
                label.remove_attribute("aria-label");
                label.remove_attribute("aria-controls");
                Ok(())
            }))
            .append_element_content_handler(element!("main", |main| {
                count("main");
                main.set_attribute("data-pagefind-body", "")?;
                Ok(())
            }))
            .append_element_content_handler(element!("main pre > code", |code| {
                code.set_attribute("tabindex", "0")?;
                Ok(())
            }))
            .append_element_content_handler(element!("body", |body| {
                let skip = match lang {
                    Lang::En => "Skip to the text",
                    Lang::Zh => "跳到正文",
                };
                let link = format!("<a class=\"skip\" href=\"#mdbook-content\">{skip}</a>");
                body.prepend(&link, ContentType::Html);
                Ok(())
            }))
            .append_element_content_handler(element!("noscript iframe", |frame| {
                frame.set_attribute("title", translate("Table of contents", lang))?;
                Ok(())
            }))
            .append_element_content_handler(element!("[title], [aria-label]", |any| {
                for name in ["title", "aria-label"] {
                    if let Some(text) = any.get_attribute(name) {
                        any.set_attribute(name, translate(&text, lang))?;
                    }
                }
                Ok(())
            })),
    )
    .map_err(|e| anyhow!("{e}"))?;
    for needed in ["menu bar", "menu title", "sidebar toggle", "main"] {
        if !seen.borrow().contains_key(needed) {
            bail!(
                "mdBook's page has no {needed} where we look for it: see crates/press/src/mend.rs"
            );
        }
    }
    Ok(mended)
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
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><body><div id=\"mdbook-menu-bar\"><label id=\"mdbook-sidebar-toggle\" aria-controls=\"x\" title=\"Toggle Table of Contents\">m</label><h1 class=\"menu-title\">B</h1></div><main><pre><code>x</code></pre></main></body></html>";

    #[test]
    fn the_menu_bar_is_a_landmark_and_code_can_be_scrolled_by_keyboard() {
        let mended = mend(PAGE, Lang::Zh).unwrap();

        assert!(mended.contains("<header id=\"mdbook-menu-bar\">"), "{mended}");
        assert!(mended.contains("</header><main data-pagefind-body=\"\">"), "{mended}");
        assert!(mended.contains("<p class=\"menu-title\">B</p>"), "{mended}");
        assert!(mended.contains("title=\"显示或隐藏目录\""), "{mended}");
        assert!(!mended.contains("aria-controls"), "{mended}");
        assert!(mended.contains("<code tabindex=\"0\">"), "{mended}");
    }

    #[test]
    fn a_page_of_another_shape_is_an_error_that_says_where_to_look() {
        let error = mend(&PAGE.replace("mdbook-menu-bar", "bar"), Lang::En).unwrap_err();
        assert!(error.to_string().contains("no menu bar"), "{error}");
    }
}
