//! Token revocation (RFC 7009).

use super::{
    Provider,
    error::ProtocolError,
    received::Received,
    responses::{self, Answer},
};
use http::StatusCode;
use jiff::Timestamp;

impl Provider {
    /// Ends the whole grant of a token, as Logto does: revoking an access token signs the client
    /// out. A token that is not known is no error (§2.2).
    pub(super) fn revoke(&mut self, request: &Received<'_>, now: Timestamp) -> Result<Answer, ProtocolError> {
        let parameters = request.form("/token/revocation")?;
        let client_id = &self.authenticate(request, &parameters)?.id;
        let token = parameters.required("token")?;
        let access = self.state.access_token(token, now).map(|token| &token.authorized);
        let refresh = self.state.refresh_tokens.get(token).map(|token| &token.authorized);
        if let Some(authorized) = access.or(refresh) {
            if authorized.client_id != *client_id {
                let description = "client is not authorized to revoke the presented token";
                return Err(ProtocolError::invalid_request(description));
            }
            self.state.revoke(authorized.grant);
        }
        Ok(responses::text(StatusCode::OK, ""))
    }
}
