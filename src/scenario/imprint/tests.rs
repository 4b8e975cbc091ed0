use super::*;
use serde_json::json;

fn of(body: Value, list: Option<&str>) -> Imprint {
    Imprint::of(StatusCode::OK, body.to_string().as_bytes(), list)
}

fn differences(first: Value, second: Value) -> Vec<String> {
    of(first, Some("id")).differences(&of(second, Some("id")))
}

#[test]
fn values_that_change_from_time_to_time_are_no_difference() {
    let first = json!({"at": "2026-01-01", "count": 1, "items": [{"id": "a", "seen": 1}]});
    let second = json!({"at": "2026-01-02", "count": 2, "items": [{"id": "a", "seen": 2}]});
    assert!(differences(first, second).is_empty());
    assert!(differences(json!([]), json!([])).is_empty());
    assert!(differences(json!({"a": null}), json!({"a": null})).is_empty());
}

#[test]
fn what_differs_is_named() {
    for (first, second, expected) in [
        (json!([{"id": "a"}]), json!([]), "item `a` was listed the first time only"),
        (json!([]), json!([{"id": "b"}]), "item `b` was listed the second time only"),
        (json!([{"id": 1}, {"id": 2}]), json!([{"id": 2}, {"id": 1}]), "the items came in another order"),
        (json!({"a": 1}), json!({"a": "1"}), "`/a` was a number, then a text"),
        (json!({"a": 1}), json!({"a": 1, "b": 1}), "`/b` was there the second time only"),
        (json!([{"id": 1, "x": 1}]), json!([{"id": 1}]), "`/[]/x` was there the first time only"),
    ] {
        assert_eq!(differences(first, second), [expected]);
    }
    let page = Imprint::of(StatusCode::OK, b"<html>", None);
    assert_eq!(of(json!({"a": 1}), None).differences(&page)[0], "it was JSON, then not JSON");
    let many = differences(json!({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}), json!({}));
    assert!(many.is_empty(), "an empty object has nothing to compare");
    let many = differences(json!({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}), json!({"z": 1}));
    assert_eq!((many.len(), many[3].as_str()), (4, "3 more"));
}

#[test]
fn a_list_shows_another_user_what_has_the_same_name_and_content() {
    let own = of(json!([{"id": 1, "text": "mine", "date": "x"}, {"id": 2, "text": "too"}]), Some("id"));
    let shown = |other: Value| own.shown_by(&of(other, Some("id")));
    assert_eq!(shown(json!([{"id": 1, "text": "mine", "date": "x"}])), Shown::Items(vec!["1".to_owned()]));
    let both = Shown::Items(vec!["1".to_owned(), "2".to_owned()]);
    assert_eq!(shown(json!([{"id": 2, "text": "too"}, {"id": 1, "text": "mine", "date": "y"}])), both);
    assert_eq!(shown(json!([{"id": 1, "text": "theirs", "date": "z"}])), Shown::Nothing, "a namesake");
    assert_eq!(shown(json!([{"id": 3, "text": "mine", "date": "x"}])), Shown::Nothing, "a twin");
    assert_eq!(shown(json!([])), Shown::Nothing);
    let bare = of(json!(["a", "b"]), Some("id"));
    assert_eq!(bare.shown_by(&of(json!(["b"]), Some("id"))), Shown::Items(vec!["b".to_owned()]));
}

#[test]
fn an_item_shows_another_user_what_it_holds() {
    let own = of(json!({"id": 1, "text": "mine", "tags": ["a"], "at": "2026"}), None);
    let shown = |other: Value| own.shown_by(&of(other, None));
    let item = Shown::Items(vec!["1".to_owned()]);
    assert_eq!(shown(json!({"id": 1, "text": "mine", "tags": ["a"], "at": "2027"})), item);
    assert_eq!(shown(json!({"id": 1, "text": "theirs", "tags": [], "at": "2027"})), Shown::Namesake);
    assert_eq!(shown(json!({})), Shown::Unknown);
    assert_eq!(own.shown_by(&Imprint::of(StatusCode::OK, b"", None)), Shown::Unknown);
}

#[test]
fn a_long_answer_leaves_a_bounded_imprint() {
    let items: Vec<_> = (0..5000).map(|id| json!({"id": id, "text": "x"})).collect();
    let imprint = of(json!(items), Some("id"));
    assert_eq!(imprint.items.len(), MAX_ITEMS);
    let wide: serde_json::Map<_, _> = (0..5000).map(|at| (format!("m{at}"), json!(at))).collect();
    let imprint = of(Value::Object(wide), None);
    assert_eq!((imprint.shape.len(), imprint.items[0].values.len()), (MAX_MEMBERS, MAX_VALUES));
    assert!(imprint.differences(&of(json!({"other": 1}), None)).is_empty(), "what was cut is not compared");
}
