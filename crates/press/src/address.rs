//! What a page says of its own address, for search engines and for previews: only where the site's
//! address is known, since the site works below any.

use anyhow::{Context, Result, anyhow, bail};
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use pages::Lang;
use std::fmt::Write;
use std::path::Path;

/// The key of `book.toml`. In the environment it is `MDBOOK_PREPROCESSOR__PRESS__ADDRESS`.
const KEY: &str = "preprocessor.press.address";

/// Where the site will be published, with a slash at its end: `https://example.org/book/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The address in `book.toml` or the environment, if one is there.
    ///
    /// # Errors
    /// It is none, or the configuration cannot be read.
    pub fn configured(root: &Path) -> Result<Option<Self>> {
        let address: Option<String> = pages::config(root, Lang::En)?.get(KEY)?;
        address.filter(|address| !address.is_empty()).map(|a| Self::parse(&a)).transpose()
    }

    fn parse(text: &str) -> Result<Self> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_one = |host: &str| {
            !host.is_empty()
                && !host.starts_with('/')
                && !host.contains(|c: char| c.is_whitespace() || "\"<>&?#".contains(c))
        };
        if !host.is_some_and(is_one) {
            bail!("{KEY} is `{text}`: it should be as `https://example.org/book/`");
        }
        Ok(Self(format!("{}/", text.trim_end_matches('/'))))
    }

    /// What comes after the host: `/book/`.
    pub fn path(&self) -> &str {
        let host = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        host.find('/').map_or("/", |at| &host[at..])
    }

    /// The address of a page, `en/index.html`.
    fn of(&self, lang: Lang, page: &str) -> String {
        let page = if page == "index.html" { "" } else { page };
        format!("{}{lang}/{page}", self.0)
    }

    /// The page with its address, those of its translations, and what a preview shows.
    ///
    /// # Errors
    /// The page is no HTML.
    pub fn on_page(&self, html: &str, lang: Lang, page: &str) -> Result<String> {
        let mut head = format!("<link rel=\"canonical\" href=\"{}\">\n", self.of(lang, page));
        for other in Lang::ALL {
            let (tag, address) = (other.tag(), self.of(other, page));
            let _ =
                writeln!(head, "<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{address}\">");
        }
        let title = between(html, "<title>", "</title>").context("the page has no title")?;
        // mdBook has escaped the title for text; in an attribute a quote must be, too.
        let title = title.replace('"', "&quot;");
        let _ = writeln!(head, "<meta property=\"og:type\" content=\"article\">");
        let _ = writeln!(head, "<meta property=\"og:title\" content=\"{title}\">");
        let _ = writeln!(head, "<meta property=\"og:url\" content=\"{}\">", self.of(lang, page));
        let locale = match lang {
            Lang::En => "en_US",
            Lang::Zh => "zh_CN",
        };
        let _ = writeln!(head, "<meta property=\"og:locale\" content=\"{locale}\">");
        let settings = RewriteStrSettings::new().append_element_content_handler(element!(
            "head",
            move |element| {
                element.append(&head, ContentType::Html);
                Ok(())
            }
        ));
        rewrite_str(html, settings).map_err(|e| anyhow!("{e}"))
    }

    /// The list of pages for search engines, each with its translations.
    pub fn sitemap(&self, pages: &[(Lang, String)]) -> String {
        let mut map = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
            xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
            .to_string();
        for (lang, page) in pages {
            let _ = writeln!(map, "<url><loc>{}</loc>", self.of(*lang, page));
            for other in Lang::ALL {
                let (tag, address) = (other.tag(), self.of(other, page));
                let _ = writeln!(
                    map,
                    "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{address}\"/>"
                );
            }
            map.push_str("</url>\n");
        }
        map + "</urlset>\n"
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_scheme_and_a_host_and_ends_in_one_slash() {
        for (text, path) in [
            ("https://example.org", "/"),
            ("https://example.org/book", "/book/"),
            ("http://localhost:3000/a/b/", "/a/b/"),
        ] {
            assert_eq!(Address::parse(text).unwrap().path(), path);
        }
        for wrong in ["example.org", "/book/", "https://", "https:///book", "https://a/\"><b>"] {
            let error = Address::parse(wrong).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{KEY} is `{wrong}`")), "{error}");
        }
    }

    #[test]
    fn a_page_names_itself_and_its_translation() {
        let address = Address::parse("https://example.org/book").unwrap();
        let page = "<html><head><title>Who \"calls\"? - B</title></head><body></body></html>";

        let page = address.on_page(page, Lang::Zh, "ch06.html").unwrap();

        for part in [
            "<link rel=\"canonical\" href=\"https://example.org/book/zh/ch06.html\">",
            "hreflang=\"en\" href=\"https://example.org/book/en/ch06.html\">",
            "hreflang=\"zh-CN\" href=\"https://example.org/book/zh/ch06.html\">",
            "<meta property=\"og:title\" content=\"Who &quot;calls&quot;? - B\">",
            "content=\"zh_CN\">\n</head>",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }

    #[test]
    fn the_first_page_has_the_address_of_its_folder() {
        let address = Address::parse("https://example.org/").unwrap();

        let map = address.sitemap(&[(Lang::En, "index.html".into())]);

        assert!(map.contains("<url><loc>https://example.org/en/</loc>"), "{map}");
        assert!(roughly_closed(&map), "{map}");
    }

    fn roughly_closed(xml: &str) -> bool {
        ["url", "urlset", "loc"].iter().all(|name| {
            xml.matches(&format!("<{name}>")).count() + xml.matches(&format!("<{name} ")).count()
                == xml.matches(&format!("</{name}>")).count()
        })
    }
}
