"""What an answer means: a page, a way on, a no, or "later": as in `src/core/judge.rs`."""

from hashlib import sha256

from crawler import NAME
from crawler.address import absolute
from crawler.frontier import Job
from crawler.http import Answer
from crawler.limits import Limits
from crawler.links import decoded, links
from crawler.outcome import Again, Kept, Outcome, Redirected, Refused
from crawler.robots import Rules


def judge(job: Job, answer: Answer | Outcome, limits: Limits) -> Outcome:
    """Judges what came in answer to a job."""
    if not isinstance(answer, Answer):
        no_file = job.rules_of is not None and isinstance(answer, Refused)
        return Rules.all() if no_file else answer
    status = answer.status
    if status in (301, 302, 303, 307, 308):
        to = answer.header("location")
        url = absolute(job.url, to) if to else None
        if url is not None:
            return Redirected(url)
        encrypted = to.lower().startswith("https:")
        return Refused(
            "it is there by https only" if encrypted else "a redirect to nowhere"
        )
    if status == 429 or status >= 500:
        return Again(f"status {status}", answer.retry_after(limits.second))
    if job.rules_of is not None:
        if 200 <= status < 300:
            return Rules.parse(answer.body.decode("utf-8", "replace"), NAME)
        return Rules.all()
    return page(job, answer) if status == 200 else Refused(f"status {status}")


def page(job: Job, answer: Answer) -> Outcome:
    packed = answer.header("content-encoding").lower()
    if packed not in ("", "identity"):
        return Refused(f"it is packed by {packed}")
    content_type = answer.header("content-type")
    kind = content_type.split(";")[0].strip().lower()
    if kind not in ("text/html", "application/xhtml+xml"):
        return Refused(f"it is {kind}" if kind else "it has no type")
    body = bytes(answer.body)
    title, found = links(decoded(body, content_type), job.url)
    return Kept(title, sha256(body).hexdigest(), answer.cut, found)
