//! What expressions are evaluated against.

use super::expression::{Access, Expression, Part, Side, Way};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Map, Value};
use std::{borrow::Cow, collections::BTreeMap};
use url::Url;

/// All that is known at one point of a run.
#[derive(Debug, Default)]
pub struct Context<'a> {
    /// The inputs of the workflow.
    pub inputs: Option<&'a Map<String, Value>>,
    /// The names of inputs that the workflow can do without.
    pub optional: &'a [String],
    /// The outputs of the workflow, or of the one that its step has just run.
    pub outputs: Option<&'a Map<String, Value>>,
    /// The outputs of the steps that were taken, by `stepId`.
    pub steps: Option<&'a BTreeMap<String, Map<String, Value>>>,
    /// The workflows that were run, by `workflowId`.
    pub workflows: Option<&'a BTreeMap<String, Ran>>,
    /// The addresses of the source descriptions, by name.
    pub sources: &'a [(String, String)],
    /// The request of the step.
    pub sent: Option<&'a Sent>,
    /// The answer to it.
    pub answered: Option<&'a Answered>,
}

/// A workflow that was run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ran {
    /// What it was given.
    pub inputs: Map<String, Value>,
    /// What it gave.
    pub outputs: Map<String, Value>,
}

/// A request, as far as expressions can see it: never its token.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Where it went.
    pub url: Url,
    /// The method.
    pub method: Method,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The parameters by their place and name.
    pub parameters: Vec<(&'static str, String, Value)>,
    /// The body.
    pub body: Option<Value>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body: JSON where it is, a string where it is not, nothing where there is none.
    pub body: Option<Value>,
}

/// An expression without a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{expression}` has no value: {why}")]
pub struct Absent {
    /// The expression.
    pub expression: String,
    /// Why.
    pub why: String,
    /// Whether it is an input that the workflow can do without.
    pub may_be_left_out: bool,
}

type Found<'v> = Result<Cow<'v, Value>, String>;

impl<'a> Context<'a> {
    /// Returns the value of an expression.
    ///
    /// # Errors
    ///
    /// [`Absent`].
    pub fn value(&self, expression: &Expression) -> Result<Cow<'a, Value>, Absent> {
        self.find(expression).map_err(|why| Absent {
            expression: expression.to_string(),
            why,
            may_be_left_out: self.is_optional(expression),
        })
    }

    fn is_optional(&self, expression: &Expression) -> bool {
        let Expression::Inputs(way) = expression else { return false };
        let Some(inputs) = self.inputs else { return false };
        let name = name(way, |name| self.optional.iter().any(|own| own == name));
        name.is_some_and(|(name, _)| !inputs.contains_key(&name))
    }

    fn find(&self, expression: &Expression) -> Found<'a> {
        let sent = || self.sent.ok_or("no request was sent");
        let answered = || self.answered.ok_or("there is no answer");
        match expression {
            Expression::Url => Ok(Cow::Owned(sent()?.url.as_str().into())),
            Expression::Method => Ok(Cow::Owned(sent()?.method.as_str().into())),
            Expression::StatusCode => Ok(Cow::Owned(answered()?.status.as_u16().into())),
            Expression::Request(part) => request(sent()?, part),
            Expression::Response(part) => response(answered()?, part),
            Expression::Inputs(way) => member(self.inputs, way, "input"),
            Expression::Outputs(way) => member(self.outputs, way, "output"),
            Expression::Steps { step, output } => {
                let steps = self.steps.and_then(|steps| steps.get(step));
                member(
                    Some(steps.ok_or_else(|| format!("step `{step}` has given nothing yet"))?),
                    output,
                    "output",
                )
            }
            Expression::Workflows { workflow, side, path } => {
                let ran = self.workflows.and_then(|workflows| workflows.get(workflow));
                let ran = ran.ok_or_else(|| format!("workflow `{workflow}` has not been run yet"))?;
                match side {
                    Side::Inputs => member(Some(&ran.inputs), path, "input"),
                    Side::Outputs => member(Some(&ran.outputs), path, "output"),
                }
            }
            Expression::Source { name, member } => {
                let source = self.sources.iter().find(|(own, _)| own == name);
                match source {
                    Some((_, url)) if member == "url" => Ok(Cow::Owned(url.as_str().into())),
                    _ => Err("it names no value".to_owned()),
                }
            }
            Expression::Component { .. } => Err("components are referred to, not evaluated".to_owned()),
        }
    }
}

fn request<'v>(sent: &'v Sent, part: &Part) -> Found<'v> {
    let parameter = |place: &str, name: &str| {
        let own = sent.parameters.iter().find(|(own, called, _)| *own == place && called == name);
        own.map(|(_, _, value)| Cow::Borrowed(value))
            .ok_or_else(|| format!("no {place} parameter `{name}` was sent"))
    };
    match part {
        Part::Header(name) => {
            let own = sent.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
            own.map(|(_, value)| Cow::Owned(value.as_str().into()))
                .ok_or_else(|| "no such header was sent".to_owned())
        }
        Part::Query(name) => parameter("query", name),
        Part::Path(name) => parameter("path", name),
        Part::Body(way) => into(sent.body.as_ref().ok_or("no body was sent")?, way),
    }
}

fn response<'v>(answered: &'v Answered, part: &Part) -> Found<'v> {
    match part {
        Part::Header(name) => {
            let value = answered.headers.get(name.as_str()).ok_or("the answer has no such header")?;
            Ok(Cow::Owned(String::from_utf8_lossy(value.as_bytes()).into()))
        }
        Part::Body(way) => into(answered.body.as_ref().ok_or("the answer has no body")?, way),
        Part::Query(_) | Part::Path(_) => Err("an answer has none".to_owned()),
    }
}

/// Returns a value by its name, which may have points, and by the way into it.
fn member<'v>(members: Option<&'v Map<String, Value>>, way: &[Access], what: &str) -> Found<'v> {
    let members = members.ok_or_else(|| format!("there is no {what}"))?;
    let (name, used) = name(way, |name| members.contains_key(name))
        .ok_or_else(|| format!("no {what} `{}`", Way(way).to_string().trim_start_matches('.')))?;
    into(members.get(&name).unwrap_or(&Value::Null), &way[used..])
}

/// Returns the longest name at the beginning of a way that is known, and how much of the way it is.
pub(super) fn name(way: &[Access], is_known: impl Fn(&str) -> bool) -> Option<(String, usize)> {
    let mut name = String::new();
    let mut longest = None;
    for (at, access) in way.iter().enumerate() {
        let Access::Name(part) = access else { break };
        if at > 0 {
            name.push('.');
        }
        name.push_str(part);
        if is_known(&name) {
            longest = Some((name.clone(), at + 1));
        }
    }
    longest
}

fn into<'v>(value: &'v Value, way: &[Access]) -> Found<'v> {
    let mut value = value;
    for (at, access) in way.iter().enumerate() {
        let next = match access {
            Access::Name(name) => value.get(name.as_str()),
            Access::Index(index) => value.get(*index),
            Access::Pointer(pointer) => value.pointer(pointer),
        };
        value = next.ok_or_else(|| format!("there is nothing at `{}`", Way(&way[..=at])))?;
    }
    Ok(Cow::Borrowed(value))
}
