//! Everybody's items.

use crate::demo::Entropy;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::collections::HashMap;

/// An entry of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) id: String,
    pub(super) date: String,
    pub(super) text: String,
}

impl Item {
    pub(super) fn json(&self) -> Value {
        json!({ "id": self.id, "date": self.date, "text": self.text })
    }
}

/// The items of each user, by `sub`.
pub(super) struct Agendas {
    items: HashMap<String, Vec<Item>>,
    entropy: Entropy,
}

impl Agendas {
    pub(super) fn new(entropy: Entropy) -> Self {
        Self { items: HashMap::new(), entropy }
    }

    /// Returns a user's items. Who comes for the first time finds two, so that there is something
    /// to list.
    pub(super) fn of(&mut self, sub: &str, now: Timestamp) -> &[Item] {
        if !self.items.contains_key(sub) {
            self.items.insert(sub.to_owned(), Vec::new());
            self.add(sub, &date(now, 1), "Try the agenda with a GPT");
            self.add(sub, &date(now, 7), "Read the agenda back to me");
        }
        self.items.get(sub).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn add(&mut self, sub: &str, date: &str, text: &str) -> Item {
        let mut bytes = [0; 6];
        (self.entropy)(&mut bytes);
        let id = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let item = Item { id, date: date.to_owned(), text: text.to_owned() };
        self.items.entry(sub.to_owned()).or_default().push(item.clone());
        item
    }

    pub(super) fn item(&mut self, sub: &str, at: usize) -> Option<&mut Item> {
        self.items.get_mut(sub)?.get_mut(at)
    }

    pub(super) fn remove(&mut self, sub: &str, at: usize) {
        if let Some(items) = self.items.get_mut(sub).filter(|items| at < items.len()) {
            items.remove(at);
        }
    }
}

/// Returns the date some days after `now`, in UTC, as `YYYY-MM-DD`.
fn date(now: Timestamp, days: i64) -> String {
    let time = now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(now);
    time.to_string().chars().take(10).collect()
}
