#![doc = include_str!("file_property_misspelt.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Node;
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA233",
        name: "file-property-misspelt",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::FILES_PAGE,
        page: include_str!("file_property_misspelt.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let names = [TARGET.document.file_ids.value, TARGET.document.file_response.value];
    for schema in subject.schemas.iter() {
        for (key, _) in schema.node.get("properties").into_iter().flat_map(Node::entries) {
            let text = key.text().unwrap_or_default();
            if !text.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("openaiFile"))
                || names.contains(&text)
            {
                continue;
            }
            let right = if text.to_ascii_lowercase().contains("response") { names[1] } else { names[0] };
            reporter
                .report(key.location(), format!("the property {} is none that ChatGPT knows", quoted(text)))
                .help(format!("write `{right}`"));
        }
    }
}
