//! What a platform that calls actions does and refuses.
//!
//! The one home of every claim about ChatGPT. The rest of the program works with the types of this
//! module and takes their values from a named target; the next target is an addition beside
//! [`gpt_action`], not a change elsewhere.

pub mod gpt_action;
mod reactions;

pub use reactions::Reactions;

use crate::{diagnostic::Basis, oauth::values::TokenContentType};
use std::time::Duration;

/// A value and why it is believed.
#[derive(Debug, Clone, Copy)]
pub struct Claim<T> {
    /// What is claimed.
    pub value: T,
    /// How it is known.
    pub basis: Basis,
}

impl<T> Claim<T> {
    /// Returns the claim that `basis` supports.
    pub const fn new(value: T, basis: Basis) -> Self {
        Self { value, basis }
    }
}

/// A platform: how it signs users in, calls operations, and what it accepts.
#[derive(Debug)]
pub struct Target {
    /// The name to choose it by.
    pub name: &'static str,
    /// The authorization request that it sends the browser to.
    pub authorization: Claim<AuthorizationShape>,
    /// The token requests that it sends.
    pub token: Claim<TokenShape>,
    /// What it makes of the answers, and what its user then lives through.
    pub reactions: Reactions,
    /// The calls that it sends to the API.
    pub call: CallShape,
    /// What it accepts of a document.
    pub document: DocumentLimits,
    /// Where it wants the user sent back to.
    pub redirect: Claim<RedirectShape>,
    /// The hosts whose endpoints may be on another domain than the API.
    pub exempt_hosts: Claim<&'static [&'static str]>,
}

/// How an authorization request is built.
#[derive(Debug, Clone, Copy)]
pub struct AuthorizationShape {
    /// The parameters, in the order in which they are sent.
    pub parameters: &'static [AuthorizationParameter],
    /// What `state` looks like.
    pub state: StateForm,
}

/// A parameter of an authorization request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorizationParameter {
    /// `response_type=code` (RFC 6749 §4.1.1).
    ResponseType,
    /// `client_id` (RFC 6749 §4.1.1).
    ClientId,
    /// `redirect_uri` (RFC 6749 §4.1.1).
    RedirectUri,
    /// `scope`, left out when it is blank (RFC 6749 §4.1.1).
    Scope,
    /// `state` (RFC 6749 §4.1.1).
    State,
    /// `nonce`, where `openid` is asked for (OpenID Connect Core 1.0 §3.1.2.1).
    Nonce,
    /// `code_challenge` and `code_challenge_method=S256` (RFC 7636 §4.3).
    CodeChallenge,
}

/// What a `state` value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateForm {
    /// 32 random bytes in base64url.
    Random,
    /// A version 4 UUID, lower case and dashed.
    Uuid,
}

/// How a token request is built.
#[derive(Debug, Clone, Copy)]
pub struct TokenShape {
    /// The form parameters of a code exchange, in order.
    pub code: &'static [TokenParameter],
    /// The form parameters of a refresh, in order.
    pub refresh: &'static [TokenParameter],
    /// How the body is written.
    pub content_type: TokenContentType,
}

/// A parameter of a token request. The two of the client are sent only where the client
/// authentication method puts them into the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenParameter {
    /// `grant_type` (RFC 6749 §4.1.3, §6).
    GrantType,
    /// `client_id` (RFC 6749 §2.3.1).
    ClientId,
    /// `client_secret` (RFC 6749 §2.3.1), or the client assertion that stands in its place (RFC 7521
    /// §4.2).
    ClientSecret,
    /// `code` (RFC 6749 §4.1.3).
    Code,
    /// `redirect_uri` (RFC 6749 §4.1.3).
    RedirectUri,
    /// `code_verifier`, where a challenge was sent (RFC 7636 §4.5).
    CodeVerifier,
    /// `refresh_token` (RFC 6749 §6).
    RefreshToken,
    /// `resource`, once for each API that the token is for (RFC 8707 §2.2).
    Resource,
}

/// How an operation is called.
#[derive(Debug)]
pub struct CallShape {
    /// Headers that every call carries with the same value.
    pub headers: Claim<&'static [(&'static str, &'static str)]>,
    /// Headers that carry a version 4 UUID of the conversation and of the user.
    pub uuid_headers: Claim<&'static [&'static str]>,
    /// How long an answer may take.
    pub time: Claim<Duration>,
    /// How long an answer should take at most behind a proxy.
    pub comfortable_time: Claim<Duration>,
    /// The longest request or answer, in characters.
    pub characters: Claim<usize>,
    /// The one answer that makes the user sign in again.
    pub sign_in_status: Claim<u16>,
    /// The extension that says whether the user must confirm a call.
    pub consequential_key: &'static str,
    /// The methods that ask for no confirmation by default.
    pub harmless_methods: Claim<&'static [&'static str]>,
    /// The files that an answer may hand over.
    pub files: Claim<FileShape>,
}

/// Files in an answer.
#[derive(Debug, Clone, Copy)]
pub struct FileShape {
    /// The property that holds them, at the top of the answer.
    pub property: &'static str,
    /// The most files of one answer.
    pub most: usize,
    /// The largest file, in bytes.
    pub bytes: usize,
    /// How the media types begin that are not taken.
    pub refused: &'static [&'static str],
}

/// What is accepted of a document.
#[derive(Debug)]
pub struct DocumentLimits {
    /// The most operations.
    pub operations: Claim<usize>,
    /// The longest summary or description of an operation, in characters.
    pub operation_text: Claim<usize>,
    /// The longest description of a parameter, in characters.
    pub parameter_text: Claim<usize>,
    /// The values of `openapi`.
    pub versions: Claim<&'static [&'static str]>,
    /// The methods that become operations, as keys of a path item.
    pub methods: Claim<&'static [&'static str]>,
    /// The longest `operationId`, in characters.
    pub operation_id: Claim<usize>,
    /// The property of a request body that brings files.
    pub file_ids: Claim<&'static str>,
    /// The property of a response that takes files back.
    pub file_response: Claim<&'static str>,
}

/// Where the user is sent back to.
#[derive(Debug, Clone, Copy)]
pub struct RedirectShape {
    /// The hosts, each of which must be registered.
    pub hosts: &'static [&'static str],
    /// What stands before the callback id in the path.
    pub path_prefix: &'static str,
    /// What stands after it.
    pub path_suffix: &'static str,
}

impl RedirectShape {
    /// Returns the redirect URIs to register for a callback id, one per host.
    pub fn uris(&self, callback_id: &str) -> Vec<String> {
        self.hosts
            .iter()
            .map(|host| format!("https://{host}{}{callback_id}{}", self.path_prefix, self.path_suffix))
            .collect()
    }

    /// Returns the callback id of a redirect URI of this shape.
    pub fn callback_id<'a>(&self, uri: &'a str) -> Option<&'a str> {
        let rest = uri.strip_prefix("https://")?;
        let after_host = self.hosts.iter().find_map(|host| rest.strip_prefix(host))?;
        let id = after_host.strip_prefix(self.path_prefix)?.strip_suffix(self.path_suffix)?;
        (!id.is_empty() && !id.contains('/')).then_some(id)
    }
}

/// How we sign in when nobody asked for a platform's manner: PKCE, a random state and a nonce
/// (RFC 9700 §2.1.1).
pub const OWN_AUTHORIZATION: AuthorizationShape = AuthorizationShape {
    parameters: &[
        AuthorizationParameter::ResponseType,
        AuthorizationParameter::ClientId,
        AuthorizationParameter::RedirectUri,
        AuthorizationParameter::Scope,
        AuthorizationParameter::State,
        AuthorizationParameter::Nonce,
        AuthorizationParameter::CodeChallenge,
    ],
    state: StateForm::Random,
};

/// As [`OWN_AUTHORIZATION`], but without PKCE: for those who ask for that, and never in place of it.
pub const OWN_AUTHORIZATION_WITHOUT_PKCE: AuthorizationShape = AuthorizationShape {
    parameters: &[
        AuthorizationParameter::ResponseType,
        AuthorizationParameter::ClientId,
        AuthorizationParameter::RedirectUri,
        AuthorizationParameter::Scope,
        AuthorizationParameter::State,
        AuthorizationParameter::Nonce,
    ],
    state: StateForm::Random,
};

/// How we ask for tokens when nobody asked for a platform's manner.
pub const OWN_TOKEN: TokenShape = TokenShape {
    code: &[
        TokenParameter::GrantType,
        TokenParameter::ClientId,
        TokenParameter::ClientSecret,
        TokenParameter::Code,
        TokenParameter::RedirectUri,
        TokenParameter::CodeVerifier,
        TokenParameter::Resource,
    ],
    refresh: &[
        TokenParameter::GrantType,
        TokenParameter::ClientId,
        TokenParameter::ClientSecret,
        TokenParameter::RefreshToken,
        TokenParameter::Resource,
    ],
    content_type: TokenContentType::Form,
};
