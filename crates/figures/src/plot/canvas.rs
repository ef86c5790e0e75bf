//! What all plots share: text, its width, and the last touch that makes the SVG fit a page.

use anyhow::{Result, anyhow};
use catalog::Lang;
use plotters::coord::Shift;
use plotters::element::Text;
use plotters::prelude::{DrawingArea, IntoDrawingArea, IntoFont, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{BLACK, Color, RGBAColor, TextStyle};

/// In pixels, as wide as a page's text.
pub const WIDTH: u32 = 720;
/// Of all text, in pixels.
pub const FONT: f64 = 13.0;

/// Where a plot is drawn.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The colour of the text around the picture, as strong as that.
pub fn ink(strength: f64) -> RGBAColor {
    BLACK.mix(strength)
}

/// Draws on a sheet of that height, and gives the SVG.
pub fn sheet(height: u32, draw: impl FnOnce(&Area) -> Result<()>) -> Result<String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        draw(&area)?;
        area.present().map_err(failed)?;
    }
    Ok(svg)
}

/// Draws text beside a point. Which side, the two positions say.
pub fn text(area: &Area, lang: Lang, text: &str, at: (i32, i32), h: HPos, v: VPos) -> Result<()> {
    // Chinese falls back to Japanese forms where the font is not named.
    let family = match lang {
        Lang::En => "sans-serif",
        Lang::Zh => "Noto Sans CJK SC, sans-serif",
    };
    // The backend divides the size by this.
    let font = (family, FONT * 1.24).into_font();
    let ink = ink(1.0);
    let style = TextStyle::from(font).color(&ink).pos(Pos::new(h, v));
    area.draw(&Text::new(text.to_owned(), at, style)).map_err(failed)
}

/// About how wide a text is drawn, in pixels: rather too wide, so that nothing overflows.
pub fn width(text: &str) -> f64 {
    let part = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | '.' | ',' | ':' | '’' | ' ' | '\u{a0}' => 0.36,
        'm' | 'w' | 'M' | 'W' => 0.9,
        c if c.is_ascii_uppercase() => 0.72,
        c if !catalog::is_wide(c) => 0.58,
        _ => 1.0,
    };
    text.chars().map(part).sum::<f64>() * FONT
}

/// The text, or as much of its beginning as has room. The table below the plot has it whole.
pub fn fitted(text: &str, room: f64) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let fits = |&(place, _): &(usize, char)| width(&text[..place]) + FONT <= room;
    let end = text.char_indices().take_while(fits).last().map_or(0, |(place, _)| place);
    format!("{}…", text[..end].trim_end())
}

/// The picture takes the colour of the text and the width that it is given, and says what it is.
pub fn finish(svg: &str, label: &str) -> String {
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let svg = svg.replace("#000000", "currentColor");
    let (root, rest) = svg.split_once('\n').unwrap_or((&svg, ""));
    let view = root.split_once("viewBox").map_or(root, |(_, view)| view);
    format!("<svg role=\"img\" aria-label=\"{label}\" viewBox{view}\n{rest}")
}

/// An error of the library, which is not one that may travel.
pub fn failed(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("the plot cannot be drawn: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_cut() {
        assert_eq!(fitted("a lock", 100.0), "a lock");
        let cut = fitted("锁在两个线程之间交接", 80.0);
        assert_eq!(cut, "锁在两个线…");
        assert!(width(&cut) <= 80.0);
    }
}
