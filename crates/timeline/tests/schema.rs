//! The record as JSON: what is written is read back, and what is wrong is refused.

mod sample;

use timeline::{parse, to_json};

#[test]
fn every_kind_of_event_is_read_back_as_it_was() {
    let trace = sample::everything();

    let again = parse(&to_json(&trace)).unwrap();

    assert_eq!(again, trace);
}

#[test]
fn each_event_is_one_line() {
    let json = to_json(&sample::blocked());

    let events = json.lines().filter(|line| line.starts_with("    {\"at\":")).count();
    assert_eq!(events, sample::blocked().events.len());
}

#[test]
fn the_names_of_the_fields_are_those_of_the_schema() {
    let json = to_json(&sample::everything());

    for field in [
        r#"{"at":0,"thread":0,"what":"spawned","lane":0,"source":{"file":"on_tokio.rs","line":7}}"#,
        r#""what":"spawned","lane":1,"by":0"#,
        r#""what":"poll_ended","lane":1,"outcome":"pending""#,
        r#""what":"span_started","span":3,"lane":1,"name":"lesson “1”""#,
        r#""what":"parked""#,
        r#""snapshot":{"current":"Task-1","ready":["Alice"],"timers":["Task-1: 5 ms"],"sockets":[]}"#,
    ] {
        assert!(json.contains(field), "{field} in {json}");
    }
}

#[test]
fn what_is_no_trace_is_refused_with_the_reason() {
    let good = to_json(&sample::blocked());
    for (wrong, reason) in [
        (good.replace("\"schema\": 1", "\"schema\": 2"), "schema 2, and this program reads 1"),
        (good.replace("\"lane\":1", "\"lane\":2"), "points to nothing"),
        (good.replace("\"at\":30000,", "\"at\":7,"), "not in the order of time"),
        (good.replace("spawned", "hatched"), "unknown variant"),
        (good[..good.len() / 2].to_owned(), "EOF"),
    ] {
        let error = parse(&wrong).unwrap_err().to_string();

        assert!(error.contains(reason), "{error}");
    }
}
