//! A redirect URI that is registered for one sign-in, and the record that it is to be removed again.

use super::{application::Application, tenant::Tenant};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use url::Url;

/// The version of what is written down.
const VERSION: u64 = 1;

/// What is to be removed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemporaryRedirect {
    /// The indicator of the tenant's Management API, which stays when the tenant gets another host.
    pub resource: String,
    /// The application that it is registered with.
    pub application: String,
    /// The redirect URI.
    pub redirect_uri: String,
    /// When it was written down, just before it was registered.
    pub since: Timestamp,
}

impl TemporaryRedirect {
    /// Returns what will be to remove.
    pub fn new(tenant: &Tenant, application: &str, redirect_uri: &Url, now: Timestamp) -> Self {
        Self {
            resource: tenant.resource().to_owned(),
            application: application.to_owned(),
            redirect_uri: redirect_uri.to_string(),
            since: now,
        }
    }

    /// Returns the name of its record: the same for the same URI of the same application.
    pub fn name(&self) -> String {
        let whole = json!([self.resource, self.application, self.redirect_uri]).to_string();
        Sha256::digest(whole).iter().take(16).fold("redirect-".to_owned(), |mut name, byte| {
            // Writing into a text cannot fail.
            let _ = write!(name, "{byte:02x}");
            name
        })
    }

    /// Returns the text of its record.
    pub fn to_text(&self) -> String {
        let record = json!({
            "version": VERSION,
            "resource": self.resource,
            "application": self.application,
            "redirect_uri": self.redirect_uri,
            "since": self.since.to_string(),
        });
        format!("{record:#}\n")
    }

    /// Reads a record; `None` where it is none of these.
    pub fn parse(text: &str) -> Option<Self> {
        let record: Value = serde_json::from_str(text).ok()?;
        let text = |name: &str| Some(record.get(name)?.as_str()?.to_owned());
        (record.get("version").and_then(Value::as_u64) == Some(VERSION)).then_some(())?;
        Some(Self {
            resource: text("resource")?,
            application: text("application")?,
            redirect_uri: text("redirect_uri")?,
            since: text("since")?.parse().ok()?,
        })
    }

    /// Returns whether it belongs to an application of a tenant.
    pub fn is_of(&self, tenant: &Tenant, application: &str) -> bool {
        self.resource == tenant.resource() && self.application == application
    }
}

/// Returns whether an application takes a redirect URI. Logto compares URIs as the URL standard writes
/// them, and the port of a loopback one as well.
pub fn is_registered(application: &Application, redirect_uri: &Url) -> bool {
    application.redirect_uris().iter().any(|own| Url::parse(own).is_ok_and(|own| own == *redirect_uri))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(uri: &str) -> TemporaryRedirect {
        let tenant = Tenant::new(&"https://t.logto.app".parse().unwrap(), None, None).unwrap();
        TemporaryRedirect::new(&tenant, "app", &uri.parse().unwrap(), "2026-01-01T00:00:00Z".parse().unwrap())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let own = redirect("http://127.0.0.1:40001/callback");
        assert_eq!(TemporaryRedirect::parse(&own.to_text()), Some(own));
    }

    #[test]
    fn what_is_none_is_not_taken_for_one() {
        let own = redirect("http://127.0.0.1:40001/callback").to_text();
        for text in
            ["", "{}", "[]", "null", &own[..own.len() / 2], &own.replace("\"version\": 1", "\"version\": 2")]
        {
            assert_eq!(TemporaryRedirect::parse(text), None, "{text}");
        }
    }

    #[test]
    fn each_redirect_uri_of_each_application_has_its_own_record() {
        let own = redirect("http://127.0.0.1:40001/callback");
        let later = TemporaryRedirect { since: Timestamp::UNIX_EPOCH, ..own.clone() };
        assert_eq!(own.name(), later.name());
        let others = [
            redirect("http://127.0.0.1:40002/callback"),
            TemporaryRedirect { application: "other".to_owned(), ..own.clone() },
            TemporaryRedirect { resource: "https://u.logto.app/api".to_owned(), ..own.clone() },
        ];
        assert!(others.iter().all(|other| other.name() != own.name()));
        assert!(own.name().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    }

    #[test]
    fn uris_are_compared_as_logto_does() {
        let json = serde_json::json!({
            "id": "a", "oidcClientMetadata": { "redirectUris": ["HTTP://LOCALHOST:40001/callback", "x"] }
        });
        let application = Application::parse(json).unwrap();
        let is_there = |uri: &str| is_registered(&application, &uri.parse().unwrap());
        assert!(is_there("http://localhost:40001/callback"));
        for other in [
            "http://127.0.0.1:40001/callback",
            "http://localhost:40002/callback",
            "http://localhost:40001/callback/",
        ] {
            assert!(!is_there(other), "{other}");
        }
    }
}
