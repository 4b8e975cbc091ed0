//! What earlier answers tell: the items of a list, by the path that leads to one of them.

use super::{
    Step,
    paths::{Paths, normal, resource, variable},
};
use crate::{
    invoke::{
        bind::{self, BindError, BoundCall},
        signature::{Place, Signature},
        value_text,
    },
    openapi::percent_decoded,
};
use serde_json::Value;
use std::{borrow::Cow, collections::BTreeMap};
use url::Url;

/// How deep a list is looked for in an answer, and an identifier in an item.
const MAX_DEPTH: usize = 3;

/// The properties that name an item, the surest first, where none has the name of the parameter.
const IDENTIFIERS: [&str; 6] = ["id", "_id", "uuid", "guid", "key", "slug"];

/// A place in a path that an earlier answer gives a value for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// The parameter.
    pub parameter: String,
    /// The operation whose answer it is taken from.
    pub source: String,
    /// The path of the items, with every parameter written `{}`.
    resource: String,
}

/// One item of every list that was answered.
#[derive(Debug, Clone, Default)]
pub struct Known {
    items: BTreeMap<String, Value>,
}

/// A value that no answer gave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The operation that lists the items told of none.
    #[error("`{operation}` gave no value for `{parameter}`")]
    NoItem {
        /// The parameter.
        parameter: String,
        /// The operation that would have told.
        operation: String,
    },
    /// What must be gone was not removed.
    #[error("`{operation}` has not removed what it is about")]
    StillThere {
        /// The operation that was to remove it.
        operation: String,
    },
    /// What it is about was removed on the way, by a call that had to be refused.
    #[error("a call that had to be refused has removed what it is about")]
    Removed {
        /// The operation.
        operation: String,
    },
    /// The value makes no call.
    #[error("the value of an earlier answer does not fit: {0}")]
    Unfit(String),
    /// There is no earlier answer to compare with.
    #[error("`{operation}` gave nothing to compare with")]
    NoAnswer {
        /// The operation that would have answered.
        operation: String,
    },
}

/// Returns where the places in a path get their values from: for `/items/{id}` from the operation
/// that `lists` allows at `/items`.
pub(super) fn feeds(
    paths: &Paths<'_>,
    signature: &Signature,
    lists: impl Fn(&Signature) -> bool,
) -> Vec<Feed> {
    let mut prefix = String::new();
    let mut feeds = Vec::new();
    for part in signature.path.split('/').skip(1) {
        if let Some(parameter) = variable(part) {
            let list = normal(&prefix);
            if let Some((_, source)) = paths.at(&list).find(|(_, own)| lists(own)) {
                feeds.push(Feed {
                    parameter: parameter.to_owned(),
                    source: source.name.clone(),
                    resource: format!("{list}/{{}}"),
                });
            }
        }
        prefix = format!("{prefix}/{part}");
    }
    feeds
}

/// Returns how the last place in the path of an operation gets its value from the answer of the
/// operation that made the item.
pub(super) fn item(signature: &Signature, created_by: &str) -> Option<Feed> {
    let parameter = variable(signature.path.trim_end_matches('/').rsplit('/').next()?)?;
    Some(Feed {
        parameter: parameter.to_owned(),
        source: created_by.to_owned(),
        resource: normal(&signature.path),
    })
}

impl Feed {
    /// Returns the path of the items that the value names, with every parameter written `{}`.
    pub(super) fn resource(&self) -> &str {
        &self.resource
    }
}

impl Known {
    /// Returns what is known but for the items of a list.
    #[must_use]
    pub fn without_items(&self, list: &Signature) -> Self {
        let mut known = self.clone();
        known.items.remove(&resource(&list.path));
        known
    }

    /// Takes in what was made, in place of any other item of its list. Returns whether the answer
    /// names it, for the step that is to remove it: by its body, or else by its `location` (RFC 9110
    /// §15.3.2).
    pub fn made(
        &mut self,
        signature: &Signature,
        (body, location): (&[u8], Option<&Url>),
        removal: &Step,
    ) -> bool {
        let resource = resource(&signature.path);
        let Some(own) = removal.feeds.iter().find(|feed| feed.resource == resource) else { return false };
        let answer = serde_json::from_slice::<Value>(body).ok();
        let answer = answer.filter(|answer| identifier(answer, &own.parameter, MAX_DEPTH).is_some());
        let item = answer.or_else(|| located(location?, &resource).map(Value::String));
        let is_named = item.is_some();
        self.items.extend(item.map(|item| (resource, item)));
        is_named
    }

    /// Takes in what an operation answered. The first item of a list stands for it.
    pub fn learn(&mut self, signature: &Signature, body: &[u8]) {
        let Ok(answer) = serde_json::from_slice::<Value>(body) else { return };
        if let Some(item) = items(&answer).and_then(|items| items.first()) {
            self.items.entry(resource(&signature.path)).or_insert_with(|| item.clone());
        }
    }

    /// Returns the call of a step, with the values that are known by now.
    ///
    /// # Errors
    ///
    /// As [`Missing`].
    pub fn bind(&self, step: &Step, signature: &Signature) -> Result<BoundCall, Missing> {
        let mut arguments = (*step.arguments).clone();
        for feed in &*step.feeds {
            let item = self.items.get(&feed.resource);
            let value = item.and_then(|item| identifier(item, &feed.parameter, MAX_DEPTH));
            let value = value.ok_or_else(|| Missing::NoItem {
                parameter: feed.parameter.clone(),
                operation: feed.source.clone(),
            })?;
            let name = format!("{}:{}", Place::Path.word(), feed.parameter);
            arguments.named.push((name, value));
        }
        bind::bind(signature, &arguments).map_err(|error: BindError| Missing::Unfit(error.to_string()))
    }
}

impl Step {
    /// Returns the call of a step that needs no earlier answer.
    pub fn call(&self, signature: &Signature) -> Option<BoundCall> {
        Known::default().bind(self, signature).ok()
    }
}

/// Returns what names the item at a location, where that ends as the path of the items does.
fn located(location: &Url, resource: &str) -> Option<String> {
    let mut parts = location.path().trim_end_matches('/').rsplit('/');
    let last = parts.next().filter(|own| !own.is_empty())?;
    let mut above = resource.rsplit('/').skip(1).filter(|own| !own.is_empty());
    let is_item = above.all(|own| parts.next().is_some_and(|part| own == "{}" || own == part));
    is_item.then(|| percent_decoded(last).map(Cow::into_owned)).flatten()
}

/// Returns the list that an answer is, or holds: `[…]`, `{"items": […]}`.
pub(super) fn items(answer: &Value) -> Option<&[Value]> {
    list(answer, MAX_DEPTH)
}

fn list(answer: &Value, depth: usize) -> Option<&[Value]> {
    let depth = depth.checked_sub(1)?;
    match answer {
        Value::Array(items) => Some(items),
        Value::Object(members) => {
            let list = members.values().find(|value| value.is_array());
            list.or_else(|| members.values().find(|value| value.is_object()))
                .and_then(|value| self::list(value, depth))
        }
        _ => None,
    }
}

/// Returns the value that names an item, for the parameter that takes it.
pub(super) fn name_of(item: &Value, parameter: &str) -> Option<String> {
    identifier(item, parameter, MAX_DEPTH)
}

/// Returns the value that names an item: its property of the parameter's name, `id`, or what is left
/// of `itemId` without `item`. An item that is a plain value names itself.
fn identifier(item: &Value, parameter: &str, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let text = |value: &Value| {
        let plain = matches!(value, Value::String(_) | Value::Number(_));
        plain.then(|| value_text(value)).filter(|text| !text.is_empty())
    };
    let Value::Object(members) = item else { return text(item) };
    identifiers(parameter).filter_map(|name| members.get(name)).find_map(text).or_else(|| {
        // An envelope: `{"item": {"id": …}}`.
        let inner: Vec<_> = members.values().filter(|value| value.is_object()).collect();
        match inner.as_slice() {
            [only] => identifier(only, parameter, depth),
            _ => None,
        }
    })
}

/// Returns the properties that name an item for a parameter, the surest first.
pub fn identifiers(parameter: &str) -> impl Iterator<Item = &str> {
    std::iter::once(parameter).chain(tail(parameter)).chain(IDENTIFIERS)
}

/// Returns the last word of a name: `number` of `issueNumber`, `number` of `issue_number`.
fn tail(name: &str) -> Option<&str> {
    name.rsplit_once(['_', '-']).map(|(_, tail)| tail)
}

#[cfg(test)]
mod tests;
