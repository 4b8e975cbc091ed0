//! The provider's metadata (OpenID Connect Discovery 1.0, RFC 8414).

use super::{
    answer::{self, UnusableAnswer},
    note::Note,
    values::Issuer,
};
use crate::{domain::is_loopback, project::OAuth};
use http::{Request, Response, StatusCode, header};
use serde_json::{Map, Value};
use url::Url;

/// What is known about a provider: from its metadata, from the project, or from both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The issuer, byte for byte.
    pub issuer: Option<Issuer>,
    /// Where the user signs in.
    pub authorization_endpoint: Option<Url>,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: Option<Url>,
    /// Where the account is asked for.
    pub userinfo_endpoint: Option<Url>,
    /// Where tokens are revoked.
    pub revocation_endpoint: Option<Url>,
    /// Where tokens are looked into (RFC 7662 §2).
    pub introspection_endpoint: Option<Url>,
    /// Where authorization requests are pushed to (RFC 9126 §5).
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// Where a sign-in on another device begins (RFC 8628 §4).
    pub device_authorization_endpoint: Option<Url>,
    /// Where the signing keys are.
    pub jwks_uri: Option<Url>,
    /// `require_pushed_authorization_requests` (RFC 9126 §5).
    pub requires_pushed_requests: bool,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    pub sends_iss: bool,
    /// `id_token_signing_alg_values_supported`; `None` where it is not announced.
    pub id_token_algorithms: Option<Vec<String>>,
    /// `code_challenge_methods_supported`; `None` where it is not announced.
    pub code_challenge_methods: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`; `None` where it is not announced.
    pub token_endpoint_auth_methods: Option<Vec<String>>,
    /// `token_endpoint_auth_signing_alg_values_supported`; `None` where it is not announced.
    pub token_endpoint_auth_algorithms: Option<Vec<String>>,
    /// `scopes_supported`; `None` where it is not announced.
    pub scopes: Option<Vec<String>>,
    /// Where the metadata was found; `None` where nobody asked for it.
    pub found_at: Option<Url>,
    /// What is worth a word.
    pub notes: Vec<Note>,
}

/// Why metadata cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DiscoveryError {
    /// The issuer is no URL that metadata could be asked from.
    #[error("`{issuer}` cannot be an issuer: {reason}")]
    Issuer {
        /// The issuer as typed.
        issuer: Issuer,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The address answered, but with no metadata.
    #[error("`{url}` {answer}")]
    Unusable {
        /// The address that was asked.
        url: String,
        /// What it answered.
        answer: UnusableAnswer,
    },
    /// The metadata is about another issuer; nothing of it is used (RFC 8414 §3.3).
    #[error("the metadata at `{url}` is about the issuer `{found}`, not `{expected}`")]
    IssuerMismatch {
        /// The address that was asked.
        url: String,
        /// The issuer of the project.
        expected: Issuer,
        /// The issuer that the metadata names.
        found: String,
    },
    /// A member of the metadata is not what it must be.
    #[error("`{name}` in the metadata at `{url}` is `{found}`: {reason}")]
    Member {
        /// The address that was asked.
        url: String,
        /// The member.
        name: &'static str,
        /// What stands there, shortened.
        found: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// Returns the addresses at which an issuer's metadata can be: OpenID Connect appends, RFC 8414
/// inserts before the path. They are to be tried in this order.
///
/// # Errors
///
/// [`DiscoveryError::Issuer`] where the issuer is not https, or http on a loopback host, or has a
/// query, a fragment or user information.
pub fn addresses(issuer: &Issuer) -> Result<[Url; 2], DiscoveryError> {
    let refuse = |reason| DiscoveryError::Issuer { issuer: issuer.clone(), reason };
    let url = Url::parse(issuer.as_str()).map_err(|_| refuse("it is not an absolute URL"))?;
    check_endpoint(&url).map_err(refuse)?;
    if url.query().is_some() {
        return Err(refuse("it has a query"));
    }
    let path = url.path().trim_end_matches('/');
    let mut appended = url.clone();
    appended.set_path(&format!("{path}/.well-known/openid-configuration"));
    let mut inserted = url.clone();
    inserted.set_path(&format!("/.well-known/oauth-authorization-server{path}"));
    Ok([appended, inserted])
}

/// Returns the request for the metadata at `address`.
pub fn request(address: &Url) -> Request<Vec<u8>> {
    super::request(http::Method::GET, address, Vec::new(), |headers| {
        headers.insert(header::ACCEPT, http::HeaderValue::from_static("application/json"));
    })
}

/// Returns whether `response` says that no metadata is there, so that the next address is worth a
/// try.
pub fn is_absent(response: &Response<Vec<u8>>) -> bool {
    matches!(
        response.status(),
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED | StatusCode::GONE | StatusCode::FORBIDDEN
    )
}

/// Reads the metadata of `issuer` that `address` answered with.
///
/// # Errors
///
/// - [`DiscoveryError::Unusable`]: not 200, not a JSON object.
/// - [`DiscoveryError::IssuerMismatch`]: about another issuer, compared byte for byte.
/// - [`DiscoveryError::Member`]: an endpoint that is not absolute https (http on loopback hosts
///   only), or has user information or a fragment.
pub fn judge(
    issuer: &Issuer,
    address: &Url,
    response: &Response<Vec<u8>>,
) -> Result<Metadata, DiscoveryError> {
    let members = metadata_object(response)
        .map_err(|answer| DiscoveryError::Unusable { url: address.to_string(), answer })?;
    let found = members.get("issuer").and_then(Value::as_str).unwrap_or_default();
    if found != issuer.as_str() {
        return Err(DiscoveryError::IssuerMismatch {
            url: address.to_string(),
            expected: issuer.clone(),
            found: answer::cut(found, 200),
        });
    }
    let endpoint = |name| endpoint(&members, name, address);
    let mut metadata = Metadata {
        issuer: Some(issuer.clone()),
        authorization_endpoint: endpoint("authorization_endpoint")?,
        token_endpoint: endpoint("token_endpoint")?,
        userinfo_endpoint: endpoint("userinfo_endpoint")?,
        revocation_endpoint: endpoint("revocation_endpoint")?,
        introspection_endpoint: endpoint("introspection_endpoint")?,
        pushed_authorization_request_endpoint: endpoint("pushed_authorization_request_endpoint")?,
        device_authorization_endpoint: endpoint("device_authorization_endpoint")?,
        jwks_uri: endpoint("jwks_uri")?,
        requires_pushed_requests: members.get("require_pushed_authorization_requests")
            == Some(&Value::Bool(true)),
        sends_iss: members.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
        id_token_algorithms: texts(&members, "id_token_signing_alg_values_supported"),
        code_challenge_methods: texts(&members, "code_challenge_methods_supported"),
        token_endpoint_auth_methods: texts(&members, "token_endpoint_auth_methods_supported"),
        token_endpoint_auth_algorithms: texts(&members, "token_endpoint_auth_signing_alg_values_supported"),
        scopes: texts(&members, "scopes_supported"),
        found_at: Some(address.clone()),
        notes: Vec::new(),
    };
    metadata.notes = elsewhere(&metadata, address);
    Ok(metadata)
}

impl Metadata {
    /// Returns what the project itself says about its provider.
    pub fn given(settings: &OAuth) -> Self {
        Self { issuer: settings.issuer.clone(), ..Self::default() }.overridden(settings)
    }

    /// Returns the metadata with the endpoints that the project names put in place of its own.
    #[must_use]
    pub fn overridden(mut self, settings: &OAuth) -> Self {
        let places = [
            (&mut self.authorization_endpoint, &settings.authorization_endpoint),
            (&mut self.token_endpoint, &settings.token_endpoint),
            (&mut self.userinfo_endpoint, &settings.userinfo_endpoint),
            (&mut self.revocation_endpoint, &settings.revocation_endpoint),
            (
                &mut self.pushed_authorization_request_endpoint,
                &settings.pushed_authorization_request_endpoint,
            ),
            (&mut self.device_authorization_endpoint, &settings.device_authorization_endpoint),
            (&mut self.jwks_uri, &settings.jwks_uri),
        ];
        for (own, given) in places {
            if given.is_some() {
                own.clone_from(given);
            }
        }
        self
    }
}

/// Checks that a URL may be an endpoint: https, or http on a loopback host; no user information and
/// no fragment (RFC 6749 §3.1, §3.2, RFC 8414 §2).
///
/// # Errors
///
/// What is wrong with it, as a clause.
pub fn check_endpoint(url: &Url) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => return Err("it is http, which is for loopback hosts only"),
        _ => return Err("it is not an https URL"),
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("it has no host");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it has user information");
    }
    if url.fragment().is_some() {
        return Err("it has a fragment");
    }
    Ok(())
}

fn metadata_object(response: &Response<Vec<u8>>) -> Result<Map<String, Value>, UnusableAnswer> {
    answer::refuse_status(response, &[])?;
    if response.status() != StatusCode::OK {
        return Err(UnusableAnswer::Status(answer::Evidence::of(response, &[])));
    }
    answer::object(response).ok_or_else(|| UnusableAnswer::NotJson(answer::Evidence::of(response, &[])))
}

fn endpoint(
    members: &Map<String, Value>,
    name: &'static str,
    address: &Url,
) -> Result<Option<Url>, DiscoveryError> {
    let Some(value) = members.get(name).filter(|value| !value.is_null()) else { return Ok(None) };
    let text = value.as_str().unwrap_or_default();
    let refuse = |reason| DiscoveryError::Member {
        url: address.to_string(),
        name,
        found: answer::cut(text, 200),
        reason,
    };
    let url = Url::parse(text).map_err(|_| refuse("it is not an absolute URL"))?;
    check_endpoint(&url).map_err(refuse)?;
    Ok(Some(url))
}

fn texts(members: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    let list = members.get(name)?.as_array()?;
    Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Notes endpoints on other hosts than the metadata's: legitimate at some providers, and how an
/// attacker's metadata would look.
fn elsewhere(metadata: &Metadata, address: &Url) -> Vec<Note> {
    let endpoints = [
        ("authorization_endpoint", &metadata.authorization_endpoint),
        ("token_endpoint", &metadata.token_endpoint),
        ("userinfo_endpoint", &metadata.userinfo_endpoint),
        ("revocation_endpoint", &metadata.revocation_endpoint),
        ("pushed_authorization_request_endpoint", &metadata.pushed_authorization_request_endpoint),
        ("device_authorization_endpoint", &metadata.device_authorization_endpoint),
        ("jwks_uri", &metadata.jwks_uri),
    ];
    let other_host = |url: &Url| url.host_str() != address.host_str();
    endpoints
        .into_iter()
        .filter_map(|(name, url)| Some((name, url.as_ref().filter(|url| other_host(url))?)))
        .map(|(name, url)| Note::EndpointElsewhere {
            name,
            host: url.host_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
