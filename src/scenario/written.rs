//! What a round has written, held against what is read afterwards.

use super::imprint::cut;
use http::Method;
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Map, Value};

/// The members that the item of a round has by what was written to it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    members: Map<String, Value>,
}

/// A member that is not read as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    pub(super) member: String,
    pub(super) written: String,
    /// What stands in its place; nothing where the answer has no such member.
    pub(super) read: Option<String>,
}

impl Written {
    /// Takes note of what a request wrote: PATCH changes the members that it has (RFC 5789), anything
    /// else replaces them all.
    pub fn write(&mut self, method: &Method, body: Option<&[u8]>) {
        let body = body.and_then(|body| serde_json::from_slice(body).ok());
        let Some(Value::Object(members)) = body else { return };
        if *method == Method::PATCH {
            self.members.extend(members);
        } else {
            self.members = members;
        }
    }

    /// Returns the members that an answer shows otherwise, or not at all. `promised` are those that its
    /// description has; where it has none of them, those that the answer itself has are compared.
    pub(super) fn lost(&self, answer: &Value, promised: &[String]) -> Vec<Lost> {
        let item = self.item(answer);
        let has = |name: &String| item.is_some_and(|item| item.contains_key(name));
        let is_promised = |name: &String| promised.contains(name);
        let compare: Vec<_> = if self.members.keys().any(is_promised) {
            self.members.iter().filter(|(name, _)| is_promised(name)).collect()
        } else if self.members.keys().any(has) {
            self.members.iter().filter(|(name, _)| has(name)).collect()
        } else if promised.is_empty() {
            // Nothing is said about the answer, and nothing of the item is in it.
            self.members.iter().collect()
        } else {
            Vec::new()
        };
        let lost = |(name, written): (&String, &Value)| {
            let read = item.and_then(|item| item.get(name));
            let is_lost = read.is_none_or(|read| !is_read_as(written, read));
            is_lost.then(|| Lost {
                member: name.clone(),
                written: cut(&written.to_string()),
                read: read.map(|read| cut(&read.to_string())),
            })
        };
        compare.into_iter().filter_map(lost).collect()
    }

    /// Returns the members of the item in an answer, which may stand in an envelope: `{"item": {…}}`.
    fn item<'a>(&self, answer: &'a Value) -> Option<&'a Map<String, Value>> {
        let members = answer.as_object()?;
        if self.members.keys().any(|name| members.contains_key(name)) {
            return Some(members);
        }
        let mut inner = members.values().filter_map(Value::as_object);
        match (inner.next(), inner.next()) {
            (Some(only), None) => Some(only),
            _ => Some(members),
        }
    }
}

/// Returns whether a value that was written may be read so: more members may have come with it, and a
/// time may be written in another way.
fn is_read_as(written: &Value, read: &Value) -> bool {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            written.iter().all(|(name, value)| read.get(name).is_some_and(|own| is_read_as(value, own)))
        }
        (Value::Array(written), Value::Array(read)) => {
            written.len() == read.len() && written.iter().zip(read).all(|(own, read)| is_read_as(own, read))
        }
        (Value::Number(written), Value::Number(read)) => {
            written == read || written.as_f64().zip(read.as_f64()).is_some_and(|(own, read)| own == read)
        }
        (Value::String(written), Value::String(read)) => {
            written == read || instant(written).is_some_and(|own| instant(read) == Some(own))
        }
        (written, read) => written == read,
    }
}

/// Returns the instant that a text stands for; a time without a zone, or a date alone, is in UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let civil = || text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse().ok().or_else(|| Some(civil()?.timestamp()))
}

#[cfg(test)]
mod tests;
