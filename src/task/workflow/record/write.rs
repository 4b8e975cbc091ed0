//! A part of a plan as a workflow object.

use super::{
    SOURCE,
    part::Part,
    pointer::{self, From},
};
use crate::{
    arazzo::{Template, UNDONE_BY},
    invoke::signature::{Place, ShapeKind, Signature},
    scenario::{Check, Feed, Step},
    task::action::Action,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Writes workflows, and keeps in mind what is to be looked at.
pub(super) struct Writer<'a> {
    action: &'a Action,
    pub(super) steps: usize,
    pub(super) writes: bool,
    pub(super) remarks: Vec<String>,
}

/// A step with its name in its workflow.
struct Named<'p> {
    id: String,
    step: &'p Step,
    outputs: BTreeMap<String, String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(action: &'a Action) -> Self {
        Self { action, steps: 0, writes: false, remarks: Vec::new() }
    }

    fn signature(&self, step: &Step) -> &'a Signature {
        &self.action.signatures[step.operation]
    }

    /// Returns a workflow, or nothing where one of its steps cannot be written.
    pub(super) fn workflow(&mut self, part: &Part<'_>) -> Option<Value> {
        let mut steps = self.named(part);
        self.feed(&mut steps);
        let written: Option<Vec<Value>> =
            (0..steps.len()).map(|at| self.step(&steps, at, part.is_round)).collect();
        let written = written?;
        self.steps += written.len();
        self.writes |= part.steps.iter().any(|own| !self.signature(own).method.is_safe());
        let about = match (part.is_round, part.steps.iter().find(|own| own.check == Check::Creates)) {
            (true, Some(create)) => self.signature(create),
            _ => self.signature(part.steps.first()?),
        };
        let (id, summary) = if part.is_round {
            ("round", "Creates something, reads and changes it, removes it, and looks that it is gone.")
        } else {
            ("read", "Reads what is there.")
        };
        let id = format!("{id}-{}", identifier(&about.name));
        Some(json!({ "workflowId": id, "summary": summary, "steps": written }))
    }

    fn named<'p>(&self, part: &Part<'p>) -> Vec<Named<'p>> {
        let mut steps: Vec<Named<'p>> = Vec::new();
        let mut in_round = false;
        for step in &part.steps {
            in_round |= step.check == Check::Creates;
            let base = match step.check {
                Check::Creates => "create".to_owned(),
                Check::Updates => "update".to_owned(),
                Check::Deletes => "delete".to_owned(),
                Check::IsGone => "gone".to_owned(),
                _ if in_round => "read".to_owned(),
                _ => identifier(&self.signature(step).name),
            };
            let is_free = |id: &String| !steps.iter().any(|own| own.id == *id);
            let again = (2..).map(|number| format!("{base}-{number}"));
            let id = std::iter::once(base.clone()).chain(again).find(is_free).unwrap_or(base);
            steps.push(Named { id, step, outputs: BTreeMap::new() });
        }
        steps
    }

    /// Gives every step the outputs that later ones need.
    fn feed(&mut self, steps: &mut [Named<'_>]) {
        for at in 0..steps.len() {
            let feeds = steps[at].step.feeds.clone();
            for feed in &*feeds {
                let Some(source) = self.source(steps, feed, at) else { continue };
                let step = steps[source].step;
                let from = if step.check == Check::Creates { From::Created } else { From::List };
                let found = pointer::of(self.action, self.signature(step), &feed.parameter, from);
                if found.is_guess {
                    let remark = format!(
                        "the document does not say where `{}` answers `{}`; `{}` is a guess",
                        self.signature(step).name,
                        feed.parameter,
                        found.pointer
                    );
                    if !self.remarks.contains(&remark) {
                        self.remarks.push(remark);
                    }
                }
                let name = identifier(&feed.parameter);
                steps[source].outputs.insert(name, format!("$response.body#{}", found.pointer));
            }
        }
    }

    /// Returns the step before `at` that gives a value.
    fn source(&self, steps: &[Named<'_>], feed: &Feed, at: usize) -> Option<usize> {
        steps[..at].iter().position(|own| {
            self.signature(own.step).name == feed.source
                && matches!(own.step.check, Check::Creates | Check::Answers)
        })
    }

    fn step(&mut self, steps: &[Named<'_>], at: usize, is_round: bool) -> Option<Value> {
        let Named { id, step, outputs } = &steps[at];
        let signature = self.signature(step);
        let mut written = Map::new();
        written.insert("stepId".to_owned(), json!(id));
        let (key, target) = self.target(signature);
        written.insert(key.to_owned(), target.into());
        let parameters = self.parameters(steps, at)?;
        if !parameters.is_empty() {
            written.insert("parameters".to_owned(), parameters.into());
        }
        if let Some(payload) = step.arguments.filled_body.as_ref().filter(|_| signature.body.is_some()) {
            let body = json!({ "contentType": "application/json", "payload": payload_of(payload) });
            written.insert("requestBody".to_owned(), body);
        }
        written
            .insert("successCriteria".to_owned(), json!([{ "condition": condition(step.check, signature) }]));
        if let Some(first) = outputs.values().next().filter(|_| step.check == Check::Answers) {
            // A list that is empty gives nothing to go on with, and that is no failure.
            let empty = json!([{ "condition": format!("{first} == null") }]);
            written.insert("onSuccess".to_owned(), json!([self.without(steps, at, empty)]));
        }
        written.extend(is_round.then(|| clean_up(steps, at)).flatten());
        if !outputs.is_empty() {
            written.insert("outputs".to_owned(), json!(outputs));
        }
        Some(Value::Object(written))
    }

    /// Returns the action that goes on without what a list has none of.
    fn without(&self, steps: &[Named<'_>], at: usize, criteria: Value) -> Value {
        let is_fed = |own: &Named<'_>, by: &[usize]| {
            let feeds = &own.step.feeds;
            feeds.iter().any(|feed| by.iter().any(|by| self.signature(steps[*by].step).name == feed.source))
        };
        let mut starved = vec![at];
        let mut next = None;
        for (place, own) in steps.iter().enumerate().skip(at + 1) {
            if is_fed(own, &starved) {
                starved.push(place);
            } else if next.is_none() && !steps.iter().any(|own| own.step.check == Check::Creates) {
                next = Some(&own.id);
            }
        }
        match next {
            Some(id) => json!({ "name": "none-there", "type": "goto", "stepId": id, "criteria": criteria }),
            None => json!({ "name": "none-there", "type": "end", "criteria": criteria }),
        }
    }

    fn target(&self, signature: &Signature) -> (&'static str, String) {
        let same = self.action.signatures.iter().filter(|own| own.name == signature.name).count();
        let has_id = self.action.described(signature).is_some_and(|own| own.name() == Some(&*signature.name));
        if has_id && same == 1 && !signature.name.starts_with('$') {
            return ("operationId", signature.name.clone());
        }
        let path = signature.path.replace('~', "~0").replace('/', "~1");
        let method = signature.method.as_str().to_ascii_lowercase();
        ("operationPath", format!("{{$sourceDescriptions.{SOURCE}.url}}#/paths/{path}/{method}"))
    }

    fn parameters(&mut self, steps: &[Named<'_>], at: usize) -> Option<Vec<Value>> {
        let step = steps[at].step;
        let signature = self.signature(step);
        let mut all: Vec<Value> = Vec::new();
        let given = step.arguments.named.iter().map(|(name, text)| (name, Value::from(text.as_str())));
        let filled = step.arguments.filled.iter().map(|(name, value)| (name, value.clone()));
        for (name, value) in given.chain(filled) {
            let bare = name.split_once(':').map_or(name.as_str(), |(_, bare)| bare);
            let own = signature.parameters.iter().find(|own| own.name == *name || own.name == bare)?;
            if own.place == Place::Path && step.feeds.iter().any(|feed| feed.parameter == own.name) {
                continue;
            }
            let value = match (own.shape.kind, value) {
                (ShapeKind::Integer | ShapeKind::Number | ShapeKind::Boolean, Value::String(text)) => {
                    serde_json::from_str(&text).unwrap_or_else(|_| text.into())
                }
                (_, value) => value,
            };
            if !is_literal(&value) {
                self.remarks.push(format!(
                    "`{}` is left out: the value of `{}` would be read as an expression",
                    signature.name, own.name
                ));
                return None;
            }
            all.push(json!({ "name": own.name, "in": own.place.word(), "value": value }));
        }
        for feed in &*step.feeds {
            let source = self.source(steps, feed, at)?;
            let value = format!("$steps.{}.outputs.{}", steps[source].id, identifier(&feed.parameter));
            all.push(json!({ "name": feed.parameter, "in": "path", "value": value }));
        }
        Some(all)
    }
}

/// Returns the member of a step of a round by which what was created is removed again, if it fails.
fn clean_up(steps: &[Named<'_>], at: usize) -> Option<(String, Value)> {
    let place = |check: Check| steps.iter().position(|own| own.step.check == check);
    let (create, delete) = (place(Check::Creates)?, place(Check::Deletes)?);
    let id = &steps[delete].id;
    if at == create {
        // Where nothing was created, there is nothing to go on with.
        return Some((UNDONE_BY.to_owned(), json!(id)));
    }
    let is_between = (create..delete).contains(&at);
    let goto = json!([{ "name": "clean-up", "type": "goto", "stepId": id }]);
    is_between.then(|| ("onFailure".to_owned(), goto))
}

/// Returns the statuses that the document describes as a success, as a condition.
fn condition(check: Check, signature: &Signature) -> String {
    if check == Check::IsGone {
        return "$statusCode == 404 || $statusCode == 410".to_owned();
    }
    let statuses = signature.answers.iter().map(|own| own.status.as_str());
    let described: Vec<_> = statuses.filter(|own| own.starts_with('2')).collect();
    let exact = described.iter().all(|own| own.parse::<u16>().is_ok());
    if described.is_empty() || !exact {
        return "$statusCode >= 200 && $statusCode < 300".to_owned();
    }
    described.iter().map(|own| format!("$statusCode == {own}")).collect::<Vec<_>>().join(" || ")
}

/// Returns a payload; one in which a text would be read as an expression as JSON text, where none is
/// seen.
fn payload_of(payload: &Value) -> Value {
    if is_literal(payload) {
        return payload.clone();
    }
    payload.to_string().replace('$', "\\u0024").into()
}

/// Returns whether no text in a value is read as an expression, or as JSON.
fn is_literal(value: &Value) -> bool {
    match value {
        Value::String(text) => matches!(Template::of_text(text), Ok(Template::Literal(_))),
        Value::Array(items) => items.iter().all(is_literal),
        Value::Object(members) => members.values().all(is_literal),
        _ => true,
    }
}

/// Returns a name with the characters that identifiers of a description should have.
fn identifier(name: &str) -> String {
    let plain = |own: char| if own.is_ascii_alphanumeric() || own == '_' { own } else { '-' };
    let name: String = name.chars().map(plain).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "operation".to_owned() } else { name.to_owned() }
}
