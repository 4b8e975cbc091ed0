//! Why a sign-in came to nothing.

use super::{Exchange, Taken, TakenPorts, diagnosis::Verdict};
use crate::{
    oauth::{
        authorization::{AuthorizationError, BeginError},
        device::DeviceError,
        id_token::IdTokenError,
        jwks::KeySetError,
        parameters::ParameterError,
        pushed::PushError,
        token::TokenError,
        userinfo::UserinfoError,
        values::ClientAuthMethod,
    },
    system::{HttpError, StoreError},
    task::{credentials::CredentialsError, discover::DiscoverError},
};
use jiff::SignedDuration;
use std::{error::Error, fmt, io, time::Duration};
use url::Url;

/// A sign-in that came to nothing: where, and why. Nothing that was kept before has changed.
#[derive(Debug)]
pub struct FailedLogin {
    /// Why.
    pub error: Box<LoginError>,
    /// The step that failed; `None` where not one had begun.
    pub at: Option<Taken>,
    /// The steps up to this one, in order.
    pub steps: Vec<Taken>,
    /// The last HTTP exchange of the step that failed.
    pub exchange: Option<Box<Exchange>>,
}

impl FailedLogin {
    /// Returns the end of a sign-in of which no step had begun.
    pub(super) fn before(error: LoginError) -> Self {
        Self { error: Box::new(error), at: None, steps: Vec::new(), exchange: None }
    }
}

impl fmt::Display for FailedLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for FailedLogin {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}

/// Why the platform that is imitated cannot sign in, whatever it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Impossible {
    /// It has no key to prove itself with.
    #[error("ChatGPT cannot sign in with `private_key_jwt`: it proves itself with a secret alone")]
    ClientKey,
    /// It pushes no authorization requests.
    #[error("ChatGPT cannot sign in here: the provider takes pushed authorization requests alone")]
    PushedRequests,
}

/// Why a sign-in came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// The project has no OAuth settings.
    #[error("the project has no OAuth settings")]
    NoSettings,
    /// The client cannot prove itself.
    #[error(transparent)]
    Credentials(#[from] CredentialsError),
    /// The provider is not known.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// Neither the project nor the metadata names a token endpoint.
    #[error("no token endpoint is known")]
    NoTokenEndpoint,
    /// A parameter that was asked for cannot be sent.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// No authorization request can be made.
    #[error(transparent)]
    Begin(#[from] BeginError),
    /// The platform that is imitated cannot sign in here at all.
    #[error(transparent)]
    Impossible(#[from] Impossible),
    /// The provider announces no endpoint for pushed authorization requests.
    #[error("the provider announces no endpoint for pushed authorization requests")]
    NoPushEndpoint,
    /// The provider took no pushed authorization request.
    #[error(transparent)]
    Push(#[from] PushError),
    /// The provider announces no endpoint for signing in on another device.
    #[error("the provider announces no endpoint for signing in on another device")]
    NoDeviceEndpoint,
    /// The provider gave no code for another device.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// Nobody has signed in with the code that was shown.
    #[error("nobody has signed in with the code within {} s", .limit.as_secs())]
    NotTyped {
        /// How long there was.
        limit: Duration,
        /// Whether the code ended it, and not our patience.
        code_expired: bool,
    },
    /// No answer came to a request before the sign-in.
    #[error("the provider gave no answer")]
    Asking(#[source] HttpError),
    /// The redirect URI is a tunnel's, and nobody said where the tunnel leads.
    #[error("nobody says which port the tunnel `{uri}` leads to")]
    TunnelWithoutPort {
        /// The redirect URI.
        uri: Url,
    },
    /// No loopback port is to be had.
    #[error("cannot listen at {taken}")]
    Bind {
        /// Where we wanted to listen.
        taken: TakenPorts,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// Standard input ended without the answer.
    #[error("standard input ended without {} address that the browser ended at", if *.refused { "a usable" } else { "the" })]
    NothingPasted {
        /// Whether something was pasted, and refused.
        refused: bool,
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
    /// The token endpoint refused the client, and its other authentication methods were tried.
    #[error("{error}")]
    ClientRefused {
        /// The refusal.
        error: TokenError,
        /// What came of each of the others.
        tried: Vec<(ClientAuthMethod, Verdict)>,
    },
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
    /// Another account is stored, and it is not to be replaced.
    #[error("`{now}` signed in, but the stored tokens are those of `{before}`, and they were kept")]
    OtherAccount {
        /// Whose tokens are stored. Not escaped.
        before: String,
        /// Who signed in. Not escaped.
        now: String,
    },
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl LoginError {
    /// Returns whether the last answer of the step shows what is wrong. Where an ID token says the
    /// wrong thing, the keys that were fetched to check it show nothing.
    pub(super) fn is_about_an_answer(&self) -> bool {
        match self {
            Self::IdToken { error, .. } => {
                matches!(error, IdTokenError::UnknownKey { .. } | IdTokenError::BadSignature)
            }
            _ => true,
        }
    }
}
