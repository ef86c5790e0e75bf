//! What becomes of each page of the site, and what the site thinks of those who misbehave.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use ch14_crawler::core::{Answer, Job, Kind, Limits, Outcome, Reader, judge, links::links};
use ch14_crawler::crawl_threads::plain::crawl;
use ch14_crawler::net::Net;
use ch14_crawler::site::Site;

// ANCHOR: endings
const ENDINGS: &[(&str, &str)] = &[
    ("/never", "gave up after 4 tries: no whole answer in time"),
    ("/drip", "gave up after 4 tries: no whole answer in time"),
    ("/slow", "kept"),
    ("/busy", "kept"),
    ("/tomorrow", "gave up: status 503"),
    ("/error", "gave up after 4 tries: status 500"),
    ("/breaks/within", "gave up after 4 tries: the connection broke"),
    ("/breaks/once", "kept"),
    ("/huge", "kept, cut short"),
    ("/too-much", "kept"),
    ("/two-lengths", "refused: the answer is not valid HTTP"),
    ("/long-header", "refused: its head is too long"),
    ("/loop/b", "redirected"),
    ("/chain/12", "refused: too many redirects"),
    ("/nowhere", "refused: a redirect to nowhere"),
    ("/picture", "refused: it is image/png"),
    ("/typeless", "refused: it has no type"),
    ("/packed", "refused: it is packed by gzip"),
    ("/calendar/2029/4", "kept"),
    ("/calendar/2029/5", "refused: too many addresses like it"),
    ("/private/diary", "refused: robots.txt forbids it"),
    ("/private/but-this", "kept"),
];
// ANCHOR_END: endings

/// Those for whom the page has no room.
const MORE: &[(&str, &str)] = &[
    ("/breaks/before", "gave up after 4 tries: the connection broke"),
    ("/calm-down", "kept"),
    ("/missing", "refused: status 404"),
    ("/relative", "redirected"),
    ("/secure", "refused: it is there by https only"),
    ("/elsewhere", "redirected"),
    ("/no-http", "refused: the answer is not valid HTTP"),
    ("/many-headers", "refused: its head is too long"),
    ("/early-hint", "kept"),
    ("/chunks", "kept"),
    ("/plain", "refused: it is text/plain"),
    ("/shop?session=30", "kept"),
    ("/shop?session=31", "refused: too many addresses like it"),
    ("/print/a.pdf", "refused: robots.txt forbids it"),
    ("/print/a.pdf.html", "kept"),
    ("/secret~/door", "refused: robots.txt forbids it"),
    ("/~user", "kept"),
    ("/two%20words", "kept"),
    ("/manual/2?x=1&y=2", "kept"),
];

#[test]
fn each_page_ends_as_the_book_says() {
    let site = Site::open().unwrap();
    let report = crawl(&Net::all_at(site.address()), &Site::limits());
    let lines: Vec<String> = report.lines().collect();
    let ends: BTreeMap<&str, Vec<&str>> = lines
        .iter()
        .map(|line| {
            let mut fields = line.split('\t');
            (fields.next().unwrap(), fields.collect())
        })
        .collect();

    for (path, ending) in ENDINGS.iter().chain(MORE) {
        let url = format!("http://site.test{path}");
        assert_eq!(ends.get(url.as_str()).map(|fields| fields[0]), Some(*ending), "{path}");
    }
    let long = ends.iter().find(|(url, _)| url.len() > 9000).expect("it was found");
    assert_eq!(long.1[0], "refused: its address is too long");
    for hidden in ["/hidden-1", "/hidden-2", "/hidden-3", "/never-found", "/safe", "/other-port"] {
        assert!(!lines.iter().any(|line| line.contains(hidden)), "{hidden} is no link to a page");
    }
    for name in ["gbk", "meta", "bom", "unknown"] {
        let url = format!("http://site.test/chinese/{name}");
        assert_eq!(ends[url.as_str()][1], "标题", "{name}");
    }
    for host in ["ill", "mute"] {
        let url = format!("http://{host}.test/");
        assert_eq!(ends[url.as_str()], ["refused: robots.txt could not be read"]);
    }
    assert_eq!(ends["http://moved.test/closed/door"], ["refused: robots.txt forbids it"]);
    assert_eq!(ends["http://gone.test/anything"][0], "kept");
    assert!(site.verdict().is_good(), "{}", site.verdict());
    assert_eq!(site.verdict().most_at_once, 2, "no host had more, and one had two");
}

/// Who cannot be accused judges nobody.
#[test]
fn the_site_sees_what_is_done_wrong() {
    let site = Site::open().unwrap();
    let ask = |path: &str, agent: &str| {
        let mut stream = TcpStream::connect(site.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: site.test\r\n{agent}\r\n").unwrap();
        stream
    };
    let whole = |path: &str, agent: &str| {
        let mut bytes = Vec::new();
        ask(path, agent).read_to_end(&mut bytes).unwrap();
    };
    let agent = "User-Agent: test\r\n";
    whole("/manual/1", agent);
    assert!(site.verdict().is_good());

    whole("/private/diary", agent);
    assert_eq!(site.verdict().forbidden, 1);
    whole("/manual/1", "");
    assert_eq!(site.verdict().nameless, 1);
    whole("/tomorrow", agent);
    whole("/tomorrow", agent);
    assert_eq!(site.verdict().early, 1, "it was asked to come tomorrow");

    let silent = [ask("/never", agent), ask("/never", agent)];
    while site.asked("/never") < 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(site.verdict().crowding, 0, "two are welcome");
    whole("/manual/1", agent);
    assert_eq!(site.verdict().crowding, 1, "and a third one is not");
    drop(silent);
    whole("/manual/1", agent);
    assert_eq!(site.verdict().crowding, 1, "who has gone is not counted");
}

/// However an answer is cut into pieces, it is the same answer.
#[test]
fn an_answer_comes_in_any_pieces() {
    let limits = Limits { body: 9, ..Limits::default() };
    let read = |text: &str, piece: usize| -> Option<Result<Answer, Outcome>> {
        let mut reader = Reader::new(&job(Kind::Page), &limits);
        let pieces = text.as_bytes().chunks(piece).chain([&[][..]]);
        pieces.into_iter().find_map(|piece| reader.take(piece))
    };
    for (text, status, body, cut) in [
        ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more", 200, "hello", false),
        ("HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello", false),
        ("HTTP/1.1 200 OK\r\n\r\nhello, and more", 200, "hello, an", true),
        ("HTTP/1.0 200 OK\r\n\r\nhello", 200, "hello", false),
        ("HTTP/1.1 103 Early\r\nA: b\r\n\r\nHTTP/1.1 404 No\r\n\r\n", 404, "", false),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
            200,
            "hello",
            false,
        ),
        ("HTTP/1.1 304 Same\r\nContent-Length: 5\r\n\r\n", 304, "", false),
    ] {
        for piece in 1..=text.len() {
            let answer = read(text, piece).expect("it ends").expect("it is good");
            assert_eq!(
                (answer.status, answer.body.as_slice(), answer.cut),
                (status, body.as_bytes(), cut),
                "{text:?} by {piece}"
            );
        }
    }
    for text in ["HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "HTTP/1.1 200", ""] {
        let end = read(text, 3).expect("it ends");
        assert!(matches!(end, Err(Outcome::Again(..))), "{text:?} breaks off: {end:?}");
    }
    for text in [
        "SMTP\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n;x\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    ] {
        let end = read(text, 3).expect("it ends");
        assert!(matches!(end, Err(Outcome::Refused(_))), "{text:?} is wrong: {end:?}");
    }
}

fn job(kind: Kind) -> Job {
    let url = "http://site.test/".parse().unwrap();
    Job { url, kind, depth: 0, redirects: 0, tries: 0, why: None }
}

#[test]
fn the_size_of_a_chunk_has_an_end() {
    let mut reader = Reader::new(&job(Kind::Page), &Limits::default());
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;";
    assert!(reader.take(head).is_none());
    let end = (0..100).find_map(|_| reader.take(&[b'x'; 4096]));
    assert!(matches!(end, Some(Err(Outcome::Refused(_)))), "{end:?}");
}

#[test]
fn a_file_of_rules_is_read_to_its_end() {
    let rules = Kind::Rules { of: "http://site.test".to_owned() };
    let mut reader = Reader::new(&job(rules), &Limits { body: 9, ..Limits::default() });
    let answer = reader.take(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
    assert!(!answer.unwrap().unwrap().cut);
}

#[test]
fn a_server_that_asks_for_a_hundred_years_does_not_get_a_second() {
    for seconds in ["4294967296", &"9".repeat(400), &"9".repeat(5000)] {
        let mut reader = Reader::new(&job(Kind::Page), &Limits::default());
        let head =
            format!("HTTP/1.1 503 No\r\nRetry-After: {seconds}\r\nContent-Length: 0\r\n\r\n");
        let answer = reader.take(head.as_bytes()).unwrap();
        let Outcome::Again(_, Some(pause)) = judge(&job(Kind::Page), answer, &Limits::default())
        else {
            panic!("it was asked to wait")
        };
        assert!(pause > Duration::from_secs(4_000_000_000));
    }
}

/// In the loop's own thread, where nobody else has a turn meanwhile.
#[test]
fn a_page_full_of_links_is_read_at_once() {
    let page: String = (0..70_000).map(|number| format!("<a href=/{number:x}>")).collect();
    let began = std::time::Instant::now();
    let found = links(&page, &"http://site.test/".parse().unwrap());
    assert_eq!(found.links.len(), 70_000);
    assert!(began.elapsed() < Duration::from_secs(40), "it took {:?}", began.elapsed());
}

#[test]
fn the_first_base_that_says_where_counts() {
    let address = "http://site.test/dir/page".parse().unwrap();
    for (page, wanted) in [
        ("<base><base href=/a/><base href=/b/><a href=x>", &["http://site.test/a/x"][..]),
        ("<base href=https://site.test/><a href=x>", &[]),
        (
            "<noscript><a href=/x></noscript><a href=/y>",
            &["http://site.test/x", "http://site.test/y"],
        ),
        ("<base href=javascript:1><a href=x>", &["http://site.test/dir/x"]),
    ] {
        assert_eq!(links(page, &address).links, wanted, "{page}");
    }
}

/// All drivers print the same: what the chapter shows once for each of them.
#[test]
fn one_output_for_all_drivers() {
    let common = include_str!("../src/crawl/output.txt");
    assert_eq!(include_str!("../src/crawl_one_by_one/output.txt"), common);
    assert_eq!(include_str!("../src/crawl_threads/output.txt"), common);
    assert_eq!(include_str!("../src/crawl_processes.output.txt"), common);
}
