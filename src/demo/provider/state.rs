//! What the provider remembers: sessions, interactions, grants, codes and tokens.

use super::authorization_request::AuthorizationRequest;
use jiff::Timestamp;
use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

/// How many unfinished sign-ins, and sign-outs, are kept at most: anybody may start one.
const MAX_UNFINISHED: usize = 1024;

/// How many wrong passwords in a row lock a user name or a sign-in.
pub(super) const MAX_WRONG_PASSWORDS: u32 = 10;

/// Identifies a session although its cookie changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SessionId(u64);

/// Identifies a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct GrantId(u64);

/// A user signed in, in one browser.
pub(super) struct Session {
    pub(super) id: SessionId,
    pub(super) sub: String,
    pub(super) signed_in_at: Timestamp,
    pub(super) expires_at: Timestamp,
    /// One grant per client: two authorizations of one client in one browser share it.
    pub(super) grants: HashMap<String, GrantId>,
}

/// What a user allowed a client.
#[derive(Default)]
pub(super) struct Grant {
    pub(super) scope: HashSet<String>,
}

/// An authorization request that waits for its user.
pub(super) struct Interaction {
    pub(super) request: AuthorizationRequest,
    /// Proves that a form was sent from our page.
    pub(super) csrf: String,
    pub(super) progress: Progress,
    pub(super) expires_at: Timestamp,
}

/// How far an interaction has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) signed_in: bool,
    pub(super) consented: bool,
}

/// What every code and token carries from the authorization request.
#[derive(Clone)]
pub(super) struct Authorized {
    pub(super) client_id: String,
    pub(super) sub: String,
    pub(super) grant: GrantId,
    /// The session that it dies with, unless `offline_access` was granted.
    pub(super) session: Option<SessionId>,
    pub(super) scope: Vec<String>,
    pub(super) nonce: Option<String>,
    /// The time of the sign-in, where `max_age` asked for it.
    pub(super) auth_time: Option<Timestamp>,
}

impl Authorized {
    pub(super) fn has_scope(&self, name: &str) -> bool {
        self.scope.iter().any(|own| own == name)
    }
}

/// An authorization code, kept after its use until it expires so that a second use is noticed.
pub(super) struct Code {
    pub(super) authorized: Authorized,
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) expires_at: Timestamp,
    pub(super) used: bool,
}

/// An access token.
pub(super) struct AccessToken {
    pub(super) authorized: Authorized,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// A refresh token, kept after its rotation so that a late use is noticed.
pub(super) struct RefreshToken {
    pub(super) authorized: Authorized,
    pub(super) issued_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) rotated_at: Option<Timestamp>,
}

/// A sign-out that waits for its confirmation.
pub(super) struct Logout {
    pub(super) session: Option<SessionId>,
    pub(super) redirect: Option<String>,
    pub(super) expires_at: Timestamp,
}

/// Wrong passwords in a row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Attempts {
    pub(super) wrong: u32,
    pub(super) locked_until: Option<Timestamp>,
}

/// The memory of a provider. Keys are unguessable; it is lost with the process.
#[derive(Default)]
pub(super) struct State {
    pub(super) sessions: HashMap<String, Session>,
    pub(super) interactions: HashMap<String, Interaction>,
    pub(super) grants: HashMap<GrantId, Grant>,
    pub(super) codes: HashMap<String, Code>,
    pub(super) access_tokens: HashMap<String, AccessToken>,
    pub(super) refresh_tokens: HashMap<String, RefreshToken>,
    pub(super) logouts: HashMap<String, Logout>,
    /// By user name; unknown names share the empty one.
    pub(super) attempts: HashMap<String, Attempts>,
    next: u64,
    swept_at: Option<Timestamp>,
}

impl State {
    /// Forgets what has expired, at most every ten seconds.
    pub(super) fn sweep(&mut self, now: Timestamp) {
        const EVERY: Duration = Duration::from_secs(10);
        if self.swept_at.is_some_and(|last| last <= now && now < after(last, EVERY)) {
            return;
        }
        self.swept_at = Some(now);
        self.sessions.retain(|_, session| now < session.expires_at);
        self.interactions.retain(|_, interaction| now < interaction.expires_at);
        self.codes.retain(|_, code| now < code.expires_at);
        self.access_tokens.retain(|_, token| now < token.expires_at);
        self.refresh_tokens.retain(|_, token| now < token.expires_at);
        self.logouts.retain(|_, logout| now < logout.expires_at);
        let used: HashSet<GrantId> =
            (self.sessions.values().flat_map(|session| session.grants.values().copied()))
                .chain(self.codes.values().map(|code| code.authorized.grant))
                .chain(self.access_tokens.values().map(|token| token.authorized.grant))
                .chain(self.refresh_tokens.values().map(|token| token.authorized.grant))
                .collect();
        self.grants.retain(|id, _| used.contains(id));
    }

    fn next(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Returns the session of a cookie.
    pub(super) fn session(&self, cookie: Option<&str>, now: Timestamp) -> Option<&Session> {
        self.sessions.get(cookie?).filter(|session| now < session.expires_at)
    }

    /// Keeps a new session of `sub` under `cookie`.
    ///
    /// The old session of this browser goes on under the new cookie where it is the same user's
    /// (its grants are shared, even after `prompt=login`) and ends where it is not.
    pub(super) fn sign_in(
        &mut self,
        old: Option<&str>,
        cookie: String,
        sub: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) {
        let old = old.and_then(|old| self.sessions.remove(old));
        let session = match old.filter(|old| old.sub == sub && now < old.expires_at) {
            Some(old) => Session { signed_in_at: now, expires_at, ..old },
            None => Session {
                id: SessionId(self.next()),
                sub: sub.to_owned(),
                signed_in_at: now,
                expires_at,
                grants: HashMap::new(),
            },
        };
        self.sessions.insert(cookie, session);
    }

    /// Ends a session, and with it every token that is bound to it.
    pub(super) fn end_session(&mut self, id: SessionId) {
        self.sessions.retain(|_, session| session.id != id);
    }

    /// Keeps an interaction. Where there are too many, the oldest is given up.
    pub(super) fn keep_interaction(&mut self, id: String, interaction: Interaction) {
        make_room(&mut self.interactions, |interaction| interaction.expires_at);
        self.interactions.insert(id, interaction);
    }

    /// Keeps a sign-out until it is confirmed. Where there are too many, the oldest is given up.
    pub(super) fn keep_logout(&mut self, xsrf: String, logout: Logout) {
        make_room(&mut self.logouts, |logout| logout.expires_at);
        self.logouts.insert(xsrf, logout);
    }

    /// Returns the live interaction of an identifier.
    pub(super) fn interaction(&mut self, id: Option<&str>, now: Timestamp) -> Option<&mut Interaction> {
        self.interactions.get_mut(id?).filter(|interaction| now < interaction.expires_at)
    }

    /// Adds `scope` to the grant of a session and a client.
    pub(super) fn grant(&mut self, cookie: &str, client_id: &str, scope: &[String]) -> Option<GrantId> {
        let fresh = GrantId(self.next());
        let session = self.sessions.get_mut(cookie)?;
        let id = session.grants.get(client_id).copied().filter(|id| self.grants.contains_key(id));
        let id = id.unwrap_or(fresh);
        session.grants.insert(client_id.to_owned(), id);
        self.grants.entry(id).or_default().scope.extend(scope.iter().cloned());
        Some(id)
    }

    /// Returns whether a session's grant for a client covers `scope`.
    pub(super) fn has_granted(&self, session: &Session, client_id: &str, scope: &[String]) -> bool {
        let grant = session.grants.get(client_id).and_then(|id| self.grants.get(id));
        grant.is_some_and(|grant| scope.iter().all(|name| grant.scope.contains(name)))
    }

    /// Ends a grant with every code and token of it.
    pub(super) fn revoke(&mut self, grant: GrantId) {
        self.grants.remove(&grant);
        self.codes.retain(|_, code| code.authorized.grant != grant);
        self.access_tokens.retain(|_, token| token.authorized.grant != grant);
        self.refresh_tokens.retain(|_, token| token.authorized.grant != grant);
    }

    /// Returns whether the grant, and the session where it is bound to one, are still there.
    pub(super) fn stands(&self, authorized: &Authorized, now: Timestamp) -> bool {
        let bound_to =
            |id| self.sessions.values().any(|session| session.id == id && now < session.expires_at);
        self.grants.contains_key(&authorized.grant) && authorized.session.is_none_or(bound_to)
    }

    /// Returns an access token that is good now.
    pub(super) fn access_token(&self, token: &str, now: Timestamp) -> Option<&AccessToken> {
        let token = self.access_tokens.get(token)?;
        (now < token.expires_at && self.stands(&token.authorized, now)).then_some(token)
    }

    /// Returns a refresh token that is good now and was not rotated.
    pub(super) fn refresh_token(&self, token: &str, now: Timestamp) -> Option<&RefreshToken> {
        let token = self.refresh_tokens.get(token)?;
        let good = now < token.expires_at && token.rotated_at.is_none();
        (good && self.stands(&token.authorized, now)).then_some(token)
    }
}

/// Gives up what expires first, where the limit is reached.
fn make_room<T>(unfinished: &mut HashMap<String, T>, expires_at: impl Fn(&T) -> Timestamp) {
    if unfinished.len() < MAX_UNFINISHED {
        return;
    }
    let first = unfinished.iter().min_by_key(|(_, value)| expires_at(value)).map(|(key, _)| key.clone());
    if let Some(first) = first {
        unfinished.remove(&first);
    }
}

/// Returns the time `duration` after `time`, or the last one that can be told.
pub(super) fn after(time: Timestamp, duration: Duration) -> Timestamp {
    time.checked_add(duration).unwrap_or(Timestamp::MAX)
}
