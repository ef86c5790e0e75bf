//! One page of memory that several processes see: words of a file that all of them have mapped.

#![allow(unsafe_code, reason = "what another process may write is no plain memory")]

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::atomic::AtomicU32;

use memmap2::{MmapOptions, MmapRaw};

const LENGTH: usize = 4096;

/// A page of a file, in which processes share words of 32 bits.
///
/// All that a process gets of it are atomics, so that no two processes can touch a word at the same
/// time without the processor putting one after the other.
pub struct SharedPage {
    map: MmapRaw,
}

impl SharedPage {
    /// How many words a page has.
    pub const WORDS: usize = LENGTH / size_of::<AtomicU32>();

    /// Maps the file, which grows to one page if it is shorter. New words are 0.
    ///
    /// Nobody may make the file shorter as long as it is mapped: to touch a page that a file no
    /// longer has ends the process (by `SIGBUS` on Unix).
    ///
    /// # Errors
    ///
    /// If the file cannot be opened for reading and writing, or cannot be mapped.
    pub fn open(file: &Path) -> io::Result<SharedPage> {
        let file = OpenOptions::new().read(true).write(true).open(file)?;
        if file.metadata()?.len() < LENGTH as u64 {
            file.set_len(LENGTH as u64)?;
        }
        Ok(SharedPage { map: MmapOptions::new().len(LENGTH).map_raw(&file)? })
    }

    /// One of its words.
    ///
    /// # Panics
    ///
    /// If the page has no such word.
    pub fn word(&self, index: usize) -> &AtomicU32 {
        assert!(index < Self::WORDS, "a page has {} words, and no word {index}", Self::WORDS);
        // SAFETY: a mapping begins at a page, so each of its words is aligned, and the index is
        // within it. It lives as long as `self`, which the result borrows. Every access to a word,
        // here and in another process, is atomic: nothing but this function gives one out.
        unsafe { AtomicU32::from_ptr(self.map.as_mut_ptr().cast::<u32>().add(index)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::Ordering::Relaxed;

    #[test]
    fn what_one_mapping_stores_another_loads() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let (one, other) =
            (SharedPage::open(file.path()).unwrap(), SharedPage::open(file.path()).unwrap());

        one.word(0).store(7, Relaxed);
        one.word(SharedPage::WORDS - 1).store(9, Relaxed);

        assert_eq!(other.word(0).load(Relaxed), 7);
        assert_eq!(other.word(SharedPage::WORDS - 1).load(Relaxed), 9);
        assert_ne!(one.map.as_ptr(), other.map.as_ptr());
    }

    #[test]
    #[should_panic(expected = "no word 1024")]
    fn a_word_beyond_the_page_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();

        SharedPage::open(file.path()).unwrap().word(SharedPage::WORDS);
    }

    #[test]
    fn a_file_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();

        let error = SharedPage::open(&folder.path().join("none")).err().unwrap();

        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }
}
