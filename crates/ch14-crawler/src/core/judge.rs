//! What an answer means: a page, a way on, a no, or "later".

use sha2::{Digest, Sha256};

use super::frontier::{Job, Kind};
use super::http::Answer;
use super::limits::Limits;
use super::outcome::{Kept, Outcome, Refusal, Trouble};
use super::robots::Rules;
use super::{NAME, address, links, text};

/// Judges what came in answer to a job. It takes time for a long page, needs nothing of the
/// frontier, and so can be done on any thread.
pub fn judge(job: &Job, answer: Result<Answer, Outcome>, limits: &Limits) -> Outcome {
    let answer = match answer {
        Ok(answer) => answer,
        // Whatever cannot be read as rules, for good, is no file of rules.
        Err(Outcome::Refused(_)) if job.is_for_rules() => return Outcome::Rules(Rules::all()),
        Err(why) => return why,
    };
    let later = |status| Outcome::Again(Trouble::Status(status), answer.retry_after(limits.second));
    match (answer.status, &job.kind) {
        (301 | 302 | 303 | 307 | 308, _) => match answer.header("location") {
            "" => Outcome::Refused(Refusal::Nowhere),
            to => match address::absolute(&job.url, to) {
                Some(to) => Outcome::Redirected(to.into()),
                None if is_encrypted(job, to) => Outcome::Refused(Refusal::Encrypted),
                None => Outcome::Refused(Refusal::Nowhere),
            },
        },
        (status @ (429 | 500..), _) => later(status),
        // ANCHOR: robots
        (200..=299, Kind::Rules { .. }) => {
            Outcome::Rules(Rules::parse(&String::from_utf8_lossy(&answer.body), NAME))
        }
        (_, Kind::Rules { .. }) => Outcome::Rules(Rules::all()),
        // ANCHOR_END: robots
        (200, Kind::Page) => page(job, &answer),
        (status, Kind::Page) => Outcome::Refused(Refusal::Status(status)),
    }
}

/// Whether it leads to where this crawler cannot follow.
fn is_encrypted(job: &Job, to: &str) -> bool {
    job.url.join(to).is_ok_and(|url| url.scheme() == "https")
}

fn page(job: &Job, answer: &Answer) -> Outcome {
    let packed = answer.header("content-encoding").to_ascii_lowercase();
    if !packed.is_empty() && packed != "identity" {
        return Outcome::Refused(Refusal::Packed(packed));
    }
    let content_type = answer.header("content-type");
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "text/html" && kind != "application/xhtml+xml" {
        return Outcome::Refused(Refusal::Type(kind));
    }
    let found = links::links(&text::decoded(&answer.body, content_type), &job.url);
    Outcome::Kept(Kept {
        title: found.title,
        hash: hexadecimal(&Sha256::digest(&answer.body)),
        bytes: answer.body.len(),
        cut: answer.cut,
        links: found.links,
    })
}

/// Two digits a byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
