//! An application as Logto has it. Members that nobody here knows are kept as they came.

use crate::oauth::values::ClientSecret;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// Where the redirect URIs are.
pub const OIDC_METADATA: &str = "oidcClientMetadata";
/// Where the life of refresh tokens is.
pub const CUSTOM_METADATA: &str = "customClientMetadata";
/// The redirect URIs, in [`OIDC_METADATA`].
pub const REDIRECT_URIS: &str = "redirectUris";
/// The addresses to return to after a sign-out, in [`OIDC_METADATA`]; Logto demands the member.
pub const POST_LOGOUT_REDIRECT_URIS: &str = "postLogoutRedirectUris";
/// Whether a refresh token is issued whatever was asked for, in [`CUSTOM_METADATA`].
pub const ALWAYS_ISSUE_REFRESH_TOKEN: &str = "alwaysIssueRefreshToken";
/// The life of a refresh token in days, 1 to 180, in [`CUSTOM_METADATA`].
pub const REFRESH_TOKEN_DAYS: &str = "refreshTokenTtlInDays";

/// An application, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    members: Map<String, Value>,
}

impl Application {
    /// Returns the application in `value`; nothing where it has no id.
    pub fn parse(value: Value) -> Option<Self> {
        let Value::Object(members) = value else { return None };
        let known = members.get("id").and_then(Value::as_str).is_some_and(|id| !id.is_empty());
        known.then_some(Self { members })
    }

    /// Returns its id, which is the client id.
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// Returns its name, which need not be the only one of its kind.
    pub fn name(&self) -> &str {
        self.text("name")
    }

    /// Returns its type, such as `Traditional`.
    pub fn kind(&self) -> &str {
        self.text("type")
    }

    /// Returns when it was made, in milliseconds of Unix time.
    pub fn created_at(&self) -> i64 {
        self.members.get("createdAt").and_then(Value::as_i64).unwrap_or(i64::MAX)
    }

    /// Returns its redirect URIs.
    pub fn redirect_uris(&self) -> Vec<&str> {
        let uris = self.members.get(OIDC_METADATA).and_then(|own| own.get(REDIRECT_URIS));
        uris.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// Returns whether it always issues refresh tokens; nothing where nobody ever said.
    pub fn always_issues_refresh_token(&self) -> Option<bool> {
        self.custom(ALWAYS_ISSUE_REFRESH_TOKEN)?.as_bool()
    }

    /// Returns the life of its refresh tokens in days; nothing where nobody ever said.
    pub fn refresh_token_days(&self) -> Option<u64> {
        self.custom(REFRESH_TOKEN_DAYS)?.as_u64()
    }

    /// Returns a member that is an object, as it is; an empty one where it is not there. A `null` in it
    /// is left out: Logto takes none back, and means by it what is not there.
    pub fn object(&self, member: &str) -> Map<String, Value> {
        let members = self.members.get(member).and_then(Value::as_object).into_iter().flatten();
        let set = members.filter(|(_, value)| !value.is_null());
        set.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Returns whether it belongs to somebody else, so that its users are asked for their consent.
    pub fn is_third_party(&self) -> bool {
        self.members.get("isThirdParty").and_then(Value::as_bool).unwrap_or(false)
    }

    fn custom(&self, name: &str) -> Option<&Value> {
        self.members.get(CUSTOM_METADATA)?.get(name)
    }

    fn text(&self, name: &str) -> &str {
        self.members.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A secret of an application. Logto tells its value at any time.
#[derive(Debug)]
pub struct Secret {
    /// Its name, the only one of its application.
    pub name: String,
    /// The secret itself.
    pub value: ClientSecret,
    /// When it was made, in milliseconds of Unix time.
    pub created_at: i64,
    /// When it stops being good.
    pub expires_at: Option<Timestamp>,
}

impl Secret {
    /// Returns the secret in `value`; nothing where it has no name or no value.
    pub fn parse(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|own| !own.is_empty());
        let expires_at = value.get("expiresAt").and_then(Value::as_i64);
        Some(Self {
            name: text("name")?.to_owned(),
            value: ClientSecret::new(text("value")?),
            created_at: value.get("createdAt").and_then(Value::as_i64).unwrap_or_default(),
            expires_at: expires_at.and_then(|own| Timestamp::from_millisecond(own).ok()),
        })
    }

    /// Returns whether it is still good.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| end > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_logto_sends_is_read_and_kept() {
        let value = json!({
            "tenantId": "default", "id": "abc", "name": "Agenda", "type": "Traditional",
            "oidcClientMetadata": { "redirectUris": ["https://a.example/cb"], "postLogoutRedirectUris": [], "logoUri": "x" },
            "customClientMetadata": { "alwaysIssueRefreshToken": true, "idTokenTtl": 60 },
            "createdAt": 1_795_322_898_385_i64,
        });
        let application = Application::parse(value).unwrap();
        assert_eq!(
            (application.id(), application.name(), application.kind()),
            ("abc", "Agenda", "Traditional")
        );
        assert_eq!(application.redirect_uris(), ["https://a.example/cb"]);
        assert_eq!(application.always_issues_refresh_token(), Some(true));
        assert_eq!(application.refresh_token_days(), None);
        assert_eq!(application.object(OIDC_METADATA)["logoUri"], "x");
        assert_eq!(application.object(CUSTOM_METADATA)["idTokenTtl"], 60);
    }

    #[test]
    fn what_has_no_id_is_no_application() {
        for value in [json!([]), json!({}), json!({ "id": 7 }), json!({ "id": "" })] {
            assert!(Application::parse(value).is_none());
        }
        let bare = Application::parse(json!({ "id": "a" })).unwrap();
        assert!(bare.redirect_uris().is_empty() && bare.object(CUSTOM_METADATA).is_empty());
    }

    #[test]
    fn a_secret_does_not_print_and_knows_its_end() {
        let secret =
            Secret::parse(&json!({ "name": "x", "value": "canary", "createdAt": 5, "expiresAt": 1000 }));
        let secret = secret.unwrap();
        assert!(!format!("{secret:?}").contains("canary"));
        assert!(secret.is_live(Timestamp::from_millisecond(999).unwrap()));
        assert!(!secret.is_live(Timestamp::from_millisecond(1000).unwrap()));
        let kept = Secret::parse(&json!({ "name": "x", "value": "y", "expiresAt": null })).unwrap();
        assert!(kept.is_live(Timestamp::MAX));
        assert!(Secret::parse(&json!({ "name": "x" })).is_none());
    }
}
