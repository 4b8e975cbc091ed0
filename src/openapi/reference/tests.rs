use super::*;
use crate::{diagnostic::File, source::Source};

fn parse(text: &str) -> Document {
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

fn file(path: &str) -> Place {
    Place::File(path.to_owned())
}

fn reason(document: &Document, pointer: &str) -> &'static str {
    match document.follow(document.at(pointer).unwrap()) {
        Ok(_) => "found",
        Err(Unresolved::NotAPointer { .. }) => "not a pointer",
        Err(Unresolved::Missing { .. }) => "missing",
        Err(Unresolved::Cycle { .. }) => "cycle",
        Err(Unresolved::TooLong { .. }) => "too long",
        Err(Unresolved::Unread { why: None, .. }) => "not asked for",
        Err(Unresolved::Unread { why: Some(_), .. }) => "unread",
    }
}

#[test]
fn s13_a_circle_of_any_length_is_told_from_a_long_way() {
    for length in [1, 2, 3, 7, 100] {
        let circle: String =
            (0..length).map(|n| format!("a{n}: {{$ref: '#/a{}'}}\n", (n + 1) % length)).collect();
        let document = parse(&(circle + "in: {$ref: '#/a0'}\n"));
        assert_eq!(reason(&document, "/in"), "cycle", "{length}");
        assert_eq!(reason(&document, "/a0"), "cycle", "{length}");
    }
    let chain: String = (0..10_000).map(|n| format!("a{n}: {{$ref: '#/a{}'}}\n", n + 1)).collect();
    let document = parse(&(chain + "a10000: {}\n"));
    assert_eq!(reason(&document, "/a0"), "too long");
    assert_eq!(reason(&document, "/a9800"), "found");
}

#[test]
fn s14_each_way_to_lead_nowhere_has_its_own_reason() {
    let document = parse(
        "a: {$ref: '#components/x'}\nb: {$ref: '#/none'}\nc: {$ref: Pet}\nd: {$ref: ''}\ne: {$ref: '#/%zz'}\nf: {$ref: '#'}\n",
    );
    assert_eq!(reason(&document, "/a"), "not a pointer");
    assert_eq!(reason(&document, "/b"), "missing");
    assert_eq!(reason(&document, "/c"), "not asked for");
    assert_eq!(reason(&document, "/d"), "not a pointer");
    assert_eq!(reason(&document, "/e"), "not a pointer");
    assert_eq!(reason(&document, "/f"), "found");
}

#[test]
fn a_reference_leads_into_another_file_and_back() {
    let mut document = Document::parse_at(
        file("openapi.yaml"),
        Source::new("openapi.yaml", "a: {$ref: 'schemas/item.yaml#/Item'}\nhere: {b: 1}\n"),
    )
    .unwrap();
    assert_eq!(document.wanted(), [file("schemas/item.yaml")]);
    document.add(
        file("schemas/item.yaml"),
        Source::new(
            "schemas/item.yaml",
            "Item: {$ref: '#/Own'}\nOwn: {$ref: '../openapi.yaml#/here'}\nOther: {$ref: owner.yaml}\n",
        ),
    );
    assert_eq!(document.wanted(), [file("schemas/owner.yaml")]);
    let node = document.resolve(document.at("/a").unwrap()).unwrap();
    assert_eq!((node.pointer().as_str(), node.file()), ("/here", File::Schema));
    document.add(file("schemas/owner.yaml"), Source::new("schemas/owner.yaml", "x: 1"));
    let owner = document.references().last().unwrap();
    let owner = document.resolve(owner.node).unwrap();
    assert_eq!((owner.file(), owner.source().name()), (File::Part(2), "schemas/owner.yaml"));
    assert!(document.wanted().is_empty());
    assert_eq!(document.files().count(), 3);
}

#[test]
fn a_file_that_is_no_document_is_remembered_as_that() {
    let mut document = parse("a: {$ref: other.yaml}\n");
    assert_eq!(document.wanted(), [file("other.yaml")]);
    assert_eq!(reason(&document, "/a"), "not asked for");
    document.add(file("other.yaml"), Source::new("other.yaml", "- 1"));
    assert_eq!(reason(&document, "/a"), "unread");
    assert!(document.wanted().is_empty());
    document.refuse(file("other.yaml"), Unread::Outside);
    assert_eq!(reason(&document, "/a"), "unread");
}

#[test]
fn places_are_worked_out_from_where_the_reference_stands() {
    for (base, path, expected) in [
        ("openapi.yaml", "a.yaml", "a.yaml"),
        ("api/openapi.yaml", "./a.yaml", "api/a.yaml"),
        ("api/openapi.yaml", "../a.yaml", "a.yaml"),
        ("openapi.yaml", "../../etc/passwd", "../../etc/passwd"),
        ("x/y.yaml", "../../../a", "../../a"),
        ("x/y.yaml", "/etc/passwd", "/etc/passwd"),
    ] {
        assert_eq!(joined(base, path), expected, "{base} {path}");
    }
    let from = |base: &str, reference: &str| {
        let base = Place::Url(Url::parse(base).unwrap());
        let text = format!("a: {{$ref: '{reference}'}}");
        Document::parse_at(base, Source::new("x", text)).unwrap().wanted()
    };
    let url = |text| [Place::Url(Url::parse(text).unwrap())];
    assert_eq!(
        from("https://x.example/v1/openapi.json", "items.json#/a"),
        url("https://x.example/v1/items.json")
    );
    assert_eq!(from("https://x.example/v1/openapi.json", "/a"), url("https://x.example/a"));
    assert_eq!(from("https://x.example/openapi.json", "//y.example/a"), url("https://y.example/a"));
    assert!(from("https://x.example/openapi.json", "openapi.json#/a").is_empty());
}

#[test]
fn what_only_looks_like_a_reference_is_none() {
    let document = parse(
        "\
schema:
  example: {$ref: '#/a'}
  default: {$ref: '#/b'}
  enum: [{$ref: '#/c'}]
  examples: [{$ref: '#/d'}]
  properties:
    $ref: {type: string}
    default: {$ref: '#/e'}
    example: {$ref: '#/f'}
media:
  examples:
    one: {$ref: '#/g'}
    two: {value: {x: {$ref: '#/h'}}}
responses:
  default: {$ref: '#/i'}
odd: {$ref: 3}
",
    );
    let found: Vec<_> = document.references().filter_map(|reference| reference.value.text()).collect();
    assert_eq!(found, ["#/e", "#/f", "#/g", "#/i"]);
}
