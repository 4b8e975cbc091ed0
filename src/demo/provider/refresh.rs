//! The refresh token grant (RFC 6749 §6) with Logto's rotation policy.
//!
//! A public client gets a new refresh token each time, a confidential one only when 70 % of the
//! old one's life is over. A rotated token is still taken for a few seconds, for clients that
//! raced themselves; later it can only be a thief's or its victim's, and the grant ends.

use super::{
    Provider,
    error::ProtocolError,
    received::Parameters,
    responses::Answer,
    settings::ClientKind,
    state::{Authorized, RefreshToken, after},
    token::Grant,
};
use crate::demo::fault::Behaviour;
use jiff::Timestamp;

impl Provider {
    pub(super) fn refresh(
        &mut self,
        client_id: &str,
        parameters: &Parameters,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let presented = parameters.required("refresh_token")?;
        let token = self.state.refresh_tokens.get(presented).ok_or_else(ProtocolError::invalid_grant)?;
        let ours = token.authorized.client_id == client_id && now < token.expires_at;
        if !ours || !self.state.stands(&token.authorized, now) {
            return Err(ProtocolError::invalid_grant());
        }
        let scope = narrowed(&token.authorized, parameters.get("scope"))?;
        let authorized = token.authorized.clone();
        let at_once = self.faults.has(Behaviour::ReuseRevokes);
        let late = |rotated_at| at_once || now > after(rotated_at, self.settings.lifetimes.rotation_grace);
        if token.rotated_at.is_some_and(late) {
            self.state.revoke(authorized.grant);
            return Err(ProtocolError::invalid_grant());
        }
        let next = if self.must_rotate(client_id, token, now) {
            Some(self.rotate(client_id, presented, now))
        } else {
            (!self.faults.has(Behaviour::NeverRotate)).then(|| presented.to_owned())
        };
        self.token_response(Authorized { scope, ..authorized }, next.as_deref(), Grant::RefreshToken, now)
    }

    fn must_rotate(&self, client_id: &str, token: &RefreshToken, now: Timestamp) -> bool {
        if self.faults.has(Behaviour::AlwaysRotate) || self.faults.has(Behaviour::ReuseRevokes) {
            return true;
        }
        if self.faults.has(Behaviour::NeverRotate) {
            return false;
        }
        let public = self.client(client_id).is_none_or(|client| client.secret.is_none());
        let life = token.expires_at.duration_since(token.issued_at);
        let age = now.duration_since(token.issued_at);
        public || age.as_millis() * 10 >= life.as_millis() * 7
    }

    /// Puts a new refresh token beside the presented one and returns it.
    fn rotate(&mut self, client_id: &str, presented: &str, now: Timestamp) -> String {
        let next = self.draw();
        let kind = self.client(client_id).map(|client| client.kind);
        let full_life = after(now, self.settings.lifetimes.refresh_token);
        if let Some(old) = self.state.refresh_tokens.get_mut(presented) {
            old.rotated_at.get_or_insert(now);
            // A page in a browser cannot prolong its access by refreshing.
            let expires_at = if kind == Some(ClientKind::Spa) { old.expires_at } else { full_life };
            let authorized = old.authorized.clone();
            let kept = RefreshToken { authorized, issued_at: now, expires_at, rotated_at: None };
            self.state.refresh_tokens.insert(next.clone(), kept);
        }
        next
    }
}

/// Returns the scope of the new access token: what was asked for, which must have been granted.
fn narrowed(authorized: &Authorized, requested: Option<&str>) -> Result<Vec<String>, ProtocolError> {
    let Some(requested) = requested else { return Ok(authorized.scope.clone()) };
    let requested: Vec<&str> = requested.split(' ').filter(|name| !name.is_empty()).collect();
    let wider: Vec<&str> = requested.iter().copied().filter(|name| !authorized.has_scope(name)).collect();
    if wider.is_empty() {
        return Ok(requested.into_iter().map(str::to_owned).collect());
    }
    let description = "refresh token missing requested scope";
    Err(ProtocolError::new("invalid_scope", description).with_scope(&wider.join(" ")))
}
