//! The authorization request and the response to it (RFC 6749 §4.1, RFC 7636, RFC 9207).

use super::{
    answer,
    discovery::{Metadata, check_endpoint},
    parameters::ExtraParameters,
    values::{AuthorizationCode, ClientId, CodeVerifier, Issuer, Nonce, Resource, Scope, State},
};
use crate::platform::{AuthorizationParameter, AuthorizationShape, StateForm};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;
use url::Url;

/// The longest authorization code that is passed on, in bytes.
const LONGEST_CODE: usize = 8 * 1024;

/// Names and values, in order.
type Parameters<'a> = Vec<(&'a str, String)>;

/// Fresh random bytes, for one attempt.
pub struct Entropy {
    /// Becomes `state`.
    pub state: [u8; 32],
    /// Becomes `nonce`.
    pub nonce: [u8; 32],
    /// Becomes the code verifier.
    pub verifier: [u8; 32],
}

/// What is asked for.
#[derive(Debug)]
pub struct AuthorizationRequest<'a> {
    /// What is known about the provider.
    pub provider: &'a Metadata,
    /// Who asks.
    pub client_id: &'a ClientId,
    /// Where the answer goes.
    pub redirect_uri: &'a Url,
    /// What is asked for.
    pub scope: &'a Scope,
    /// What is sent beside our own parameters.
    pub extra: &'a ExtraParameters,
}

/// Why no authorization request can be made.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// Neither the project nor the metadata names an authorization endpoint.
    #[error("no authorization endpoint is known")]
    NoEndpoint,
    /// The authorization endpoint cannot be used (RFC 6749 §3.1).
    #[error("the authorization endpoint `{url}` cannot be used: {reason}")]
    Endpoint {
        /// The endpoint.
        url: Url,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The endpoint already has a parameter that we send; none may stand twice (RFC 6749 §3.1).
    #[error("the authorization endpoint `{url}` already has the parameter `{name}`")]
    Twice {
        /// The endpoint.
        url: Url,
        /// The parameter.
        name: String,
    },
}

/// An authorization request that waits for its response. It can be answered once.
#[derive(Debug)]
pub struct PendingAuthorization {
    state: State,
    verifier: Option<CodeVerifier>,
    nonce: Option<Nonce>,
    redirect_uri: Url,
    issuer: Option<Issuer>,
    iss_required: bool,
    resources: Vec<Resource>,
}

/// What a good response gave us, and what the token request needs with it.
#[derive(Debug)]
pub struct Authorized {
    /// The code, for one use.
    pub code: AuthorizationCode,
    /// The verifier, where a challenge was sent.
    pub verifier: Option<CodeVerifier>,
    /// The redirect URI of the request; the token request repeats it (RFC 6749 §4.1.3).
    pub redirect_uri: Url,
    /// The nonce that the ID token must carry, where one was sent.
    pub nonce: Option<Nonce>,
    /// The resources that were asked for; the token request repeats them (RFC 8707 §2.2).
    pub resources: Vec<Resource>,
}

/// Why a response gives no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorizationError {
    /// `state` is missing, stands twice, or is not the one that we sent (RFC 6749 §10.12).
    #[error("the answer does not belong to this sign-in: its `state` is missing or foreign")]
    StateMismatch,
    /// A parameter stands twice (RFC 6749 §3.1).
    #[error("the answer has `{name}` more than once")]
    Repeated {
        /// The parameter.
        name: &'static str,
    },
    /// `iss` is missing although the provider announced it, or names another issuer (RFC 9207 §2.4).
    #[error("the answer names {}, not the issuer `{expected}`", .found.as_ref().map_or("no issuer".to_owned(), |found| format!("the issuer `{found}`")))]
    IssuerMismatch {
        /// The issuer that was asked.
        expected: Issuer,
        /// The issuer that answered, shortened.
        found: Option<String>,
    },
    /// The provider says no (RFC 6749 §4.1.2.1, OpenID Connect Core 1.0 §3.1.2.6).
    #[error("the provider answered `{error}`{}", .description.as_ref().map_or(String::new(), |words| format!(": {words}")))]
    Refused {
        /// The error code, shortened. Not escaped.
        error: String,
        /// `error_description`, shortened. Not escaped.
        description: Option<String>,
    },
    /// Both a code and an error came.
    #[error("the answer has both `code` and `error`")]
    CodeAndError,
    /// Neither a code nor an error came.
    #[error("the answer has neither `code` nor `error`")]
    NoCode,
    /// The code is longer than any provider's.
    #[error("the authorization code has {length} bytes")]
    CodeTooLong {
        /// Its length, in bytes.
        length: usize,
    },
}

/// Returns the URL to send the user to, and what to keep until the answer comes.
///
/// A query that the endpoint already has is kept; parameters that would be empty are left out
/// (RFC 6749 §3.1).
///
/// # Errors
///
/// As [`BeginError`].
pub fn begin(
    request: &AuthorizationRequest<'_>,
    shape: &AuthorizationShape,
    entropy: &Entropy,
) -> Result<(Url, PendingAuthorization), BeginError> {
    let (mut url, parameters, pending) = assemble(request, shape, entropy)?;
    append(&mut url, &parameters);
    Ok((url, pending))
}

/// Returns the authorization endpoint, what goes there, and what to keep until the answer comes.
pub(super) fn assemble<'a>(
    request: &AuthorizationRequest<'a>,
    shape: &AuthorizationShape,
    entropy: &Entropy,
) -> Result<(Url, Parameters<'a>, PendingAuthorization), BeginError> {
    let endpoint = request.provider.authorization_endpoint.as_ref().ok_or(BeginError::NoEndpoint)?;
    check_endpoint(endpoint).map_err(|reason| BeginError::Endpoint { url: endpoint.clone(), reason })?;
    let sends = |parameter| shape.parameters.contains(&parameter);
    let random = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let pending = PendingAuthorization {
        state: match shape.state {
            StateForm::Random => State::new(random(&entropy.state)),
            StateForm::Uuid => State::new(uuid_v4(&entropy.state)),
        },
        verifier: sends(AuthorizationParameter::CodeChallenge)
            .then(|| CodeVerifier::from_random(&entropy.verifier)),
        nonce: (sends(AuthorizationParameter::Nonce) && request.scope.contains("openid"))
            .then(|| Nonce::new(random(&entropy.nonce))),
        redirect_uri: request.redirect_uri.clone(),
        issuer: request.provider.issuer.clone(),
        iss_required: request.provider.sends_iss,
        resources: request.extra.resources().collect(),
    };
    let parameters = parameters(request, shape, &pending);
    if let Some((name, _)) =
        endpoint.query_pairs().find(|(name, _)| parameters.iter().any(|(own, _)| own == name))
    {
        return Err(BeginError::Twice { url: endpoint.clone(), name: name.into_owned() });
    }
    Ok((endpoint.clone(), parameters, pending))
}

fn parameters<'a>(
    request: &AuthorizationRequest<'a>,
    shape: &AuthorizationShape,
    pending: &PendingAuthorization,
) -> Parameters<'a> {
    let mut parameters = Vec::new();
    for parameter in shape.parameters {
        match parameter {
            AuthorizationParameter::ResponseType => parameters.push(("response_type", "code".to_owned())),
            AuthorizationParameter::ClientId => {
                parameters.push(("client_id", request.client_id.as_str().to_owned()));
            }
            AuthorizationParameter::RedirectUri => {
                parameters.push(("redirect_uri", request.redirect_uri.as_str().to_owned()));
            }
            AuthorizationParameter::Scope if request.scope.is_empty() => {}
            AuthorizationParameter::Scope => parameters.push(("scope", request.scope.as_str().to_owned())),
            AuthorizationParameter::State => parameters.push(("state", pending.state.expose().to_owned())),
            AuthorizationParameter::Nonce => {
                parameters.extend(pending.nonce.as_ref().map(|nonce| ("nonce", nonce.expose().to_owned())));
            }
            AuthorizationParameter::CodeChallenge => {
                if let Some(verifier) = &pending.verifier {
                    parameters.push(("code_challenge", verifier.challenge()));
                    parameters.push(("code_challenge_method", "S256".to_owned()));
                }
            }
        }
    }
    parameters.extend(request.extra.iter().map(|(name, value)| (name, value.to_owned())));
    parameters
}

/// Appends to the query as text, so that what stands there keeps its bytes. Spaces become `%20`,
/// which a query reader of any kind understands.
pub(super) fn append(url: &mut Url, parameters: &[(&str, String)]) {
    let encode = |text: &str| {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    let own = url.query().filter(|query| !query.is_empty()).map(str::to_owned);
    let query = own
        .into_iter()
        .chain(parameters.iter().map(|(name, value)| format!("{name}={}", encode(value))))
        .collect::<Vec<_>>()
        .join("&");
    url.set_query(Some(&query));
}

/// Returns a version 4 UUID, lower case and dashed (RFC 9562 §5.4).
fn uuid_v4(random: &[u8; 32]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&random[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

impl PendingAuthorization {
    /// Returns where the answer is expected.
    pub fn redirect_uri(&self) -> &Url {
        &self.redirect_uri
    }

    /// Returns the code verifier, to be masked wherever it comes back.
    pub(super) fn verifier_text(&self) -> Option<&str> {
        self.verifier.as_ref().map(CodeVerifier::expose)
    }

    /// Turns the redirect into the authorization code it carries.
    ///
    /// # Errors
    ///
    /// - [`AuthorizationError::StateMismatch`]: checked first, before anything else is looked at.
    /// - [`AuthorizationError::Repeated`]: a parameter stands twice.
    /// - [`AuthorizationError::IssuerMismatch`]: also for an answer that carries an error.
    /// - [`AuthorizationError::Refused`]: the authorization server answered with `error`.
    /// - The others: no usable code.
    pub fn finish(self, redirect: &Url) -> Result<Authorized, AuthorizationError> {
        let code = self.judge(redirect)?;
        Ok(Authorized {
            code,
            verifier: self.verifier,
            redirect_uri: self.redirect_uri,
            nonce: self.nonce,
            resources: self.resources,
        })
    }

    /// Judges a redirect without using the request up.
    pub(super) fn judge(&self, redirect: &Url) -> Result<AuthorizationCode, AuthorizationError> {
        let answer = Answer::of(redirect);
        if !self.is_ours(&answer) {
            return Err(AuthorizationError::StateMismatch);
        }
        let code = answer.one("code")?;
        let error = answer.one("error")?;
        let description = answer.one("error_description")?;
        self.check_issuer(answer.one("iss")?)?;
        match (code, error) {
            (Some(_), Some(_)) => Err(AuthorizationError::CodeAndError),
            (None, None) => Err(AuthorizationError::NoCode),
            (None, Some(error)) => Err(AuthorizationError::Refused {
                error: answer::cut(&answer::mask(error, &[]), 200),
                description: description.map(|words| answer::cut(&answer::mask(words, &[]), 500)),
            }),
            (Some(code), None) if code.len() > LONGEST_CODE => {
                Err(AuthorizationError::CodeTooLong { length: code.len() })
            }
            (Some(code), None) => Ok(AuthorizationCode::new(code)),
        }
    }

    fn is_ours(&self, answer: &Answer) -> bool {
        let Ok(Some(state)) = answer.one("state") else { return false };
        state.as_bytes().ct_eq(self.state.expose().as_bytes()).into()
    }

    fn check_issuer(&self, found: Option<&str>) -> Result<(), AuthorizationError> {
        let Some(expected) = &self.issuer else { return Ok(()) };
        match found {
            Some(found) if found == expected.as_str() => Ok(()),
            None if !self.iss_required => Ok(()),
            found => Err(AuthorizationError::IssuerMismatch {
                expected: expected.clone(),
                found: found.map(|found| answer::cut(found, 200)),
            }),
        }
    }
}

/// The parameters of a redirect, decoded once.
struct Answer(Vec<(String, String)>);

impl Answer {
    fn of(redirect: &Url) -> Self {
        Self(redirect.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Returns the one value of `name`; an empty one counts as absent (RFC 6749 §3.1).
    fn one(&self, name: &'static str) -> Result<Option<&str>, AuthorizationError> {
        let mut values = self.0.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(AuthorizationError::Repeated { name });
        }
        Ok(first.filter(|value| !value.is_empty()))
    }
}

#[cfg(test)]
pub(super) mod tests;
