//! The site's search index, by Pagefind, which cuts Chinese text into words.

use anyhow::{Context, Result, bail};
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use pages::Lang;
use std::fs;
use std::path::Path;

/// The index's folder in the site.
pub const FOLDER: &str = "pagefind";

/// A page's address below the site, and what it says.
pub type Page = (String, String);

/// The pages of both languages below `site`.
///
/// # Errors
/// A page cannot be read, or none was found.
pub fn pages(site: &Path) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for lang in Lang::ALL {
        for entry in fs::read_dir(site.join(lang.dir()))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // The index is the first page over again, and the contents are on every page.
            if name.ends_with(".html") && name != "index.html" && name != "toc.html" {
                pages.push((format!("{lang}/{name}"), fs::read_to_string(entry.path())?));
            }
        }
    }
    if pages.is_empty() {
        bail!("the search found no page below {}", site.display());
    }
    Ok(pages)
}

/// Indexes pages and writes the index to the folder `to`.
///
/// Each page is indexed in the language of its `<html lang>`; only what `data-pagefind-body`
/// encloses counts.
///
/// # Errors
/// A page is no HTML, or the folder cannot be written.
pub fn index(pages: Vec<Page>, to: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let config = PagefindServiceConfig::builder().build();
        let mut index = PagefindIndex::new(Some(config)).context("Pagefind's options")?;
        for (address, html) in pages {
            let named = || address.clone();
            index.add_html_file(Some(named()), None, html).await.with_context(named)?;
        }
        let bundle = to.to_string_lossy().into_owned();
        index.write_files(Some(bundle)).await.context("writing the search index")?;
        Ok(())
    })
}
