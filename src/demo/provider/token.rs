//! The token endpoint (RFC 6749 §3.2) and the authorization code grant (§4.1.3).

use super::{
    Provider,
    authorization_request::{check_pkce_format, check_resource},
    error::ProtocolError,
    received::{Parameters, Received},
    responses::{self, Answer},
    signing::SigningKey,
    state::{AccessToken, Authorized, Code, RefreshToken, after},
    userinfo,
};
use crate::demo::fault::{Behaviour, Endpoint, Point};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What tokens are given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grant {
    AuthorizationCode,
    RefreshToken,
}

impl Provider {
    /// Answers a token request.
    pub(super) fn token(&mut self, request: &Received<'_>, now: Timestamp) -> Result<Answer, ProtocolError> {
        let parameters = request.form_or_json("/token")?;
        self.check_token_request(request, &parameters)?;
        let client = self.authenticate(request, &parameters)?;
        let client_id = client.id.clone();
        let grant_type = parameters.required("grant_type")?;
        check_resource(&parameters)?;
        match grant_type {
            "authorization_code" => self.exchange_code(&client_id, &parameters, now),
            "refresh_token" => {
                if let Some(answer) = self.instead_of_refresh(request) {
                    return Ok(answer);
                }
                let mut answer = self.refresh(&client_id, &parameters, now)?;
                self.faults.spoil(Endpoint::Refresh, &mut answer, request.headers, &self.settings.issuer);
                Ok(answer)
            }
            "client_credentials" => {
                let description = "requested grant type is not allowed for this client";
                Err(ProtocolError::invalid_request(description))
            }
            _ => Err(ProtocolError::new("unsupported_grant_type", "unsupported grant_type requested")),
        }
    }

    fn exchange_code(
        &mut self,
        client_id: &str,
        parameters: &Parameters,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let presented = parameters.required("code")?;
        let redirect_uri = parameters.required("redirect_uri")?;
        let code = self.state.codes.get(presented).ok_or_else(ProtocolError::invalid_grant)?;
        // A failed exchange leaves the code as it was: whoever lacks one of these proofs can
        // neither use it nor burn it.
        let ours = code.authorized.client_id == client_id && now < code.expires_at;
        if !ours || !self.state.stands(&code.authorized, now) {
            return Err(ProtocolError::invalid_grant());
        }
        check_verifier(code, parameters.get("code_verifier"))?;
        if code.redirect_uri != redirect_uri {
            return Err(ProtocolError::invalid_grant());
        }
        let authorized = code.authorized.clone();
        if code.used {
            // Somebody has the code who should not: end everything that came of it
            // (RFC 6749 §4.1.2).
            self.state.revoke(authorized.grant);
            return Err(ProtocolError::invalid_grant());
        }
        if let Some(code) = self.state.codes.get_mut(presented) {
            code.used = true;
        }
        let refreshes = self.client(client_id).is_some_and(|client| client.always_refreshes());
        let refresh_token = (refreshes || authorized.has_scope("offline_access")).then(|| {
            let token = self.draw();
            let kept = RefreshToken {
                authorized: authorized.clone(),
                issued_at: now,
                expires_at: after(now, self.settings.lifetimes.refresh_token),
                rotated_at: None,
            };
            self.state.refresh_tokens.insert(token.clone(), kept);
            token
        });
        self.token_response(authorized, refresh_token.as_deref(), Grant::AuthorizationCode, now)
    }

    /// Issues an access token, and an ID token where `openid` is granted.
    pub(super) fn token_response(
        &mut self,
        authorized: Authorized,
        refresh_token: Option<&str>,
        grant: Grant,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let lifetime = self.settings.lifetimes.access_token;
        let mut body = Map::new();
        let access_token = self.draw();
        body.insert("access_token".to_owned(), Value::from(access_token.as_str()));
        body.insert("expires_in".to_owned(), Value::from(lifetime.as_secs()));
        if authorized.has_scope("openid") {
            let id_token = self
                .id_token(&authorized, &access_token, grant, now)
                .ok_or_else(ProtocolError::server_error)?;
            body.insert("id_token".to_owned(), Value::from(id_token));
        }
        if let Some(refresh_token) = refresh_token {
            body.insert("refresh_token".to_owned(), Value::from(refresh_token));
        }
        body.insert("scope".to_owned(), Value::from(authorized.scope.join(" ")));
        body.insert("token_type".to_owned(), Value::from("Bearer"));
        let kept = AccessToken { authorized, issued_at: now, expires_at: after(now, lifetime) };
        self.state.access_tokens.insert(access_token, kept);
        self.faults.change(Point::TokenResponse, &mut body, &self.settings.issuer);
        Ok(responses::json(StatusCode::OK, &Value::Object(body)))
    }

    fn id_token(
        &mut self,
        authorized: &Authorized,
        access_token: &str,
        grant: Grant,
        now: Timestamp,
    ) -> Option<String> {
        if self.faults.has(Behaviour::RotatingKey) {
            self.key = SigningKey::generate(self.key.algorithm()).ok()?;
        }
        let expires_at = after(now, self.settings.lifetimes.id_token);
        let mut claims = userinfo::claims(self.user(&authorized.sub)?, authorized);
        let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        if let Some(auth_time) = authorized.auth_time {
            put("auth_time", Value::from(auth_time.as_second()));
        }
        if let Some(nonce) = &authorized.nonce {
            put("nonce", Value::from(nonce.as_str()));
        }
        put("aud", Value::from(authorized.client_id.as_str()));
        put("exp", Value::from(expires_at.as_second()));
        put("iat", Value::from(now.as_second()));
        put("iss", Value::from(self.settings.issuer.as_str()));
        if self.faults.has(Behaviour::AccessTokenHash) {
            put("at_hash", Value::from(self.key.half_hash(access_token)));
        }
        let issuer = &self.settings.issuer;
        self.faults.change(Point::IdTokenClaims, &mut claims, issuer);
        if grant == Grant::RefreshToken {
            self.faults.change(Point::RefreshedIdTokenClaims, &mut claims, issuer);
        }
        let mut header = self.key.header();
        self.faults.change(Point::IdTokenHeader, &mut header, issuer);
        let signed = self.key.sign(header, claims)?;
        Some(self.faults.rewrite(signed, self.key.public()))
    }
}

/// Checks the code verifier against the challenge. One without the other is refused: a challenge
/// could have been stripped on the way (RFC 9700 §4.8.2).
fn check_verifier(code: &Code, verifier: Option<&str>) -> Result<(), ProtocolError> {
    if let Some(verifier) = verifier {
        check_pkce_format("code_verifier", verifier)?;
    }
    let matches = match (&code.challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => {
            let computed = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
            computed.as_bytes().ct_eq(challenge.as_bytes()).into()
        }
        _ => false,
    };
    if matches { Ok(()) } else { Err(ProtocolError::invalid_grant()) }
}
