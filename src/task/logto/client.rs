//! The one who talks to the Management API: it holds the token, and sends it to the tenant alone.

use super::access::Access;
use crate::{
    logto::{
        answer::{self, ApiError},
        tenant::Tenant,
        token::{self, TokenError},
    },
    oauth::{
        bearer::{self, UnsendableToken},
        client_auth::NoClientSecret,
        values::AccessToken,
    },
    system::{HttpError, Limits, System},
};
use http::{Request, Response, header};
use serde_json::Value;
use std::{cell::RefCell, time::Duration};

/// How long an answer may take, and how large it may be.
const LIMITS: Limits = Limits { time: Duration::from_secs(20), bytes: 4 * 1024 * 1024 };
/// How long before its end a token counts as expired.
const MARGIN: Duration = Duration::from_secs(30);
/// How often a request that came too often is sent again.
const PATIENCE: u32 = 3;
/// The longest wait that Logto may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The wait where Logto names none.
const USUAL_WAIT: Duration = Duration::from_secs(2);

/// Why the Management API gave no answer that can be used.
#[derive(Debug, thiserror::Error)]
pub enum LogtoError {
    /// No answer came.
    #[error("Logto cannot be reached")]
    Http(#[from] HttpError),
    /// There is no token.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The answer says no.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The token cannot be sent.
    #[error(transparent)]
    Unsendable(#[from] UnsendableToken),
    /// The credentials have no secret.
    #[error(transparent)]
    NoSecret(#[from] NoClientSecret),
    /// The request would have led away from the tenant.
    #[error("a request to another host than the tenant's was not sent")]
    Elsewhere,
}

impl LogtoError {
    /// Returns Logto's code, where it gave one.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.code(),
            _ => None,
        }
    }

    /// Returns whether the thing that was asked for is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Api(ApiError::Absent { .. }))
    }
}

/// The Management API of one tenant.
pub struct ManagementApi<'a> {
    system: &'a System,
    access: Access,
    token: RefCell<Option<Held>>,
}

struct Held {
    token: AccessToken,
    /// When it is renewed, on the clock that never jumps.
    until: Option<Duration>,
}

impl<'a> ManagementApi<'a> {
    /// Returns the API, with nothing sent yet.
    pub fn new(system: &'a System, access: Access) -> Self {
        Self { system, access, token: RefCell::new(None) }
    }

    /// Returns the tenant.
    pub fn tenant(&self) -> &Tenant {
        &self.access.tenant
    }

    /// Returns who asks.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Makes sure that there is a token.
    ///
    /// # Errors
    ///
    /// As [`LogtoError`].
    pub async fn sign_in(&self) -> Result<(), LogtoError> {
        self.token().await.map(|_| ())
    }

    /// Sends a request and returns the JSON of its answer; `null` where it has no body.
    ///
    /// # Errors
    ///
    /// As [`LogtoError`].
    pub async fn ask(&self, request: Request<Vec<u8>>) -> Result<Value, LogtoError> {
        Ok(answer::judge(&self.send(request).await?)?)
    }

    /// Sends a request and returns the list in its answer.
    ///
    /// # Errors
    ///
    /// As [`LogtoError`].
    pub async fn list(&self, request: Request<Vec<u8>>) -> Result<Vec<Value>, LogtoError> {
        Ok(answer::list(&self.send(request).await?)?)
    }

    /// Sends a request. A token that expired meanwhile is renewed once, and what came too often is
    /// sent again when Logto says so: in both cases nothing had been done.
    ///
    /// # Errors
    ///
    /// Where no answer came. What the answer says is for the caller.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, LogtoError> {
        let mut renewed = false;
        loop {
            let token = self.token().await?;
            let response = self.send_with(&token, request.clone()).await?;
            match answer::judge(&response) {
                Err(ApiError::Unauthorized(fault)) if !renewed && !fault.is_foreign() => {
                    renewed = true;
                    self.token.replace(None);
                }
                _ => return Ok(response),
            }
        }
    }

    async fn send_with(
        &self,
        token: &AccessToken,
        mut request: Request<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, LogtoError> {
        if !self.access.tenant.owns(request.uri()) {
            return Err(LogtoError::Elsewhere);
        }
        request.headers_mut().insert(header::AUTHORIZATION, bearer::authorization(token)?);
        self.patiently(request).await
    }

    /// Sends a request, and again where it came too often and Logto says when.
    async fn patiently(&self, mut request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, LogtoError> {
        request.extensions_mut().insert(LIMITS);
        let mut tried = 0;
        loop {
            tried += 1;
            let response = self.system.http.send(request.clone()).await?;
            let Err(limited @ ApiError::Limited { .. }) = answer::judge(&response) else {
                return Ok(response);
            };
            let wait = limited.retry_after(self.system.clock.now()).unwrap_or(USUAL_WAIT * tried);
            if tried > PATIENCE || wait > LONGEST_WAIT {
                return Ok(response);
            }
            self.system.clock.sleep(wait).await;
        }
    }

    /// Returns the token, asked for where there is none that is still good.
    async fn token(&self) -> Result<AccessToken, LogtoError> {
        let now = self.system.clock.elapsed();
        let held = self
            .token
            .borrow()
            .as_ref()
            .and_then(|held| held.until.is_none_or(|until| now < until).then(|| held.token.clone()));
        if let Some(token) = held {
            return Ok(token);
        }
        let client = self.access.credentials.client()?;
        let response = self.patiently(token::request(&self.access.tenant, &client)).await?;
        let fresh = token::judge(&self.access.tenant, &response)?;
        let life = fresh.expires_in.map(|seconds| Duration::from_secs(seconds).saturating_sub(MARGIN));
        let until = life.map(|life| self.system.clock.elapsed() + life);
        self.token.replace(Some(Held { token: fresh.access_token.clone(), until }));
        Ok(fresh.access_token)
    }
}

#[cfg(test)]
mod tests;
