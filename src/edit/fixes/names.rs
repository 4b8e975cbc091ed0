//! Names for operations.

use super::{
    super::{
        change::{Content, Pair, Place},
        fix::{Fix, Mends},
        path::Path,
    },
    pairs,
};
use crate::openapi::{Document, Method, Node};
use std::collections::BTreeSet;

/// How long a name may be, in characters.
const LONGEST: usize = 64;

/// The names of operations that are taken.
#[derive(Debug, Default)]
pub struct Names {
    taken: BTreeSet<String>,
}

/// Returns whether a function can have this name.
pub fn is_function_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

impl Names {
    /// Returns the names in use in a document.
    pub fn of(document: &Document) -> Self {
        let names = document.operations();
        Self { taken: names.iter().filter_map(|operation| operation.name().map(str::to_owned)).collect() }
    }

    /// Takes a name for an operation that has none: `getItemsById` for GET `/items/{id}`.
    pub fn propose(&mut self, method: Method, path: &str) -> String {
        let mut name = method.as_str().to_ascii_lowercase();
        for segment in path.split('/') {
            for (at, part) in segment.split(['{', '}']).enumerate().filter(|(_, part)| !part.is_empty()) {
                if at % 2 == 1 {
                    name.push_str("By");
                }
                name.push_str(&words(part, true));
            }
        }
        self.take(name)
    }

    /// Takes a name that a function can have and that is close to `name`, if any letter of it can
    /// stay: `repos/list-for-user` becomes `reposListForUser`.
    pub fn repair(&mut self, name: &str) -> Option<String> {
        let words = if name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            name.to_owned()
        } else {
            words(name, false)
        };
        (!words.is_empty()).then(|| self.take(words))
    }

    /// Takes a name, with a number behind it where it is taken.
    pub fn take(&mut self, mut name: String) -> String {
        name.truncate(LONGEST);
        let mut free = name.clone();
        let mut number = 2_usize;
        while self.taken.contains(&free) {
            let digits = number.to_string();
            name.truncate(LONGEST - digits.len());
            free = format!("{name}{digits}");
            number += 1;
        }
        self.taken.insert(free.clone());
        free
    }
}

/// Returns the ASCII letters and digits of a text in camel case.
fn words(text: &str, first_upper: bool) -> String {
    let mut out = String::new();
    for word in
        text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
    {
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if first_upper || !out.is_empty() => out.push(first.to_ascii_uppercase()),
            Some(first) => out.push(first),
            None => {}
        }
        out.extend(characters);
    }
    out
}

/// The fix of an operation whose `operationId` is missing, or cannot be the name of a function.
pub(super) fn named<'a>(
    names: &mut Names,
    method: Method,
    operation: Node<'a>,
    path: &Path<'a>,
) -> Option<Fix<'a>> {
    if !operation.is_mapping() {
        return None;
    }
    let id = operation.get("operationId");
    let (mends, name, place) = match id {
        Some(id) if id.as_str().is_some_and(|text| !text.is_empty()) => {
            let text = id.as_str().filter(|text| !is_function_name(text))?;
            (Mends::OperationIdUnusable, names.repair(text)?, id)
        }
        Some(id) if id.is_null() || id.as_str().is_some() => {
            (Mends::OperationIdMissing, names.propose(method, path.parent_key()), id)
        }
        Some(_) => return None,
        None => (Mends::OperationIdMissing, names.propose(method, path.parent_key()), operation),
    };
    let content = Content::Value(name.as_str().into());
    let pair = if id.is_some() { Pair::Set(content) } else { Pair::Insert(Place::First, content) };
    let does = format!("names {} {} `{name}`", method.as_str(), path.parent_key());
    Some(pairs(mends, operation, place, path, does, vec![("operationId", pair)]))
}
