//! What a test writes: sample data that says whose it is.

use crate::{
    invoke::bind::Arguments,
    json_schema::{Direction, JsonSchema, Validator},
    openapi::Operation,
    scenario::Check,
    task::{action::Action, call::generate},
};
use serde_json::Value;

/// What stands in the data that a test creates, so that whoever meets it knows where it is from.
const MARK: &str = "gptauth test";

/// What stands there once it was updated: an update that is not stored must be seen.
const UPDATED_MARK: &str = "gptauth test, updated";

/// The properties that can hold [`MARK`]; others may have a form that their schema does not tell.
const MARKABLE: [&str; 14] = [
    "text",
    "title",
    "name",
    "description",
    "summary",
    "note",
    "content",
    "subject",
    "label",
    "comment",
    "message",
    "notes",
    "body",
    "details",
];

/// How many seeds are tried for an update that differs from what was created.
const MAX_SEEDS: u64 = 8;

/// Returns the arguments of an operation of a round: sample data that the document allows, marked.
/// Nothing where there are none.
pub(in crate::task::test) fn arguments(
    action: &Action,
    operation: usize,
    check: Check,
    seed: u64,
) -> Option<Arguments> {
    let made = |seed, mark| sample(action, operation, seed, mark);
    if check != Check::Updates {
        return made(seed, MARK);
    }
    let created = made(seed, MARK)?;
    let others = (seed..seed.saturating_add(MAX_SEEDS)).filter_map(|seed| made(seed, UPDATED_MARK));
    // Where the schema has only one value, that one is written again.
    Some(others.into_iter().find(|own| own.filled_body != created.filled_body).unwrap_or(created))
}

fn sample(action: &Action, operation: usize, seed: u64, text: &str) -> Option<Arguments> {
    let signature = &action.signatures[operation];
    let mut arguments = Arguments::default();
    let described = action.described(signature)?;
    generate(&described, signature, &mut arguments, seed).ok()?;
    // Places in a path come from what was created, or not at all.
    arguments.filled.retain(|(name, _)| !name.starts_with("path:"));
    if let Some(body) = &mut arguments.filled_body {
        mark(body, &described, text);
    }
    Some(arguments)
}

fn mark(body: &mut Value, operation: &Operation<'_>, text: &str) {
    let schema = operation.request_body().and_then(|body| body.json_schema());
    let validator = schema.and_then(|node| Validator::new(&JsonSchema::of(node, Direction::Request)).ok());
    let Some(validator) = validator else { return };
    for name in MARKABLE {
        let Some(own) = body.get_mut(name).filter(|own| own.is_string()) else { continue };
        let before = std::mem::replace(own, text.into());
        if validator.violations(body, 1).is_empty() {
            return;
        }
        body[name] = before;
    }
}
