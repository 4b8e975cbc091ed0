//! Sign-out (OpenID Connect RP-Initiated Logout 1.0).

use super::{
    Provider,
    error::ProtocolError,
    pages,
    received::{Parameters, Received},
    responses::{self, Answer},
    state::{Logout, after},
};
use http::Method;
use jiff::Timestamp;
use url::Url;

impl Provider {
    /// Asks whether to sign out: a link alone must not do it.
    pub(super) fn end_session(
        &mut self,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let parameters = match *request.method {
            Method::POST => request.form("/session/end")?,
            _ => request.query.clone().without_duplicates()?,
        };
        let redirect = self.after_logout(&parameters)?;
        let session = self.state.session(request.cookie(&self.session_cookie), now).map(|session| session.id);
        let xsrf = self.draw();
        let expires_at = after(now, self.settings.lifetimes.interaction);
        let page = pages::sign_out(&format!("{}/session/end/confirm", self.settings.issuer), &xsrf);
        self.state.keep_logout(xsrf, Logout { session, redirect, expires_at });
        Ok(page)
    }

    /// Returns where the browser goes after sign-out, where it was asked and is registered.
    fn after_logout(&self, parameters: &Parameters) -> Result<Option<String>, ProtocolError> {
        let hinted = match parameters.get("id_token_hint") {
            None => None,
            Some(hint) => {
                let claims = self
                    .key
                    .verify(hint)
                    .ok_or_else(|| ProtocolError::invalid_request("could not decode id_token_hint"))?;
                claims.get("aud").and_then(|audience| audience.as_str()).map(str::to_owned)
            }
        };
        let client_id = parameters.get("client_id");
        if hinted.is_some() && client_id.is_some() && hinted.as_deref() != client_id {
            return Err(ProtocolError::invalid_request(
                "client_id does not match the provided id_token_hint",
            ));
        }
        let Some(id) = hinted.as_deref().or(client_id) else { return Ok(None) };
        let client = self.client(id).ok_or_else(|| ProtocolError::unknown_client(id))?;
        let Some(requested) = parameters.get("post_logout_redirect_uri") else { return Ok(None) };
        let registered = client.post_logout_redirect_uris.iter().any(|own| own == requested);
        match Url::parse(requested) {
            Ok(mut url) if registered => {
                if let Some(state) = parameters.get("state") {
                    url.query_pairs_mut().append_pair("state", state);
                }
                Ok(Some(url.into()))
            }
            _ => Err(ProtocolError::invalid_request("post_logout_redirect_uri not registered")),
        }
    }

    /// Signs out, where the form came from our page and this browser.
    pub(super) fn confirm_end_session(
        &mut self,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let parameters = request.form("/session/end/confirm")?;
        let session = self.state.session(request.cookie(&self.session_cookie), now).map(|session| session.id);
        let xsrf = parameters.required("xsrf")?;
        let known = self.state.logouts.get(xsrf).filter(|logout| now < logout.expires_at);
        if known.is_none_or(|logout| logout.session != session) {
            return Err(ProtocolError::invalid_request("could not find logout details"));
        }
        let redirect = self.state.logouts.remove(xsrf).and_then(|logout| logout.redirect);
        let success = || format!("{}/session/end/success", self.settings.issuer);
        let mut answer = responses::see_other(&redirect.unwrap_or_else(success));
        if parameters.get("logout").is_some() {
            if let Some(session) = session {
                self.state.end_session(session);
            }
            responses::set_cookie(&mut answer, &self.session_cookie, "", 0);
        }
        Ok(answer)
    }
}
