//! The metadata document (OpenID Connect Discovery 1.0, RFC 8414) and the JWK set.

use super::{
    Provider,
    authorization_request::SCOPES,
    responses::{self, Answer},
};
use crate::demo::fault::{Behaviour, Object, Point};
use http::{StatusCode, header::CACHE_CONTROL};
use serde_json::{Value, json};

impl Provider {
    /// Returns the metadata, in Logto's order and with nothing that is not really there.
    pub(super) fn discovery(&self) -> Answer {
        let issuer = &self.settings.issuer;
        let mut body = json!({
            "authorization_endpoint": format!("{issuer}/auth"),
            "claims_parameter_supported": false,
            "claims_supported": [
                "sub", "name", "preferred_username", "picture", "updated_at", "username", "created_at",
                "email", "email_verified", "auth_time", "iss",
            ],
            "code_challenge_methods_supported": ["S256"],
            "end_session_endpoint": format!("{issuer}/session/end"),
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "issuer": issuer,
            "jwks_uri": format!("{issuer}/jwks"),
            "authorization_response_iss_parameter_supported": true,
            "response_modes_supported": ["fragment", "query"],
            "response_types_supported": ["code"],
            "scopes_supported": SCOPES,
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": self.client_auth_methods(),
            "token_endpoint": format!("{issuer}/token"),
            "id_token_signing_alg_values_supported": [self.announced_algorithm().name()],
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "userinfo_endpoint": format!("{issuer}/me"),
            "introspection_endpoint": format!("{issuer}/token/introspection"),
            "revocation_endpoint": format!("{issuer}/token/revocation"),
            "claim_types_supported": ["normal"],
        });
        if let Some(body) = body.as_object_mut() {
            for (gone, member) in [
                (Behaviour::NoIntrospection, "introspection_endpoint"),
                (Behaviour::NoRevocation, "revocation_endpoint"),
            ] {
                if self.faults.has(gone) {
                    body.shift_remove(member);
                }
            }
            self.faults.change(Point::Metadata, body, issuer);
        }
        responses::json(StatusCode::OK, &body)
    }

    /// Returns the public key. Nobody may cache it: every run has another.
    pub(super) fn jwks(&self) -> Answer {
        let mut keys = Object::from_iter([("keys".to_owned(), Value::from(vec![self.key.jwk().clone()]))]);
        self.faults.change(Point::KeySet, &mut keys, &self.settings.issuer);
        let body = Value::Object(keys).to_string().into_bytes();
        let mut answer = responses::bytes(StatusCode::OK, "application/jwk-set+json; charset=utf-8", body);
        responses::put(&mut answer, CACHE_CONTROL, "no-cache, max-age=0, must-revalidate");
        answer
    }
}
