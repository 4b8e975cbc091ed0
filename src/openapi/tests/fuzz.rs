use super::*;
use proptest::prelude::*;

/// Pieces that make documents, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    let words = [
        "openapi: 3.1.0\n",
        "paths:\n",
        "  /a:\n",
        "    get:\n",
        "      operationId: x\n",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ",",
        "\n",
        "  ",
        "\t",
        "&a ",
        "*a",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "#",
        "---\n",
        "...\n",
        "!!str ",
        "$ref: '#/a'\n",
        "\"\\u00",
        "\u{feff}",
        "\u{80}",
        "\0",
        "é",
        "👍",
        "{\"a\":",
        "1e9",
        "? ",
        "<<: ",
        "%YAML 1.2\n",
    ];
    prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        match Document::parse(Source::new("x", text.as_str())) {
            Ok(document) => {
                let _ = document.root().to_json();
                let _ = document.repeated_keys();
                for operation in document.operations() {
                    let span = operation.key().span();
                    prop_assert!(text.get(span).is_some());
                }
            }
            Err(error) => prop_assert!(text.is_char_boundary(error.offset()), "{error}"),
        }
    }

    #[test]
    fn what_serde_reads_as_json_is_read_alike(value in json()) {
        let value = serde_json::json!({ "root": value });
        let document = parse(&value.to_string());
        prop_assert_eq!(document.notation(), Notation::Json);
        prop_assert_eq!(document.root().to_json(), value);
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        (-1.0e9..1.0e9).prop_map(serde_json::Value::from),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Into::into),
            prop::collection::vec((any::<String>(), inner), 0..20)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}
