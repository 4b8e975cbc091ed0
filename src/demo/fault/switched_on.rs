//! Faults as they are typed, and what they do to the exchanges that come along.

use super::{Answer, Behaviour, Choice, Context, Effect, Endpoint, Object, Point, catalogue};
use crate::nearest::nearest;
use http::HeaderMap;
use std::{cell::Cell, str::FromStr};

/// Why something is no fault.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    /// It is not written as one.
    #[error("`{text}` is not `NAME=VALUE` or `NAME=VALUE:COUNT`")]
    Syntax {
        /// What was typed.
        text: String,
    },
    /// There is no switch of that name.
    #[error("there is no fault `{name}`")]
    UnknownName {
        /// What was typed.
        name: String,
        /// What it may have been meant for, the closest first.
        nearest: Vec<&'static str>,
    },
    /// The switch has no such value.
    #[error("the fault `{name}` has no value `{value}`")]
    UnknownValue {
        /// The switch.
        name: &'static str,
        /// What was typed.
        value: String,
        /// What may be typed.
        known: Vec<&'static str>,
        /// What it may have been meant for, the closest first.
        nearest: Vec<&'static str>,
    },
    /// It is a way to be set up, which cannot happen a number of times.
    #[error("the fault `{name}={value}` is there from the beginning to the end and takes no count")]
    Uncountable {
        /// The switch.
        name: &'static str,
        /// Its value.
        value: String,
    },
}

/// A fault that is switched on.
#[derive(Clone)]
pub struct Fault {
    name: &'static str,
    choice: &'static Choice,
    argument: String,
    left: Cell<Option<u32>>,
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let syntax = || FaultError::Syntax { text: text.to_owned() };
        let (name, rest) = text.split_once('=').ok_or_else(syntax)?;
        let (value, count) = match rest.split_once(':') {
            Some((value, count)) => {
                (value, Some(count.parse().ok().filter(|&count| count > 0).ok_or_else(syntax)?))
            }
            None => (rest, None),
        };
        let switch = catalogue().find(|switch| switch.name == name).ok_or_else(|| {
            let names = catalogue().map(|switch| switch.name);
            FaultError::UnknownName { name: name.to_owned(), nearest: nearest(name, names) }
        })?;
        let choice = switch.choices.iter().find(|choice| choice.value.accepts(value)).ok_or_else(|| {
            let known: Vec<_> = switch.choices.iter().map(|choice| choice.value.as_str()).collect();
            let nearest = nearest(value, known.iter().copied());
            FaultError::UnknownValue { name: switch.name, value: value.to_owned(), known, nearest }
        })?;
        if count.is_some() && !choice.is_countable() {
            return Err(FaultError::Uncountable { name: switch.name, value: value.to_owned() });
        }
        let left = Cell::new(count.or(choice.times));
        Ok(Self { name: switch.name, choice, argument: value.to_owned(), left })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.name, self.argument)?;
        match self.left.get().filter(|_| self.left.get() != self.choice.times) {
            Some(times) => write!(f, ":{times}"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fault({self})")
    }
}

impl Fault {
    /// Returns what the server now does, in the third person.
    pub fn does(&self) -> &'static str {
        self.choice.does
    }

    fn is_on(&self) -> bool {
        self.left.get() != Some(0)
    }

    fn count(&self) {
        self.left.set(self.left.get().map(|left| left.saturating_sub(1)));
    }

    fn effects(&self) -> impl Iterator<Item = &'static Effect> {
        self.choice.effects.iter().filter(|_| self.is_on())
    }
}

/// The faults that are switched on.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Fault>);

impl From<Vec<Fault>> for Faults {
    fn from(faults: Vec<Fault>) -> Self {
        Self(faults)
    }
}

impl Faults {
    /// Returns whether none is switched on.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns them in the order in which they were switched on.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// Returns whether the servers are to behave that way.
    pub(in crate::demo) fn has(&self, wanted: Behaviour) -> bool {
        self.argument(wanted).is_some()
    }

    /// Returns what was typed with a way to behave.
    pub(in crate::demo) fn argument(&self, wanted: Behaviour) -> Option<&str> {
        let is_wanted = |effect: &Effect| matches!(effect, Effect::Behaviour(own) if *own == wanted);
        self.0.iter().find(|fault| fault.effects().any(is_wanted)).map(|fault| fault.argument.as_str())
    }

    /// Changes an object that is about to be sent.
    pub(in crate::demo) fn change(&self, at: Point, object: &mut Object, issuer: &str) {
        for fault in &self.0 {
            for effect in fault.effects() {
                if let Effect::Object(point, change) = effect
                    && *point == at
                {
                    change(
                        object,
                        &Context { argument: &fault.argument, issuer, headers: &HeaderMap::new() },
                    );
                    fault.count();
                }
            }
        }
    }

    /// Rewrites an ID token that is about to be sent.
    pub(in crate::demo) fn rewrite(&self, id_token: String, public_key: &[u8]) -> String {
        let mut id_token = id_token;
        for fault in &self.0 {
            for effect in fault.effects() {
                if let Effect::IdToken(rewrite) = effect {
                    id_token = rewrite(&id_token, public_key);
                    fault.count();
                }
            }
        }
        id_token
    }

    /// Returns the answer that is given in place of an endpoint's own.
    pub(in crate::demo) fn instead(&self, of: Endpoint, headers: &HeaderMap, issuer: &str) -> Option<Answer> {
        self.0.iter().find_map(|fault| {
            let answer = fault.effects().find_map(|effect| match effect {
                Effect::Instead(endpoint, answer) if *endpoint == of => {
                    answer(&Context { argument: &fault.argument, issuer, headers })
                }
                _ => None,
            })?;
            fault.count();
            Some(answer)
        })
    }

    /// Changes what an endpoint answered.
    pub(in crate::demo) fn spoil(
        &self,
        at: Endpoint,
        answer: &mut Answer,
        headers: &HeaderMap,
        issuer: &str,
    ) {
        for fault in &self.0 {
            for effect in fault.effects() {
                if let Effect::Spoil(endpoint, spoil) = effect
                    && *endpoint == at
                {
                    spoil(answer, &Context { argument: &fault.argument, issuer, headers });
                    fault.count();
                }
            }
        }
    }
}
