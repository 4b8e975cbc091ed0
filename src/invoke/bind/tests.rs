use super::*;
use crate::invoke::{
    fixture,
    signature::{Body, Items, Parameter, Property, Shape},
};
use serde_json::json;

fn shape(kind: ShapeKind) -> Shape {
    Shape { kind, ..Shape::default() }
}

fn parameter(name: &str, place: Place, required: bool, shape: Shape) -> Parameter {
    Parameter { name: name.to_owned(), place, required, shape, encoding: Encoding::of_place(place) }
}

fn property(name: &str, required: bool, kind: ShapeKind) -> Property {
    Property { name: name.to_owned(), required, shape: shape(kind) }
}

fn operation(method: Method, path: &str, parameters: Vec<Parameter>, body: Option<Body>) -> Signature {
    Signature { method, path: path.to_owned(), parameters, body, ..fixture::reading("op") }
}

fn item() -> Signature {
    let id = parameter("id", Place::Path, true, shape(ShapeKind::String));
    let body = Body {
        required: true,
        json: true,
        kind: ShapeKind::Object,
        properties: vec![
            property("date", true, ShapeKind::String),
            property("text", true, ShapeKind::String),
            property("minutes", false, ShapeKind::Integer),
        ],
    };
    operation(Method::PATCH, "/items/{id}", vec![id], Some(body))
}

fn list() -> Signature {
    let sort = Shape { allowed: vec![json!("asc"), json!("desc")], ..shape(ShapeKind::String) };
    let parameters = vec![
        parameter("limit", Place::Query, false, shape(ShapeKind::Integer)),
        parameter("sort", Place::Query, false, sort),
        parameter("tag", Place::Query, false, shape(ShapeKind::Array)),
        parameter("X-Trace", Place::Header, true, shape(ShapeKind::String)),
    ];
    operation(Method::GET, "/items", parameters, None)
}

fn named(pairs: &[(&str, &str)]) -> Arguments {
    let named = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Arguments { named, ..Arguments::default() }
}

fn whole(body: &str) -> Arguments {
    Arguments {
        named: vec![("id".to_owned(), "1".to_owned())],
        body: Some(body.to_owned()),
        ..Arguments::default()
    }
}

#[test]
fn arguments_go_where_the_document_puts_them() {
    let call =
        bind(&item(), &named(&[("text", "Lunch"), ("id", "a b"), ("date", "2026-01-02"), ("minutes", "30")]));
    let call = call.unwrap();
    assert_eq!(call.path, "/items/a%20b");
    assert_eq!(call.query, None);
    let body = String::from_utf8(call.body.unwrap()).unwrap();
    assert_eq!(body, r#"{"text":"Lunch","date":"2026-01-02","minutes":30}"#);
}

#[test]
fn a_query_is_encoded_in_the_order_of_the_arguments() {
    let call = bind(&list(), &named(&[("tag", "a&b"), ("limit", "5"), ("tag", "ü")])).unwrap();
    assert_eq!(call.query.as_deref(), Some("tag=a%26b&tag=%C3%BC&limit=5"));
    assert_eq!(call.body, None);
    let call = bind(&list(), &named(&[("tag", r#"["x","y"]"#)])).unwrap();
    assert_eq!(call.query.as_deref(), Some("tag=x&tag=y"));
}

#[test]
fn a_joined_list_is_one_value() {
    let mut signature = list();
    signature.parameters[2].encoding = Encoding { explode: false, ..Encoding::of_place(Place::Query) };
    let call = bind(&signature, &named(&[("tag", "a,b"), ("tag", "c")])).unwrap();
    assert_eq!(call.query.as_deref(), Some("tag=a%2Cb,c"));
}

#[test]
fn c10_all_that_is_missing_is_named_at_once() {
    let Err(BindError::Missing { missing, .. }) = bind(&item(), &named(&[("text", "x")])) else { panic!() };
    let names: Vec<_> = missing.iter().map(|own| (own.name.as_str(), own.place)).collect();
    assert_eq!(names, [("id", Place::Path), ("date", Place::Body)]);
    let error = bind(&item(), &Arguments::default()).unwrap_err();
    assert_eq!(error.to_string(), "`op` needs `id`, `date`, `text`");
}

#[test]
fn c10_an_unknown_name_gets_the_nearest_ones() {
    let Err(BindError::Unknown { nearest, known, .. }) = bind(&list(), &named(&[("limt", "1")])) else {
        panic!()
    };
    assert_eq!(nearest, ["limit"]);
    assert_eq!(known, ["limit", "sort", "tag"]);
    let Err(BindError::Unknown { nearest, .. }) = bind(&list(), &named(&[("zzz", "1")])) else { panic!() };
    assert!(nearest.is_empty());
}

#[test]
fn c10_what_does_not_fit_is_refused() {
    let refused = |signature: &Signature, pairs: &[(&str, &str)]| bind(signature, &named(pairs)).unwrap_err();
    assert_eq!(
        refused(&list(), &[("limit", "1"), ("limit", "2")]),
        BindError::Duplicate { name: "limit".to_owned() }
    );
    assert_eq!(refused(&list(), &[("limit", "many")]).to_string(), "`limit` must be an integer, not `many`");
    assert_eq!(
        refused(&list(), &[("sort", "up")]),
        BindError::NotAllowed {
            name: "sort".to_owned(),
            value: "up".to_owned(),
            allowed: vec!["asc".to_owned(), "desc".to_owned()],
        }
    );
}

#[test]
fn c10_what_is_wrong_with_an_item_or_an_empty_text_is_said_as_it_is() {
    let mut signature = list();
    signature.parameters[2].shape.items = Some(Items { kind: ShapeKind::Integer, allowed: Vec::new() });
    let said = |pairs: &[(&str, &str)]| bind(&signature, &named(pairs)).unwrap_err().to_string();
    assert_eq!(said(&[("limit", "")]), "`limit` must be an integer, and is empty");
    assert_eq!(said(&[("tag", "a")]), "an item of `tag` must be an integer, not `a`");
    assert_eq!(said(&[("tag", "1"), ("tag", "")]), "an item of `tag` must be an integer, and is empty");
    let id = bind(&item(), &named(&[("id", ""), ("date", ""), ("text", "")])).unwrap_err();
    assert_eq!(id.to_string(), "an empty text cannot stand in the path of `op`");
}

#[test]
fn c10_a_body_without_properties_to_be_named_is_asked_for_whole() {
    let mut signature = item();
    signature.body =
        Some(Body { required: true, json: true, kind: ShapeKind::Array, properties: Vec::new() });
    let error = bind(&signature, &named(&[("id", "1")])).unwrap_err();
    assert_eq!(error, BindError::NoBodyGiven { operation: "op".to_owned(), kind: ShapeKind::Array });
    assert_eq!(bind(&signature, &whole("[1]")).unwrap().body.unwrap(), b"[1]");
    let lenient = Arguments { rigor: Rigor::Lenient, ..named(&[("id", "1")]) };
    assert_eq!(bind(&signature, &lenient).unwrap().body.unwrap(), b"{}");
    let Err(BindError::Unknown { takes_body, known, .. }) = bind(&signature, &named(&[("x", "1")])) else {
        panic!()
    };
    assert_eq!((takes_body, known), (true, vec!["id".to_owned()]));
}

#[test]
fn s22_header_parameters_are_not_sent_and_not_asked_for() {
    let error = bind(&list(), &named(&[("X-Trace", "1")])).unwrap_err();
    assert_eq!(error, BindError::NotSent { name: "X-Trace".to_owned(), place: Place::Header });
    let call = bind(&list(), &Arguments::default()).unwrap();
    assert_eq!(call.left_out, [("X-Trace".to_owned(), Place::Header)]);
}

#[test]
fn s21_a_value_never_changes_the_path_around_it() {
    for (value, expected) in [
        ("../b?x#y", "/items/..%2Fb%3Fx%23y"),
        ("a/b", "/items/a%2Fb"),
        ("a\\b", "/items/a%5Cb"),
        ("@evil.example", "/items/%40evil.example"),
        ("%2e%2e", "/items/%252e%252e"),
        ("é\r\n", "/items/%C3%A9%0D%0A"),
        ("...", "/items/..."),
    ] {
        let call = bind(&item(), &named(&[("id", value), ("date", ""), ("text", "")])).unwrap();
        assert_eq!(call.path, expected, "{value}");
        let url = url::Url::parse(&format!("https://api.example.com{}", call.path)).unwrap();
        assert_eq!((url.host_str(), url.path()), (Some("api.example.com"), expected), "{value}");
    }
    for value in [".", "..", ""] {
        let error = bind(&item(), &named(&[("id", value), ("date", ""), ("text", "")])).unwrap_err();
        assert!(matches!(error, BindError::UnsafePath { .. }), "{value}");
    }
}

#[test]
fn s21_a_path_of_the_document_that_steps_up_is_refused() {
    for path in ["/../../admin", "/a/%2e%2E/b", "/a/./b", "/a?x=1", "/a#b"] {
        let error = bind(&operation(Method::GET, path, Vec::new(), None), &Arguments::default()).unwrap_err();
        assert!(matches!(error, BindError::UnsafePath { .. }), "{path}");
    }
    let dotted = operation(
        Method::GET,
        "/a/.{x}/b",
        vec![parameter("x", Place::Path, true, shape(ShapeKind::String))],
        None,
    );
    assert!(matches!(bind(&dotted, &named(&[("x", ".")])), Err(BindError::UnsafePath { .. })));
    assert_eq!(bind(&dotted, &named(&[("x", "y")])).unwrap().path, "/a/.y/b");
}

#[test]
fn a_path_variable_that_nobody_declares_is_refused() {
    let error = bind(&operation(Method::GET, "/a/{b}", Vec::new(), None), &Arguments::default()).unwrap_err();
    assert_eq!(error.to_string(), "the path of `op` has `{b}`, which no parameter declares");
}

#[test]
fn a_whole_body_goes_out_byte_for_byte() {
    let text = "{\"date\": 1.0,\n \"text\":\"\\u00e9\"}";
    assert_eq!(bind(&item(), &whole(text)).unwrap().body.unwrap(), text.as_bytes());
}

#[test]
fn a_body_that_is_not_json_or_given_twice_is_refused() {
    assert_eq!(
        bind(&item(), &whole("{\"a\":\n 1,}")).unwrap_err(),
        BindError::BrokenBody { line: 2, column: 4 }
    );
    let mut twice = whole("{}");
    twice.named.push(("text".to_owned(), "x".to_owned()));
    assert_eq!(bind(&item(), &twice).unwrap_err(), BindError::BodyTwice { name: "text".to_owned() });
    let none = Arguments { body: Some("{}".to_owned()), ..Arguments::default() };
    assert_eq!(bind(&list(), &none).unwrap_err(), BindError::NoBody { operation: "op".to_owned() });
}

#[test]
fn a_body_that_is_not_json_in_the_document_cannot_be_sent() {
    let mut signature = item();
    signature.body = Some(Body { required: true, ..Body::default() });
    let not_json = BindError::NotJson { operation: "op".to_owned() };
    assert_eq!(bind(&signature, &named(&[("id", "1")])).unwrap_err(), not_json);
    // Its properties are no arguments either, and this is why.
    assert_eq!(bind(&signature, &named(&[("id", "1"), ("text", "x")])).unwrap_err(), not_json);
    assert!(matches!(bind(&signature, &named(&[("idd", "1")])), Err(BindError::Unknown { .. })));
}

#[test]
fn a_required_body_without_properties_is_empty_and_an_optional_one_is_left_out() {
    let mut signature = item();
    let body = signature.body.as_mut().unwrap();
    body.properties.retain(|own| !own.required);
    assert_eq!(bind(&signature, &named(&[("id", "1")])).unwrap().body.unwrap(), b"{}");
    signature.body.as_mut().unwrap().required = false;
    assert_eq!(bind(&signature, &named(&[("id", "1")])).unwrap().body, None);
}

#[test]
fn an_optional_body_that_was_begun_is_finished() {
    let mut signature = item();
    signature.body.as_mut().unwrap().required = false;
    let error = bind(&signature, &named(&[("id", "1"), ("text", "x")])).unwrap_err();
    assert_eq!(error.to_string(), "`op` needs `date`");
}

#[test]
fn a_name_in_two_places_needs_its_place() {
    let mut signature = item();
    signature.body.as_mut().unwrap().properties.push(property("id", false, ShapeKind::Integer));
    let error = bind(&signature, &named(&[("id", "1")])).unwrap_err();
    assert_eq!(error.to_string(), "`id` stands in the path and the body of the request");
    let pairs = [("path:id", "1"), ("body:id", "2"), ("date", "d"), ("text", "t")];
    let call = bind(&signature, &named(&pairs)).unwrap();
    assert_eq!(call.path, "/items/1");
    assert_eq!(call.body.unwrap(), br#"{"id":2,"date":"d","text":"t"}"#);
    let shown: Vec<_> = call.shown.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(shown, ["path:id", "body:id", "date", "text"]);
    signature.parameters.push(parameter("id", Place::Query, false, shape(ShapeKind::String)));
    let error = bind(&signature, &named(&[("id", "1")])).unwrap_err();
    assert_eq!(error.to_string(), "`id` stands in the path, the query and the body of the request");
}

proptest::proptest! {
    #[test]
    fn s21_no_value_leaves_its_segment(value in "\\PC{0,12}|[./%?#@:\\\\ \t\r\n]{0,6}", name in ".{0,8}") {
        let arguments = named(&[("id", &value), ("date", &value), ("text", &name)]);
        if let Ok(call) = bind(&item(), &arguments) {
            let url = url::Url::parse(&format!("https://api.example.com{}", call.path)).unwrap();
            proptest::prop_assert_eq!(url.host_str(), Some("api.example.com"));
            proptest::prop_assert_eq!(url.path(), call.path.as_str());
            proptest::prop_assert_eq!(url.path_segments().unwrap().count(), 2);
            proptest::prop_assert_eq!((url.query(), url.fragment()), (None, None));
            let body: Value = serde_json::from_slice(&call.body.unwrap()).unwrap();
            proptest::prop_assert_eq!(&body["text"], &Value::from(name));
        }
    }
}

fn typed(pairs: &[(&str, &[&str], Value)]) -> Arguments {
    let typed = pairs.iter().map(|(name, path, value)| Typed {
        name: (*name).to_owned(),
        path: path.iter().map(|key| (*key).to_owned()).collect(),
        value: value.clone(),
    });
    Arguments { typed: typed.collect(), ..Arguments::default() }
}

#[test]
fn values_with_their_type_are_held_to_it() {
    let call = bind(&list(), &typed(&[("limit", &[], json!(5)), ("tag", &[], json!(["a", "b"]))])).unwrap();
    assert_eq!(call.query.as_deref(), Some("limit=5&tag=a&tag=b"));
    // To JSON Schema it is whole, and it goes out as it was written.
    let call = bind(&list(), &typed(&[("limit", &[], json!(5.0))])).unwrap();
    assert_eq!(call.query.as_deref(), Some("limit=5.0"));
    for (name, value) in [
        ("limit", json!("5")),
        ("limit", json!(1.5)),
        ("limit", json!(1e300)),
        ("tag", json!("a")),
        ("sort", json!(null)),
    ] {
        let error = bind(&list(), &typed(&[(name, &[], value)])).unwrap_err();
        assert!(matches!(error, BindError::WrongType { .. }), "{error}");
    }
    assert!(matches!(
        bind(&list(), &typed(&[("sort", &[], json!("up"))])),
        Err(BindError::NotAllowed { .. })
    ));
    assert!(matches!(bind(&list(), &typed(&[("colour", &[], json!(1))])), Err(BindError::Unknown { .. })));
    assert!(matches!(bind(&list(), &typed(&[("X-Trace", &[], json!("1"))])), Err(BindError::NotSent { .. })));
    let twice =
        Arguments { named: vec![("limit".to_owned(), "1".to_owned())], ..typed(&[("limit", &[], json!(1))]) };
    assert!(matches!(bind(&list(), &twice), Err(BindError::Duplicate { .. })));
}

#[test]
fn fillings_come_after_everything_that_was_given() {
    let given = Arguments {
        named: vec![("text".to_owned(), "Lunch".to_owned())],
        filled: vec![("path:id".to_owned(), json!("made-up"))],
        filled_body: Some(json!({"text": "made up", "date": "2026-01-02", "unnamed": 1})),
        ..Arguments::default()
    };
    let call = bind(&item(), &given).unwrap();
    assert_eq!(call.path, "/items/made-up");
    let body: Value = serde_json::from_slice(&call.body.unwrap()).unwrap();
    assert_eq!(body, json!({"text": "Lunch", "date": "2026-01-02", "unnamed": 1}));
    let names: Vec<_> = call.shown.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["id", "body"]);
}
