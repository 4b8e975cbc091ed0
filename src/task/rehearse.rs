//! Rehearses what happens to the user of a platform when a token is missing, expired or revoked:
//! with the project's own API and provider, and the tokens that are kept for it.
//!
//! The lock is held while a refresh token is in use, and whatever the provider gives in exchange is
//! kept before anything else is sent, so a rehearsal costs nobody the session that it does not end
//! on purpose.

mod advice;
mod run;
mod stage;

pub use advice::Advice;

use super::{
    action::Action,
    call::CallError,
    kept::Kept,
    session::{SessionError, settings},
};
use crate::{
    oauth::{outlook::Prospect, revocation::RevocationError},
    platform::Claim,
    project::Project,
    providers::Provider,
    system::{HttpError, System, TokenStore},
};
use http::{Method, StatusCode};
use run::Run;
use stage::Stage;
use std::time::Duration;
use url::Url;

/// What can be rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// A user who is not signed in.
    NoToken,
    /// An access token that has expired.
    Expired,
    /// A refresh token that was revoked.
    RefreshRevoked,
    /// Two refreshes at once.
    RefreshRace,
}

/// What a rehearsal uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Nothing.
    Nothing,
    /// The refresh token, where the provider rotates; the next one is kept.
    RefreshToken,
    /// The grant, where the provider takes a refresh token that comes twice for a stolen one.
    PerhapsTheGrant,
    /// The grant.
    TheGrant,
}

impl Scenario {
    /// Every scenario, the harmless ones first.
    pub const ALL: [Self; 4] = [Self::NoToken, Self::Expired, Self::RefreshRace, Self::RefreshRevoked];

    /// Returns the name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoToken => "no-token",
            Self::Expired => "expired",
            Self::RefreshRevoked => "refresh-revoked",
            Self::RefreshRace => "refresh-race",
        }
    }

    /// Returns what is done, in a line.
    pub fn says(self) -> &'static str {
        match self {
            Self::NoToken => "a call without a token: is the user asked to sign in?",
            Self::Expired => "a call with a token that is no longer good, then a refresh",
            Self::RefreshRevoked => "the refresh token is revoked at the provider, then used",
            Self::RefreshRace => "two refreshes at once with one refresh token",
        }
    }

    /// Returns what it uses up.
    pub fn cost(self) -> Cost {
        match self {
            Self::NoToken => Cost::Nothing,
            Self::Expired => Cost::RefreshToken,
            Self::RefreshRevoked => Cost::TheGrant,
            Self::RefreshRace => Cost::PerhapsTheGrant,
        }
    }
}

/// One request of the rehearsal, what came back, and what the platform makes of it.
#[derive(Debug)]
pub struct Step {
    /// What was sent.
    pub act: Act,
    /// The status of the answer.
    pub status: StatusCode,
    /// From sending to the last byte.
    pub took: Duration,
    /// What the answer means beside its status.
    pub remark: Option<Remark>,
    /// The line that the user is shown in place of an answer, with secrets masked. Not escaped.
    pub shown: Option<String>,
    /// What the platform does, and how that is known.
    pub statements: Vec<Claim<&'static str>>,
}

/// What a step sends.
#[derive(Debug)]
pub enum Act {
    /// A call of an operation.
    Call {
        /// The operation.
        operation: String,
        /// Its method.
        method: Method,
        /// Where it was sent.
        url: Url,
        /// The access token that it carried.
        token: TokenUsed,
    },
    /// A refresh as the platform sends it.
    Refresh {
        /// The token endpoint.
        endpoint: Url,
        /// Which of several.
        turn: Turn,
    },
    /// The revocation of the refresh token.
    Revoke {
        /// The revocation endpoint.
        endpoint: Url,
    },
}

/// The access token that a call carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenUsed {
    /// None.
    None,
    /// The stored one, which has expired.
    Expired,
    /// One that nobody issued, in place of an expired one.
    Forged,
    /// The stored one, whose refresh token was revoked.
    OfRevokedGrant,
    /// The one that the refresh brought.
    New,
}

/// Which refresh of a rehearsal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// The only one.
    Only,
    /// One of two at once; the number says which answer came first.
    AtOnce(u8),
    /// One afterwards, with the refresh token that is kept now.
    Afterwards,
}

/// What an answer means beside its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    /// The refresh token stays the same.
    SameRefreshToken,
    /// There is a new refresh token, and it is kept.
    RotatedRefreshToken,
    /// The answer cannot be used here, whatever the platform makes of it.
    Unusable,
    /// The API answers an access token whose refresh token was revoked.
    AccessTokenOutlives,
}

/// What the user of the platform lives through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing at all.
    NoticesNothing,
    /// The card that asks to sign in.
    SignsIn,
    /// The card, once more.
    SignsInAgain,
    /// An error of one call; afterwards the session is as good as before.
    OneCallFails,
    /// Errors that no sign-in is offered for.
    Stranded,
    /// The API answers whoever asks.
    Unprotected,
    /// Nobody is known to have seen it.
    NotKnown,
}

impl Verdict {
    /// Returns the stable word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::NoticesNothing => "notices-nothing",
            Self::SignsIn => "signs-in",
            Self::SignsInAgain => "signs-in-again",
            Self::OneCallFails => "one-call-fails",
            Self::Stranded => "stranded",
            Self::Unprotected => "unprotected",
            Self::NotKnown => "not-known",
        }
    }

    /// Returns whether the user gets along without help from outside.
    pub fn gets_along(self) -> bool {
        match self {
            Self::NoticesNothing | Self::SignsIn | Self::SignsInAgain => true,
            Self::OneCallFails | Self::Stranded | Self::Unprotected | Self::NotKnown => false,
        }
    }

    fn of(prospect: Prospect) -> Self {
        match prospect {
            Prospect::GoesOn => Self::NoticesNothing,
            Prospect::SignsInAgain => Self::SignsInAgain,
            Prospect::Stranded => Self::Stranded,
            Prospect::NotKnown => Self::NotKnown,
        }
    }
}

/// What became of the session that is kept here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionNow {
    /// It was not touched.
    Untouched,
    /// Its tokens are new.
    Renewed,
    /// It has ended at the provider, and its tokens are forgotten here.
    Ended,
}

/// What came of a rehearsal.
#[derive(Debug)]
pub struct Rehearsal {
    /// What was rehearsed.
    pub scenario: Scenario,
    /// What was sent and answered, in order.
    pub steps: Vec<Step>,
    /// What the user lives through.
    pub verdict: Verdict,
    /// Whose provider it is, as its answers show.
    pub provider: &'static Provider,
    /// How to have it better, or keep it so, at this provider.
    pub advice: Vec<Advice>,
    /// What became of the session that is kept here.
    pub session: SessionNow,
}

/// Why nothing was rehearsed, or not to the end.
#[derive(Debug, thiserror::Error)]
pub enum RehearseError {
    /// There is no session to rehearse with, or its provider cannot be asked.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The API cannot be called.
    #[error(transparent)]
    Call(#[from] CallError),
    /// No operation asks for a token and can be called without making an argument up.
    #[error(
        "no operation of `{document}` can stand for the others: no GET operation with a token and without unknown arguments"
    )]
    NothingToCall {
        /// The document.
        document: String,
    },
    /// The provider revokes nothing.
    #[error("the provider has no revocation endpoint, so nothing can be revoked")]
    NoRevocationEndpoint,
    /// The revocation endpoint did not answer.
    #[error("the revocation endpoint cannot be reached")]
    RevocationUnreached(#[source] HttpError),
    /// The provider did not revoke; nothing has changed.
    #[error(transparent)]
    Revocation(#[from] RevocationError),
}

/// Returns what `scenario` would use up of the session that is kept.
///
/// # Errors
///
/// Where the session is not enough for it.
pub fn stake(store: &dyn TokenStore, project: &Project, scenario: Scenario) -> Result<Cost, RehearseError> {
    let cost = scenario.cost();
    if cost == Cost::Nothing {
        return Ok(cost);
    }
    let kept = Kept::new(store, project, settings(project)?);
    let tokens = kept.tokens().map_err(SessionError::from)?.ok_or(SessionError::NotSignedIn)?;
    match (tokens.refresh_token, cost) {
        (Some(_), cost) => Ok(cost),
        (None, Cost::RefreshToken) => Ok(Cost::Nothing),
        (None, _) => Err(SessionError::NoRefreshToken.into()),
    }
}

/// Rehearses `scenario`; `seen` is told of every step as it ends.
///
/// # Errors
///
/// As [`RehearseError`]. Tokens that came before it are kept.
pub async fn rehearse(
    system: &System,
    action: &Action,
    project: &Project,
    store: &dyn TokenStore,
    scenario: Scenario,
    seen: &mut dyn FnMut(&Step),
) -> Result<Rehearsal, RehearseError> {
    let mut run = Run::new(Stage::new(system, action, project, store), seen);
    let verdict = match scenario {
        Scenario::NoToken => run.no_token().await?,
        Scenario::Expired => run.expired().await?,
        Scenario::RefreshRevoked => run.refresh_revoked().await?,
        Scenario::RefreshRace => run.refresh_race().await?,
    };
    Ok(run.end(scenario, verdict))
}

#[cfg(test)]
mod tests;
