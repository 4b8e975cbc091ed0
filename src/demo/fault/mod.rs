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
mod switched_on;
mod token;
mod userinfo;

#[cfg(test)]
mod tests;

pub use switched_on::{Fault, FaultError, Faults};

use http::{HeaderMap, Response};
use serde_json::{Map, Value};
use std::time::Duration;

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
