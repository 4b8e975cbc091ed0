//! Why a sign-in came to nothing.

use crate::{
    oauth::{
        authorization::{AuthorizationError, BeginError},
        client_auth::NoClientSecret,
        id_token::IdTokenError,
        jwks::KeySetError,
        token::TokenError,
        userinfo::UserinfoError,
    },
    system::{HttpError, StoreError},
    task::discover::DiscoverError,
};
use jiff::SignedDuration;
use std::{io, time::Duration};
use url::Url;

/// Why a sign-in came to nothing. Nothing that was kept before has changed.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The project has no OAuth settings.
    #[error("the project has no OAuth settings")]
    NoSettings,
    /// The method needs a client secret, and there is none.
    #[error(transparent)]
    NoClientSecret(#[from] NoClientSecret),
    /// The provider is not known.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// Neither the project nor the metadata names a token endpoint.
    #[error("no token endpoint is known")]
    NoTokenEndpoint,
    /// No authorization request can be made.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The loopback port is not to be had.
    #[error("cannot listen at `{redirect_uri}`")]
    Bind {
        /// Where we wanted to listen.
        redirect_uri: Url,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The operating system gives no randomness.
    #[error("no randomness to be had")]
    Random(#[source] io::Error),
    /// The listener failed while waiting.
    #[error("the loopback listener failed")]
    Listener(#[source] io::Error),
    /// Nobody came back from the browser.
    #[error("no answer came back from the browser within {} s", .waited.as_secs())]
    TimedOut {
        /// How long was waited.
        waited: Duration,
        /// Where the answer was expected.
        redirect_uri: Url,
        /// Whether the project names the port, so that it is the same every time.
        fixed_port: bool,
    },
    /// The answer is a refusal, or is not to be trusted.
    #[error(transparent)]
    Authorization(#[from] AuthorizationError),
    /// No answer came to the token request, which is never sent twice.
    #[error("the token endpoint gave no answer")]
    Exchange(#[source] HttpError),
    /// The token endpoint refused, or its answer cannot be used.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The signing keys cannot be fetched.
    #[error("the provider's signing keys cannot be fetched")]
    Keys(#[source] HttpError),
    /// The signing keys cannot be used.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// The ID token is not valid.
    #[error("{error}")]
    IdToken {
        /// What is wrong with it.
        error: IdTokenError,
        /// How far our clock is ahead of the provider's, by the `Date` of its answer.
        ahead: Option<SignedDuration>,
    },
    /// The Userinfo endpoint speaks of somebody else.
    #[error(transparent)]
    Account(UserinfoError),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
