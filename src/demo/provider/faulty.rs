//! Where the faults that are switched on take hold of the provider.

use super::{
    Provider, SettingsError,
    error::ProtocolError,
    received::{Parameters, Received},
    responses::Answer,
    settings::ClientKind,
    signing::{Algorithm, SigningKey},
};
use crate::{
    demo::{
        CLIENT_ID,
        fault::{Behaviour, Endpoint, Faults},
    },
    oauth::values::ClientSecret,
};
use http::{Method, header::AUTHORIZATION};
use std::time::Duration;

impl Provider {
    /// Returns the provider with these faults switched on, for the demo's own client where they are
    /// about a client.
    ///
    /// # Errors
    ///
    /// [`SettingsError::Generate`] where a fault wants another signing key and none can be made.
    pub fn with_faults(mut self, faults: Faults) -> Result<Self, SettingsError> {
        for (behaviour, algorithm) in [
            (Behaviour::SignEs256, Algorithm::Es256),
            (Behaviour::SignRs256, Algorithm::Rs256),
            (Behaviour::SignUnannounced, Algorithm::Es256),
        ] {
            if faults.has(behaviour) {
                self.key = SigningKey::generate(algorithm).map_err(SettingsError::Generate)?;
            }
        }
        let seconds = |behaviour| faults.argument(behaviour)?.parse().ok().map(Duration::from_secs);
        let lifetimes = &mut self.settings.lifetimes;
        lifetimes.access_token = seconds(Behaviour::AccessTokenLifetime).unwrap_or(lifetimes.access_token);
        lifetimes.refresh_token = seconds(Behaviour::RefreshTokenLifetime).unwrap_or(lifetimes.refresh_token);
        let other_secret = faults.has(Behaviour::OtherSecret).then(|| ClientSecret::new(self.draw()));
        if let Some(client) = self.settings.clients.iter_mut().find(|client| client.id == CLIENT_ID) {
            for (behaviour, kind) in
                [(Behaviour::SpaClient, ClientKind::Spa), (Behaviour::NativeClient, ClientKind::Native)]
            {
                if faults.has(behaviour) {
                    (client.kind, client.secret) = (kind, None);
                }
            }
            client.secret = other_secret.or(client.secret.take());
            client.always_issue_refresh_token &= !faults.has(Behaviour::NoRefreshToken);
        }
        self.faults = faults;
        Ok(self)
    }

    /// Returns which endpoint with faults of its own a request is for.
    pub(super) fn faulty_endpoint(&self, request: &Received<'_>) -> Option<Endpoint> {
        if !request.is_for(&self.authority) || request.method == Method::OPTIONS {
            return None;
        }
        if request.path.contains("/.well-known/") {
            return Some(Endpoint::Discovery);
        }
        match self.endpoint(request.path)? {
            "/jwks" => Some(Endpoint::Keys),
            "/auth" => Some(Endpoint::Authorization),
            "/token" => Some(Endpoint::Token),
            "/me" => Some(Endpoint::Userinfo),
            _ => None,
        }
    }

    /// Refuses an endpoint that a fault has taken away, or the only place where the metadata is not.
    pub(super) fn check_present(&self, request: &Received<'_>, path: &str) -> Result<(), ProtocolError> {
        let gone = match path {
            "/token/introspection" => self.faults.has(Behaviour::NoIntrospection),
            "/token/revocation" => self.faults.has(Behaviour::NoRevocation),
            _ if path.starts_with("/.well-known/") => self.faults.has(Behaviour::OnlyInsertedDiscovery),
            _ => false,
        };
        if gone { Err(ProtocolError::unknown_route(request.method, path)) } else { Ok(()) }
    }

    /// Returns whether the metadata is asked for where RFC 8414 has it, and is there.
    pub(super) fn is_inserted_discovery(&self, path: &str) -> bool {
        let place = path.strip_prefix("/.well-known/oauth-authorization-server");
        place == Some(self.mount.as_str()) && self.faults.has(Behaviour::OnlyInsertedDiscovery)
    }

    /// Refuses an authorization request without a code challenge, where a fault demands one.
    pub(super) fn check_pkce_policy(&self, parameters: &Parameters) -> Result<(), ProtocolError> {
        if self.faults.has(Behaviour::PkceRequired) && parameters.get("code_challenge").is_none() {
            return Err(ProtocolError::pkce_required());
        }
        Ok(())
    }

    /// Refuses a token request that a fault wants otherwise: in JSON, or with `state`.
    pub(super) fn check_token_request(
        &self,
        request: &Received<'_>,
        parameters: &Parameters,
    ) -> Result<(), ProtocolError> {
        if self.faults.has(Behaviour::JsonOnly) && !request.is_json() {
            return Err(ProtocolError::json_required());
        }
        if self.faults.has(Behaviour::StateRequired) {
            parameters.required("state")?;
        }
        Ok(())
    }

    /// Refuses the way in which a client authenticates, or its secret, where a fault does.
    pub(super) fn check_client_authentication(
        &self,
        request: &Received<'_>,
        parameters: &Parameters,
    ) -> Result<(), ProtocolError> {
        let basic = request.headers.contains_key(AUTHORIZATION);
        let posted = parameters.get("client_secret").is_some();
        if (self.faults.has(Behaviour::BasicOnly) && posted)
            || (self.faults.has(Behaviour::PostOnly) && basic)
        {
            return Err(ProtocolError::client_authentication(basic));
        }
        if self.faults.has(Behaviour::ExpiredSecret) && (basic || posted) {
            return Err(ProtocolError::invalid_request("client secret has expired"));
        }
        Ok(())
    }

    /// Returns the client authentication methods to announce.
    pub(super) fn client_auth_methods(&self) -> &'static [&'static str] {
        if self.faults.has(Behaviour::BasicOnly) {
            &["client_secret_basic"]
        } else if self.faults.has(Behaviour::PostOnly) {
            &["client_secret_post"]
        } else {
            &["client_secret_basic", "client_secret_post", "none"]
        }
    }

    /// Returns the algorithm to announce, which is the key's own but for the fault that lies.
    pub(super) fn announced_algorithm(&self) -> Algorithm {
        if self.faults.has(Behaviour::SignUnannounced) { Algorithm::Es384 } else { self.key.algorithm() }
    }

    /// Answers in place of the token endpoint for a refresh token, where a fault does.
    pub(super) fn instead_of_refresh(&self, request: &Received<'_>) -> Option<Answer> {
        self.faults.instead(Endpoint::Refresh, request.headers, &self.settings.issuer)
    }
}
