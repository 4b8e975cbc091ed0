//! Custom domains: added, watched until they answer, and then used by the project.

mod switch;

pub use switch::{SwitchError, Switched, switch};

use super::client::{LogtoError, ManagementApi};
use crate::{
    logto::{
        answer::ApiError,
        domain::{self, CustomDomain, Status},
        request,
    },
    system::System,
};
use http::StatusCode;
use serde_json::Value;
use std::time::Duration;

/// How often Logto is asked to look at the DNS again.
const LOOK: Duration = Duration::from_secs(10);
/// How often it is said how long that takes already.
const TICK: Duration = Duration::from_secs(1);

/// Why there is no custom domain to tell of.
#[derive(Debug, thiserror::Error)]
pub enum DomainError {
    /// Logto did not answer, or answered no.
    #[error(transparent)]
    Logto(#[from] LogtoError),
    /// The Logto has no custom domains.
    #[error("this Logto has no custom domains")]
    NotCloud,
    /// Another tenant has it, or this one under another id.
    #[error("the domain `{host}` is in use already")]
    InUse {
        /// The host.
        host: String,
    },
    /// The plan of the tenant allows no further one (403).
    #[error("Logto allows this tenant no further custom domain: {message}")]
    Quota {
        /// Logto's words.
        message: String,
    },
    /// The tenant has none.
    #[error("the tenant has no custom domain")]
    None,
    /// The tenant has others.
    #[error("the tenant has no custom domain `{host}`, only {}", .known.join(", "))]
    Unknown {
        /// The host that was asked for.
        host: String,
        /// Those that it has.
        known: Vec<String>,
    },
    /// The tenant has several, and nobody said which.
    #[error("the tenant has several custom domains: {}", .known.join(", "))]
    Several {
        /// Those that it has.
        known: Vec<String>,
    },
    /// The answer tells of no domain.
    #[error("Logto's answer tells of no domain")]
    Unreadable,
    /// It does not answer yet.
    #[error("`{host}` is not active after {} s: {status}", .waited.as_secs())]
    NotYet {
        /// The host.
        host: String,
        /// How far it is.
        status: Status,
        /// How long was waited.
        waited: Duration,
    },
}

/// Returns the custom domains of the tenant. A Logto that somebody runs himself has none, or says that
/// it can have none.
///
/// # Errors
///
/// As [`DomainError`].
pub async fn list(api: &ManagementApi<'_>) -> Result<Vec<CustomDomain>, DomainError> {
    let list = api.list(request::domains(api.tenant())).await.map_err(|error| refusal(error, ""))?;
    Ok(list.iter().filter_map(domain::read).collect())
}

/// Adds a custom domain; returns it, and whether it is new. One that the tenant has already is as good.
///
/// # Errors
///
/// As [`DomainError`].
pub async fn add(api: &ManagementApi<'_>, host: &str) -> Result<(CustomDomain, bool), DomainError> {
    if let Some(known) = list(api).await?.into_iter().find(|own| own.host == host) {
        return Ok((look(api, &known).await?, false));
    }
    let added = api.ask(request::create_domain(api.tenant(), host)).await;
    let added = added.map_err(|error| refusal(error, host))?;
    Ok((read(&added)?, true))
}

/// Asks Logto to look at the DNS again, and returns what it found.
///
/// # Errors
///
/// As [`DomainError`].
pub async fn look(api: &ManagementApi<'_>, known: &CustomDomain) -> Result<CustomDomain, DomainError> {
    let now = api.ask(request::domain(api.tenant(), &known.id)).await;
    read(&now.map_err(|error| refusal(error, &known.host))?)
}

/// Returns the domain that is meant: the named one, or the only one.
///
/// # Errors
///
/// As [`DomainError`]; [`DomainError::NotCloud`] where a self-hosted Logto has none, as it always has.
pub async fn find(api: &ManagementApi<'_>, host: Option<&str>) -> Result<CustomDomain, DomainError> {
    match choose(list(api).await?, host) {
        Err(DomainError::None) if api.tenant().is_self_hosted() => Err(DomainError::NotCloud),
        chosen => chosen,
    }
}

/// Returns the named one of some domains, or the only one.
fn choose(domains: Vec<CustomDomain>, host: Option<&str>) -> Result<CustomDomain, DomainError> {
    let known = || domains.iter().map(|own| own.host.clone()).collect();
    match (host, domains.as_slice()) {
        (_, []) => Err(DomainError::None),
        (None, [_, _, ..]) => Err(DomainError::Several { known: known() }),
        (None, [only]) => Ok(only.clone()),
        (Some(host), all) => all
            .iter()
            .find(|own| own.host == host)
            .cloned()
            .ok_or_else(|| DomainError::Unknown { host: host.to_owned(), known: known() }),
    }
}

/// Waits until a domain answers; `seen` is told after each look, and each second between two.
///
/// # Errors
///
/// As [`DomainError`]; [`DomainError::NotYet`] after `timeout`.
pub async fn wait(
    system: &System,
    api: &ManagementApi<'_>,
    known: &CustomDomain,
    timeout: Duration,
    seen: &mut dyn FnMut(&CustomDomain, Duration),
) -> Result<CustomDomain, DomainError> {
    let start = system.clock.elapsed();
    loop {
        let now = look(api, known).await?;
        let waited = system.clock.elapsed().saturating_sub(start);
        seen(&now, waited);
        if now.status == Status::Active {
            return Ok(now);
        }
        if now.status == Status::Error || waited >= timeout {
            return Err(DomainError::NotYet { host: now.host, status: now.status, waited });
        }
        let next = LOOK.min(timeout - waited);
        loop {
            let passed = system.clock.elapsed().saturating_sub(start).saturating_sub(waited);
            if passed >= next {
                break;
            }
            system.clock.sleep(TICK.min(next - passed)).await;
            seen(&now, system.clock.elapsed().saturating_sub(start));
        }
    }
}

fn read(value: &Value) -> Result<CustomDomain, DomainError> {
    domain::read(value).ok_or(DomainError::Unreadable)
}

/// Tells Logto's reasons apart, by status and code.
pub(super) fn refusal(error: LogtoError, host: &str) -> DomainError {
    match &error {
        LogtoError::Api(ApiError::Refused { status, code, message }) => match (*status, code.as_str()) {
            (_, "domain.not_configured") => DomainError::NotCloud,
            (_, "domain.domain_in_use") => DomainError::InUse { host: host.to_owned() },
            (StatusCode::FORBIDDEN, _) => DomainError::Quota { message: message.clone() },
            _ => error.into(),
        },
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests;
