//! Why a client was refused: would another authentication method do?

use super::{LoginError, prepare::Prepared};
use crate::{
    oauth::{
        authorization::Authorized,
        token::{self, TokenError},
        values::{AuthorizationCode, ClientAuthMethod},
    },
    platform::TokenShape,
    system::System,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use url::Url;

/// The methods that are tried: those that need nothing but what is at hand.
const TRIED: [ClientAuthMethod; 3] =
    [ClientAuthMethod::ClientSecretPost, ClientAuthMethod::ClientSecretBasic, ClientAuthMethod::None];

/// What came of a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The client is known by it: only the made-up code was refused.
    Accepted,
    /// The client is refused by it too.
    Refused,
    /// The answer says neither.
    Unclear,
}

/// Tries the other methods at the same token endpoint, each with a code that cannot exist. The real
/// code is never sent again: a second use would end the whole grant (RFC 6749 §4.1.2).
pub(super) async fn try_methods(
    system: &System,
    prepared: &Prepared<'_>,
    endpoint: &Url,
    redirect_uri: &Url,
    shape: &TokenShape,
) -> Result<Vec<(ClientAuthMethod, Verdict)>, LoginError> {
    let own = prepared.settings.token_endpoint_auth_method;
    let mut tried = Vec::new();
    for method in TRIED.into_iter().filter(|&method| method != own) {
        // A method that needs a secret is passed over where none is at hand.
        let Some(client) = prepared.credentials.client_by(method) else { continue };
        let mut random = [0; 24];
        system.random.fill(&mut random).map_err(LoginError::Random)?;
        let authorized = Authorized {
            code: AuthorizationCode::new(format!("no-such-code-{}", URL_SAFE_NO_PAD.encode(random))),
            verifier: None,
            redirect_uri: redirect_uri.clone(),
            nonce: None,
            resources: Vec::new(),
        };
        let scope = &prepared.settings.scope;
        let (request, pending) = token::exchange_code(endpoint, &client, authorized, scope, shape);
        let verdict = match system.http.send(request).await {
            Ok(response) => verdict(&pending.judge(&response).err()),
            Err(_) => Verdict::Unclear,
        };
        tried.push((method, verdict));
    }
    Ok(tried)
}

fn verdict(error: &Option<TokenError>) -> Verdict {
    match error {
        Some(TokenError::Refused(refusal)) => match refusal.error.as_str() {
            "invalid_client" | "unauthorized_client" => Verdict::Refused,
            "invalid_grant" => Verdict::Accepted,
            _ => Verdict::Unclear,
        },
        _ => Verdict::Unclear,
    }
}
