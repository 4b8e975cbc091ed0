//! What is there and what is wanted, merged: Logto replaces an object as a whole, so what is sent must
//! have in it all that others set.

use super::application::{
    ALWAYS_ISSUE_REFRESH_TOKEN, Application, CUSTOM_METADATA, OIDC_METADATA, POST_LOGOUT_REDIRECT_URIS,
    REDIRECT_URIS, REFRESH_TOKEN_DAYS,
};
use serde_json::{Map, Value};

/// What an application must have, and what it must no longer have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Redirect URIs that must be there.
    pub add: Vec<String>,
    /// Redirect URIs that must not be there.
    pub remove: Vec<String>,
    /// Whether refresh tokens are always issued; left as it is where it is not given.
    pub always_issue_refresh_token: Option<bool>,
    /// The life of refresh tokens in days; left as it is where it is not given.
    pub refresh_token_days: Option<u64>,
}

/// An object of an application that is to be replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// The member of the application.
    pub member: &'static str,
    /// What it is to be, whole.
    pub value: Map<String, Value>,
}

/// The two objects of an application that are written here, as they were before a write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Before {
    oidc: Map<String, Value>,
    custom: Map<String, Value>,
}

impl Before {
    /// Returns the objects of an application.
    pub fn of(application: &Application) -> Self {
        Self { oidc: application.object(OIDC_METADATA), custom: application.object(CUSTOM_METADATA) }
    }

    /// Takes over what an application has more. What another set since then counts; what another lost,
    /// by writing what it had read too early, is kept.
    pub fn learn(&mut self, application: &Application) {
        let now = Self::of(application);
        self.oidc = restored(&self.oidc, &now.oidc);
        self.custom = restored(&self.custom, &now.custom);
    }
}

/// Returns what is to be replaced, in order, so that an application has what is wanted and everything
/// that was there before; nothing where it has.
pub fn replacements(before: &Before, now: &Application, wanted: &Wanted) -> Vec<Replacement> {
    let objects = Before::of(now);
    let oidc = with_redirect_uris(restored(&before.oidc, &objects.oidc), wanted);
    let custom = with_refresh_tokens(restored(&before.custom, &objects.custom), wanted);
    let changed = [(OIDC_METADATA, oidc, objects.oidc), (CUSTOM_METADATA, custom, objects.custom)];
    let changed = changed.into_iter().filter(|(_, value, now)| value != now);
    changed.map(|(member, value, _)| Replacement { member, value }).collect()
}

/// Returns the members of a new application.
pub fn new_application(name: &str, kind: &str, wanted: &Wanted) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("name".to_owned(), name.into());
    members.insert("type".to_owned(), kind.into());
    members.insert(OIDC_METADATA.to_owned(), with_redirect_uris(Map::new(), wanted).into());
    members.insert(CUSTOM_METADATA.to_owned(), with_refresh_tokens(Map::new(), wanted).into());
    members
}

/// Returns `now` with what `before` had and it lacks: members, and items of lists.
fn restored(before: &Map<String, Value>, now: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = now.clone();
    for (name, value) in before {
        match (merged.get_mut(name), value) {
            (None, value) => {
                merged.insert(name.clone(), value.clone());
            }
            (Some(Value::Array(items)), Value::Array(earlier)) => {
                let lost: Vec<_> = earlier.iter().filter(|item| !items.contains(item)).cloned().collect();
                items.extend(lost);
            }
            (Some(_), _) => {}
        }
    }
    merged
}

fn with_redirect_uris(mut object: Map<String, Value>, wanted: &Wanted) -> Map<String, Value> {
    // Both lists are demanded, also where one is empty.
    for list in [REDIRECT_URIS, POST_LOGOUT_REDIRECT_URIS] {
        object.entry(list).or_insert_with(|| Value::Array(Vec::new()));
    }
    if let Some(Value::Array(uris)) = object.get_mut(REDIRECT_URIS) {
        uris.retain(|own| !wanted.remove.iter().any(|uri| own == uri.as_str()));
        for uri in &wanted.add {
            if !uris.iter().any(|own| own == uri.as_str()) {
                uris.push(uri.as_str().into());
            }
        }
    }
    object
}

fn with_refresh_tokens(mut object: Map<String, Value>, wanted: &Wanted) -> Map<String, Value> {
    if let Some(always) = wanted.always_issue_refresh_token {
        // Where nobody ever said, none are issued.
        if object.get(ALWAYS_ISSUE_REFRESH_TOKEN).and_then(Value::as_bool).unwrap_or(false) != always {
            object.insert(ALWAYS_ISSUE_REFRESH_TOKEN.to_owned(), always.into());
        }
    }
    if let Some(days) = wanted.refresh_token_days {
        object.insert(REFRESH_TOKEN_DAYS.to_owned(), days.into());
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn application(oidc: Value, custom: Value) -> Application {
        let value = json!({ "id": "a", "name": "Agenda", "type": "Traditional", OIDC_METADATA: oidc, CUSTOM_METADATA: custom });
        Application::parse(value).unwrap()
    }

    fn wanted() -> Wanted {
        Wanted {
            add: vec!["https://a.example/cb".to_owned()],
            always_issue_refresh_token: Some(true),
            refresh_token_days: Some(30),
            ..Wanted::default()
        }
    }

    /// Returns the application as it is once all replacements are in their place.
    fn after(now: &Application, replacements: &[Replacement]) -> Application {
        let mut objects =
            json!({ OIDC_METADATA: now.object(OIDC_METADATA), CUSTOM_METADATA: now.object(CUSTOM_METADATA) });
        for own in replacements {
            objects[own.member] = own.value.clone().into();
        }
        application(objects[OIDC_METADATA].clone(), objects[CUSTOM_METADATA].clone())
    }

    #[test]
    fn what_others_set_is_in_what_is_sent() {
        let now = application(
            json!({ "redirectUris": ["https://theirs.example/"], "postLogoutRedirectUris": ["https://bye.example/"], "logoUri": "x" }),
            json!({ "idTokenTtl": 60, "corsAllowedOrigins": ["https://c.example"], "refreshTokenTtlInDays": 7 }),
        );
        let sent = replacements(&Before::of(&now), &now, &wanted());
        assert_eq!(
            json!(sent.iter().map(|own| json!([own.member, own.value])).collect::<Vec<_>>()),
            json!([
                [OIDC_METADATA, {
                    "redirectUris": ["https://theirs.example/", "https://a.example/cb"],
                    "postLogoutRedirectUris": ["https://bye.example/"], "logoUri": "x",
                }],
                [CUSTOM_METADATA, {
                    "idTokenTtl": 60, "corsAllowedOrigins": ["https://c.example"],
                    "refreshTokenTtlInDays": 30, "alwaysIssueRefreshToken": true,
                }],
            ])
        );
        let now = after(&now, &sent);
        assert!(replacements(&Before::of(&now), &now, &wanted()).is_empty(), "once is enough");
    }

    #[test]
    fn nothing_is_sent_where_all_is_there() {
        let now = application(
            json!({ "redirectUris": ["https://a.example/cb"], "postLogoutRedirectUris": [] }),
            json!({ "alwaysIssueRefreshToken": true, "refreshTokenTtlInDays": 30 }),
        );
        assert!(replacements(&Before::of(&now), &now, &wanted()).is_empty());
        let off = application(json!({ "redirectUris": [], "postLogoutRedirectUris": [] }), json!({}));
        let wanted = Wanted { always_issue_refresh_token: Some(false), ..Wanted::default() };
        assert!(replacements(&Before::of(&off), &off, &wanted).is_empty(), "off is what it is");
    }

    #[test]
    fn what_is_null_is_as_if_it_were_not_there() {
        let now = application(
            json!({ "redirectUris": null, "postLogoutRedirectUris": null, "logoUri": "x" }),
            json!({ "alwaysIssueRefreshToken": null, "refreshTokenTtlInDays": null, "idTokenTtl": 60 }),
        );
        let sent = replacements(&Before::of(&now), &now, &wanted());
        assert_eq!(
            json!(sent.iter().map(|own| json!(own.value)).collect::<Vec<_>>()),
            json!([
                { "logoUri": "x", "redirectUris": ["https://a.example/cb"], "postLogoutRedirectUris": [] },
                { "idTokenTtl": 60, "alwaysIssueRefreshToken": true, "refreshTokenTtlInDays": 30 },
            ])
        );
        let bare = application(json!(null), json!(null));
        assert_eq!(replacements(&Before::of(&bare), &bare, &wanted()).len(), 2);
    }

    #[test]
    fn what_another_writer_lost_is_put_back_and_what_it_set_stays() {
        let first = application(
            json!({ "redirectUris": ["https://theirs.example/"], "postLogoutRedirectUris": [] }),
            json!({ "idTokenTtl": 60, "rotateRefreshToken": true }),
        );
        let mut before = Before::of(&first);
        let now = application(
            json!({ "redirectUris": ["https://later.example/"], "postLogoutRedirectUris": [] }),
            json!({ "idTokenTtl": 90 }),
        );
        let now = after(&now, &replacements(&before, &now, &wanted()));
        assert_eq!(
            now.redirect_uris(),
            ["https://later.example/", "https://theirs.example/", "https://a.example/cb"]
        );
        assert_eq!(now.object(CUSTOM_METADATA)["idTokenTtl"], 90, "what was set last counts");
        assert_eq!(now.object(CUSTOM_METADATA)["rotateRefreshToken"], true);
        before.learn(&now);
        let lost = application(json!({ "redirectUris": [], "postLogoutRedirectUris": [] }), json!({}));
        let now = after(&lost, &replacements(&before, &lost, &wanted()));
        assert_eq!(now.redirect_uris().len(), 3);
    }

    #[test]
    fn only_what_is_to_be_removed_is_removed() {
        let now = application(
            json!({ "redirectUris": ["https://old.example/", "https://theirs.example/"], "postLogoutRedirectUris": [] }),
            json!({}),
        );
        let wanted = Wanted { remove: vec!["https://old.example/".to_owned()], ..Wanted::default() };
        let sent = replacements(&Before::of(&now), &now, &wanted);
        assert_eq!(after(&now, &sent).redirect_uris(), ["https://theirs.example/"]);
        assert_eq!(sent.len(), 1);
    }

    #[test]
    fn a_new_application_has_both_lists() {
        assert_eq!(
            Value::Object(new_application("Agenda", "Traditional", &wanted())).to_string(),
            r#"{"name":"Agenda","type":"Traditional","oidcClientMetadata":{"redirectUris":["https://a.example/cb"],"postLogoutRedirectUris":[]},"customClientMetadata":{"alwaysIssueRefreshToken":true,"refreshTokenTtlInDays":30}}"#
        );
    }
}
