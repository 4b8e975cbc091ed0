//! Calls one operation as ChatGPT would.

mod generate;
mod tokens;

pub use generate::{GenerateError, generate};
pub use tokens::SharedToken;

use super::{
    action::{Action, TokenSource},
    session::SessionError,
};
use crate::{
    invoke::{
        bind::BoundCall,
        contract,
        outcome::{Answer, Authorization, CallOutcome, Challenge},
        request::{self, Conversation, RequestError},
        server::ServerError,
        signature::Signature,
    },
    oauth::{values::AccessToken, www_authenticate},
    system::{HttpError, Limits, StoreError, System},
};
use http::{HeaderMap, Request, StatusCode};
use std::{io, time::Duration};

/// Which credentials a call carries.
#[derive(Debug, Clone, Copy)]
pub enum Credentials<'a> {
    /// Those of the action, as ChatGPT would send them.
    Own,
    /// None.
    Withheld,
    /// A token that nobody issued.
    Forged(&'a AccessToken),
}

/// Why a call brought no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// There is no server, or it gets no token.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Nothing can be sent.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// There is no project, so there is no session.
    #[error("`{operation}` needs a token, and without a project there is no session to take it from")]
    NoSession {
        /// The operation.
        operation: String,
    },
    /// The token store does not open.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The session gave no token.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The API refused the token, and the session gave no other.
    #[error("the API refused the access token, and it could not be renewed")]
    Renewal(#[source] SessionError),
    /// The answer did not end in the time that ChatGPT waits.
    #[error("no complete answer within {} s, and ChatGPT waits no longer", .limit.as_secs())]
    TooSlow {
        /// How long was waited.
        limit: Duration,
    },
    /// No answer came.
    #[error(transparent)]
    Http(HttpError),
    /// The other user of a test has no token.
    #[error("the other account has no token to call with")]
    OtherUser(#[source] Box<CallError>),
    /// The operating system gave no random bytes.
    #[error("no random bytes for the request")]
    Random(#[from] io::Error),
}

/// Calls the operation. A token of the session that is refused with 401 is renewed once, and the
/// call repeated; calls that run at the same time with the same `tokens` share that renewal.
///
/// # Errors
///
/// As [`CallError`]; an error status of the API is an outcome.
pub async fn call(
    system: &System,
    action: &Action,
    tokens: &TokenSource<'_>,
    (signature, bound): (&Signature, &BoundCall),
    credentials: Credentials<'_>,
) -> Result<CallOutcome, CallError> {
    call_in(system, action, tokens, (signature, bound), credentials, None).await
}

/// Calls the operation like [`call`], in a conversation that is given, so that the request can be
/// repeated exactly.
///
/// # Errors
///
/// As [`call`].
pub async fn call_in(
    system: &System,
    action: &Action,
    tokens: &TokenSource<'_>,
    (signature, bound): (&Signature, &BoundCall),
    credentials: Credentials<'_>,
    conversation: Option<Conversation>,
) -> Result<CallOutcome, CallError> {
    let server = action.server()?;
    let caller = Caller { system, action, signature, bound, server: &server.url, conversation };
    let token = match credentials {
        Credentials::Withheld => return caller.send(None, Authorization::Withheld).await,
        Credentials::Forged(token) => return caller.send(Some(token), Authorization::Forged).await,
        Credentials::Own if signature.public => None,
        Credentials::Own => {
            if !matches!(tokens, TokenSource::NotNeeded) {
                action.admits_token(&server)?;
            }
            tokens.current(system, &signature.name).await?
        }
    };
    let Some(token) = token else { return caller.send(None, Authorization::Public).await };
    let first = caller.send(Some(&token), Authorization::Bearer).await?;
    if first.status != StatusCode::UNAUTHORIZED {
        tokens.accepted(&token);
        return Ok(first);
    }
    let Some(token) = tokens.renewed(system, &token).await.map_err(CallError::Renewal)? else {
        return Ok(first);
    };
    let second = caller.send(Some(&token), Authorization::Bearer).await?;
    if second.status != StatusCode::UNAUTHORIZED {
        tokens.accepted(&token);
    }
    Ok(CallOutcome { renewed: true, ..second })
}

/// Returns the request that a call would send, without its token, and sends nothing. `carries_token`
/// says whether there would be one.
///
/// # Errors
///
/// Where the call would not be sent either.
pub fn prepare(
    system: &System,
    action: &Action,
    (signature, bound): (&Signature, &BoundCall),
    carries_token: bool,
) -> Result<Request<Vec<u8>>, CallError> {
    let server = action.server()?;
    if carries_token {
        action.admits_token(&server)?;
    }
    let conversation = None;
    Caller { system, action, signature, bound, server: &server.url, conversation }.request(None)
}

/// All of a call but its token.
struct Caller<'a> {
    system: &'a System,
    action: &'a Action,
    signature: &'a Signature,
    bound: &'a BoundCall,
    server: &'a url::Url,
    conversation: Option<Conversation>,
}

impl Caller<'_> {
    async fn send(
        &self,
        token: Option<&AccessToken>,
        authorization: Authorization,
    ) -> Result<CallOutcome, CallError> {
        let shape = &self.action.target.call;
        let mut request = self.request(token)?;
        let limits = Limits { time: shape.time.value, ..Limits::default() };
        request.extensions_mut().insert(limits);
        let start = self.system.clock.elapsed();
        let response = self.system.http.send(request).await.map_err(|error| match error {
            HttpError::Timeout { limit, .. } => CallError::TooSlow { limit },
            other => CallError::Http(other),
        })?;
        let duration = self.system.clock.elapsed().saturating_sub(start);
        let (head, body) = response.into_parts();
        let challenge = challenge(&head.headers);
        let answer = Answer { status: head.status, headers: head.headers, body, duration };
        let url = request::url(self.server, self.bound)?;
        let mut outcome = CallOutcome::new(self.signature, self.bound, url, authorization, answer, shape);
        if let Some(operation) = self.action.described(self.signature) {
            let CallOutcome { status, headers, body, findings, .. } = &mut outcome;
            findings.extend(contract::judge(&operation, *status, headers, body, shape));
        }
        Ok(CallOutcome { challenge, ..outcome })
    }

    fn request(&self, token: Option<&AccessToken>) -> Result<Request<Vec<u8>>, CallError> {
        let conversation = match self.conversation {
            Some(given) => given,
            None => {
                let mut drawn = Conversation { seeds: [[0; 16]; 2] };
                for seed in &mut drawn.seeds {
                    self.system.random.fill(seed)?;
                }
                drawn
            }
        };
        Ok(request::request(self.bound, self.server, token, &self.action.target.call, &conversation)?)
    }
}

/// Returns what the API says about a bearer token, in its first challenge for one.
fn challenge(headers: &HeaderMap) -> Option<Challenge> {
    let challenge = www_authenticate::bearer(headers)?;
    let text = |name| challenge.parameter(name).map(str::to_owned);
    Some(Challenge { error: text("error"), description: text("error_description"), scope: text("scope") })
}

#[cfg(test)]
mod tests;
