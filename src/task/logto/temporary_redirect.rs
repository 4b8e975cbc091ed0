//! A redirect URI for one sign-in: written down first, registered, and removed again.
//!
//! What is written down outlasts the process, and is held by it: a record that nobody holds tells of a
//! redirect URI that somebody was killed before removing.

use super::{
    apply::{ApplyFault, Event},
    client::{LogtoError, ManagementApi},
    plan::by_id,
    redirects::{Lasting, RedirectUris},
};
use crate::{
    logto::{
        temporary::{TemporaryRedirect, is_registered},
        tenant::Tenant,
    },
    system::{Record, System},
};
use std::{io, time::Duration};
use url::Url;

/// How long another process may hold the record of the same redirect URI.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How often it is tried.
const RETRY: Duration = Duration::from_millis(100);

/// Why no redirect URI was registered for the sign-in, or why it was not removed.
#[derive(Debug, thiserror::Error)]
pub enum TemporaryError {
    /// What is to be removed cannot be written down, so nothing is registered.
    #[error("cannot write down that the redirect URI is to be removed again")]
    Record(#[from] io::Error),
    /// Another process registers or removes the same one.
    #[error("another process works with the redirect URI `{uri}`")]
    Busy {
        /// The redirect URI.
        uri: Url,
    },
    /// The project's application is not there.
    #[error("Logto has no application `{id}`")]
    NoApplication {
        /// The id.
        id: String,
    },
    /// Logto did not answer, or answered no.
    #[error(transparent)]
    Logto(#[from] LogtoError),
    /// The redirect URIs of the application could not be changed.
    #[error(transparent)]
    Apply(#[from] ApplyFault),
}

/// A redirect URI that goes again, unless it was there before.
pub struct Temporary {
    redirect: TemporaryRedirect,
    /// Nothing where the redirect URI is not ours to remove.
    record: Option<Box<dyn Record>>,
}

impl Temporary {
    /// Writes down that the redirect URI is to be removed, where it is not there yet. Nothing is
    /// registered so far.
    ///
    /// # Errors
    ///
    /// As [`TemporaryError`].
    pub async fn prepare(
        system: &System,
        api: &ManagementApi<'_>,
        application: &str,
        uri: &Url,
    ) -> Result<Self, TemporaryError> {
        let redirect = TemporaryRedirect::new(api.tenant(), application, uri, system.clock.now());
        let mut record = hold(system, &redirect, uri).await?;
        if TemporaryRedirect::parse(record.content()).is_some() {
            // One of ours was killed with this very URI: it is ours to remove.
            return Ok(Self { redirect, record: Some(record) });
        }
        let there = match by_id(api, application).await {
            Ok(Some(own)) => Ok(is_registered(&own, uri)),
            Ok(None) => Err(TemporaryError::NoApplication { id: application.to_owned() }),
            Err(error) => Err(error.into()),
        };
        if let Ok(false) = there {
            record.write(&redirect.to_text())?;
            return Ok(Self { redirect, record: Some(record) });
        }
        record.remove()?;
        there.map(|_| Self { redirect, record: None })
    }

    /// Returns whether the redirect URI is only there for this sign-in.
    pub fn is_temporary(&self) -> bool {
        self.record.is_some()
    }

    /// Returns the redirect URI.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect.redirect_uri
    }

    /// Registers it, where it was not there before.
    ///
    /// # Errors
    ///
    /// As [`TemporaryError`]; it may be registered all the same, and is then still to be removed.
    pub async fn add(
        &self,
        redirect_uris: &RedirectUris<'_>,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), TemporaryError> {
        if self.is_temporary() {
            redirect_uris.add(std::slice::from_ref(&self.redirect.redirect_uri), Lasting::No, on).await?;
        }
        Ok(())
    }

    /// Removes it, where it was not there before.
    ///
    /// # Errors
    ///
    /// As [`TemporaryError`]; it is then found the next time.
    pub async fn remove(
        self,
        redirect_uris: &RedirectUris<'_>,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), TemporaryError> {
        let Some(record) = self.record else { return Ok(()) };
        redirect_uris.remove(std::slice::from_ref(&self.redirect.redirect_uri), on).await?;
        Ok(record.remove()?)
    }
}

/// Returns the redirect URIs of an application that a sign-in left behind which ended too early. Those
/// of one that still runs are its own.
///
/// # Errors
///
/// Where the records cannot be read.
pub fn leftovers(system: &System, tenant: &Tenant, application: &str) -> io::Result<Vec<Temporary>> {
    let mut leftovers = Vec::new();
    for record in system.records.abandoned()? {
        match TemporaryRedirect::parse(record.content()) {
            Some(redirect) if redirect.is_of(tenant, application) => {
                leftovers.push(Temporary { redirect, record: Some(record) });
            }
            // Whoever made it ended before anything was written down, and before anything was done.
            None if record.content().is_empty() => record.remove()?,
            // Another application's, or another version's.
            Some(_) | None => {}
        }
    }
    Ok(leftovers)
}

async fn hold(
    system: &System,
    redirect: &TemporaryRedirect,
    uri: &Url,
) -> Result<Box<dyn Record>, TemporaryError> {
    let started = system.clock.elapsed();
    loop {
        if let Some(record) = system.records.hold(&redirect.name())? {
            return Ok(record);
        }
        if system.clock.elapsed().saturating_sub(started) >= LONGEST_WAIT {
            return Err(TemporaryError::Busy { uri: uri.clone() });
        }
        system.clock.sleep(RETRY).await;
    }
}

#[cfg(test)]
mod tests;
