//! The pages of the site, and everything that is wrong with them.

use std::fmt::Write;
use std::time::Duration;

use super::{SECOND, Then};

/// How many pages of the manual there are: honest ones, which differ only in their number.
const MANUAL: usize = 12;

/// A page before it is asked for.
pub(super) struct Page {
    /// Whether robots.txt forbids it.
    pub(super) forbidden: bool,
    /// How long it takes the server to begin.
    pub(super) delay: Duration,
    make: Box<dyn Fn(usize) -> Answer>,
}

/// What is written into the connection, and what happens then.
pub(super) struct Answer {
    pub(super) bytes: Vec<u8>,
    pub(super) then: Then,
    pub(super) retry_after: Option<u32>,
}

impl Page {
    /// The answer for whoever has asked so often before.
    pub(super) fn answer(&self, times: usize) -> Answer {
        (self.make)(times)
    }
}

/// The page at a path of a host. There is always one, if only to say that there is none.
pub(super) fn page(host: &str, path: &str) -> Page {
    match host {
        "site.test" => of_site(path),
        other => of_another(other, path),
    }
}

fn of_another(host: &str, path: &str) -> Page {
    match (host, path) {
        ("ill.test", "/robots.txt") => always(status("503 Service Unavailable")),
        ("mute.test", "/robots.txt") => always(raw("", Then::Silence)),
        ("moved.test", "/robots.txt") => redirect("http://site.test/rules-of-moved.txt"),
        // Whoever gets here has not read the rules.
        ("ill.test" | "mute.test", _) => forbidden(html("You should not be here", "")),
        ("gone.test", "/") => {
            always(html("No rules", &["/anything", "/missing"].map(link).concat()))
        }
        ("gone.test", "/anything") => always(html("Anything", "")),
        ("moved.test", "/") => always(html("Moved", &["/open", "/closed/door"].map(link).concat())),
        ("moved.test", "/open") => always(html("Open", "")),
        ("moved.test", "/closed/door") => forbidden(html("Closed", "")),
        _ => always(status("404 Not Found")),
    }
}

fn of_site(path: &str) -> Page {
    let (place, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = place.split('/').skip(1).collect();
    let number = |text: &str| text.parse::<usize>().unwrap_or_default();
    match (parts.as_slice(), query) {
        ([""], "") => always(index()),
        (["robots.txt"], _) => always(typed("text/plain", ROBOTS.as_bytes())),
        (["rules-of-moved.txt"], _) => {
            always(typed("text/plain", b"User-agent: *\nDisallow: /closed/\n"))
        }
        (["six"], _) => {
            let paths = ["/slow", "/busy", "/manual/1", "/manual/2", "/manual/3"];
            always(html("Six pages", &paths.map(link).concat()))
        }
        (["manual", ""], _) => always(manual(0)),
        (["manual", page], _) if (1..=MANUAL).contains(&number(page)) => {
            always(manual(number(page)))
        }
        // What robots.txt is about.
        (["private", "but-this"], _) => always(html("Allowed in the middle of what is not", "")),
        (["private", ..], _) | (["secret~", _], _) => forbidden(html("Private", "")),
        (["print", file], _) if file.ends_with(".pdf") => forbidden(html("For the printer", "")),
        (["print", _], _) => always(html("A page about a PDF", "")),
        // Time.
        (["slow"], _) => Page { delay: SECOND * 2, ..always(html("Slow", "")) },
        (["never"], _) => always(raw("", Then::Silence)),
        (["drip"], _) => {
            always(raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", Then::Drip))
        }
        (["busy"], _) => {
            after_failures(2, "503 Service Unavailable", 1, html("No longer busy", ""))
        }
        (["calm-down"], _) => after_failures(1, "429 Too Many Requests", 3, html("Calm", "")),
        (["tomorrow"], _) => after_failures(99, "503 Service Unavailable", 86_400, html("", "")),
        (["error"], _) => always(status("500 Internal Server Error")),
        // Redirects.
        (["loop", "a"], _) => redirect("/loop/b"),
        (["loop", "b"], _) => redirect("/loop/a"),
        (["chain", step], _) => redirect(&format!("/chain/{}", number(step) + 1)),
        (["elsewhere"], _) => redirect("http://gone.test/anything"),
        (["secure"], _) => redirect("https://site.test/safe"),
        (["relative"], _) => redirect("manual/3"),
        (["nowhere"], _) => {
            always(raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", Then::Close))
        }
        // Connections.
        (["breaks", "before"], _) => always(raw("", Then::Reset)),
        (["breaks", "within"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<p>",
            Then::Reset,
        )),
        (["breaks", "once"], _) => Page {
            make: Box::new(|times| match times {
                0 => raw("HTTP/1.1 200 OK\r\nConte", Then::Reset),
                _ => html("In the second try", ""),
            }),
            ..always(html("", ""))
        },
        // Lengths and heads.
        (["huge"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
             30\r\n<title>Huge</title><a href='/manual/'>home</a>  \r\n",
            Then::Flood,
        )),
        (["chunks"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
             b\r\n<title>In p\r\n0E;note=x\r\nieces</title> \r\n0\r\nTrailer: x\r\n\r\n",
            Then::Close,
        )),
        (["too-much"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 23\r\n\r\n\
             <title>Enough</title>  <a href='/never-found'>too much</a>",
            Then::Close,
        )),
        (["two-lengths"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
            Then::Close,
        )),
        (["no-http"], _) => always(raw("220 mail.test ready\r\n\r\n", Then::Close)),
        (["many-headers"], _) => {
            let lines: String = (0..1000).map(|line| format!("X-{line}: x\r\n")).collect();
            always(raw(&format!("HTTP/1.1 200 OK\r\n{lines}\r\n"), Then::Close))
        }
        (["long-header"], _) => {
            let line = "x".repeat(1 << 20);
            always(raw(&format!("HTTP/1.1 200 OK\r\nX-Long: {line}\r\n\r\n"), Then::Close))
        }
        (["early-hint"], _) => {
            let mut hint =
                raw("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n", Then::Close);
            hint.bytes.extend(html("After a hint", "").bytes);
            always(hint)
        }
        // Types and encodings.
        (["picture"], _) => always(typed("image/png", b"\x89PNG\r\n\x1a\n")),
        (["typeless"], _) => {
            always(raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Then::Close))
        }
        (["plain"], _) => always(typed("text/plain", b"<title>HTML, but called text</title>")),
        (["packed"], _) => always(raw(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f.",
            Then::Close,
        )),
        // 标题 in three encodings.
        (["chinese", "gbk"], _) => {
            always(typed("text/html; charset=GBK", b"<title>\xb1\xea\xcc\xe2</title>"))
        }
        (["chinese", "meta"], _) => {
            always(typed("text/html", b"<meta charset='gb2312'><title>\xb1\xea\xcc\xe2</title>"))
        }
        (["chinese", "bom"], _) => always(typed(
            "text/html; charset=gbk",
            b"\xff\xfe<\0t\0i\0t\0l\0e\0>\0\x07\x68\x98\x98<\0/\0t\0i\0t\0l\0e\0>\0",
        )),
        (["chinese", "unknown"], _) => {
            always(typed("text/html; charset=x-no-such-thing", "<title>标题</title>".as_bytes()))
        }
        (["chinese", "wrong"], _) => {
            always(typed("text/html; charset=utf-8", b"<title>\xb1\xea</title>"))
        }
        // HTML and links.
        (["messy"], _) => always(typed("text/html; charset=utf-8", MESSY.as_bytes())),
        (["base", _], _) => always(html("Base", "<base href='/manual/'><a href=7>seven</a>")),
        (["no-follow"], _) => always(html(
            "No",
            "<meta name=robots content='noindex, nofollow'><a href=/hidden-1>x</a>",
        )),
        (["links"], _) => always(html("Links", &links())),
        (["~user"], _) => always(html("Home of user", "")),
        (["two%20words"], _) => always(html("Two words", "")),
        // Traps.
        (["calendar", year, month], _) => {
            let months = number(year) * 12 + number(month);
            let next = format!("/calendar/{}/{}", months / 12, months % 12 + 1);
            always(html("Calendar", &link(&next)))
        }
        (["shop"], query) => {
            let session = number(query.trim_start_matches("session="));
            always(html("Shop", &link(&format!("/shop?session={}", session + 1))))
        }
        (["a", ..], _) => always(html("a", "<a href=a/>deeper</a>")),
        _ => always(status("404 Not Found")),
    }
}

const ROBOTS: &str = "\u{feff}# The rules of a site that has met many crawlers.
User-agent: someone-else
Disallow: /

User-agent: taking-turns
User-agent: another
Disallow: /private/
Allow: /private/but-this

Crawl-delay: 0
User-agent: *
Disallow: /

User-agent: TAKING-TURNS # the same name: these lines belong to the others
Disallow: /*.pdf$
Disallow: /secret%7e/
Disallow:
";

const MESSY: &str = "<!DOCTYPE html><title>Messy &amp; bold</title><body>
<!-- <a href='/hidden-2'> --><script>'<a href=/hidden-3>'</script>
<A HREF=/manual/1>no quotes<a href='/manual/2?x=1&amp;y=2'>no end<p><a name=here>no address
<a href='/manual/4' rel='external nofollow'>not to follow</a><td><a href=\"/manual/5
\">a line in it</a><area href=/manual/6><a href=''>itself</a></div></body></html><a href=/manual/8>late";

/// The first page: all the others can be reached from here.
fn index() -> Answer {
    let paths = [
        "/manual/",
        "/private/diary",
        "/private/but-this",
        "/print/a.pdf",
        "/print/a.pdf.html",
        "/secret~/door",
        "/slow",
        "/never",
        "/drip",
        "/busy",
        "/calm-down",
        "/tomorrow",
        "/error",
        "/missing",
        "/loop/a",
        "/chain/1",
        "/elsewhere",
        "/relative",
        "/secure",
        "/nowhere",
        "/breaks/before",
        "/breaks/within",
        "/breaks/once",
        "/huge",
        "/chunks",
        "/too-much",
        "/two-lengths",
        "/no-http",
        "/many-headers",
        "/long-header",
        "/early-hint",
        "/picture",
        "/typeless",
        "/plain",
        "/packed",
        "/chinese/gbk",
        "/chinese/meta",
        "/chinese/bom",
        "/chinese/unknown",
        "/chinese/wrong",
        "/messy",
        "/base/x",
        "/no-follow",
        "/links",
        "/calendar/2026/11",
        "/shop?session=1",
        "/a/",
    ];
    html("A site", &paths.map(link).concat())
}

fn manual(number: usize) -> Answer {
    let mut body = link("/manual/") + "<a href='#top'>top</a>";
    if number < MANUAL {
        body += &link(&format!("/manual/{}", number + 1));
    }
    if number == 0 {
        for page in (1..=MANUAL).rev() {
            body += &link(&format!("{page}"));
        }
    }
    html(&format!("Manual, page {number}"), &body)
}

fn links() -> String {
    let long = format!("/{}", "x".repeat(9000));
    let mut out = String::new();
    for href in [
        "javascript:alert(1)",
        "mailto:a@site.test",
        "tel:110",
        "https://site.test/safe",
        "//gone.test/anything",
        "../../manual/9",
        "./manual/./10",
        "/manual/11#part",
        "/%7Euser",
        "/~user",
        "HTTP://SITE.TEST:80/manual/12",
        "http://site.test:81/other-port",
        "/two words",
        "/two%20words",
        "\\manual\\2",
        "http://elsewhere.test/",
        "http://",
        "#",
        long.as_str(),
    ] {
        _ = write!(out, "{}", link(href));
    }
    out
}

fn link(href: &str) -> String {
    format!("<a href=\"{href}\">{}</a>\n", href.get(..40).unwrap_or(href))
}

fn always(answer: Answer) -> Page {
    let Answer { bytes, then, retry_after } = answer;
    let make = move |_| Answer { bytes: bytes.clone(), then, retry_after };
    Page { forbidden: false, delay: Duration::ZERO, make: Box::new(make) }
}

fn forbidden(answer: Answer) -> Page {
    Page { forbidden: true, ..always(answer) }
}

/// A page that first fails so often, and asks to be left alone for so many seconds each time.
fn after_failures(failures: usize, line: &'static str, seconds: u32, good: Answer) -> Page {
    let Page { make: good, .. } = always(good);
    let make = move |times| {
        if times >= failures {
            return good(times);
        }
        let head =
            format!("HTTP/1.1 {line}\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\n\r\n");
        Answer { retry_after: Some(seconds), ..raw(&head, Then::Close) }
    };
    Page { make: Box::new(make), ..always(raw("", Then::Close)) }
}

fn redirect(to: &str) -> Page {
    let head =
        format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
    always(raw(&head, Then::Close))
}

fn status(line: &str) -> Answer {
    raw(&format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n"), Then::Close)
}

fn html(title: &str, body: &str) -> Answer {
    let page = format!("<!DOCTYPE html><title>{title}</title>\n<body>{body}</body>\n");
    typed("text/html; charset=utf-8", page.as_bytes())
}

fn typed(kind: &str, body: &[u8]) -> Answer {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    Answer { bytes: [head.as_bytes(), body].concat(), then: Then::Close, retry_after: None }
}

fn raw(text: &str, then: Then) -> Answer {
    Answer { bytes: text.as_bytes().to_vec(), then, retry_after: None }
}
