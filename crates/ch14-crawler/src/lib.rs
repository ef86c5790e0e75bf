//! Chapter 14: a real program, the crawler.
//!
//! [`core`] decides and knows no socket. [`site`] is what it is tried on: a site that misbehaves, and
//! judges its visitors. Between them stands a driver: a loop, threads, processes or a runtime. Each
//! is a listing, and all of them find the same.

#![forbid(unsafe_code)]
#![allow(missing_docs, reason = "what a listing's `main` does stands at the top of its file")]

pub mod core;
pub mod net;
pub mod site;

pub mod blocking;

pub mod tool;

pub mod naive;

pub mod robots;

pub mod frontier;

pub mod crawl_one_by_one;

pub mod crawl_threads;

pub mod crawl_processes;

pub mod crawl;

pub mod six_pages;

pub mod resume;

#[cfg(unix)]
pub mod postgres;

#[cfg(unix)]
pub mod together;

#[cfg(feature = "exercises")]
pub mod exercises;
#[cfg(feature = "exercises")]
pub mod solutions;

/// The chapter's listings, in the order in which the page shows them.
pub const CHAPTER: catalog::Chapter = catalog::chapter! {
    "ch14-crawler": "A real program: the crawler";
    naive [python plain] "a crawler of forty lines, and where it stops";
    robots [python plain] "which rule of a robots.txt decides";
    frontier [python plain] "a day of the crawler, with a clock that jumps";
    crawl_one_by_one [python plain] "the crawler as a loop: one page after the other";
    crawl_threads [python plain] "the crawler as threads that share one frontier";
    crawl_processes [plain] "the crawler as processes that are sent jobs";
    crawl [python runtimes] "the crawler on an event loop: a task for each request";
    six_pages [tokio] "six pages of one host, two at once: who waits for whom";
    resume [python plain] "killed at each commit: what is missing, what is there twice";
    together [tokio unix] "workers that share a queue in PostgreSQL";
    [exercises]
    e1_robots "find the rule that decides";
    e2_retry_after "come back when you were asked to, and not before";
    e3_trap "end in a calendar that does not";
    e4_resume "survive a kill at every step";
    e5_lease "refuse a worker that comes too late";
};
