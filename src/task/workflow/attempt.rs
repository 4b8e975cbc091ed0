//! One step as one call.

use super::{Source, bind};
use crate::{
    arazzo::{Answered, Context, Sent, Step},
    invoke::{
        bind::{Arguments, Typed, bind},
        outcome::CallOutcome,
        signature::Signature,
        value_text,
    },
    system::System,
    task::{
        action::TokenSource,
        call::{self, CallError, Credentials},
    },
};
use serde_json::Value;

/// What came of a call.
pub(super) enum Attempt {
    /// An answer.
    Answered(Box<CallOutcome>, Box<Exchange>),
    /// None.
    Unanswered(CallError),
    /// Nothing was sent: what the step needs is not there, or does not fit.
    Unsent(String),
}

/// A call and its answer, as expressions see them.
#[derive(Debug, Clone)]
pub(super) struct Exchange {
    pub(super) sent: Sent,
    pub(super) answered: Answered,
}

/// The arguments of a step with the values of its expressions.
#[derive(Debug, Clone)]
pub(super) struct Evaluated {
    pub(super) arguments: Arguments,
    parameters: Vec<(&'static str, String, Value)>,
}

impl Evaluated {
    /// Returns whether both say the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.parameters == other.parameters && self.arguments.body == other.arguments.body
    }
}

/// Calls an operation.
///
/// # Errors
///
/// Where no call can be made at all: there is no token, perhaps.
pub(super) async fn attempt(
    system: &System,
    (source, tokens): (&Source, &TokenSource<'_>),
    signature: &Signature,
    called: &Evaluated,
) -> Result<Attempt, CallError> {
    let body = called.arguments.body.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let bound = match bind(signature, &called.arguments) {
        Ok(bound) => bound,
        Err(error) => return Ok(Attempt::Unsent(error.to_string())),
    };
    let action = &source.action;
    match call::call(system, action, tokens, (signature, &bound), Credentials::Own).await {
        Ok(outcome) => {
            let shape = &action.target.call;
            let headers = shape.headers.value.iter();
            let sent = Sent {
                url: outcome.url.clone(),
                method: outcome.method.clone(),
                headers: headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
                parameters: called.parameters.clone(),
                body,
            };
            let answered = answered(&outcome);
            Ok(Attempt::Answered(Box::new(outcome), Box::new(Exchange { sent, answered })))
        }
        Err(error @ (CallError::Http(_) | CallError::TooSlow { .. })) => Ok(Attempt::Unanswered(error)),
        Err(error) => Err(error),
    }
}

/// Returns what a step passes on, or why that has no value.
pub(super) fn evaluate(step: &Step, context: &Context<'_>) -> Result<Evaluated, String> {
    let mut evaluated = Evaluated { arguments: Arguments::default(), parameters: Vec::new() };
    for own in &step.parameters {
        // Headers and cookies are left out, as an action leaves them out.
        let Some(place) = own.place.and_then(bind::place) else { continue };
        let Some(value) = own.value.evaluate(context).map_err(|absent| absent.to_string())? else { continue };
        let name = format!("{}:{}", place.word(), own.name);
        evaluated.parameters.push((place.word(), own.name.clone(), value.clone()));
        match value {
            // A number may stand where the document has a string, and the other way round: in a URL
            // both are text.
            Value::String(_) | Value::Number(_) | Value::Bool(_) => {
                evaluated.arguments.named.push((name, value_text(&value)));
            }
            Value::Null | Value::Array(_) | Value::Object(_) => {
                evaluated.arguments.typed.push(Typed { name, path: Vec::new(), value });
            }
        }
    }
    if let Some(body) = &step.body {
        evaluated.arguments.body = body.json(context).map_err(|error| error.to_string())?;
    }
    Ok(evaluated)
}

fn answered(outcome: &CallOutcome) -> Answered {
    let body = match outcome.body.as_slice() {
        [] => None,
        bytes => Some(
            serde_json::from_slice(bytes)
                .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned().into()),
        ),
    };
    Answered { status: outcome.status, headers: outcome.headers.clone(), body }
}
