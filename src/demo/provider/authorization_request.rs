//! What an authorization request asks for, and whether it may.

use super::{
    error::ProtocolError,
    received::{Parameters, twice},
    settings::Client,
};
use url::Url;

/// The scope tokens that mean something here; others are dropped without a word, as at Logto.
pub(super) const SCOPES: [&str; 4] = ["openid", "offline_access", "profile", "email"];

/// An authorization request that passed every check that needs no user.
#[derive(Debug, Clone)]
pub(super) struct AuthorizationRequest {
    pub(super) client_id: String,
    /// Where the answer goes, parsed.
    pub(super) redirect: Url,
    /// The same as it was sent: the token request must repeat it to the letter.
    pub(super) redirect_uri: String,
    pub(super) mode: ResponseMode,
    pub(super) scope: Vec<String>,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<String>,
    pub(super) prompt: Prompt,
    pub(super) max_age: Option<u32>,
    pub(super) login_hint: Option<String>,
}

/// Where the parameters of the answer go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseMode {
    Query,
    Fragment,
}

/// What `prompt` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Prompt {
    pub(super) none: bool,
    pub(super) login: bool,
    pub(super) consent: bool,
}

impl AuthorizationRequest {
    /// Checks everything whose failure the client is told by a redirect.
    pub(super) fn check(
        client: &Client,
        redirect: Url,
        redirect_uri: String,
        parameters: &Parameters,
    ) -> Result<Self, ProtocolError> {
        if let Some(name) = parameters.duplicate() {
            return Err(twice(name));
        }
        for (name, error) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
            ("registration", "registration_not_supported"),
        ] {
            if parameters.get(name).is_some() {
                return Err(ProtocolError::bare(error));
            }
        }
        let mode = match parameters.get("response_mode") {
            None | Some("query") => ResponseMode::Query,
            Some("fragment") => ResponseMode::Fragment,
            Some(_) => {
                let description = "unsupported response_mode requested";
                return Err(ProtocolError::new("unsupported_response_mode", description));
            }
        };
        check_response_type(parameters)?;
        let prompt = Prompt::check(parameters)?;
        check_resource(parameters)?;
        let max_age = parameters
            .get("max_age")
            .map(|text| {
                text.parse().map_err(|_| ProtocolError::invalid_request("invalid max_age parameter value"))
            })
            .transpose()?;
        let text = |name| parameters.get(name).map(str::to_owned);
        Ok(Self {
            client_id: client.id.clone(),
            challenge: check_challenge(client, parameters)?,
            scope: effective_scope(parameters, prompt),
            state: text("state"),
            nonce: text("nonce"),
            login_hint: text("login_hint"),
            redirect,
            redirect_uri,
            mode,
            prompt,
            max_age,
        })
    }
}

fn check_response_type(parameters: &Parameters) -> Result<(), ProtocolError> {
    match parameters.required("response_type")? {
        "code" => Ok(()),
        "id_token" | "code id_token" | "id_token code" | "none" => {
            let description = "requested response_type is not allowed for this client";
            Err(ProtocolError::invalid_request(description))
        }
        _ => {
            let description = "unsupported response_type requested";
            Err(ProtocolError::new("unsupported_response_type", description))
        }
    }
}

/// Returns where an error goes: into the fragment where a response type asked for one that would
/// have brought tokens.
pub(super) fn error_mode(parameters: &Parameters) -> ResponseMode {
    let implicit = parameters
        .get("response_type")
        .is_some_and(|kind| kind.split(' ').any(|part| matches!(part, "token" | "id_token")));
    match parameters.get("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        None if implicit => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    }
}

/// Returns the code challenge: S256 or nothing, and never nothing for a public client.
fn check_challenge(client: &Client, parameters: &Parameters) -> Result<Option<String>, ProtocolError> {
    let challenge = parameters.get("code_challenge");
    match (challenge, parameters.get("code_challenge_method")) {
        (_, Some(method)) if method != "S256" => {
            Err(ProtocolError::invalid_request("not supported value of code_challenge_method"))
        }
        (Some(_), None) => Err(ProtocolError::invalid_request("code_challenge_method must be provided")),
        (None, Some(_)) => {
            Err(ProtocolError::invalid_request("code_challenge must be provided with code_challenge_method"))
        }
        (None, None) if client.requires_pkce() => Err(ProtocolError::pkce_required()),
        (None, None) => Ok(None),
        (Some(challenge), Some(_)) => {
            check_pkce_format("code_challenge", challenge)?;
            Ok(Some(challenge.to_owned()))
        }
    }
}

/// Checks the form of a code challenge or verifier (RFC 7636 §4.1).
pub(super) fn check_pkce_format(name: &str, value: &str) -> Result<(), ProtocolError> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let fault = match value.len() {
        ..43 => "must be a string with a minimum length of 43 characters",
        129.. => "must be a string with a maximum length of 128 characters",
        _ if !value.bytes().all(unreserved) => "contains invalid characters",
        _ => return Ok(()),
    };
    Err(ProtocolError::invalid_request(format!("{name} {fault}")))
}

/// Refuses every resource indicator: this provider has no API of its own to issue tokens for.
pub(super) fn check_resource(parameters: &Parameters) -> Result<(), ProtocolError> {
    let Some(resource) = parameters.all("resource").next() else { return Ok(()) };
    let description = match Url::parse(resource) {
        Ok(_) => "resource indicator is missing, or unknown",
        Err(_) => "resource indicator must be an absolute URI",
    };
    Err(ProtocolError::new("invalid_target", description))
}

/// Returns the scope that can be granted: known tokens only, and `offline_access` only together
/// with `prompt=consent` (OpenID Connect Core 1.0 §11).
fn effective_scope(parameters: &Parameters, prompt: Prompt) -> Vec<String> {
    let mut scope: Vec<String> = Vec::new();
    for name in parameters.get("scope").unwrap_or_default().split(' ') {
        let known = SCOPES.contains(&name) && (name != "offline_access" || prompt.consent);
        if known && !scope.iter().any(|own| own == name) {
            scope.push(name.to_owned());
        }
    }
    scope
}

impl Prompt {
    fn check(parameters: &Parameters) -> Result<Self, ProtocolError> {
        let mut prompt = Self::default();
        for value in parameters.get("prompt").unwrap_or_default().split(' ').filter(|value| !value.is_empty())
        {
            match value {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                _ => return Err(ProtocolError::invalid_request("unsupported prompt value requested")),
            }
        }
        if prompt.none && (prompt.login || prompt.consent) {
            return Err(ProtocolError::invalid_request("prompt none must only be used alone"));
        }
        Ok(prompt)
    }
}
