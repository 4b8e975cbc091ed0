//! Faults that the demo's servers can be given, by name: every way in which a provider or an API is
//! known to go wrong, one at a time.
//!
//! The catalogue is data, a file for each area. A switch says at which point of an exchange it acts and
//! what it does there, so each produces its own fault and no other. Nothing here knows a secret.

mod api;
mod authorization;
mod bodies;
mod client;
mod discovery;
mod id_token;
mod keys;
mod refresh;
mod token;
mod userinfo;

#[cfg(test)]
mod tests;

use crate::nearest::nearest;
use http::{HeaderMap, Response};
use serde_json::{Map, Value};
use std::{cell::Cell, str::FromStr, time::Duration};

/// An answer, complete.
type Answer = Response<Vec<u8>>;
/// The members of a JSON object on its way out.
pub(super) type Object = Map<String, Value>;

/// Something that can be made to go wrong, in one or several ways.
pub struct Switch {
    /// Its name: the part of the exchange, and what of it.
    pub name: &'static str,
    /// What it is about, as a sentence.
    pub about: &'static str,
    /// The ways.
    pub choices: &'static [Choice],
}

/// One way in which something goes wrong.
pub struct Choice {
    /// What is typed for it.
    pub value: Form,
    /// What the server then does, in the third person.
    pub does: &'static str,
    /// Where that is known from: a conformance test, a section, a provider. Empty where from nowhere in
    /// particular.
    pub known_from: &'static str,
    /// How often it acts where nobody says; `None` for ever.
    times: Option<u32>,
    effects: &'static [Effect],
}

/// What may be typed for a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// This word.
    Word(&'static str),
    /// An HTTP status from 200 to 599.
    Status,
    /// A number of seconds.
    Seconds,
    /// A number of milliseconds.
    Milliseconds,
    /// An error code, in lower case.
    ErrorCode,
}

/// How an answer travels, where not as it should. Found among the extensions of a response; whoever
/// owns the socket sees to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It never comes; the connection stays open.
    Never,
    /// The connection is closed instead.
    Closed,
    /// The connection is closed in the middle of the body.
    Cut,
    /// It comes after this time.
    Late(Duration),
}

/// What a fault does, and where.
pub(super) enum Effect {
    /// Changes the members of an object before it is encoded.
    Object(Point, fn(&mut Object, &Context<'_>)),
    /// Rewrites a signed ID token. It is given the signing key's public half as well.
    IdToken(fn(&str, &[u8]) -> String),
    /// Answers in place of an endpoint, which then does nothing.
    Instead(Endpoint, fn(&Context<'_>) -> Option<Answer>),
    /// Changes what an endpoint answered.
    Spoil(Endpoint, fn(&mut Answer, &Context<'_>)),
    /// Another way to behave, which the servers ask for.
    Behaviour(Behaviour),
}

/// An object on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Metadata,
    KeySet,
    AuthorizationResponse,
    TokenResponse,
    IdTokenHeader,
    IdTokenClaims,
    RefreshedIdTokenClaims,
    Userinfo,
}

/// Something that answers requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Discovery,
    Keys,
    Authorization,
    Token,
    /// The token endpoint, for a refresh token.
    Refresh,
    Userinfo,
    Api,
}

/// A way to behave that is no matter of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    OnlyInsertedDiscovery,
    NoIntrospection,
    NoRevocation,
    RotatingKey,
    SignEs256,
    SignRs256,
    SignUnannounced,
    AccessTokenHash,
    UnknownClient,
    UnregisteredRedirectUri,
    SpaClient,
    NativeClient,
    OtherSecret,
    ExpiredSecret,
    PkceRequired,
    NoRefreshToken,
    BasicOnly,
    PostOnly,
    JsonOnly,
    StateRequired,
    AccessTokenLifetime,
    RefreshTokenLifetime,
    AlwaysRotate,
    NeverRotate,
    ReuseRevokes,
    HeaderTokenOnly,
    ApiWithoutToken,
    ApiWithForgedToken,
}

/// What an effect may look at.
pub(super) struct Context<'a> {
    /// What was typed.
    pub(super) argument: &'a str,
    pub(super) issuer: &'a str,
    /// The headers of the request; none where an object is changed.
    pub(super) headers: &'a HeaderMap,
}

/// Returns the whole catalogue, in the order of a sign-in.
pub fn catalogue() -> impl Iterator<Item = &'static Switch> {
    let areas = [
        discovery::SWITCHES,
        keys::SWITCHES,
        client::SWITCHES,
        authorization::SWITCHES,
        token::SWITCHES,
        id_token::SWITCHES,
        refresh::SWITCHES,
        userinfo::SWITCHES,
        api::SWITCHES,
    ];
    areas.into_iter().flatten()
}

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

impl Form {
    /// Returns what is typed, or in capitals what it stands for.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Word(word) => word,
            Self::Status => "STATUS",
            Self::Seconds => "SECONDS",
            Self::Milliseconds => "MILLISECONDS",
            Self::ErrorCode => "ERROR",
        }
    }

    fn accepts(self, value: &str) -> bool {
        match self {
            Self::Word(word) => word == value,
            Self::Status => value.parse().is_ok_and(|status| (200..600).contains(&status)),
            Self::Seconds | Self::Milliseconds => value.parse::<u32>().is_ok(),
            Self::ErrorCode => {
                !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            }
        }
    }
}

impl Choice {
    const fn new(value: Form, does: &'static str, effects: &'static [Effect]) -> Self {
        Self { value, does, known_from: "", times: None, effects }
    }

    const fn word(word: &'static str, does: &'static str, effects: &'static [Effect]) -> Self {
        Self::new(Form::Word(word), does, effects)
    }

    const fn from(self, known_from: &'static str) -> Self {
        Self { known_from, ..self }
    }

    const fn once(self) -> Self {
        Self { times: Some(1), ..self }
    }

    /// Returns whether it can happen a number of times and then stop.
    pub fn is_countable(&self) -> bool {
        matches!(self.effects, [effect] if !matches!(effect, Effect::Behaviour(_)))
    }
}

impl Context<'_> {
    /// Returns the status that was typed.
    fn status(&self) -> http::StatusCode {
        self.argument.parse().unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR)
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
    pub(super) fn has(&self, wanted: Behaviour) -> bool {
        self.argument(wanted).is_some()
    }

    /// Returns what was typed with a way to behave.
    pub(super) fn argument(&self, wanted: Behaviour) -> Option<&str> {
        let is_wanted = |effect: &Effect| matches!(effect, Effect::Behaviour(own) if *own == wanted);
        self.0.iter().find(|fault| fault.effects().any(is_wanted)).map(|fault| fault.argument.as_str())
    }

    /// Changes an object that is about to be sent.
    pub(super) fn change(&self, at: Point, object: &mut Object, issuer: &str) {
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
    pub(super) fn rewrite(&self, id_token: String, public_key: &[u8]) -> String {
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
    pub(super) fn instead(&self, of: Endpoint, headers: &HeaderMap, issuer: &str) -> Option<Answer> {
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
    pub(super) fn spoil(&self, at: Endpoint, answer: &mut Answer, headers: &HeaderMap, issuer: &str) {
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
