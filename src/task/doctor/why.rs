//! Asks Logto's audit log what the last exchanges really were.

use crate::{
    oauth::{
        client_auth::Client,
        values::{ClientAuthMethod, ClientId, ClientSecret},
    },
    probe::audit::{self, AuditError, Entry},
    project::Project,
    system::{HttpError, System},
    task::discover::send_small,
};

/// The application that may use the Management API.
pub const APP_ID_VARIABLE: &str = "GPTAUTH_LOGTO_APP_ID";
/// Its secret.
pub const APP_SECRET_VARIABLE: &str = "GPTAUTH_LOGTO_APP_SECRET";
/// The indicator of the Management API, where the issuer is on a custom domain.
pub const RESOURCE_VARIABLE: &str = "GPTAUTH_LOGTO_RESOURCE";

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WhyError {
    /// The project has no issuer.
    #[error("the project names no `issuer`")]
    NoIssuer,
    /// Nobody says which application may ask.
    #[error("no credentials for Logto's Management API")]
    NoCredentials,
    /// No answer came.
    #[error("Logto cannot be reached")]
    Http(#[from] HttpError),
    /// The log cannot be read.
    #[error(transparent)]
    Audit(#[from] AuditError),
}

/// Returns the last exchanges of the project's client, the latest first.
///
/// # Errors
///
/// As [`WhyError`].
pub async fn why(system: &System, project: &Project) -> Result<Vec<Entry>, WhyError> {
    let settings = project.oauth.as_ref().ok_or(WhyError::NoIssuer)?;
    let issuer = settings.issuer.as_ref().ok_or(WhyError::NoIssuer)?;
    let variable = |name| system.environment.variable(name).ok_or(WhyError::NoCredentials);
    let id = ClientId::new(variable(APP_ID_VARIABLE)?);
    let secret = ClientSecret::new(variable(APP_SECRET_VARIABLE)?);
    let resource = system.environment.variable(RESOURCE_VARIABLE);
    let tenant = audit::tenant(issuer.as_str(), resource.as_deref())?;
    let client = Client::new(id, ClientAuthMethod::ClientSecretBasic, Some(secret))
        .map_err(|_| WhyError::NoCredentials)?;
    let token = audit::token(&send_small(system, audit::token_request(&tenant, &client)).await?)?;
    let mut entries = Vec::new();
    for key in audit::KEYS {
        let request = audit::log_request(&tenant, &token, key, &settings.client_id)?;
        entries.extend(audit::entries(&send_small(system, request).await?, &token)?);
    }
    entries.sort_by_key(|own| std::cmp::Reverse(own.at));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        system::fake::{World, run},
        task::fixture::{answer, project},
    };
    use serde_json::json;

    fn world() -> World {
        let world = World::new();
        world.set_variable(APP_ID_VARIABLE, "m2m");
        world.set_variable(APP_SECRET_VARIABLE, "s3cret");
        world.set_variable(RESOURCE_VARIABLE, "https://t.logto.app/api");
        world.answer(|request| {
            Ok(match request.uri().path() {
                "/oidc/token" => answer(200, &json!({ "access_token": "at", "scope": "all" })),
                _ if request.uri().query().unwrap_or_default().contains("RefreshToken") => answer(200, &json!([{
                    "key": "ExchangeTokenBy.RefreshToken", "createdAt": 2_000,
                    "payload": { "result": "Error", "error": "{\"error\":\"invalid_grant\",\"error_detail\":\"refresh token not found\"}" },
                }])),
                _ => answer(200, &json!([{
                    "key": "ExchangeTokenBy.AuthorizationCode", "createdAt": 1_000,
                    "payload": { "result": "Success", "tokenTypes": ["AccessToken"] },
                }])),
            })
        });
        world
    }

    #[test]
    fn the_latest_exchange_comes_first_with_its_reason() {
        let world = world();
        let entries = run(why(&world.system(), &project())).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].failure.as_ref().unwrap().detail, "refresh token not found");
        assert!(world.requests().iter().all(|own| own.uri().host() == Some("id.example.com")));
    }

    #[test]
    fn without_credentials_nobody_is_asked() {
        let world = World::new();
        assert!(matches!(run(why(&world.system(), &project())), Err(WhyError::NoCredentials)));
        assert!(world.requests().is_empty());
    }
}
