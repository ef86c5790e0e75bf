//! One page of memory that two processes see: a word in a file that both have mapped.

#![allow(unsafe_code, reason = "what another process may write is no plain memory")]

use anyhow::{Context, Result};
use memmap2::{MmapOptions, MmapRaw};
use std::fs::OpenOptions;
use std::path::Path;
use std::sync::atomic::AtomicU32;

const LENGTH: usize = 4096;

/// A page of a file.
pub struct SharedPage {
    map: MmapRaw,
}

impl SharedPage {
    /// Maps the file, which grows to one page if it is shorter.
    ///
    /// # Errors
    ///
    /// If it cannot be opened or mapped.
    pub fn open(file: &Path) -> Result<SharedPage> {
        let context = || format!("cannot map {}", file.display());
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).open(file).with_context(context)?;
        if file.metadata()?.len() < LENGTH as u64 {
            file.set_len(LENGTH as u64)?;
        }
        let map = MmapOptions::new().len(LENGTH).map_raw(&file).with_context(context)?;
        Ok(SharedPage { map })
    }

    /// Its first word.
    pub fn word(&self) -> &AtomicU32 {
        // SAFETY: a mapping starts at a page, so the word is aligned, and it is as long as a page.
        // It lives as long as `self`, which the result borrows. Every access to it, here and in
        // the other process, is atomic: nothing but this function gives it out. The file is a
        // temporary one of ours, which nobody makes shorter.
        unsafe { AtomicU32::from_ptr(self.map.as_mut_ptr().cast()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering::SeqCst;

    #[test]
    fn what_one_mapping_stores_another_loads() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (one, other) =
            (SharedPage::open(file.path()).unwrap(), SharedPage::open(file.path()).unwrap());

        one.word().store(7, SeqCst);

        assert_eq!(other.word().load(SeqCst), 7);
        assert_ne!(one.map.as_ptr(), other.map.as_ptr());
    }
}
