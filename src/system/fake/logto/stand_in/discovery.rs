//! The discovery document.

use super::{
    StandIn,
    answer::{self, Answer},
    received::Received,
};
use serde_json::{Value, json};

/// The scopes of a user that Logto knows.
pub(super) const SCOPES: [&str; 13] = [
    "openid",
    "offline_access",
    "profile",
    "email",
    "phone",
    "address",
    "custom_data",
    "identities",
    "roles",
    "urn:logto:scope:organizations",
    "urn:logto:scope:organization_roles",
    "urn:logto:scope:sessions",
    "urn:logto:scope:trusted_devices",
];

impl StandIn {
    /// Returns the document of the host that was asked.
    pub(super) fn discovery(&self, received: &Received<'_>) -> Answer {
        let issuer = self.issuer(received);
        let at = |path: &str| format!("{}/oidc{path}", received.origin);
        let mut document = json!({
            "authorization_endpoint": at("/auth"),
            "device_authorization_endpoint": at("/device/auth"),
            "claims_parameter_supported": false,
            "claims_supported": [
                "sub", "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username",
                "profile", "picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
                "username", "created_at", "email", "email_verified", "phone_number", "phone_number_verified",
                "address", "custom_data", "identities", "sso_identities", "roles", "organizations",
                "organization_data", "organization_roles", "sid", "auth_time", "iss"
            ],
            "code_challenge_methods_supported": ["S256"],
            "end_session_endpoint": at("/session/end"),
            "grant_types_supported": [
                "implicit", "authorization_code", "refresh_token", "client_credentials",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange"
            ],
            "issuer": issuer,
            "jwks_uri": at("/jwks"),
            "authorization_response_iss_parameter_supported": true,
            "response_modes_supported": ["form_post", "fragment", "query"],
            "response_types_supported": ["code id_token", "code", "id_token", "none"],
            "scopes_supported": SCOPES,
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": METHODS,
            "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
            "token_endpoint": at("/token"),
            "id_token_signing_alg_values_supported": ["ES384"],
            "userinfo_endpoint": at("/me"),
            "introspection_endpoint": at("/token/introspection"),
            "revocation_endpoint": at("/token/revocation"),
            "claim_types_supported": ["normal"],
            "request_uri_parameter_supported": false,
            "backchannel_logout_supported": true,
            "backchannel_logout_session_supported": true
        });
        if self.pushed_requests {
            document["pushed_authorization_request_endpoint"] = Value::from(at("/request"));
        }
        answer::ok(&document)
    }
}

const METHODS: [&str; 5] =
    ["client_secret_basic", "client_secret_jwt", "client_secret_post", "private_key_jwt", "none"];

const ALGORITHMS: [&str; 6] = ["HS256", "RS256", "PS256", "ES256", "Ed25519", "EdDSA"];
