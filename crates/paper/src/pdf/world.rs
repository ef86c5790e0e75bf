//! What the typst compiler sees: the sources, the fonts and the images, and no clock.

use super::markup::{MAIN, PAGES};
use super::{Fonts, Pdf};
use anyhow::{Result, anyhow};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// The folder under which typst sees the images of the pages.
pub const IMAGES: &str = "images/";

/// One edition, ready to compile.
pub struct World<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    src: &'a Path,
    files: HashMap<FileId, Source>,
    main: FileId,
}

impl<'a> World<'a> {
    /// Takes the typst sources by path; one of them is [`MAIN`].
    ///
    /// # Errors
    /// The path of a source is none that typst accepts.
    pub fn new(fonts: &'a Fonts, src: &'a Path, sources: Vec<(String, String)>) -> Result<Self> {
        let mut files = HashMap::new();
        for (path, text) in sources {
            let id = id(&path)?;
            files.insert(id, Source::new(id, text));
        }
        let library = LazyHash::new(Library::default());
        Ok(World { library, fonts, src, files, main: id(MAIN)? })
    }

    /// Sets the book.
    ///
    /// # Errors
    /// What typst finds wrong, by page; a character that no font has is such an error, for the
    /// document is asked to conform to PDF/UA-1.
    pub fn compile(&self) -> Result<Pdf> {
        let fail = |errors: &[SourceDiagnostic]| {
            let lines: Vec<String> = errors.iter().map(say).collect();
            anyhow!("typst cannot set the book:\n{}", lines.join("\n"))
        };
        let compiled = typst::compile::<PagedDocument>(self);
        let document = compiled.output.map_err(|errors| fail(&errors))?;
        let standards =
            PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| anyhow!("{}", e.message()))?;
        let options = PdfOptions { standards, ..PdfOptions::default() };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|errors| fail(&errors))?;
        let warnings = compiled.warnings.iter().map(say).collect();
        Ok(Pdf { bytes, pages: document.pages().len(), warnings })
    }
}

fn id(path: &str) -> Result<FileId> {
    let path =
        VirtualPath::new(path).map_err(|e| anyhow!("{path}: typst refuses the name: {e:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A message of typst, with the page of the book that it is about.
fn say(diagnostic: &SourceDiagnostic) -> String {
    let id = diagnostic.span.id();
    let file = id.as_ref().map(|id| id.vpath().get_without_slash());
    let page = file.and_then(|file| file.strip_prefix(PAGES)?.strip_suffix(".typ"));
    let message = match page {
        Some(page) => format!("{page}: {}", diagnostic.message),
        None => diagnostic.message.to_string(),
    };
    let hints: Vec<&str> = diagnostic.hints.iter().map(|hint| hint.v.as_str()).collect();
    match hints.is_empty() {
        true => message,
        false => format!("{message} ({})", hints.join("; ")),
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files
            .get(&id)
            .cloned()
            .ok_or_else(|| FileError::NotFound(id.vpath().get_without_slash().into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let Some(source) = self.files.get(&id) {
            return Ok(Bytes::from_string(source.text().to_string()));
        }
        let path = id.vpath().get_without_slash();
        let image = path.strip_prefix(IMAGES).ok_or_else(|| FileError::NotFound(path.into()))?;
        let path = self.src.join(image);
        Ok(Bytes::new(fs::read(&path).map_err(|e| FileError::from_io(e, &path))?))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
