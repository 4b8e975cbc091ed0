use super::*;
use serde_json::json;

#[test]
fn the_first_item_is_found_in_a_list_and_in_its_envelopes() {
    for answer in [
        json!([{"id": 7}, {"id": 8}]),
        json!({"items": [{"id": 7}]}),
        json!({"total": 1, "data": [{"id": 7}]}),
        json!({"data": {"items": [{"id": 7}]}}),
    ] {
        assert_eq!(items(&answer).and_then(|items| items.first()), Some(&json!({"id": 7})), "{answer}");
    }
    for answer in [json!([]), json!({"items": []}), json!("x"), json!({}), json!({"a": {"b": {"c": [1]}}})] {
        assert_eq!(items(&answer).and_then(|items| items.first()), None, "{answer}");
    }
}

#[test]
fn an_item_is_named_by_the_property_of_the_parameter_before_any_other() {
    for (item, parameter, expected) in [
        (json!({"id": 7, "itemId": "x"}), "itemId", Some("x")),
        (json!({"id": 7}), "itemId", Some("7")),
        (json!({"id": 1, "number": 42}), "issue_number", Some("42")),
        (json!({"item": {"id": "a"}}), "id", Some("a")),
        (json!("plain"), "name", Some("plain")),
        (json!({"id": ""}), "id", None),
        (json!({"id": null}), "id", None),
        (json!({"id": {"a": 1}}), "id", None),
        (json!({"title": "x"}), "id", None),
        (json!({"a": {"id": 1}, "b": {"id": 2}}), "id", None),
        (json!(true), "id", None),
    ] {
        assert_eq!(identifier(&item, parameter, MAX_DEPTH).as_deref(), expected, "{item}");
    }
}

#[test]
fn paths_are_alike_whatever_their_parameters_are_called() {
    assert_eq!(normal("/lists/{listId}/items/{id}"), "/lists/{}/items/{}");
    assert_eq!(normal("/items/"), "/items");
    assert_ne!(normal("/items/{id}.json"), normal("/items/{id}"));
}

#[test]
fn what_was_made_is_named_by_where_it_is_said_to_be() {
    for (location, resource, expected) in [
        ("https://a.example/items/n1", "/items/{}", Some("n1")),
        ("https://a.example/api/items/a%20b/", "/items/{}", Some("a b")),
        ("https://a.example/users/7/items/n1?x=1#y", "/users/{}/items/{}", Some("n1")),
        ("https://a.example/things/n1", "/items/{}", None),
        ("https://a.example/items", "/users/{}/items/{}", None),
        ("https://a.example/", "/items/{}", None),
        ("https://a.example/items/%FF", "/items/{}", None),
    ] {
        assert_eq!(located(&location.parse().unwrap(), resource).as_deref(), expected, "{location}");
    }
}
