//! What a test writes, and how it is removed again.

mod sample;

pub(super) use sample::arguments;

use super::{Ending, interruption::Interruption, memory::Memory, send::Sender, table::Table};
use crate::{
    diagnostic::{Diagnostic, Severity},
    invoke::{bind::BoundCall, kinds, outcome::CallOutcome, signature::Signature},
    scenario::{Before, Check, Imprint, Known, Missing, Plan, Round, Step, Verdict, Written},
    system::EndSignal,
    task::call::CallError,
};
use futures_util::Stream;
use http::{Method, StatusCode, header::LOCATION};
use url::Url;

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
struct Made<'a, 'b> {
    sender: &'a Sender<'b>,
    plan: &'a Plan,
    items: Vec<Item>,
    lost: Vec<Leftover>,
}

struct Item {
    round: Round,
    created_by: usize,
    /// The step that removes it.
    removal: Step,
    /// Whether the steps of the round are about it: others were let in by mistake.
    is_own: bool,
    presence: Presence,
    known: Known,
    written: Written,
    /// What was read of it last.
    imprint: Option<Imprint>,
}

/// What is known of an item that was created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Presence {
    There,
    /// Its removal was not answered, or by a failure of the server.
    Unsure,
    Removed,
}

/// Takes the rounds of a plan, one call after the other, and removes what is left of them.
pub(super) async fn take(
    sender: &Sender<'_>,
    plan: &Plan,
    memory: &Memory<'_>,
    interruption: &mut Interruption<impl Stream<Item = EndSignal>>,
    table: &mut Table<'_>,
) -> Vec<Leftover> {
    let mut made = Made { sender, plan, items: Vec::new(), lost: Vec::new() };
    for (at, step) in plan.steps.iter().enumerate().filter(|(_, step)| step.round.is_some()) {
        if table.stop.is_some() {
            break;
        }
        // A call that writes is waited for: an answer that is missed names what must be removed.
        match interruption.outlast(made.take((at, step), memory.known()), table).await {
            Some(taken) => table.put(at, taken),
            None => {
                made.cut_off(step);
                return made.left("the test was ended before it was removed");
            }
        }
    }
    made.clean_up(plan.steps.len(), interruption, table).await
}

impl Made<'_, '_> {
    /// Takes a step of a round, and keeps in mind what it creates or removes.
    async fn take(
        &mut self,
        (at, step): (usize, &Step),
        known: &Known,
    ) -> Result<(Ending, Vec<super::Retry>), CallError> {
        // Of a round that is over only what is still to be removed is kept in mind.
        self.items.retain(|item| item.presence != Presence::Removed || Some(item.round) == step.round);
        let own = self.items.iter().rposition(|item| Some(item.round) == step.round && item.is_own);
        let signatures = self.sender.signatures();
        if own.is_some_and(|own| self.items[own].presence == Presence::Removed) && step.check != Check::IsGone
        {
            // A call that had to be refused removed it: what the rest would show is known.
            let operation = signatures[step.operation].name.clone();
            return Ok((Ending::Starved(Missing::Removed { operation }), Vec::new()));
        }
        if let (Some(own), Check::IsGone) = (own, step.check)
            && self.items[own].presence != Presence::Removed
        {
            // That it is still answered shows nothing: its removal is what failed.
            let operation = signatures[self.items[own].round.deletes_with()].name.clone();
            return Ok((Ending::Starved(Missing::StillThere { operation }), Vec::new()));
        }
        let known = match (own, step.round) {
            (Some(own), _) => self.items[own].known.clone(),
            // An item that was there before is nothing to be changed or removed.
            (None, Some(round)) => known.without_items(&signatures[round.creates_with()]),
            (None, None) => known.clone(),
        };
        let call = match known.bind(step, &signatures[step.operation]) {
            Ok(call) => call,
            Err(missing) => return Ok((Ending::Starved(missing), Vec::new())),
        };
        let item = own.map(|own| &self.items[own]);
        let before = Before {
            imprint: item.and_then(|item| item.imprint.as_ref()),
            written: item.map(|item| &item.written),
            ..Before::default()
        };
        let (mut ending, retries) = self.sender.send((at, step), &call, before).await?;
        if let Some(own) = own {
            self.items[own].note_removal(step, &ending);
            self.lost.extend(self.items[own].found_again(signatures, step, &ending));
        }
        match &mut ending {
            Ending::Answered(outcome, verdict) => {
                if step.check == Check::RefusesOtherUser
                    && outcome.method == Method::DELETE
                    && outcome.status.is_success()
                {
                    self.look_for_item((at, step), own, verdict).await?;
                }
                self.note(step, outcome, &call, own, known);
            }
            Ending::Unanswered(_) => self.cut_off(step),
            Ending::Starved(_) | Ending::NotReached => {}
        }
        Ok((ending.without_content(), retries))
    }

    /// Looks whether what another user was allowed to delete is gone: many an API answers 204 whether or
    /// not there was anything.
    async fn look_for_item(
        &mut self,
        (at, step): (usize, &Step),
        own: Option<usize>,
        verdict: &mut Verdict,
    ) -> Result<(), CallError> {
        let Some(own) = own else { return Ok(()) };
        let item = &self.items[own];
        let bound = self.step_of(item.round, Check::ReadsBack).and_then(|read| {
            let call = item.known.bind(read, &self.sender.signatures()[read.operation]).ok()?;
            Some((Step { check: Check::Answers, ..read.clone() }, call))
        });
        let Some((read, call)) = bound else {
            self.items[own].presence = Presence::Unsure;
            return Ok(());
        };
        let (ending, _) = self.sender.send((at, &read), &call, Before::default()).await?;
        let Ending::Answered(outcome, _) = ending else { return Ok(()) };
        if matches!(outcome.status, StatusCode::NOT_FOUND | StatusCode::GONE) {
            self.items[own].presence = Presence::Removed;
        } else if outcome.status.is_success() {
            let operation = &self.sender.signatures()[step.operation].name;
            let message = format!(
                "`{operation}` answers success to another user, and deletes nothing of the first user's"
            );
            let note = Diagnostic::new(&kinds::OTHER_USERS_ITEM_CHANGED, message);
            *verdict = Verdict::Noted(vec![Diagnostic { severity: Severity::Note, ..note }]);
        }
        Ok(())
    }

    fn note(
        &mut self,
        step: &Step,
        outcome: &CallOutcome,
        call: &BoundCall,
        own: Option<usize>,
        mut known: Known,
    ) {
        let Some(round) = step.round.filter(|_| outcome.status.is_success()) else { return };
        let signatures = self.sender.signatures();
        let signature = &signatures[step.operation];
        if let Some(item) = own.map(|own| &mut self.items[own]) {
            match step.check {
                Check::Updates => item.written.write(&outcome.method, call.body.as_deref()),
                Check::ReadsBack => item.imprint = Some(Imprint::of(outcome.status, &outcome.body, None)),
                _ => {}
            }
        }
        if round.creates_with() == step.operation {
            let location = location(outcome);
            let answer = (outcome.body.as_slice(), location.as_ref());
            let removal = self.step_of(round, Check::Deletes);
            if let Some(removal) = removal.filter(|removal| known.made(signature, answer, removal)).cloned() {
                let mut written = Written::default();
                written.write(&outcome.method, call.body.as_deref());
                let (created_by, is_own) = (step.operation, step.check == Check::Creates);
                self.items.push(Item {
                    round,
                    created_by,
                    removal,
                    is_own,
                    presence: Presence::There,
                    known,
                    written,
                    imprint: None,
                });
            } else {
                self.lost.push(Leftover {
                    operation: signature.name.clone(),
                    path: None,
                    why: "its answer does not name what it created".to_owned(),
                });
            }
        }
    }

    /// Returns the first step of a round that is to show something.
    fn step_of(&self, round: Round, check: Check) -> Option<&Step> {
        self.plan.steps.iter().find(|own| own.round == Some(round) && own.check == check)
    }

    /// Takes note of a call whose answer is missed.
    fn cut_off(&mut self, step: &Step) {
        if step.check == Check::Creates {
            self.lost.push(Leftover {
                operation: self.sender.signatures()[step.operation].name.clone(),
                path: None,
                why: "it may have been created: no answer named it".to_owned(),
            });
        }
    }

    /// Removes what is still there, the last first, and returns what could not be removed.
    async fn clean_up(
        mut self,
        at: usize,
        interruption: &mut Interruption<impl Stream<Item = EndSignal>>,
        table: &mut Table<'_>,
    ) -> Vec<Leftover> {
        while let Some(item) = self.items.pop() {
            let signatures = self.sender.signatures();
            if item.presence == Presence::Removed {
                continue;
            }
            let removed = match item.known.bind(&item.removal, &signatures[item.removal.operation]) {
                Err(missing) => Err(missing.to_string()),
                Ok(call) => {
                    let work = self.sender.send((at, &item.removal), &call, Before::default());
                    let Some(ended) = interruption.outlast(work, table).await else {
                        self.items.push(item);
                        return self.left("the cleaning up was ended before it was removed");
                    };
                    removed(ended, item.presence)
                }
            };
            if let Err(why) = removed {
                self.lost.push(item.leftover(signatures, why));
            }
        }
        self.lost
    }

    /// Returns all that is still there, for a reason that is the same for all.
    fn left(mut self, why: &str) -> Vec<Leftover> {
        let items = std::mem::take(&mut self.items);
        let left = items.iter().rev().filter(|item| item.presence != Presence::Removed);
        let left: Vec<_> = left.map(|item| item.leftover(self.sender.signatures(), why.to_owned())).collect();
        self.lost.extend(left);
        self.lost
    }
}

impl Item {
    fn note_removal(&mut self, step: &Step, ending: &Ending) {
        if step.operation != self.round.deletes_with() {
            return;
        }
        self.presence = match ending {
            // Of another user nothing is known yet: many an API answers 204 to whatever is deleted.
            Ending::Answered(..) if step.check == Check::RefusesOtherUser => self.presence,
            Ending::Answered(outcome, _) if outcome.status.is_success() => Presence::Removed,
            // Repeated, it finds gone what the first try has removed.
            Ending::Answered(_, Verdict::Passed) if step.check == Check::Deletes => Presence::Removed,
            Ending::Answered(outcome, _) if outcome.status.is_client_error() => self.presence,
            Ending::Answered(..) | Ending::Unanswered(_) => Presence::Unsure,
            Ending::Starved(_) | Ending::NotReached => self.presence,
        };
    }

    /// Returns the item as left behind, where it is answered although its removal was affirmed.
    fn found_again(&self, signatures: &[Signature], step: &Step, ending: &Ending) -> Option<Leftover> {
        let Ending::Answered(outcome, _) = ending else { return None };
        let is_found = step.check == Check::IsGone && outcome.status.is_success();
        (is_found && self.presence == Presence::Removed).then(|| {
            let delete = &signatures[self.round.deletes_with()].name;
            let why =
                format!("`{delete}` affirmed its removal, and `{}` still answers it", outcome.operation);
            self.leftover(signatures, why)
        })
    }

    fn leftover(&self, signatures: &[Signature], why: String) -> Leftover {
        let bound = self.known.bind(&self.removal, &signatures[self.removal.operation]);
        Leftover {
            operation: signatures[self.created_by].name.clone(),
            path: bound.ok().map(|bound| bound.path),
            why,
        }
    }
}

/// Returns where an answer says that what it made is.
fn location(outcome: &CallOutcome) -> Option<Url> {
    outcome.url.join(outcome.headers.get(LOCATION)?.to_str().ok()?).ok()
}

/// Returns why something is still there, by what came of removing it.
fn removed(ended: Result<(Ending, Vec<super::Retry>), CallError>, presence: Presence) -> Result<(), String> {
    let ending = ended.map(|(ending, _)| ending);
    match ending {
        Ok(Ending::Answered(_, Verdict::Passed)) => Ok(()),
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
