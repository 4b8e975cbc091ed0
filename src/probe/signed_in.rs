//! What the tokens of a sign-in are good for: probes that need one.

mod access_token;
mod api_token;
mod grant;
mod introspection;
mod userinfo;

use super::Subject;
use crate::{
    oauth::values::{AccessToken, Scope},
    providers::Provider,
};
use jiff::{SignedDuration, Timestamp};

/// The probes, in the order of the report.
pub(super) use self::{
    access_token::PROBE as ACCESS_TOKEN, api_token::PROBE as API_TOKEN, grant::PROBE as GRANT,
    introspection::PROBE as INTROSPECTION, userinfo::PROBE as USERINFO,
};

/// A signed-in user.
#[derive(Debug, Clone)]
pub struct SignedIn<'a> {
    /// The access token.
    pub access_token: &'a AccessToken,
    /// When it expires; `None` where nobody said.
    pub expires_at: Option<Timestamp>,
    /// What was granted; `None` for a token from the environment.
    pub scope: Option<&'a Scope>,
    /// Whether there is a refresh token; `None` for a token from the environment.
    pub refresh_token: Option<bool>,
    /// Who signed in, where it is known.
    pub subject: Option<&'a str>,
    /// When the tokens came; `None` for a token from the environment.
    pub obtained_at: Option<Timestamp>,
    /// Whether the token may go to the API; why not, as a clause.
    pub may_go_to_api: Result<(), String>,
}

/// Something that ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// When, at the latest.
    pub at: Timestamp,
    /// What, as a clause.
    pub what: String,
}

fn signed_in<'s, 'a>(subject: &'s Subject<'a>) -> Result<&'s SignedIn<'a>, String> {
    subject.signed_in.as_ref().ok_or_else(|| "nobody is signed in: `gptauth doctor --signed-in`".to_owned())
}

/// Returns what ends when, as far as tokens and the provider's defaults say, the first first.
pub fn endings(signed_in: &SignedIn<'_>, provider: &Provider) -> Vec<Ending> {
    let mut endings = Vec::new();
    let later = |lifetime: std::time::Duration| {
        let lifetime = SignedDuration::try_from(lifetime).ok()?;
        signed_in.obtained_at?.checked_add(lifetime).ok()
    };
    if let Some(at) = signed_in.expires_at {
        let then = match signed_in.refresh_token {
            Some(true) => "; ChatGPT then refreshes",
            Some(false) => "; the user must then sign in again",
            None => "",
        };
        endings.push(Ending { at, what: format!("the access token{then}") });
    }
    let lifetimes = provider.lifetimes;
    if let (Some(true), Some(at)) = (signed_in.refresh_token, lifetimes.refresh_token.and_then(later)) {
        let earlier = lifetimes.refresh_token_ends_with.map(|own| format!("; earlier with {own}"));
        let what =
            format!("the refresh token, by {}'s default{}", provider.name, earlier.unwrap_or_default());
        endings.push(Ending { at, what });
    }
    if let Some(at) = lifetimes.session.and_then(later) {
        let what = format!("the browser session at {}, if nobody visits it before", provider.name);
        endings.push(Ending { at, what });
    }
    endings.sort_by_key(|own| own.at);
    endings
}

#[cfg(test)]
mod tests;
