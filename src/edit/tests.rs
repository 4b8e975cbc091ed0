mod corpus;
mod json;
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
