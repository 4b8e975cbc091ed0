//! The device authorization grant: signing in on another device than this one (RFC 8628).

use super::{
    answer::{self, ErrorResponse, Evidence, UnusableAnswer},
    client_auth::Client,
    parameters::{ExtraParameters, RESOURCE},
    token::{self, TokenError, TokenSet},
    values::{DeviceCode, Scope, TokenContentType},
};
use http::{Request, Response};
use serde_json::{Map, Value};
use std::time::Duration;
use url::Url;

const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// How long to wait between two polls where the provider does not say (§3.2).
const INTERVAL: Duration = Duration::from_secs(5);
/// The longest wait between two polls that is believed.
const LONGEST_INTERVAL: Duration = Duration::from_secs(300);
/// The longest life of a code that is believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);
/// How much longer to wait after `slow_down` (§3.5).
const SLOWER: Duration = Duration::from_secs(5);
/// The longest code that a user is asked to type, in characters.
const LONGEST_USER_CODE: usize = 64;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct DeviceRequest<'a> {
    /// The scope.
    pub scope: &'a Scope,
    /// What is sent beside our own parameters; the resources among it again with every poll.
    pub extra: &'a ExtraParameters,
}

/// A sign-in that waits for its user.
#[derive(Debug)]
pub struct DeviceAuthorization {
    /// What the user types. Not escaped.
    pub user_code: String,
    /// Where the user types it.
    pub verification_uri: Url,
    /// The same page with the code typed already.
    pub verification_uri_complete: Option<Url>,
    /// How long there is to do it.
    pub expires_in: Duration,
    interval: Duration,
    code: DeviceCode,
}

/// Why nobody can be asked to sign in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeviceError {
    /// The provider said no in the protocol's form (§3.2, RFC 6749 §5.2).
    #[error("the device authorization endpoint answered {0}")]
    Refused(ErrorResponse),
    /// The answer is none of the protocol's.
    #[error("the device authorization endpoint {0}")]
    Unusable(UnusableAnswer),
    /// A member of the answer is not what it must be.
    #[error("`{name}` in the answer of the device authorization endpoint {found}")]
    Member {
        /// The member.
        name: &'static str,
        /// What is wrong with it, as a clause.
        found: &'static str,
    },
}

/// What a poll came to.
#[derive(Debug)]
pub enum Polled {
    /// The user has signed in.
    Tokens(Box<TokenSet>),
    /// The user has not yet; ask again after this long.
    Waiting(Duration),
}

/// Returns the request that begins a sign-in (§3.1).
pub fn request(endpoint: &Url, client: &Client, asked: DeviceRequest<'_>) -> Request<Vec<u8>> {
    let mut parameters = vec![("client_id", client.id().as_str())];
    parameters.extend(client.body_proof());
    if !asked.scope.is_empty() {
        parameters.push(("scope", asked.scope.as_str()));
    }
    parameters.extend(asked.extra.iter());
    token::request(endpoint, client, &parameters, TokenContentType::Form)
}

/// Judges the answer (§3.2).
///
/// # Errors
///
/// As [`DeviceError`]. An address that is not http or https is never shown to anybody.
pub fn judge(response: &Response<Vec<u8>>, client: &Client) -> Result<DeviceAuthorization, DeviceError> {
    let secrets = client.secret().into_iter().collect::<Vec<_>>();
    let members = answer::object(response);
    if let Some(members) = &members
        && let Some(error) = answer::error_response(response, members, &secrets)
        && !response.status().is_server_error()
    {
        return Err(DeviceError::Refused(error));
    }
    answer::refuse_status(response, &secrets).map_err(DeviceError::Unusable)?;
    let evidence = || Evidence::of(response, &secrets);
    if !response.status().is_success() {
        return Err(DeviceError::Unusable(UnusableAnswer::Status(evidence())));
    }
    let members = members.ok_or_else(|| DeviceError::Unusable(UnusableAnswer::NotJson(evidence())))?;
    let complete = match members.get("verification_uri_complete") {
        None | Some(Value::Null) => None,
        Some(_) => Some(page(&members, "verification_uri_complete")?),
    };
    let interval = seconds(&members, "interval")?.unwrap_or(INTERVAL);
    let life = seconds(&members, "expires_in")?;
    Ok(DeviceAuthorization {
        user_code: user_code(&members)?,
        // Google's name for it, from before the RFC.
        verification_uri: match members.contains_key("verification_uri") {
            true => page(&members, "verification_uri")?,
            false => page(&members, "verification_url")?,
        },
        verification_uri_complete: complete,
        expires_in: life
            .ok_or(DeviceError::Member { name: "expires_in", found: "is missing" })?
            .min(LONGEST_LIFE),
        interval: interval.clamp(Duration::from_secs(1), LONGEST_INTERVAL),
        code: DeviceCode::new(text(&members, "device_code")?),
    })
}

impl DeviceAuthorization {
    /// Returns how long to wait before the next poll.
    pub fn interval(&self) -> Duration {
        self.interval
    }

    /// Returns how long to wait after a poll that got no answer: twice as long as before (§3.5).
    pub fn back_off(&mut self) -> Duration {
        self.interval = (self.interval * 2).min(LONGEST_INTERVAL);
        self.interval
    }

    /// Returns the request that asks whether the user has signed in (§3.4).
    pub fn poll(
        &self,
        endpoint: &Url,
        client: &Client,
        asked: DeviceRequest<'_>,
        content_type: TokenContentType,
    ) -> Request<Vec<u8>> {
        let mut parameters = vec![("grant_type", GRANT_TYPE)];
        parameters.extend(client.body_id().map(|id| ("client_id", id)));
        parameters.extend(client.body_proof());
        parameters.push(("device_code", self.code.expose()));
        parameters.extend(asked.extra.iter().filter(|(name, _)| *name == RESOURCE));
        token::request(endpoint, client, &parameters, content_type)
    }

    /// Judges the answer to a poll (§3.5).
    ///
    /// # Errors
    ///
    /// As [`TokenError`]; `access_denied` and `expired_token` are refusals like any other.
    pub fn judge(
        &mut self,
        response: &Response<Vec<u8>>,
        client: &Client,
        asked: DeviceRequest<'_>,
    ) -> Result<Polled, TokenError> {
        let secrets = [Some(self.code.expose()), client.secret()].into_iter().flatten().collect::<Vec<_>>();
        match token::judge(asked.scope, &secrets, response) {
            Ok(tokens) => Ok(Polled::Tokens(Box::new(tokens))),
            Err(TokenError::Refused(error)) if error.error == "authorization_pending" => {
                Ok(Polled::Waiting(self.interval))
            }
            Err(TokenError::Refused(error)) if error.error == "slow_down" => {
                self.interval = (self.interval + SLOWER).min(LONGEST_INTERVAL);
                Ok(Polled::Waiting(self.interval))
            }
            Err(TokenError::Unusable(UnusableAnswer::Unavailable { .. })) => {
                Ok(Polled::Waiting(self.back_off()))
            }
            Err(error) => Err(error),
        }
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, DeviceError> {
    let found = match members.get(name) {
        None => "is missing",
        Some(Value::String(text)) if text.is_empty() => "is empty",
        Some(Value::String(text)) => return Ok(text),
        Some(_) => "is no text",
    };
    Err(DeviceError::Member { name, found })
}

fn user_code(members: &Map<String, Value>) -> Result<String, DeviceError> {
    let refuse = |found| DeviceError::Member { name: "user_code", found };
    let code = text(members, "user_code")?;
    if code.chars().any(char::is_control) {
        return Err(refuse("has control characters"));
    }
    if code.chars().count() > LONGEST_USER_CODE {
        return Err(refuse("is longer than anybody would type"));
    }
    Ok(code.to_owned())
}

/// Reads the address of a page: http or https, with a host, and without user information, which makes
/// a page look like another one's.
fn page(members: &Map<String, Value>, name: &'static str) -> Result<Url, DeviceError> {
    let refuse = |found| DeviceError::Member { name, found };
    let url = Url::parse(text(members, name)?).map_err(|_| refuse("is not an absolute URL"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("is neither http nor https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("has user information"));
    }
    Ok(url)
}

/// Reads a number of seconds, also from text.
fn seconds(members: &Map<String, Value>, name: &'static str) -> Result<Option<Duration>, DeviceError> {
    let number = match members.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Number(number)) => number.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        Some(_) => None,
    };
    let number = number.filter(|number: &f64| number.is_finite() && *number >= 0.0);
    let number = number.ok_or(DeviceError::Member { name, found: "is no number of seconds" })?;
    Ok(Some(Duration::from_secs_f64(number.min(LONGEST_LIFE.as_secs_f64()))))
}

#[cfg(test)]
mod tests;
