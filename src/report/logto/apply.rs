//! What was done at Logto, and what was not.

use super::plan::{change_json, note, told};
use crate::{
    logto::plan::Change,
    report::escape,
    task::logto::apply::{Applied, ApplyError, Rotated},
};
use serde_json::{Value, json};

/// Returns the end of an apply in a sentence.
pub fn closing(applied: &Applied) -> String {
    let name = escape::line(&applied.name).into_owned();
    let id = escape::line(&applied.application).into_owned();
    match applied.done.len() {
        0 => format!("Nothing was to be done: {name} ({id}) is as gptauth.toml wants it."),
        1 => format!("1 change done and read back; the client id is {id}."),
        count => format!("{count} changes done and read back; the client id is {id}."),
    }
}

/// Returns where the new secret is found and where it goes.
pub fn where_to_type(applied: &Applied, rotated: &Rotated) -> String {
    format!(
        "copy the secret \"{}\" from Console > Applications > {} > App secrets into the GPT editor",
        escape::line(&rotated.name),
        escape::line(&applied.name)
    )
}

/// Returns a plan that nobody agreed to, as JSON: all of it is still to be done.
pub fn declined(mut plan: Value) -> Value {
    if let Some(members) = plan.as_object_mut() {
        let open = members.remove("changes");
        members.extend([("done".to_owned(), json!([])), ("not_done".to_owned(), json!(open))]);
    }
    plan
}

/// Returns what happened as JSON.
pub fn json(applied: &Applied) -> Value {
    let rotated = applied.rotated.as_ref();
    json!({
        "schema": 1,
        "endpoint": applied.tenant.endpoint().as_str(),
        "resource": applied.tenant.resource(),
        "application": { "id": escape::line(&applied.application), "name": escape::line(&applied.name) },
        "done": changes(&applied.done),
        "notes": applied.notes.iter().map(note).collect::<Vec<_>>(),
        "client_secret_kept_in": applied.secret_kept.as_ref().map(|place| place.kind.word()),
        "rotated": rotated.map(rotated_json),
    })
}

fn rotated_json(rotated: &Rotated) -> Value {
    let old = rotated.old.as_deref().map(escape::line);
    json!({ "name": escape::line(&rotated.name), "proved": rotated.proved, "old": old })
}

/// Returns how things are after an apply that was broken off, a line for each change.
pub fn state(error: &ApplyError) -> Vec<String> {
    let with = |word: &str, changes: &[Change]| {
        changes.iter().map(|own| format!("  {word:<8} {}", told(own))).collect::<Vec<_>>()
    };
    [with("done", &error.done), with("not done", &error.open), with("unknown", &error.unknown)].concat()
}

/// Returns the changes as JSON.
pub fn changes(changes: &[Change]) -> Value {
    changes.iter().map(change_json).collect()
}
