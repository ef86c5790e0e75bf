//! Takes pictures of the pages, for a person to look at: `target/book/shots/`. No test reads them,
//! so they are taken where `SHOTS` is set: `SHOTS=1 cargo test -p press --test browser`.

use crate::environment::Environment;
use crate::tab::Tab;
use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use std::fs;

/// A picture is at most this high: a long page gives several.
const HEIGHT: f64 = 4000.0;

/// Takes the page from its top to its end, if pictures are wanted: `en-notes@390-navy-01.jpg` and
/// so on.
///
/// # Errors
/// The browser takes no picture, or it cannot be written.
pub async fn whole_page(tab: &Tab, to: &Environment, name: &str, state: &str) -> Result<()> {
    let Some(folder) = &to.shots else { return Ok(()) };
    let prefix = format!("{name}@{}-{state}-", tab.width);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // The page may have become shorter. An old picture that stays does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
    tab.eval::<Option<bool>>("scrollTo(0, 0), null").await?;
    let metrics = tab.call("Page.getLayoutMetrics", json!({})).await?;
    let height = metrics["cssContentSize"]["height"].as_f64().context("the page's height")?;
    let (mut top, mut number) = (0.0, 1);
    while top < height {
        let high = (height - top).min(HEIGHT);
        let clip = json!({ "x": 0, "y": top, "width": tab.width, "height": high, "scale": 1 });
        let params = json!({
            "format": "jpeg", "quality": 90, "captureBeyondViewport": true, "clip": clip,
        });
        let answer = tab.call("Page.captureScreenshot", params).await?;
        let bytes = BASE64_STANDARD.decode(answer["data"].as_str().unwrap_or_default())?;
        let file = folder.join(format!("{prefix}{number:02}.jpg"));
        fs::write(&file, bytes).with_context(|| file.display().to_string())?;
        top += HEIGHT;
        number += 1;
    }
    Ok(())
}
