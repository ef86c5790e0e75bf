//! The package: what EPUB wants around the pages, zipped so that no two runs differ.

use super::escape;
use crate::Edition;
use crate::manuscript::slug;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// EPUB requires a date of change. A fixed one keeps the bytes the same; the version tells editions apart.
const MODIFIED: &str = "2000-01-01T00:00:00Z";

/// The kind of file that EPUB 2 has its contents in.
const NCX: &str = "application/x-dtbncx+xml";

/// What EPUB 3 says of the image on the cover.
const COVER: &str = "cover-image";

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n\
    <rootfiles><rootfile full-path=\"book/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles>\n\
    </container>\n";

/// The book's files, in reading order where they are pages.
pub struct Package<'a> {
    edition: &'a Edition<'a>,
    entries: Vec<Entry>,
}

/// A file of the book.
pub struct Entry {
    file: String,
    media: &'static str,
    /// What EPUB wants said of the file in the manifest.
    property: Option<&'static str>,
    /// Whether it is read from beginning to end, as pages are.
    page: bool,
    bytes: Vec<u8>,
}

impl Entry {
    /// A page.
    pub fn page(file: &str, text: String) -> Self {
        let (file, bytes) = (file.to_string(), text.into_bytes());
        Entry { file, media: "application/xhtml+xml", property: None, page: true, bytes }
    }

    /// The page of contents.
    pub fn contents(text: String) -> Self {
        Entry { property: Some("nav"), ..Entry::page("nav.xhtml", text) }
    }

    /// The contents as EPUB 2 has them: some readers know no others.
    pub fn old_contents(text: String) -> Self {
        let (file, bytes) = ("toc.ncx".to_string(), text.into_bytes());
        Entry { file, media: NCX, property: None, page: false, bytes }
    }

    /// The image (PNG) that stands for the book on a shelf.
    pub fn cover(bytes: Vec<u8>) -> Self {
        let file = "cover.png".to_string();
        Entry { file, media: "image/png", property: Some(COVER), page: false, bytes }
    }

    /// A file that pages use.
    ///
    /// # Errors
    /// A kind of file that EPUB does not take.
    pub fn resource(file: &str, bytes: Vec<u8>) -> Result<Self> {
        let media = match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "css" => "text/css",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            _ => bail!("{file}: an EPUB takes no file of this kind"),
        };
        Ok(Entry { file: file.to_string(), media, property: None, page: false, bytes })
    }

    /// The same page, with drawings in it.
    pub fn with_svg(self) -> Self {
        Entry { property: Some("svg"), ..self }
    }
}

impl<'a> Package<'a> {
    /// An empty package.
    pub fn new(edition: &'a Edition<'a>) -> Self {
        Package { edition, entries: Vec::new() }
    }

    /// Adds a file.
    pub fn add(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Zips the package.
    ///
    /// # Errors
    /// Two files of the same name.
    pub fn pack(self) -> Result<Vec<u8>> {
        // Neither the clock nor the machine may show in the file.
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .compression_method(CompressionMethod::Deflated);
        let stored = options.compression_method(CompressionMethod::Stored);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |file: &str, bytes: &[u8], options| -> Result<()> {
            zip.start_file(file, options).with_context(|| format!("{file} in the EPUB"))?;
            zip.write_all(bytes).with_context(|| format!("{file} in the EPUB"))
        };
        // The first file says what this is, and is not compressed: so the format asks.
        put("mimetype", b"application/epub+zip", stored)?;
        put("META-INF/container.xml", CONTAINER.as_bytes(), options)?;
        put("book/package.opf", self.manifest().as_bytes(), options)?;
        for entry in &self.entries {
            put(&format!("book/{}", entry.file), &entry.bytes, options)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    /// The package document: who made the book, its files and their order.
    fn manifest(&self) -> String {
        let Edition { lang, title, subtitle, authors, .. } = self.edition;
        let lang = lang.tag();
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" xml:lang=\"{lang}\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">{}</dc:identifier>\n\
             <dc:title>{}</dc:title>\n\
             <dc:language>{lang}</dc:language>\n",
            identifier(self.edition),
            escape(title),
        );
        for author in *authors {
            let _ = writeln!(out, "<dc:creator>{}</dc:creator>", escape(author));
        }
        if !subtitle.is_empty() {
            let _ = writeln!(out, "<dc:description>{}</dc:description>", escape(subtitle));
        }
        let _ = writeln!(out, "<meta property=\"dcterms:modified\">{MODIFIED}</meta>");
        for (property, value) in [
            ("accessMode", "textual"),
            ("accessMode", "visual"),
            ("accessModeSufficient", "textual"),
            ("accessibilityFeature", "alternativeText"),
            ("accessibilityFeature", "structuralNavigation"),
            ("accessibilityFeature", "tableOfContents"),
            ("accessibilityHazard", "none"),
        ] {
            let _ = writeln!(out, "<meta property=\"schema:{property}\">{value}</meta>");
        }
        let id_of = |is: &dyn Fn(&Entry) -> bool| self.entries.iter().position(is);
        // EPUB 2 names the cover so, and some readers still look there.
        if let Some(n) = id_of(&|entry| entry.property == Some(COVER)) {
            let _ = writeln!(out, "<meta name=\"cover\" content=\"f{n}\"/>");
        }
        out.push_str("</metadata>\n<manifest>\n");
        for (n, entry) in self.entries.iter().enumerate() {
            let property =
                entry.property.map(|p| format!(" properties=\"{p}\"")).unwrap_or_default();
            let _ = writeln!(
                out,
                "<item id=\"f{n}\" href=\"{}\" media-type=\"{}\"{property}/>",
                entry.file, entry.media
            );
        }
        let contents = id_of(&|entry| entry.media == NCX);
        let contents = contents.map(|n| format!(" toc=\"f{n}\"")).unwrap_or_default();
        let _ = writeln!(out, "</manifest>\n<spine{contents}>");
        for (n, _) in self.entries.iter().enumerate().filter(|(_, entry)| entry.page) {
            let _ = writeln!(out, "<itemref idref=\"f{n}\"/>");
        }
        out.push_str("</spine>\n</package>\n");
        out
    }
}

/// What tells this book from all others, and its editions from each other.
pub fn identifier(edition: &Edition) -> String {
    let Edition { lang, title, version, .. } = edition;
    format!("{}-{}-{}", escape(&slug(title)), lang.tag(), escape(version))
}
