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
