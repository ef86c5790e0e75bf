//! The site's search index, by Pagefind, which cuts Chinese text into words.

use anyhow::{Context, Result, bail};
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use pages::Lang;
use std::fs;
use std::path::Path;

/// Indexes the pages of both languages below `site` and writes `site/pagefind/`.
///
/// Each page is indexed in the language of its `<html lang>`; only what `data-pagefind-body`
/// encloses counts.
///
/// # Errors
/// A page cannot be read, or none was found.
pub fn index(site: &Path) -> Result<usize> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let config = PagefindServiceConfig::builder().build();
        let mut index = PagefindIndex::new(Some(config)).context("Pagefind's options")?;
        let mut pages = 0;
        for lang in Lang::ALL {
            for entry in fs::read_dir(site.join(lang.dir()))?.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                // The index is the first page over again, and the contents are on every page.
                if !name.ends_with(".html") || name == "index.html" || name == "toc.html" {
                    continue;
                }
                let html = fs::read_to_string(entry.path())?;
                let path = format!("{lang}/{name}");
                index.add_html_file(Some(path), None, html).await.with_context(|| name.clone())?;
                pages += 1;
            }
        }
        if pages == 0 {
            bail!("the search found no page below {}", site.display());
        }
        let bundle = site.join("pagefind").to_string_lossy().into_owned();
        index.write_files(Some(bundle)).await.context("writing the search index")?;
        Ok(pages)
    })
}
