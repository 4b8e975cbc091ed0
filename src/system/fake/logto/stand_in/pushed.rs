//! Pushed authorization requests, which releases from 1.42 on have.

use super::{
    StandIn, Tenant,
    answer::{self, Answer, Stop},
    received::Received,
};
use http::StatusCode;
use serde_json::json;

impl StandIn {
    /// Answers at `/oidc/request`.
    pub(super) fn push(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        if !self.pushed_requests {
            return Err(Stop::unmeasured("a pushed request that nobody announced"));
        }
        let form = received.form()?;
        self.authenticate(Tenant::Own, received, &form)?;
        if let Err(wrong) = self.judge(&form) {
            // Here no redirect URI is special.
            let error = if wrong.error == "invalid_redirect_uri" { "invalid_request" } else { wrong.error };
            return Ok(answer::refused(StatusCode::BAD_REQUEST, error, &wrong.description));
        }
        let uri = format!("urn:ietf:params:oauth:request_uri:{}", self.draw_token());
        self.grants.pushed.insert(uri.clone(), form);
        Ok(answer::created(&json!({ "expires_in": 60, "request_uri": uri })))
    }
}
