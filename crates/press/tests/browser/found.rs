//! Finds Chromium and axe-core on this machine, or says how to get them.

use anyhow::{Result, bail};
use std::env;
use std::path::{Path, PathBuf};

/// The programs that the tests need beside cargo.
pub struct Tools {
    /// Chromium, Chrome or Edge: all speak the DevTools protocol.
    pub chromium: PathBuf,
    /// The accessibility checker, one script.
    pub axe: PathBuf,
}

/// Both tools, or what is missing and the command that installs it.
///
/// # Errors
/// One is missing where nothing may be left out: under continuous integration.
pub fn tools() -> Result<std::result::Result<Tools, String>> {
    let missing = match (chromium(), axe()) {
        (Some(chromium), Some(axe)) => return Ok(Ok(Tools { chromium, axe })),
        (None, _) => "Chromium was not found, and $CHROMIUM does not name it",
        (_, None) => "axe.min.js was not found in .tools, and $AXE_JS does not name it",
    };
    let message = format!("{missing}. To install it: scripts/setup test");
    if env::var("CI").is_ok_and(|ci| !ci.is_empty() && ci != "false") {
        bail!("{message}");
    }
    Ok(Err(message))
}

/// The repository's root.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here)
}

fn axe() -> Option<PathBuf> {
    let file = match env::var_os("AXE_JS") {
        Some(file) => PathBuf::from(file),
        None => root().join(".tools/axe.min.js"),
    };
    file.is_file().then_some(file)
}

fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return on_path(Path::new(&named));
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
    ];
    let on_path = names.iter().find_map(|name| on_path(Path::new(name)));
    on_path.or_else(|| usual_places().into_iter().find(|place| place.is_file()))
}

/// A name is looked up as a shell does; a path is taken as it is.
fn on_path(name: &Path) -> Option<PathBuf> {
    if name.components().count() > 1 {
        return name.is_file().then(|| name.to_path_buf());
    }
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders)
        .flat_map(|folder| [folder.join(name), folder.join(name).with_extension("exe")])
        .find(|file| file.is_file())
}

fn usual_places() -> Vec<PathBuf> {
    let mut places: Vec<PathBuf> = [
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/opt/google/chrome/chrome",
        "/snap/bin/chromium",
    ]
    .map(PathBuf::from)
    .into();
    for variable in ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"] {
        if let Some(folder) = env::var_os(variable).map(PathBuf::from) {
            places.push(folder.join("Google/Chrome/Application/chrome.exe"));
            places.push(folder.join("Chromium/Application/chrome.exe"));
            places.push(folder.join("Microsoft/Edge/Application/msedge.exe"));
        }
    }
    places
}
