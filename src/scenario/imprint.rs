//! What an answer showed, without its content: enough to tell whether another one shows the same.

use super::known::{items, name_of};
use http::StatusCode;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

/// How many items of a list are kept in mind.
const MAX_ITEMS: usize = 100;

/// How many values of an item are.
const MAX_VALUES: usize = 32;

/// How many members of the shape are.
const MAX_MEMBERS: usize = 200;

/// How many differences are told.
const MAX_TOLD: usize = 3;

/// The longest part of a text from outside that is told, in characters.
const MAX_TEXT: usize = 40;

/// What an answer showed: its status, its shape, and the items by their names.
#[derive(Debug, Clone)]
pub struct Imprint {
    status: StatusCode,
    /// The type of each member by its path, those of all items of a list under one.
    shape: BTreeMap<String, &'static str>,
    items: Vec<Item>,
    /// The parameter that takes the name of an item.
    list: Option<String>,
    is_list: bool,
    is_json: bool,
}

#[derive(Debug, Clone)]
struct Item {
    name: Option<String>,
    /// A hash for each of its values with its path, but for its name.
    values: BTreeSet<u64>,
}

/// What a second answer shows of what the first one did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing of it.
    Nothing,
    /// Something of the same name, with other content.
    Namesake,
    /// These items, by name.
    Items(Vec<String>),
    /// It cannot be told: there is nothing in it to compare.
    Unknown,
}

impl Imprint {
    /// Takes an imprint. `list` is the parameter that takes the name of an item, where the answer is
    /// known to list some.
    pub fn of(status: StatusCode, body: &[u8], list: Option<&str>) -> Self {
        let answer = serde_json::from_slice::<Value>(body).ok();
        let listed = match (&answer, list) {
            (Some(answer), Some(_)) => items(answer),
            (Some(Value::Array(items)), None) => Some(items.as_slice()),
            _ => None,
        };
        let item = |value: &Value| Item::of(value, list.unwrap_or("id"));
        let mut shape = BTreeMap::new();
        if let Some(answer) = &answer {
            describe(answer, String::new(), &mut shape);
        }
        Self {
            status,
            shape,
            items: match listed {
                Some(items) => items.iter().take(MAX_ITEMS).map(item).collect(),
                None => answer.iter().filter(|answer| is_telling(answer)).map(item).collect(),
            },
            list: list.map(str::to_owned),
            is_list: listed.is_some(),
            is_json: answer.is_some(),
        }
    }

    /// Returns whether the answer was a success.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Returns the status of the answer.
    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the parameter that takes the name of an item, where it lists some.
    pub(super) fn list(&self) -> Option<&str> {
        self.list.as_deref()
    }

    /// Returns whether there is anything in it that another user must not see.
    pub fn has_items(&self) -> bool {
        !self.items.is_empty()
    }

    /// Returns what `again` shows otherwise, in words; values that change from time to time, as dates
    /// and counters do, are not looked at.
    pub(super) fn differences(&self, again: &Self) -> Vec<String> {
        let mut told = Vec::new();
        if self.is_json != again.is_json {
            let [first, second] = [self, again].map(|own| if own.is_json { "JSON" } else { "not JSON" });
            told.push(format!("it was {first}, then {second}"));
        }
        if self.is_list && again.is_list {
            told.extend(self.listed_otherwise(again));
        }
        // An empty list has no members to compare.
        if self.has_items() == again.has_items() && self.shape.len() < MAX_MEMBERS {
            for (member, first) in &self.shape {
                match again.shape.get(member) {
                    None => told.push(format!("`{}` was there the first time only", cut(member))),
                    Some(second) if second != first => {
                        told.push(format!("`{}` was {first}, then {second}", cut(member)));
                    }
                    Some(_) => {}
                }
            }
            let new = again.shape.keys().filter(|member| !self.shape.contains_key(*member));
            told.extend(new.map(|member| format!("`{}` was there the second time only", cut(member))));
        }
        let more = told.len().saturating_sub(MAX_TOLD);
        told.truncate(MAX_TOLD);
        if more > 0 {
            told.push(format!("{more} more"));
        }
        told
    }

    fn listed_otherwise(&self, again: &Self) -> Option<String> {
        let names = |own: &Self| own.items.iter().filter_map(|item| item.name.clone()).collect::<Vec<_>>();
        let (first, second) = (names(self), names(again));
        let only = |here: &[String], there: &[String]| {
            here.iter().find(|name| !there.contains(name)).map(|name| cut(name))
        };
        match (only(&first, &second), only(&second, &first)) {
            (Some(gone), _) => Some(format!("item `{gone}` was listed the first time only")),
            (None, Some(new)) => Some(format!("item `{new}` was listed the second time only")),
            (None, None) if first != second => Some("the items came in another order".to_owned()),
            (None, None) => None,
        }
    }

    /// Returns what `other` shows of the items of this one.
    pub(super) fn shown_by(&self, other: &Self) -> Shown {
        if other.items.is_empty() {
            return if other.is_list { Shown::Nothing } else { Shown::Unknown };
        }
        let pairs = self.items.iter().flat_map(|own| other.items.iter().map(move |item| (own, item)));
        let (same, alike): (Vec<_>, Vec<_>) = pairs
            .filter(|(own, item)| own.name == item.name || !self.is_list)
            .partition(|(own, item)| own.is_same(item));
        match (same.is_empty(), alike.is_empty()) {
            (false, _) => {
                let names = same.iter().filter_map(|(own, _)| own.name.as_deref()).map(cut);
                Shown::Items(names.collect())
            }
            (true, false) if !other.is_list => Shown::Namesake,
            (true, _) => Shown::Nothing,
        }
    }
}

impl Item {
    fn of(value: &Value, parameter: &str) -> Self {
        let name = name_of(value, parameter);
        let mut values = BTreeSet::new();
        let is_name =
            |text: &Value| name.as_deref().is_some_and(|name| crate::invoke::value_text(text) == name);
        collect(value, &mut String::new(), &mut |path, value| {
            if values.len() < MAX_VALUES && !is_name(value) {
                let mut hasher = DefaultHasher::new();
                (path, value.to_string()).hash(&mut hasher);
                values.insert(hasher.finish());
            }
        });
        Self { name, values }
    }

    /// Returns whether most of what it holds stands in the other, too. An item that is nothing but its
    /// name is the same by its name.
    fn is_same(&self, other: &Self) -> bool {
        let common = self.values.intersection(&other.values).count();
        common * 2 >= self.values.len()
    }
}

/// Returns whether an answer that is no list holds anything.
fn is_telling(answer: &Value) -> bool {
    match answer {
        Value::Null => false,
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// Tells of every plain value with its path.
fn collect(value: &Value, path: &mut String, tell: &mut dyn FnMut(&str, &Value)) {
    let length = path.len();
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                path.push('/');
                path.push_str(name);
                collect(value, path, tell);
                path.truncate(length);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                path.push('/');
                path.push_str(&at.to_string());
                collect(value, path, tell);
                path.truncate(length);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => tell(path, value),
    }
}

/// Writes down the types of all members. One that has several, as the items of a list may, has none.
fn describe(value: &Value, path: String, shape: &mut BTreeMap<String, &'static str>) {
    let word = match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    let full = shape.len() >= MAX_MEMBERS;
    if !path.is_empty() && !full {
        shape
            .entry(path.clone())
            .and_modify(|own| *own = if *own == word { word } else { "mixed" })
            .or_insert(word);
    }
    match value {
        Value::Object(members) if !full => {
            members.iter().for_each(|(name, value)| describe(value, format!("{path}/{name}"), shape));
        }
        Value::Array(items) if !full => {
            items.iter().take(MAX_ITEMS).for_each(|value| describe(value, format!("{path}/[]"), shape));
        }
        _ => {}
    }
}

/// Returns the beginning of a text from outside.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
