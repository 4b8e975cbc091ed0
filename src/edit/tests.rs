mod corpus;
mod json;
mod mutation;
mod parameters;
mod schemas;
mod yaml;

use super::*;
use crate::{openapi::Document, source::Source};

fn document(text: &str) -> Document {
    Document::parse(Source::new("openapi.yaml", text)).unwrap()
}

/// Returns the text with everything mended that can be without loss.
fn fixed(text: &str) -> String {
    mended(text, |fix| !fix.mends.is_unsafe())
}

/// Returns the text with one kind of fault mended, and checks that there is nothing left of it.
fn fixed_of(mends: Mends, text: &str) -> String {
    mended(text, |fix| fix.mends == mends)
}

fn mended(text: &str, chosen: impl Fn(&Fix<'_>) -> bool) -> String {
    let mended = mend(document(text), &|_, fixes| only(fixes, &chosen));
    let once = mended.document.source().text().to_owned();
    let again = mend(mended.document, &|_, fixes| only(fixes, &chosen));
    assert_eq!(again.applied, [], "mending twice changes something");
    assert_eq!(again.document.source().text(), once);
    once
}

fn only<'d>(fixes: Vec<Fix<'d>>, chosen: impl Fn(&Fix<'_>) -> bool) -> Vec<Fix<'d>> {
    fixes.into_iter().filter(|fix| chosen(fix)).collect()
}

#[test]
fn every_fix_is_of_a_finding_that_there_is() {
    for mends in Mends::ALL {
        let known = crate::lint::kinds().any(|kind| kind.name == mends.finding());
        assert!(known, "{}", mends.finding());
    }
}

proptest::proptest! {
    #[test]
    fn any_value_is_read_back_from_its_yaml(value in value()) {
        let document = document(&yaml(&serde_json::json!({"x": value.clone()})));
        proptest::prop_assert_eq!(document.root().get("x").unwrap().to_json(), value);
    }
}

/// Returns any JSON value with texts that YAML may take for something else.
fn value() -> impl proptest::strategy::Strategy<Value = serde_json::Value> {
    use proptest::prelude::*;
    let text = prop_oneof![
        "\\PC{0,12}",
        "[a-z:#,\\[\\]{} \n\"'|>&*!%@`\\-?.0-9]{0,12}",
        Just("no".to_owned()),
        Just("012".to_owned()),
        Just("2024-01-02".to_owned()),
        Just("3.1.0".to_owned()),
        Just("a\n\n b\n".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        text.clone().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            proptest::collection::vec((text.clone(), inner), 0..4)
                .prop_map(|pairs| serde_json::Value::Object(pairs.into_iter().collect())),
        ]
    })
}
