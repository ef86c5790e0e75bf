//! How it can end with one address: the words of the crawler's table.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::robots::Rules;

/// What became of one request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// A page, and what is in it.
    Kept(Kept),
    /// It is elsewhere.
    Redirected(String),
    /// It is nothing that a crawler keeps, and would not be tomorrow.
    Refused(Refusal),
    /// It may be there later, and not before so long, if the server has said so.
    Again(Trouble, Option<Duration>),
    /// A host's rules, in answer to a request for its robots.txt.
    Rules(Rules),
}

/// What is kept of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What stands in its `<title>`.
    pub title: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub hash: String,
    /// How many bytes were read.
    pub bytes: usize,
    /// Whether the limit was reached before its end.
    pub cut: bool,
    /// Where it leads: absolute addresses in the order of the page, each once.
    pub links: Vec<String>,
}

/// Why a page is not kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Refusal {
    /// The host does not want it read.
    Robots,
    /// The host has not said what it wants read.
    NoRules,
    /// The address is over the limit.
    LongAddress,
    /// Too many links away.
    Deep,
    /// There are many like it already.
    Alike,
    /// A chain of redirects over the limit.
    Redirects,
    /// It is there by https only.
    Encrypted,
    /// A redirect that does not say where to.
    Nowhere,
    /// The server says no.
    Status(u16),
    /// It is no HTML.
    Type(String),
    /// It is packed, although nobody asked for that.
    Packed(String),
    /// A head over the limit.
    LongHead,
    /// What came is not HTTP, or contradicts itself.
    NoHttp,
}

/// What went wrong, and may go better another time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Trouble {
    /// There was no whole answer in time.
    TooSlow,
    /// The connection ended before the answer did.
    Broken,
    /// No connection at all.
    NoConnection,
    /// The host's name leads nowhere.
    NoSuchHost,
    /// The server says that it cannot answer now.
    Status(u16),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Robots => f.write_str("robots.txt forbids it"),
            Refusal::NoRules => f.write_str("robots.txt could not be read"),
            Refusal::LongAddress => f.write_str("its address is too long"),
            Refusal::Deep => f.write_str("too many links away"),
            Refusal::Alike => f.write_str("too many addresses like it"),
            Refusal::Redirects => f.write_str("too many redirects"),
            Refusal::Encrypted => f.write_str("it is there by https only"),
            Refusal::Nowhere => f.write_str("a redirect to nowhere"),
            Refusal::Status(code) => write!(f, "status {code}"),
            Refusal::Type(found) if found.is_empty() => f.write_str("it has no type"),
            Refusal::Type(found) => write!(f, "it is {found}"),
            Refusal::Packed(how) => write!(f, "it is packed by {how}"),
            Refusal::LongHead => f.write_str("its head is too long"),
            Refusal::NoHttp => f.write_str("the answer is not valid HTTP"),
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::TooSlow => f.write_str("no whole answer in time"),
            Trouble::Broken => f.write_str("the connection broke"),
            Trouble::NoConnection => f.write_str("no connection"),
            Trouble::NoSuchHost => f.write_str("no such host"),
            Trouble::Status(code) => write!(f, "status {code}"),
        }
    }
}
