mod fuzz;
mod hostile;

use super::*;
use crate::source::Source;

fn parse(text: &str) -> Document {
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

/// What an editor would have selected.
fn selected<'a>(document: &'a Document, pointer: &str) -> &'a str {
    document.source().slice(document.at(pointer).unwrap().span())
}

const AGENDA: &str = "\
openapi: 3.1.0
servers:
  - url: https://{region}.example.com
    variables: {region: {default: eu}}
paths:
  /items/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: page, in: query, description: inherited}
    get:
      operationId: getItem
      summary: |
        Get
        one
      security: []
      x-openai-isConsequential: false
      parameters:
        - {name: page, in: query, description: own}
      responses:
        200: {$ref: '#/components/responses/Ok'}
    post:
      requestBody:
        required: true
        content:
          application/json; charset=utf-8: {schema: {$ref: '#/components/schemas/a~1b%20c'}}
  /plain:
    x-note: 1
    get: ~
components:
  parameters:
    Id: {name: id, in: path, schema: {type: string}}
  responses:
    Ok: {description: ok}
  schemas:
    a/b c: {type: object}
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode: {authorizationUrl: https://a.example/auth, tokenUrl: https://a.example/token, scopes: {openid: ''}}
";

#[test]
fn operations_come_in_document_order_with_or_without_an_id() {
    let document = parse(AGENDA);
    let operations: Vec<_> = document
        .operations()
        .iter()
        .map(|operation| {
            (operation.method().as_str(), operation.path().to_owned(), operation.name().map(str::to_owned))
        })
        .collect();
    assert_eq!(
        operations,
        [
            ("GET", "/items/{id}".to_owned(), Some("getItem".to_owned())),
            ("POST", "/items/{id}".to_owned(), None),
            ("GET", "/plain".to_owned(), None),
        ]
    );
}

#[test]
fn an_operation_has_its_own_and_the_inherited_parameters() {
    let document = parse(AGENDA);
    let operation = document.operations()[0];
    let parameters: Vec<_> = operation
        .parameters()
        .iter()
        .map(|parameter| {
            (parameter.name(), parameter.location(), parameter.is_required(), parameter.is_reference())
        })
        .collect();
    assert_eq!(
        parameters,
        [
            (Some("id"), Some(ParameterIn::Path), true, true),
            (Some("page"), Some(ParameterIn::Query), false, false),
        ]
    );
    assert_eq!(operation.parameters()[1].description().and_then(Node::as_str), Some("own"));
    assert_eq!(operation.summary().and_then(Node::as_str), Some("Get\none\n"));
    assert!(operation.is_public());
    assert_eq!(operation.is_consequential(), Some(false));
    let responses: Vec<_> = operation.responses().map(|(status, node)| (status, node.pointer())).collect();
    assert_eq!(responses, [("200", "/components/responses/Ok".to_owned())]);
}

#[test]
fn a_json_body_is_found_behind_parameters_of_the_media_type_and_escaped_references() {
    let document = parse(AGENDA);
    let body = document.operations()[1].request_body().unwrap();
    assert!(body.is_required());
    assert_eq!(body.json_schema().unwrap().pointer(), "/components/schemas/a~1b c");
    assert!(document.operations()[2].request_body().is_none());
}

#[test]
fn servers_and_security_schemes_are_seen() {
    let document = parse(AGENDA);
    assert_eq!(document.servers()[0].expanded().as_deref(), Some("https://eu.example.com"));
    let scheme = document.security_schemes()[0];
    assert_eq!((scheme.name(), scheme.kind()), ("oauth", Some("oauth2")));
    assert_eq!(scheme.token_url().and_then(Node::as_str), Some("https://a.example/token"));
    assert_eq!(scheme.scopes().collect::<Vec<_>>(), ["openid"]);
}

#[test]
fn every_node_has_the_place_that_an_editor_would_select() {
    let document = parse(AGENDA);
    assert_eq!(selected(&document, "/servers/0/url"), "https://{region}.example.com");
    assert_eq!(selected(&document, "/paths/~1items~1{id}/get/summary"), "Get\n        one");
    assert_eq!(selected(&document, "/components/responses/Ok"), "{description: ok}");
    let item = selected(&document, "/paths/~1plain");
    assert!(item.starts_with("x-note") && item.ends_with("get: ~"), "{item:?}");
    let get = document.at("/paths/~1plain/get").unwrap();
    assert_eq!(get.key().unwrap().text(), Some("get"));
    assert_eq!(get.key().unwrap().pointer(), "/paths/~1plain/get");
}

#[test]
fn every_pointer_leads_back_to_its_node() {
    fn walk(document: &Document, node: Node<'_>) {
        assert!(document.at(&node.pointer()).unwrap().is_same(node), "{}", node.pointer());
        node.entries().for_each(|(_, value)| walk(document, value));
        node.items().for_each(|item| walk(document, item));
    }
    let document = parse(AGENDA);
    walk(&document, document.root());
}

#[test]
fn json_and_yaml_mean_the_same() {
    let yaml = parse(AGENDA);
    let text = serde_json::to_string_pretty(&yaml.root().to_json()).unwrap();
    let json = parse(&text);
    assert_eq!(json.notation(), Notation::Json);
    assert_eq!(json.root().to_json(), yaml.root().to_json());
    assert_eq!(json.root().to_json(), serde_json::from_str::<serde_json::Value>(&text).unwrap());
    assert_eq!(selected(&json, "/servers/0/url"), "\"https://{region}.example.com\"");
}

#[test]
fn escapes_of_json_strings_are_undone() {
    let document = parse(r#"{"a\nb": "\u00e9\ud83d\udc4d", "n": [1, -2.5e3, true, null, {}, []]}"#);
    assert_eq!(document.root().get("a\nb").and_then(Node::as_str), Some("é👍"));
    assert_eq!(document.root().to_json()["n"], serde_json::json!([1, -2500.0, true, null, {}, []]));
}

#[test]
fn s03_a_key_that_comes_twice_is_kept_and_the_last_one_counts() {
    for text in ["a: 1\nb: 2\na: 3\n", r#"{"a": 1, "b": 2, "a": 3}"#] {
        let document = parse(text);
        assert_eq!(document.root().get("a").and_then(Node::as_i64), Some(3));
        assert_eq!(document.root().entries().count(), 3);
    }
    let many: String = (0..40).map(|n| format!("k{}: {n}\n", n % 20)).collect();
    let document = parse(&many);
    assert_eq!(document.root().get("k7").and_then(Node::as_i64), Some(27));
    assert!(document.root().get("k20").is_none());
}

#[test]
fn s12_yaml_1_1_traps_are_strings_and_a_status_may_be_a_number() {
    let document = parse("summary: no\ndate: 2024-01-02\nresponses: {200: ok}\nversion: 3.1\n");
    assert_eq!(document.root().get("summary").and_then(Node::as_str), Some("no"));
    assert_eq!(document.root().get("date").and_then(Node::as_str), Some("2024-01-02"));
    assert!(document.at("/responses/200").is_some());
    assert_eq!(document.root().get("version").and_then(Node::as_str), None);
    assert_eq!(document.root().get("version").and_then(Node::as_f64), Some(3.1));
}

#[test]
fn an_alias_has_the_content_of_its_anchor_and_a_place_of_its_own() {
    let document = parse("a: &x {b: 1}\nc: *x\nd: !!str 12\n");
    assert_eq!(document.at("/c/b").and_then(Node::as_i64), Some(1));
    assert_eq!(selected(&document, "/c"), "*x");
    assert_eq!(document.at("/d").and_then(Node::as_str), Some("12"));
    assert_eq!(document.root().to_json(), serde_json::json!({"a": {"b": 1}, "c": {"b": 1}, "d": "12"}));
}

#[test]
fn s13_references_in_circles_lead_nowhere() {
    let document = parse("a: {$ref: '#/b'}\nb: {$ref: '#/a'}\nc: {$ref: '#/c'}\nd: {$ref: '#/e'}\ne: 1\n");
    let resolve = |pointer| document.resolve(document.at(pointer).unwrap()).map(Node::pointer);
    assert_eq!(resolve("/a"), None);
    assert_eq!(resolve("/c"), None);
    assert_eq!(resolve("/d"), Some("/e".to_owned()));
}

#[test]
fn s14_a_reference_that_is_no_pointer_leads_nowhere() {
    let document =
        parse("a: {$ref: '#components/x'}\nb: {$ref: other.yaml}\nc: {$ref: '#/none'}\nd: {$ref: 3}\n");
    for pointer in ["/a", "/b", "/c"] {
        assert!(document.resolve(document.at(pointer).unwrap()).is_none(), "{pointer}");
    }
    assert!(document.resolve(document.at("/d").unwrap()).is_some());
}

#[test]
fn merge_keys_bring_pairs_that_stand_behind_the_own_ones() {
    let document = parse(
        "a: &a {x: 1, y: {z: 1}}\nb: &b {w: 0, x: 5}\nc:\n  <<: *a\n  x: 2\nd:\n  <<: [*a, *b]\ne:\n  <<: *c1\n"
            .replace("*c1", "{v: 1}")
            .as_str(),
    );
    assert_eq!(document.root().get("c").unwrap().to_json(), serde_json::json!({"x": 2, "y": {"z": 1}}));
    assert_eq!(
        document.root().get("d").unwrap().to_json(),
        serde_json::json!({"x": 1, "y": {"z": 1}, "w": 0})
    );
    assert_eq!(document.root().get("e").unwrap().to_json(), serde_json::json!({"v": 1}));
    assert!(document.repeated_keys().is_empty());
    let merged = document.at("/c/y").unwrap();
    assert_eq!((merged.pointer(), selected(&document, "/c/y")), ("/c/y".to_owned(), "*a"));
    assert_eq!(merged.key().and_then(Node::text), Some("y"));
}

#[test]
fn a_key_of_two_less_than_signs_is_an_ordinary_one_where_it_can_merge_nothing() {
    let document = parse("a: {<<: 1}\nb: {'<<': {x: 1}}\n");
    assert_eq!(document.root().to_json(), serde_json::json!({"a": {"<<": 1}, "b": {"<<": {"x": 1}}}));
    let document = parse(r#"{"a": {"<<": {"x": 1}}}"#);
    assert!(document.at("/a/<</x").is_some());
}

#[test]
fn s01_merge_keys_that_multiply_are_refused() {
    let mut text = "a0: &a0 {k: v, l: w}\n".to_owned();
    for n in 1..40 {
        text += &format!("a{n}: &a{n} {{<<: *a{}, x{n}: *a{}}}\n", n - 1, n - 1);
    }
    assert_eq!(Document::parse(Source::new("x", text)).unwrap_err().fault(), &Fault::TooManyAliases);
}

#[test]
fn items_of_a_long_list_are_found_by_their_place() {
    let list: Vec<String> = (0..200).map(|n| format!("{{n: {n}}}")).collect();
    let document = parse(&format!("list: [{}]", list.join(", ")));
    for n in [0, 63, 64, 199] {
        let pointer = format!("/list/{n}/n");
        let node = document.at(&pointer).unwrap();
        assert_eq!((node.as_i64(), node.pointer()), (Some(n), pointer));
    }
    assert!(document.at("/list/200").is_none() && document.at("/list/01").is_none());
}

#[test]
fn s09_the_version_is_read_from_text_and_from_numbers() {
    for (text, version) in [
        ("openapi: 3.0.3", Version::V3_0),
        ("openapi: 3.1", Version::V3_1),
        ("openapi: '3.1.0-rc0'", Version::V3_1),
        ("openapi: 3.2.0", Version::V3_2),
        ("openapi: 3.10.0", Version::Unknown),
        ("openapi: 4.0.0", Version::Unknown),
        ("openapi: [3]", Version::Unknown),
        ("swagger: '2.0'", Version::Swagger2),
        ("swagger: 2.0", Version::Swagger2),
        ("info: {}", Version::Unknown),
    ] {
        assert_eq!(parse(text).version(), version, "{text}");
    }
}

#[test]
fn an_operation_is_found_by_path_and_method_also_where_keys_are_repeated() {
    let many: String = (0..40).map(|n| format!("  /p{n}: {{get: {{operationId: g{n}}}}}\n")).collect();
    let text = format!(
        "paths:\n  /twice: {{get: {{operationId: first}}, put: {{operationId: only}}}}\n{many}  \
         /twice: {{get: {{operationId: last}}}}\n  /shared: {{$ref: '#/paths/~1p7'}}\n"
    );
    let document = parse(&text);
    let name = |path, method| document.operation(path, method).and_then(|own| own.name());
    assert_eq!((name("/p0", "GET"), name("/p39", "GET")), (Some("g0"), Some("g39")));
    assert_eq!((name("/twice", "GET"), name("/twice", "PUT")), (Some("last"), Some("only")));
    assert_eq!(name("/shared", "GET"), Some("g7"));
    assert_eq!((name("/p0", "PUT"), name("/p40", "GET")), (None, None));
    for own in document.operations() {
        assert!(document.operation(own.path(), own.method().as_str()).is_some(), "{}", own.path());
    }
}
