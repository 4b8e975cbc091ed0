//! What a sign-in tells on its way, and what comes of it.

use crate::{
    oauth::{
        callback::IgnoredReason, note::Note, outlook::Outlook, paste::PasteRefusal, userinfo::UserInfo,
        values::Scope,
    },
    task::userinfo::AccountError,
};
use jiff::Timestamp;
use std::{io, time::Duration};
use url::Url;

/// A step of a sign-in, in the order in which they are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The provider's metadata is read.
    Discovery,
    /// The port of the answer is taken, and the authorization request is made.
    AuthorizationRequest,
    /// The user is at the provider's page.
    SignIn,
    /// The answer that came back is judged.
    Callback,
    /// The code is exchanged for tokens.
    TokenRequest,
    /// The ID token is validated.
    TokenValidation,
    /// The provider says who signed in.
    Userinfo,
    /// The tokens are kept.
    Storing,
}

impl Step {
    /// Returns the name of the step in a report for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::AuthorizationRequest => "authorization_request",
            Self::SignIn => "sign_in",
            Self::Callback => "callback",
            Self::TokenRequest => "token_request",
            Self::TokenValidation => "token_validation",
            Self::Userinfo => "userinfo",
            Self::Storing => "storing",
        }
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Well.
    Done,
    /// There was nothing to do.
    Skipped,
    /// Badly, and the sign-in goes on without it.
    Missed,
    /// Badly, and the sign-in with it.
    Failed,
}

/// A step that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Which.
    pub step: Step,
    /// How it ended.
    pub turn: Turn,
    /// How long it took.
    pub took: Duration,
}

/// What happened on the way.
#[derive(Debug)]
pub enum Event {
    /// A step begins.
    Began(Step),
    /// A step is over, well or badly.
    Ended(Taken),
    /// This page is to be visited.
    Visit {
        /// The authorization request.
        url: Url,
        /// Whether a browser is being opened for it.
        browser: bool,
    },
    /// This code is to be typed on another device.
    Device {
        /// The code. Not escaped.
        user_code: String,
        /// The page to type it at.
        verification_uri: Url,
        /// The same page with the code typed already.
        verification_uri_complete: Option<Url>,
        /// How long there is to do it.
        expires_in: Duration,
    },
    /// No browser could be opened.
    NoBrowser {
        /// The system's words.
        reason: String,
    },
    /// The answer may be pasted from here on.
    MayPaste,
    /// What was pasted is not the answer; the next one may be.
    Refused(PasteRefusal),
    /// What was pasted cannot be read.
    Unreadable(io::Error),
    /// Something else knocked at the port, and the wait goes on.
    Ignored(IgnoredReason),
    /// What the platform that is imitated makes of the answer of the token endpoint.
    Outlook(Outlook),
    /// Something worth a word.
    Note(Note),
    /// Another account than the stored one has signed in, and the user is asked whether it takes its
    /// place: the next line of input says so.
    AsksToReplace {
        /// Whose tokens are stored.
        before: String,
        /// Who signed in.
        now: String,
    },
    /// The provider would not say who signed in; the tokens are good all the same.
    NoAccount(AccountError),
}

/// What came of a sign-in.
#[derive(Debug)]
pub struct LoginOutcome {
    /// The steps, in order.
    pub steps: Vec<Taken>,
    /// Who signed in, as the ID token or the Userinfo endpoint says.
    pub subject: Option<String>,
    /// What the Userinfo endpoint says.
    pub account: Option<UserInfo>,
    /// The granted scope.
    pub scope: Scope,
    /// When the access token expires; `None` where the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// Whether a refresh token came.
    pub refreshable: bool,
    /// The redirect URI that was used; `None` where the user signed in on another device.
    pub redirect_uri: Option<Url>,
    /// Who was signed in before, where it was somebody else.
    pub replaced: Option<String>,
    /// What the platform that is imitated makes of the answer of the token endpoint.
    pub outlook: Option<Outlook>,
    /// Whether the stored tokens changed while the user signed in; those of this sign-in are kept.
    pub overtook: bool,
    /// What was worth a word, in order.
    pub notes: Vec<Note>,
}
