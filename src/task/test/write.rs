//! What a test writes, and how it is removed again.

use super::{Ending, send};
use crate::{
    invoke::{bind::Arguments, outcome::CallOutcome},
    json_schema::{Direction, JsonSchema, Validator},
    oauth::values::AccessToken,
    openapi::Operation,
    scenario::{Check, Known, Missing, Round, Step},
    system::System,
    task::{
        action::{Action, TokenSource},
        call::{CallError, generate},
    },
};
use http::StatusCode;
use serde_json::Value;

/// What stands in the data that a test creates, so that whoever meets it knows where it is from.
const MARK: &str = "gptauth test";

/// The properties that can hold [`MARK`]; others may have a form that their schema does not tell.
const MARKABLE: [&str; 8] = ["text", "title", "name", "description", "summary", "note", "content", "subject"];

/// Something that a test created and could not remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The operation that created it.
    pub operation: String,
    /// The path that it is at, where that is known.
    pub path: Option<String>,
    /// Why it is still there.
    pub why: String,
}

/// What was created and is to be removed.
#[derive(Debug, Default)]
pub(super) struct Made {
    items: Vec<Item>,
    lost: Vec<Leftover>,
}

#[derive(Debug)]
struct Item {
    round: Round,
    created_by: usize,
    /// Whether the steps of the round are about it: others were let in by mistake.
    is_own: bool,
    presence: Presence,
    known: Known,
}

/// What is known of an item that was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    /// Its removal was not answered, or by a failure of the server.
    Unsure,
    Removed,
}

/// Returns the arguments of an operation that writes: sample data that the document allows, marked.
/// Nothing where there are none.
pub(super) fn arguments(action: &Action, operation: usize, seed: u64) -> Option<Arguments> {
    let signature = &action.signatures[operation];
    let mut arguments = Arguments::default();
    let described = action.described(signature)?;
    generate(&described, signature, &mut arguments, seed).ok()?;
    // Places in a path come from what was created, or not at all.
    arguments.filled.retain(|(name, _)| !name.starts_with("path:"));
    if let Some(body) = &mut arguments.filled_body {
        mark(body, &described);
    }
    Some(arguments)
}

fn mark(body: &mut Value, operation: &Operation<'_>) {
    let schema = operation.request_body().and_then(|body| body.json_schema());
    let validator = schema.and_then(|node| Validator::new(&JsonSchema::of(node, Direction::Request)).ok());
    let Some(validator) = validator else { return };
    for name in MARKABLE {
        let Some(own) = body.get_mut(name).filter(|own| own.is_string()) else { continue };
        let before = std::mem::replace(own, MARK.into());
        if validator.violations(body, 1).is_empty() {
            return;
        }
        body[name] = before;
    }
}

impl Made {
    /// Takes a step of a round, and keeps in mind what it creates or removes.
    pub(super) async fn take(
        &mut self,
        system: &System,
        action: &Action,
        tokens: &mut TokenSource<'_>,
        step: &Step,
        forged: &AccessToken,
        known: &Known,
    ) -> Result<Ending, CallError> {
        let own = self.items.iter().rposition(|item| Some(item.round) == step.round && item.is_own);
        let known = match (own, step.round) {
            (Some(at), _) => self.items[at].known.clone(),
            // An item that was there before is nothing to be changed or removed.
            (None, Some(round)) => known.without_items(&action.signatures[round.creates_with()]),
            (None, None) => known.clone(),
        };
        if own.is_some_and(|at| self.items[at].presence == Presence::Removed) && step.check != Check::IsGone {
            // A probe that had to be refused removed it: what the rest would show is known.
            let operation = action.signatures[step.operation].name.clone();
            return Ok(Ending::Starved(Missing::Removed { operation }));
        }
        let ending = send(system, action, tokens, step, forged, &known).await?;
        if let Some(item) = own.map(|at| &mut self.items[at]) {
            item.note_removal(step, &ending);
            self.lost.extend(item.found_again(action, step, &ending));
        }
        match &ending {
            Ending::Answered(outcome, _) => self.note(action, step, outcome, known),
            Ending::Unanswered(error) if step.check == Check::Creates => self.lost.push(Leftover {
                operation: action.signatures[step.operation].name.clone(),
                path: None,
                why: format!("it may have been created: {error}"),
            }),
            Ending::Unanswered(_) | Ending::Starved(_) | Ending::NotReached => {}
        }
        Ok(ending)
    }

    fn note(&mut self, action: &Action, step: &Step, outcome: &CallOutcome, mut known: Known) {
        let Some(round) = step.round.filter(|_| outcome.status.is_success()) else { return };
        let signature = &action.signatures[step.operation];
        if round.creates_with() == step.operation {
            let removal = round.removal(&action.signatures);
            if removal.is_some_and(|removal| known.made(signature, &outcome.body, &removal)) {
                let (created_by, is_own) = (step.operation, step.check == Check::Creates);
                self.items.push(Item { round, created_by, is_own, presence: Presence::There, known });
            } else {
                self.lost.push(Leftover {
                    operation: signature.name.clone(),
                    path: None,
                    why: "its answer does not name what it created".to_owned(),
                });
            }
        }
    }

    /// Removes what is still there, the last first, and returns what could not be removed.
    pub(super) async fn clean_up(
        mut self,
        system: &System,
        action: &Action,
        tokens: &mut TokenSource<'_>,
        forged: &AccessToken,
    ) -> Vec<Leftover> {
        while let Some(item) = self.items.pop() {
            let removal = item.round.removal(&action.signatures);
            let Some(removal) = removal.filter(|_| item.presence != Presence::Removed) else { continue };
            let ending = send(system, action, tokens, &removal, forged, &item.known).await;
            if let Err(why) = removed(ending, item.presence) {
                self.lost.push(item.leftover(action, why));
            }
        }
        self.lost
    }
}

impl Item {
    fn note_removal(&mut self, step: &Step, ending: &Ending) {
        if step.operation != self.round.deletes_with() {
            return;
        }
        self.presence = match ending {
            Ending::Answered(outcome, _) if outcome.status.is_success() => Presence::Removed,
            Ending::Answered(outcome, _) if outcome.status.is_client_error() => self.presence,
            Ending::Answered(..) | Ending::Unanswered(_) => Presence::Unsure,
            Ending::Starved(_) | Ending::NotReached => self.presence,
        };
    }

    /// Returns the item as left behind, where it is answered although its removal was affirmed.
    fn found_again(&self, action: &Action, step: &Step, ending: &Ending) -> Option<Leftover> {
        let Ending::Answered(outcome, _) = ending else { return None };
        let is_found = step.check == Check::IsGone && outcome.status.is_success();
        (is_found && self.presence == Presence::Removed).then(|| {
            let delete = &action.signatures[self.round.deletes_with()].name;
            let why =
                format!("`{delete}` affirmed its removal, and `{}` still answers it", outcome.operation);
            self.leftover(action, why)
        })
    }

    fn leftover(&self, action: &Action, why: String) -> Leftover {
        let removal = self.round.removal(&action.signatures);
        let bound = removal.map(|own| self.known.bind(&own, &action.signatures[own.operation]));
        Leftover {
            operation: action.signatures[self.created_by].name.clone(),
            path: bound.and_then(Result::ok).map(|bound| bound.path),
            why,
        }
    }
}

/// Returns why something is still there, by what came of removing it.
fn removed(ending: Result<Ending, CallError>, presence: Presence) -> Result<(), String> {
    match ending {
        Ok(Ending::Answered(outcome, _)) => match outcome.status {
            status if status.is_success() => Ok(()),
            // What nobody tried to remove is not gone: it may be there for others.
            StatusCode::NOT_FOUND | StatusCode::GONE if presence == Presence::Unsure => Ok(()),
            status => Err(format!("`{}` answered {}", outcome.operation, status.as_u16())),
        },
        Ok(Ending::Unanswered(error)) | Err(error) => Err(error.to_string()),
        Ok(Ending::Starved(missing)) => Err(missing.to_string()),
        Ok(Ending::NotReached) => Err("it was not tried".to_owned()),
    }
}

#[cfg(test)]
mod tests;
