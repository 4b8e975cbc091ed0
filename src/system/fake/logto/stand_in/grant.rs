//! What sign-ins left behind: codes, grants and tokens.

use super::authorize::AuthorizationRequest;
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;

/// How long a code lives.
const CODE: SignedDuration = SignedDuration::from_secs(60);

/// How long an opaque access token lives, in seconds.
pub(super) const ACCESS: i64 = 3600;

/// The only user.
pub(super) const USER: &str = "02u2c3zqtyxk";

#[derive(Default)]
pub(super) struct Grants {
    pub(super) codes: HashMap<String, Code>,
    pub(super) tokens: HashMap<String, Token>,
    pub(super) pushed: HashMap<String, Vec<(String, String)>>,
}

pub(super) struct Code {
    pub(super) request: AuthorizationRequest,
    pub(super) scope: String,
    issued: Timestamp,
    pub(super) was_used: bool,
}

impl Code {
    pub(super) fn new(request: AuthorizationRequest, scope: String, issued: Timestamp) -> Self {
        Self { request, scope, issued, was_used: false }
    }

    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        now.duration_since(self.issued) > CODE
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Access,
    Refresh,
}

/// A token; `code` is the sign-in that it came of.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) application: String,
    pub(super) code: String,
    pub(super) scope: String,
    pub(super) issued: i64,
    pub(super) expires: i64,
}

impl Grants {
    /// Returns a live token.
    pub(super) fn token(&self, token: &str, now: Timestamp) -> Option<&Token> {
        self.tokens.get(token).filter(|own| own.expires > now.as_second())
    }

    /// Ends a grant: everything that came of one sign-in.
    pub(super) fn revoke(&mut self, code: &str) {
        self.tokens.retain(|_, own| own.code != code);
    }
}
