#![doc = include_str!("document_endpoints_differ.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::basis;
use url::Url;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA338",
        name: "document-endpoints-differ",
        severity: Severity::Warning,
        outcome: Outcome::Advice,
        says: None,
        basis: basis::SCHEMES_IGNORED,
        page: include_str!("document_endpoints_differ.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    for scheme in subject.document.security_schemes() {
        for (what, theirs, ours) in [
            ("authorizationUrl", scheme.authorization_url(), &settings.oauth.authorization_endpoint),
            ("tokenUrl", scheme.token_url(), &settings.oauth.token_endpoint),
        ] {
            let (Some(theirs), Some(ours)) = (theirs, ours) else { continue };
            if differ(theirs, ours) {
                let message =
                    format!("`{what}` is not the endpoint of the project, {}", quoted(ours.as_str()));
                reporter
                    .report(theirs.location(), message)
                    .help("let both say the same; the GPT editor uses what is typed into its form");
            }
        }
    }
}

/// Returns whether two URLs are not the same; one that is not absolute cannot be compared.
fn differ(theirs: Node<'_>, ours: &Url) -> bool {
    theirs.as_str().and_then(|text| Url::parse(text).ok()).is_some_and(|theirs| theirs != *ours)
}
