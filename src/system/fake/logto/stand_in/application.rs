//! Applications and their secrets.

use super::{
    StandIn,
    answer::{self, Answer, Stop},
    guard::{self, Issues, Object, RedirectUris},
    received::Received,
};
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

/// An application's identifier, which is its client id.
pub(crate) type ApplicationId = String;

/// What an application proves itself with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Credentials {
    pub(crate) id: ApplicationId,
    pub(crate) secret: String,
}

const TYPES: [&str; 6] = ["Native", "SPA", "Traditional", "MachineToMachine", "Protected", "SAML"];

/// The role of machines that may use the Management API, in the seed of every tenant.
pub(super) const ROLE: &str = "f62ovrevyklml2x6ys7gj";

#[derive(Debug, Clone)]
pub(super) struct Application {
    pub(super) id: ApplicationId,
    pub(super) name: String,
    description: Option<String>,
    pub(super) kind: String,
    pub(super) uris: RedirectUris,
    pub(super) settings: Object,
    is_third_party: bool,
    created: Timestamp,
    pub(super) secrets: Vec<Secret>,
    pub(super) may_manage: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Secret {
    name: String,
    pub(super) value: String,
    created: Timestamp,
    expires: Option<i64>,
}

impl Secret {
    pub(super) fn has_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| expires <= now.as_millisecond())
    }

    fn json(&self, application: &str) -> Value {
        json!({
            "tenantId": "default", "applicationId": application, "name": self.name, "value": self.value,
            "createdAt": self.created.as_millisecond(), "expiresAt": self.expires
        })
    }
}

impl Application {
    /// Returns the application that the seed puts into the tenant of the admins.
    pub(super) fn admin(secret: String) -> Self {
        let created = Timestamp::UNIX_EPOCH;
        Self {
            id: "m-default".to_owned(),
            name: "Management API access for default".to_owned(),
            description: None,
            kind: "MachineToMachine".to_owned(),
            uris: RedirectUris::default(),
            settings: Object::new(),
            is_third_party: false,
            created,
            secrets: vec![Secret {
                name: "Default secret".to_owned(),
                value: secret,
                created,
                expires: None,
            }],
            may_manage: true,
        }
    }

    /// Returns whether it has no secret.
    pub(super) fn is_public(&self) -> bool {
        ["SPA", "Native"].contains(&self.kind.as_str())
    }

    pub(super) fn always_issues_refresh_tokens(&self) -> bool {
        self.settings.get("alwaysIssueRefreshToken") == Some(&Value::Bool(true))
    }

    fn json(&self) -> Value {
        json!({
            "tenantId": "default", "id": self.id, "name": self.name, "description": self.description,
            "type": self.kind, "oidcClientMetadata": self.uris.json(), "customClientMetadata": self.settings,
            "protectedAppMetadata": null, "customData": {}, "isThirdParty": self.is_third_party,
            "appLevelAccessControlEnabled": false, "createdAt": self.created.as_millisecond()
        })
    }
}

/// For tests: what somebody else does in the console, and what is there.
impl StandIn {
    /// Creates an application as its creation request says, whether or not that was ever measured.
    pub(crate) fn put(&mut self, kind: &str, name: &str, now: Timestamp) -> ApplicationId {
        let secret = (!["SPA", "Native"].contains(&kind)).then(|| Secret {
            name: "Default secret".to_owned(),
            value: self.draw_text(32),
            created: now,
            expires: None,
        });
        let id = self.draw_text(21);
        // The newest comes first in every list.
        let application = Application {
            id: id.clone(),
            name: name.to_owned(),
            description: None,
            kind: kind.to_owned(),
            uris: RedirectUris::default(),
            settings: Object::new(),
            is_third_party: false,
            created: now,
            secrets: secret.into_iter().collect(),
            may_manage: false,
        };
        self.applications.insert(0, application);
        id
    }

    /// Creates a machine; one without the role gets tokens that open nothing.
    pub(crate) fn put_machine(&mut self, may_manage: bool, now: Timestamp) -> Credentials {
        let id = self.put("MachineToMachine", "gptauth", now);
        self.application_mut(&id).may_manage = may_manage;
        self.credentials(&id)
    }

    /// Returns the first credentials of an application.
    pub(crate) fn credentials(&self, id: &str) -> Credentials {
        let application = self.find(id).expect("an application");
        Credentials { id: id.to_owned(), secret: application.secrets[0].value.clone() }
    }

    /// Returns the credentials of the machine in the tenant of the admins.
    pub(crate) fn admin_credentials(&self) -> Credentials {
        let admin = &self.admins[0];
        Credentials { id: admin.id.clone(), secret: admin.secrets[0].value.clone() }
    }

    /// Returns what an application is like, as the Management API shows it.
    pub(crate) fn application(&self, id: &str) -> Value {
        self.find(id).map_or(Value::Null, Application::json)
    }

    /// Returns the ids of all applications of a type, the newest first.
    pub(crate) fn application_ids(&self, kind: &str) -> Vec<ApplicationId> {
        self.applications.iter().filter(|own| own.kind == kind).map(|own| own.id.clone()).collect()
    }

    /// Returns the names of an application's secrets and the secrets.
    pub(crate) fn secrets(&self, id: &str) -> Vec<(String, String)> {
        let secrets = &self.find(id).expect("an application").secrets;
        secrets.iter().map(|own| (own.name.clone(), own.value.clone())).collect()
    }

    /// Lets somebody else write a member of `oidcClientMetadata`.
    pub(crate) fn set_redirect_uris(&mut self, id: &str, uris: &[&str], post_logout: &[&str]) {
        let all = |uris: &[&str]| uris.iter().map(|uri| (*uri).to_owned()).collect();
        self.application_mut(id).uris = RedirectUris { redirect: all(uris), post_logout: all(post_logout) };
    }

    /// Lets somebody else write a member of `customClientMetadata`.
    pub(crate) fn set_setting(&mut self, id: &str, name: &str, value: Value) {
        self.application_mut(id).settings.insert(name.to_owned(), value);
    }

    /// Lets somebody else delete an application.
    pub(crate) fn delete(&mut self, id: &str) {
        self.applications.retain(|own| own.id != id);
    }

    /// Lets somebody else delete a secret.
    pub(crate) fn delete_secret(&mut self, id: &str, name: &str) {
        self.application_mut(id).secrets.retain(|own| own.name != name);
    }

    /// Lets the time of every secret of an application be over at `now`.
    pub(crate) fn end_secrets(&mut self, id: &str, now: Timestamp) {
        for secret in &mut self.application_mut(id).secrets {
            secret.expires = Some(now.as_millisecond());
        }
    }

    fn application_mut(&mut self, id: &str) -> &mut Application {
        self.applications.iter_mut().find(|own| own.id == id).expect("an application")
    }
}

impl StandIn {
    pub(super) fn find(&self, id: &str) -> Option<&Application> {
        self.applications.iter().find(|own| own.id == id)
    }

    /// Answers at `/api/applications`.
    pub(super) fn applications(&mut self, path: &[&str], received: &Received<'_>) -> Result<Answer, Stop> {
        let id = path.first().copied().unwrap_or_default();
        if !path.is_empty() && self.find(id).is_none() {
            return Err(answer::not_there("applications", id).into());
        }
        match (received.method, path) {
            (&Method::GET, []) => self.list(received),
            (&Method::POST, []) => self.create(received),
            (&Method::GET, [id]) => {
                received.expect_query(&[])?;
                let mut application = self.application(id);
                application["isAdmin"] = Value::from(self.find(id).is_some_and(|own| own.may_manage));
                Ok(answer::ok(&application))
            }
            (&Method::PATCH, [id]) => self.patch(id, received),
            (&Method::DELETE, [id]) => {
                received.expect_query(&[])?;
                self.delete(id);
                Ok(answer::no_content())
            }
            (&Method::GET, [id, "secrets"]) => {
                received.expect_query(&[])?;
                let secrets = self.find(id).map(|own| own.secrets.as_slice()).unwrap_or_default();
                Ok(answer::ok(&secrets.iter().map(|secret| secret.json(id)).collect()))
            }
            (&Method::POST, [id, "secrets"]) => self.add_secret(id, received),
            (&Method::DELETE, [id, "secrets", name]) => self.remove_secret(id, name, received),
            (&Method::POST, [id, "roles"]) => self.give_role(id, received),
            _ => Err(Stop::unmeasured("unknown path of the Management API")),
        }
    }

    fn list(&self, received: &Received<'_>) -> Result<Answer, Stop> {
        received.expect_query(&["types", "search", "page", "page_size"])?;
        let wanted = match received.query("search") {
            None => None,
            Some(pattern) => {
                let literal = pattern.strip_prefix('%').and_then(|own| own.strip_suffix('%'));
                let literal = literal.filter(|own| !own.contains(['%', '_', '\\']));
                Some(literal.ok_or_else(|| Stop::unmeasured("`search` that is not %text%"))?)
            }
        };
        let found = self.applications.iter().filter(|own| {
            received.query("types").is_none_or(|kind| own.kind == kind)
                && wanted.is_none_or(|text| own.name.contains(text))
        });
        received.paged("applications", found.map(Application::json).collect())
    }

    fn create(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        const KNOWN: [&str; 6] =
            ["name", "type", "description", "oidcClientMetadata", "customClientMetadata", "isThirdParty"];
        let body = guard::body(received, &KNOWN)?;
        let mut issues = Issues::default();
        let name = issues.text(&body, &["name"]);
        let kind = issues.one_of(&body, "type", &TYPES);
        let uris = RedirectUris::read(&body, &mut issues)?;
        let settings = guard::settings(&body, &mut issues)?;
        issues.settle()?;
        let id = self.put(&kind, &name, received.now);
        let application = self.application_mut(&id);
        application.description = body.get("description").and_then(Value::as_str).map(str::to_owned);
        application.is_third_party = body.get("isThirdParty") == Some(&Value::Bool(true));
        application.uris = uris.unwrap_or_default();
        application.settings = settings.unwrap_or_default();
        Ok(answer::ok(&application.json()))
    }

    /// Replaces whole objects: whoever leaves a member out takes it away.
    fn patch(&mut self, id: &str, received: &Received<'_>) -> Result<Answer, Stop> {
        // `type` is let through, and does nothing.
        let body = guard::body(received, &["oidcClientMetadata", "customClientMetadata", "type"])?;
        let mut issues = Issues::default();
        let uris = RedirectUris::read(&body, &mut issues)?;
        let settings = guard::settings(&body, &mut issues)?;
        issues.settle()?;
        let application = self.application_mut(id);
        if let Some(uris) = uris {
            application.uris = uris;
        }
        if let Some(settings) = settings {
            application.settings = settings;
        }
        Ok(answer::ok(&application.json()))
    }

    fn add_secret(&mut self, id: &str, received: &Received<'_>) -> Result<Answer, Stop> {
        let body = guard::body(received, &["name", "expiresAt"])?;
        let mut issues = Issues::default();
        let name = issues.text(&body, &["name"]);
        issues.settle()?;
        if self.find(id).is_some_and(Application::is_public) {
            return Err(Stop::unmeasured("a secret for an application without secrets"));
        }
        let value = self.draw_text(32);
        let application = self.application_mut(id);
        if application.secrets.iter().any(|own| own.name == name) {
            let (code, message) = ("application.secret_name_exists", "Secret name already exists.");
            return Ok(answer::error(StatusCode::UNPROCESSABLE_ENTITY, code, message));
        }
        let expires = body.get("expiresAt").and_then(Value::as_i64);
        let secret = Secret { name, value, created: received.now, expires };
        let answer = answer::created(&secret.json(id));
        application.secrets.push(secret);
        Ok(answer)
    }

    fn remove_secret(&mut self, id: &str, name: &str, received: &Received<'_>) -> Result<Answer, Stop> {
        received.expect_query(&[])?;
        let name = url::form_urlencoded::parse(format!("{}=", name.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(name, _)| name.into_owned())
            .unwrap_or_default();
        let secrets = &mut self.application_mut(id).secrets;
        let before = secrets.len();
        secrets.retain(|own| own.name != name);
        match secrets.len() < before {
            true => Ok(answer::no_content()),
            false => Err(Stop::unmeasured("the removal of a secret that is not there")),
        }
    }

    fn give_role(&mut self, id: &str, received: &Received<'_>) -> Result<Answer, Stop> {
        let body = guard::body(received, &["roleIds"])?;
        if body.get("roleIds") != Some(&json!([ROLE])) {
            return Err(Stop::unmeasured("other roles than that of the Management API"));
        }
        self.application_mut(id).may_manage = true;
        Ok(answer::created(&json!({ "roleIds": [ROLE], "addedRoleIds": [ROLE] })))
    }
}
