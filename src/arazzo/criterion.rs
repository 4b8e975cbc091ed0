//! Criteria: what decides whether a step succeeded and which action follows.

use super::{
    condition::{Condition, ConditionError},
    context::Context,
    expression::Expression,
    template::plain,
};
use regex::Regex;
use serde_json::Value;
use serde_json_path::JsonPath;
use std::{borrow::Cow, ops::Range};

/// How much memory a regular expression may take, in bytes.
const MAX_REGEX_BYTES: usize = 1024 * 1024;

/// How long a JSONPath may be, in bytes.
const MAX_PATH_BYTES: usize = 1024;

/// How deep brackets and parentheses of a JSONPath may stand in each other: its reader tries
/// alternatives at each.
const MAX_PATH_DEPTH: usize = 8;

/// How many characters of a value are told.
const MAX_TOLD: usize = 60;

/// An assertion.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// The condition as it is written.
    pub text: String,
    /// Where it stands, in bytes of the description.
    pub span: Range<usize>,
    test: Test,
}

#[derive(Debug, Clone)]
enum Test {
    Simple(Condition),
    Regex(Expression, Regex),
    JsonPath(Expression, JsonPath, Root),
}

/// What a JSONPath is applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Root {
    /// The value of the context.
    Value,
    /// A list with the value of the context as its one item.
    Listed,
}

impl Criterion {
    /// Reads a condition of the `simple` kind.
    ///
    /// # Errors
    ///
    /// As [`Condition::parse`].
    pub(super) fn simple(text: &str, span: Range<usize>) -> Result<Self, ConditionError> {
        Ok(Self { text: text.to_owned(), span, test: Test::Simple(Condition::parse(text)?) })
    }

    /// Reads a regular expression that is applied to the value of `context`.
    ///
    /// # Errors
    ///
    /// [`ConditionError`].
    pub(super) fn regex(context: Expression, text: &str, span: Range<usize>) -> Result<Self, ConditionError> {
        let regex = regex::RegexBuilder::new(text).size_limit(MAX_REGEX_BYTES).build().map_err(|error| {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            ConditionError {
                what: format!("this is no regular expression that can be used: {reason}"),
                help: Some("look-around and back-references are not known".to_owned()),
                at: 0,
            }
        })?;
        Ok(Self { text: text.to_owned(), span, test: Test::Regex(context, regex) })
    }

    /// Reads a JSONPath (RFC 9535) that is applied to the value of `context`.
    ///
    /// What is no path but a comparison, `$.id != null`, is taken for the filter that it would be.
    ///
    /// # Errors
    ///
    /// [`ConditionError`].
    pub(super) fn json_path(
        context: Expression,
        text: &str,
        span: Range<usize>,
    ) -> Result<Self, ConditionError> {
        let wrong = |what: String| ConditionError {
            what,
            help: Some(
                "write a path that finds something where the condition holds: `$[?@.id == 1]`".to_owned(),
            ),
            at: 0,
        };
        if text.len() > MAX_PATH_BYTES {
            return Err(wrong(format!("the JSONPath is longer than {MAX_PATH_BYTES} bytes")));
        }
        if depth(text) > MAX_PATH_DEPTH {
            return Err(wrong("the JSONPath is nested too deeply".to_owned()));
        }
        let (path, root) = match JsonPath::parse(text) {
            Ok(path) => (path, Root::Value),
            Err(error) => {
                let filter = text.strip_prefix('$').filter(|rest| !rest.contains('$'));
                let filter = filter.and_then(|rest| JsonPath::parse(&format!("$[?@{rest}]")).ok());
                let filter =
                    filter.ok_or_else(|| wrong(format!("this is no JSONPath (RFC 9535): {error}")))?;
                (filter, Root::Listed)
            }
        };
        Ok(Self { text: text.to_owned(), span, test: Test::JsonPath(context, path, root) })
    }

    /// Returns every expression in the criterion.
    pub fn expressions(&self) -> Vec<&Expression> {
        match &self.test {
            Test::Simple(condition) => condition.expressions(),
            Test::Regex(context, _) | Test::JsonPath(context, ..) => vec![context],
        }
    }

    /// Returns whether the assertion is satisfied.
    pub fn holds(&self, context: &Context<'_>) -> bool {
        match &self.test {
            Test::Simple(condition) => condition.holds(context),
            Test::Regex(own, regex) => context.value(own).is_ok_and(|value| regex.is_match(&plain(&value))),
            Test::JsonPath(own, path, root) => context.value(own).is_ok_and(|value| match root {
                Root::Value => !path.query(&value).is_empty(),
                Root::Listed => !path.query(&Value::Array(vec![value.into_owned()])).is_empty(),
            }),
        }
    }

    /// Returns what the criterion looked at, in words: `` `$statusCode` is 404 ``.
    pub fn seen(&self, context: &Context<'_>) -> String {
        let values = match &self.test {
            Test::Simple(condition) => condition.values(context),
            Test::Regex(own, _) | Test::JsonPath(own, ..) => {
                let value = context.value(own).ok().map(|value| plain(&value).into_owned());
                vec![(own.to_string(), value)]
            }
        };
        let words = values.into_iter().map(|(expression, value)| match value {
            Some(value) => format!("`{expression}` is {}", told(&value)),
            None => format!("`{expression}` has no value"),
        });
        words.collect::<Vec<_>>().join(", ")
    }
}

fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for own in text.chars() {
        match own {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            // Each is read by a function that calls itself.
            '!' => most = most.max(depth + 1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

fn told(value: &str) -> Cow<'_, str> {
    match value.char_indices().nth(MAX_TOLD) {
        Some((end, _)) => Cow::Owned(format!("{}…", value.get(..end).unwrap_or_default())),
        None if value.is_empty() => Cow::Borrowed("empty"),
        None => Cow::Borrowed(value),
    }
}
