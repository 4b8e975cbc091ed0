//! What a provider and an API say to requests that change nothing: each probe builds its requests as
//! values and judges the answers.
//!
//! No code that exists is ever sent, nothing is revoked, and nothing is written to the API. A request
//! that two probes want is equal in both, so that whoever sends them sends it once. One probe a file,
//! and one line in [`PROBES`].

mod announced;
mod api;
mod api_agent;
mod api_answer;
mod api_auth;
mod api_network;
mod authorization;
mod client_authentication;
mod client_id;
mod client_secret;
mod cross_check;
mod discovery;
mod evidence;
mod keys;
pub mod kinds;
mod metadata;
mod network;
mod pkce;
mod provider_network;
mod redirect_uri;
mod refresh;
mod response_type;
mod scope;
pub mod signed_in;
mod subject;
mod token;
mod token_endpoint;

pub use announced::Announced;
pub use evidence::{Answer, Answered, NoAnswer, Trouble};
pub use subject::{ApiCall, Seeds, Subject};

use crate::diagnostic::{Basis, Diagnostic, Kind, Severity};
use http::Request;

/// A probe: what it asks, and what the answers mean.
pub struct Probe {
    /// The name to choose it by.
    pub name: &'static str,
    /// What it belongs to, and what must be known before it can run.
    pub group: Group,
    /// What it finds out, as a clause.
    pub question: &'static str,
    /// Every request that it may make.
    pub exchanges: &'static [&'static Exchange],
    /// Every kind of finding that it may have.
    pub kinds: &'static [&'static Kind],
    /// Returns what is to be asked; the reason, as a clause, where nothing can be.
    pub ask: fn(&Subject<'_>) -> Result<Vec<Ask>, String>,
    /// Judges the answers, which are those of the questions, in their order.
    pub judge: fn(&Subject<'_>, &[Answered]) -> Judgement,
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Probe({})", self.name)
    }
}

/// What probes belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Where the provider is, from its metadata: everything else of it waits for that.
    Discovery,
    /// The provider's endpoints and keys.
    Provider,
    /// The client, without a login.
    Client,
    /// The API, without a token that is any good.
    Api,
    /// What the tokens of a login are good for.
    SignedIn,
}

/// A request that a probe makes, in words.
#[derive(Debug)]
pub struct Exchange {
    /// The method; `DNS` for the question where a host is.
    pub method: &'static str,
    /// Where it goes, in words.
    pub to: &'static str,
    /// What it carries, in words.
    pub with: &'static str,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What it is, in words.
    pub exchange: &'static Exchange,
    /// What is sent.
    pub question: Question,
    /// What is secret in it, beside what is by its name.
    pub secrets: Vec<secrecy::SecretString>,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Question {
    /// This request.
    Http(Box<Request<Vec<u8>>>),
    /// Which addresses a host has.
    Addresses(String),
}

/// What the answers mean.
#[derive(Debug, Default)]
pub struct Judgement {
    /// What is fine, as one line.
    pub seen: String,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What could not be told, as clauses.
    pub untold: Vec<String>,
}

/// Something wrong, and the answer that shows it.
#[derive(Debug)]
pub struct Finding {
    /// What is wrong.
    pub diagnostic: Diagnostic,
    /// The place of the answer among those of the probe.
    pub shown_by: Option<usize>,
    /// How it is known, where the kind does not say.
    pub basis: Option<Basis>,
}

/// What only a sign-in shows.
const AFTER_SIGN_IN: &str = "granted scopes and refresh token (`doctor --signed-in`)";

/// What cannot be looked at where a server is on this machine.
const ON_THIS_MACHINE: &str = "public address and TLS, on this machine";

/// Every probe, in the order of the report.
pub static PROBES: &[&Probe] = &[
    &discovery::PROBE,
    &metadata::PROBE,
    &keys::PROBE,
    &provider_network::PROBE,
    &client_id::PROBE,
    &redirect_uri::PROBE,
    &response_type::PROBE,
    &pkce::PROBE,
    &scope::PROBE,
    &client_secret::PROBE,
    &client_authentication::PROBE,
    &cross_check::PROBE,
    &token_endpoint::PROBE,
    &refresh::PROBE,
    &api_network::PROBE,
    &api_auth::PROBE,
    &api_agent::PROBE,
    &api_answer::PROBE,
    &signed_in::GRANT,
    &signed_in::ACCESS_TOKEN,
    &signed_in::USERINFO,
    &signed_in::INTROSPECTION,
    &signed_in::API_TOKEN,
];

/// Returns the metadata in the answers of the discovery probe, and the headers of all answers that
/// came: a provider is recognised by them.
pub fn learn(subject: &Subject<'_>, answers: &[Answered]) -> Option<Announced> {
    discovery::learn(subject, answers)
}

/// Returns the probe that everything else of the provider waits for.
pub fn first() -> &'static Probe {
    &discovery::PROBE
}

impl Group {
    /// Returns the name to choose the group by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Provider => "provider",
            Self::Client => "client",
            Self::Api => "api",
            Self::SignedIn => "signed-in",
        }
    }

    /// Returns whether the provider's endpoints must be known first.
    pub fn waits_for_metadata(self) -> bool {
        matches!(self, Self::Provider | Self::Client | Self::SignedIn)
    }
}

impl Ask {
    fn http(exchange: &'static Exchange, request: Request<Vec<u8>>) -> Self {
        Self { exchange, question: Question::Http(Box::new(request)), secrets: Vec::new() }
    }

    fn keeping(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned().into());
        self
    }

    /// Returns whether both ask the same, so that one answer serves both.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.question, &other.question) {
            (Question::Addresses(own), Question::Addresses(other)) => own == other,
            (Question::Http(own), Question::Http(other)) => {
                own.method() == other.method()
                    && own.uri() == other.uri()
                    && own.headers() == other.headers()
                    && own.body() == other.body()
            }
            _ => false,
        }
    }
}

impl Judgement {
    fn seen(words: impl Into<String>) -> Self {
        Self { seen: words.into(), ..Self::default() }
    }

    fn untold(why: impl Into<String>) -> Self {
        Self { untold: vec![why.into()], ..Self::default() }
    }

    fn of(findings: Vec<Finding>, seen: impl Into<String>) -> Self {
        Self { findings, ..Self::seen(seen) }
    }

    /// Returns how bad the worst finding is.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.diagnostic.severity).min()
    }
}

impl From<Diagnostic> for Finding {
    /// A finding that no single answer shows.
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, shown_by: None, basis: None }
    }
}

impl Finding {
    /// Returns how it is known.
    pub fn basis(&self) -> Basis {
        self.basis.unwrap_or(self.diagnostic.kind.basis)
    }

    fn new(kind: &'static Kind, shown_by: usize, message: impl Into<String>) -> Self {
        Self { shown_by: Some(shown_by), ..Self::from(Diagnostic::new(kind, message)) }
    }

    /// Returns whether both say the same of something.
    fn is_of_the_kind_of(&self, other: &Self) -> bool {
        std::ptr::eq(self.diagnostic.kind, other.diagnostic.kind)
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic.help = Some(help.into());
        self
    }
}

#[cfg(test)]
pub(crate) mod tests;
