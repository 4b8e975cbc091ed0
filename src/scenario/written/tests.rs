use super::*;
use serde_json::json;

fn written(body: Value) -> Written {
    let mut written = Written::default();
    written.write(&Method::POST, Some(body.to_string().as_bytes()));
    written
}

fn lost(body: Value, answer: Value, promised: &[&str]) -> Vec<(String, String, Option<String>)> {
    let promised: Vec<_> = promised.iter().map(|name| (*name).to_owned()).collect();
    let lost = written(body).lost(&answer, &promised);
    lost.into_iter().map(|own| (own.member, own.written, own.read)).collect()
}

#[test]
fn what_is_read_as_it_was_written_is_not_lost() {
    for (body, answer) in [
        (json!({"text": "a"}), json!({"id": 1, "text": "a"})),
        (json!({"text": "a"}), json!({"item": {"id": 1, "text": "a"}})),
        (json!({"n": 1}), json!({"n": 1.0})),
        (json!({"a": {"b": 1}}), json!({"a": {"b": 1, "c": 2}})),
        (json!({"a": [{"b": 1}]}), json!({"a": [{"b": 1, "c": 2}]})),
        (json!({"at": "2026-01-01T00:00:00Z"}), json!({"at": "2026-01-01T01:00:00.000+01:00"})),
        (json!({"at": "2026-01-01"}), json!({"at": "2026-01-01T00:00:00.000Z"})),
        (json!({"text": "a", "secret": "b"}), json!({"text": "a"})),
    ] {
        assert_eq!(lost(body.clone(), answer, &["text"]), [], "{body}");
    }
}

#[test]
fn what_is_read_otherwise_is_named_with_both_values() {
    for (body, answer, read) in [
        (json!({"text": "new"}), json!({"text": "old"}), Some("\"old\"")),
        (json!({"text": "new"}), json!({"id": 1}), None),
        (json!({"text": "new"}), json!({}), None),
        (json!({"text": "new"}), json!([]), None),
        (json!({"text": "new"}), json!({"text": null}), Some("null")),
        (json!({"text": [1, 2]}), json!({"text": [2, 1]}), Some("[2,1]")),
        (
            json!({"text": "2026-01-01T10:00:00"}),
            json!({"text": "2026-01-01T11:00:00"}),
            Some("\"2026-01-01T11:00:00\""),
        ),
        (json!({"text": 1}), json!({"text": "1"}), Some("\"1\"")),
    ] {
        let lost = lost(body.clone(), answer, &["text"]);
        let expected = ("text".to_owned(), body["text"].to_string(), read.map(str::to_owned));
        assert_eq!(lost, [expected], "{body}");
    }
}

#[test]
fn an_answer_that_nobody_described_is_compared_by_what_it_has() {
    let body = json!({"text": "a", "date": "b"});
    assert_eq!(lost(body.clone(), json!({"text": "a"}), &[]), []);
    assert_eq!(lost(body.clone(), json!({"text": "x"}), &[]).len(), 1);
    assert_eq!(lost(body.clone(), json!({}), &[]).len(), 2, "a promise that nobody awaited");
    assert_eq!(lost(body.clone(), json!({"ok": true}), &["ok"]), [], "it promises nothing of the item");
    assert_eq!(lost(body, json!({"item": {"text": "x"}}), &["item"]).len(), 1);
}

#[test]
fn a_patch_changes_and_a_put_replaces() {
    let mut both = written(json!({"a": 1, "b": 1}));
    both.write(&Method::PATCH, Some(b"{\"b\": 2}"));
    assert_eq!(both.members, *json!({"a": 1, "b": 2}).as_object().unwrap());
    both.write(&Method::PUT, Some(b"{\"b\": 3}"));
    assert_eq!(both.members, *json!({"b": 3}).as_object().unwrap());
    both.write(&Method::PUT, None);
    assert_eq!(both.members.len(), 1, "without a body nothing is known");
}

#[test]
fn long_values_are_cut() {
    let long = "x".repeat(5000);
    let lost = lost(json!({ "text": long }), json!({"text": "y"}), &["text"]);
    assert!(lost[0].1.chars().count() < 50);
}
