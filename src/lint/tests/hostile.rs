use super::*;

/// The codes that each hostile file is found to have.
const FOUND: &[(&str, &[&str])] = &[
    ("bidi", &[]),
    ("bom", &[]),
    ("c1-control.json", &["GA207"]),
    ("crlf", &[]),
    ("date-version", &[]),
    ("desc-300-emoji", &["GA202"]),
    ("desc-301", &["GA201"]),
    ("header-param-crlf", &["GA222"]),
    ("int-response-keys", &[]),
    ("json-dup-key.json", &["GA101", "GA207", "GA404"]),
    ("norway", &[]),
    ("null-everywhere", &["GA105", "GA106", "GA108", "GA204", "GA404"]),
    ("oauth-flow-strings", &["GA107", "GA108"]),
    ("openapi-32", &["GA103"]),
    ("openapi-float", &["GA103"]),
    ("opid-ansi", &["GA230"]),
    ("opid-shell", &["GA230"]),
    ("ops-31", &["GA206"]),
    ("path-dotdot", &["GA213"]),
    ("path-param-slash", &[]),
    ("path-shell", &[]),
    ("postman.json", &["GA103", "GA105", "GA207", "GA404"]),
    ("ref-cycle-direct", &["GA112"]),
    ("ref-file-url", &["GA111"]),
    ("ref-http-localhost", &["GA111"]),
    ("ref-metadata-ip", &["GA111"]),
    ("ref-no-slash", &["GA110"]),
    ("ref-passwd", &["GA111"]),
    ("ref-self", &["GA112"]),
    ("ref-traversal", &["GA111"]),
    ("ref-unresolved", &["GA109"]),
    ("ref-weird-escape", &[]),
    ("schema-recursive", &["GA112"]),
    ("swagger2.json", &["GA104", "GA207"]),
    ("title-ansi", &[]),
    ("trailing-comma.json", &["GA113", "GA207", "GA404"]),
    ("wrong-types", &["GA105", "GA107", "GA207", "GA404"]),
    ("yaml-dup-key", &["GA101", "GA207"]),
];

#[test]
fn s09_to_s26_each_hostile_file_has_the_findings_that_are_its_due() {
    for (name, expected) in FOUND {
        let name = if name.contains('.') { (*name).to_owned() } else { format!("{name}.yaml") };
        let text = std::fs::read_to_string(fixtures().join("hostile").join(&name)).unwrap();
        let mut found = codes(&run(&document(text), None));
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, *expected, "{name}");
    }
}
