//! What a provider's metadata announces, read tolerantly: everything that is there, and what is wrong
//! with it (OpenID Connect Discovery 1.0 §3, RFC 8414 §2).

use crate::oauth::discovery::check_endpoint;
use serde_json::{Map, Value};
use url::Url;

/// What a provider's metadata announces. Lists are `None` where the member is missing.
#[derive(Debug, Clone, Default)]
pub struct Announced {
    /// Where the user signs in.
    pub authorization_endpoint: Option<Url>,
    /// Where codes and refresh tokens are exchanged.
    pub token_endpoint: Option<Url>,
    /// Where the account is asked for.
    pub userinfo_endpoint: Option<Url>,
    /// Where tokens are asked about (RFC 7662).
    pub introspection_endpoint: Option<Url>,
    /// Where requests are pushed to (RFC 9126).
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// Whether they must be.
    pub requires_pushed_requests: bool,
    /// Where the signing keys are.
    pub jwks_uri: Option<Url>,
    /// `grant_types_supported`.
    pub grant_types: Option<Vec<String>>,
    /// `response_types_supported`.
    pub response_types: Option<Vec<String>>,
    /// `token_endpoint_auth_methods_supported`.
    pub client_authentication: Option<Vec<String>>,
    /// `scopes_supported`.
    pub scopes: Option<Vec<String>>,
    /// `code_challenge_methods_supported`.
    pub code_challenge_methods: Option<Vec<String>>,
    /// `authorization_response_iss_parameter_supported` (RFC 9207 §3).
    pub sends_iss: bool,
    /// Members that are no endpoints although they should be: name, value, what is wrong.
    pub broken: Vec<(&'static str, String, &'static str)>,
}

impl Announced {
    /// Reads the members of a metadata document.
    pub(super) fn read(members: &Map<String, Value>) -> Self {
        let mut broken = Vec::new();
        let mut endpoint = |name: &'static str| {
            let value = members.get(name).filter(|value| !value.is_null())?;
            let text = value.as_str().unwrap_or_default();
            let url = Url::parse(text).map_err(|_| "it is not an absolute URL");
            match url.and_then(|url| check_endpoint(&url).map(|()| url)) {
                Ok(url) => Some(url),
                Err(reason) => {
                    broken.push((name, text.to_owned(), reason));
                    None
                }
            }
        };
        let texts = |name: &str| -> Option<Vec<String>> {
            let list = members.get(name)?.as_array()?;
            Some(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        };
        let holds = |name: &str| members.get(name) == Some(&Value::Bool(true));
        Self {
            authorization_endpoint: endpoint("authorization_endpoint"),
            token_endpoint: endpoint("token_endpoint"),
            userinfo_endpoint: endpoint("userinfo_endpoint"),
            introspection_endpoint: endpoint("introspection_endpoint"),
            pushed_authorization_request_endpoint: endpoint("pushed_authorization_request_endpoint"),
            jwks_uri: endpoint("jwks_uri"),
            requires_pushed_requests: holds("require_pushed_authorization_requests"),
            grant_types: texts("grant_types_supported"),
            response_types: texts("response_types_supported"),
            client_authentication: texts("token_endpoint_auth_methods_supported"),
            scopes: texts("scopes_supported"),
            code_challenge_methods: texts("code_challenge_methods_supported"),
            sends_iss: holds("authorization_response_iss_parameter_supported"),
            broken,
        }
    }
}
