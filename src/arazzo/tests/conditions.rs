use super::*;
use http::{HeaderMap, StatusCode};
use proptest::prelude::*;
use serde_json::{Value, json};

fn answered(status: u16, body: Value) -> Answered {
    let mut headers = HeaderMap::new();
    headers.insert("x-page", "2".parse().unwrap());
    Answered { status: StatusCode::from_u16(status).unwrap(), headers, body: Some(body) }
}

fn holds(text: &str, body: Value) -> bool {
    let answered = answered(200, body);
    Condition::parse(text).unwrap().holds(&Context { answered: Some(&answered), ..Context::default() })
}

#[test]
fn conditions_of_the_specification_hold() {
    for text in [
        "$statusCode == 200",
        "$statusCode >= 200 && $statusCode < 300",
        "$statusCode == 404 || $statusCode == 200",
        "!($statusCode == 500)",
        "$response.header.X-Page == 2",
        "$response.body.redirectAuthToken != null",
        "$response.body#/status == 'AVAILABLE'",
        "$response.body.pets[0].name == 'Rex'",
        "$response.body#/pets[0].name == 'rex'",
        "$response.body.pets[0].id == '1'",
        "$response.body.missing == null",
        "{$statusCode == 200}",
        "{$statusCode} == 200",
        "$response.body.quote == 'it''s'",
        "$response.body.yes == true && $response.body.no == false",
        "!$response.body.no",
        "$response.body.pets",
        "($statusCode==200)&&!($response.body.no)",
        "$response.body.name <= 'b'",
        "1.5e1 > 14",
    ] {
        let body = json!({
            "redirectAuthToken": "t", "status": "available", "pets": [{"id": 1, "name": "rex"}],
            "quote": "it's", "yes": true, "no": false, "name": "A",
        });
        assert!(holds(text, body), "{text}");
    }
}

#[test]
fn what_cannot_be_compared_is_different_and_neither_is_less() {
    for text in [
        "$response.body.missing < 1",
        "$response.body.missing >= 0",
        "$response.body.list > 0",
        "$response.body.text > 5",
        "$response.body.text == 0",
        "$response.body.list == null",
        "$response.body.empty",
        "$response.body.zero",
        "true == 1",
        "null == 0",
        "null == ''",
        "9007199254740993 == 9007199254740992",
    ] {
        let body = json!({"list": [1], "text": "abc", "empty": "", "zero": 0});
        assert!(!holds(text, body), "{text}");
    }
}

#[test]
fn and_binds_closer_than_or() {
    assert!(holds("true || false && false", json!({})));
    assert!(!holds("(true || false) && false", json!({})));
}

#[test]
fn what_is_no_condition_is_told_with_its_place() {
    for (text, at) in [
        ("", 0),
        ("   ", 3),
        ("$statusCode = 200", 12),
        ("$statusCode == ", 15),
        ("== 200", 0),
        ("$statusCode == 200 200", 19),
        ("$statusCode == 200 && ", 22),
        ("$statusCode == 200 and true", 19),
        ("1 < 2 < 3", 7),
        ("$response.body.status == available", 25),
        ("$response.body.status == \"available\"", 25),
        ("'open", 0),
        ("($statusCode == 200", 0),
        ("$statusCode == 200)", 18),
        ("{$statusCode", 0),
        ("$response.bodies == 1", 0),
        ("True", 0),
        ("0x10 == 16", 0),
        ("!", 1),
    ] {
        let error = Condition::parse(text).expect_err(text);
        assert_eq!(error.at, at, "{text}: {error}");
    }
}

#[test]
fn nesting_and_length_have_an_end() {
    let deep = format!("{}true{}", "(".repeat(100), ")".repeat(100));
    assert!(Condition::parse(&deep).unwrap_err().what.contains("nested"));
    assert!(Condition::parse(&"!".repeat(10_000)).unwrap_err().what.contains("nested"));
    assert!(Condition::parse(&" ".repeat(20_000)).unwrap_err().what.contains("longer"));
    let wide = vec!["true"; 2_000].join(" && ");
    assert!(Condition::parse(&wide).is_ok());
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![
        super::expressions::expression().prop_map(Condition::Expression),
        any::<bool>().prop_map(|own| Condition::Literal(own.into())),
        any::<i32>().prop_map(|own| Condition::Literal(own.into())),
        "[a-z' ]{0,6}".prop_map(|own| Condition::Literal(own.into())),
        Just(Condition::Literal(Value::Null)),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let parts = || proptest::collection::vec(inner.clone(), 2..4);
        let operator = proptest::sample::select(condition::Operator::ALL.to_vec());
        prop_oneof![
            parts().prop_map(Condition::Any),
            parts().prop_map(Condition::All),
            inner.clone().prop_map(|own| Condition::Not(Box::new(own))),
            (inner.clone(), operator, inner.clone()).prop_map(|(left, operator, right)| Condition::Compare(
                Box::new(left),
                operator,
                Box::new(right)
            )),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again_as_the_same(own in condition()) {
        prop_assert_eq!(Condition::parse(&own.to_string()), Ok(own));
    }

    #[test]
    fn any_condition_holds_or_does_not(own in condition(), body in "[a-z0-9]{0,4}") {
        let answered = answered(200, json!({"a": body}));
        let context = Context { answered: Some(&answered), ..Context::default() };
        _ = own.holds(&context);
        prop_assert!(own.values(&context).len() <= own.expressions().len());
    }
}
