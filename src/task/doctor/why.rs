//! Asks Logto's audit log what the last exchanges really were.

use crate::{
    logto::log::{self, Entry},
    project::Project,
    system::{StoreChoice, System},
    task::logto::{
        access::{self, AccessError},
        client::{LogtoError, ManagementApi},
        logs::{self, Wanted},
    },
};

/// How many exchanges are told.
const ENTRIES: usize = 10;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum WhyError {
    /// The project has no client whose exchanges could be looked at.
    #[error("the project has no `[oauth]`")]
    NoClient,
    /// Nobody says who may ask, or where.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Logto did not answer, or answered no.
    #[error(transparent)]
    Logto(#[from] LogtoError),
}

/// Returns the last exchanges of the project's client, the latest first.
///
/// # Errors
///
/// As [`WhyError`].
pub async fn why(system: &System, choice: &StoreChoice, project: &Project) -> Result<Vec<Entry>, WhyError> {
    let settings = project.oauth.as_ref().ok_or(WhyError::NoClient)?;
    let api = ManagementApi::new(system, access::access(system, choice, project)?);
    let keys = log::EXCHANGES.into_iter().filter_map(log::key_of).collect();
    let wanted = Wanted { keys, since: None, user: None, limit: ENTRIES };
    Ok(logs::logs(&api, &settings.client_id, &wanted).await?.entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        system::fake::{World, run},
        task::{
            fixture::{answer, project},
            logto::access::{APP_ID_VARIABLE, APP_SECRET_VARIABLE, RESOURCE_VARIABLE},
        },
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
        let entries = run(why(&world.system(), &StoreChoice::Auto, &project())).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].failure.as_ref().unwrap().detail, "refresh token not found");
        assert!(world.requests().iter().all(|own| own.uri().host() == Some("id.example.com")));
    }

    #[test]
    fn without_credentials_nobody_is_asked() {
        let world = World::new();
        world.set_variable(RESOURCE_VARIABLE, "https://t.logto.app/api");
        assert!(matches!(
            run(why(&world.system(), &StoreChoice::Auto, &project())),
            Err(WhyError::Access(AccessError::NoCredentials))
        ));
        assert!(world.requests().is_empty());
    }
}
