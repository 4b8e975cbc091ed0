#![doc = include_str!("parameter_description_too_long.md")]

use super::super::{
    rule::{Reporter, Rule, quoted},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::openapi::Parameter;
use crate::platform::gpt_action::{TARGET, basis};

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA203",
        name: "parameter-description-too-long",
        severity: Severity::Error,
        outcome: Outcome::Rejected,
        says: None,
        basis: basis::PRODUCTION_PAGE,
        page: include_str!("parameter_description_too_long.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let limit = TARGET.document.parameter_text.value;
    for parameter in subject.operations.iter().flat_map(|operation| operation.parameters()) {
        let Some((node, length)) = description(&parameter) else { continue };
        if length > limit {
            let name = quoted(parameter.name().unwrap_or_default());
            reporter
                .report(
                    node.location(),
                    format!(
                        "the description of parameter {name} has `{length}` characters, more than `{limit}`"
                    ),
                )
                .help("shorten it; what the model must know can stand in the GPT's instructions");
        }
    }
}

fn description<'a>(parameter: &Parameter<'a>) -> Option<(crate::openapi::Node<'a>, usize)> {
    let node = parameter.description()?;
    Some((node, node.as_str()?.chars().count()))
}
