//! In GitHub Actions: every secret is announced to the runner before anything could show it.
//!
//! The runner reads its commands from both streams of a step and stars out what `::add-mask::` names in
//! all that follows. They go to stderr: stdout is often captured (`TOKEN=$(gptauth token)`), where a
//! command would be part of the value and never reach the runner.

use crate::{
    logto::application::Secret,
    report::mask::MESSAGE_SECRETS,
    system::{
        BoxFuture, Environment, HttpClient, HttpError, LockAttempt, StoreChoice, StoreError, StoreItem,
        StoreKey, StorePlace, System, TokenStore, TokenStores,
    },
    task::{
        kept::{
            ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE, OTHER_ACCESS_TOKEN_VARIABLE,
            OTHER_REFRESH_TOKEN_VARIABLE, REFRESH_TOKEN_VARIABLE,
        },
        logto::access::APP_SECRET_VARIABLE,
    },
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Request, Response, header::AUTHORIZATION};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::HashSet,
    io::{self, Write},
    path::PathBuf,
    rc::Rc,
};

/// The variables that hold secrets.
const SECRET_VARIABLES: [&str; 6] = [
    ACCESS_TOKEN_VARIABLE,
    CLIENT_SECRET_VARIABLE,
    REFRESH_TOKEN_VARIABLE,
    OTHER_ACCESS_TOKEN_VARIABLE,
    OTHER_REFRESH_TOKEN_VARIABLE,
    APP_SECRET_VARIABLE,
];

/// Announces each secret once.
#[derive(Clone)]
pub(super) struct Announcer {
    said: Rc<RefCell<HashSet<String>>>,
    say: Rc<dyn Fn(&str)>,
}

impl Announcer {
    /// Returns the announcer of a GitHub Actions job; `None` anywhere else.
    pub(super) fn of_this_job() -> Option<Self> {
        (crate::system::variable("GITHUB_ACTIONS")? == "true").then(|| {
            Self::saying(|command| {
                // Nobody can be told when stderr itself is gone.
                let _ = io::stderr().write_all(command.as_bytes());
            })
        })
    }

    fn saying(say: impl Fn(&str) + 'static) -> Self {
        Self { said: Rc::default(), say: Rc::new(say) }
    }

    /// Announces a secret; each of its lines, since the runner compares line by line.
    fn announce(&self, secret: &str) {
        for line in secret.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if self.said.borrow_mut().insert(line.to_owned()) {
                (self.say)(&format!("::add-mask::{}\n", line.replace('%', "%25")));
            }
        }
    }

    /// Announces the secret members of a JSON object.
    fn announce_json(&self, text: &[u8]) {
        let Ok(Value::Object(members)) = serde_json::from_slice(text) else { return };
        for name in MESSAGE_SECRETS {
            if let Some(secret) = members.get(name).and_then(Value::as_str) {
                self.announce(secret);
            }
        }
    }

    /// Announces the secret parameters of a form.
    fn announce_form(&self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            if MESSAGE_SECRETS.contains(&&*name) {
                self.announce(&value);
            }
        }
    }

    fn announce_request(&self, request: &Request<Vec<u8>>) {
        let authorization = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some((scheme, credentials)) = authorization.and_then(|value| value.split_once(' ')) {
            self.announce(credentials);
            if scheme.eq_ignore_ascii_case("basic")
                && let Ok(decoded) = STANDARD.decode(credentials)
                && let Some((_, secret)) = String::from_utf8_lossy(&decoded).split_once(':')
            {
                self.announce(secret);
            }
        }
        // What else goes to an API are the user's own words.
        let body = String::from_utf8_lossy(request.body());
        if ["grant_type", "client_secret", "client_assertion"].iter().any(|name| body.contains(name)) {
            self.announce_json(request.body());
            self.announce_form(request.body());
        }
    }

    fn announce_response(&self, response: &Response<Vec<u8>>) {
        let body = response.body();
        if body.windows(TOKEN_MEMBER.len()).any(|part| part == TOKEN_MEMBER) {
            self.announce_json(body);
            self.announce_form(body);
        }
        if body.windows(SECRET_OF.len()).any(|part| part == SECRET_OF) {
            self.announce_client_secrets(body);
        }
    }

    /// Announces the client secrets that Logto's Management API tells in clear.
    fn announce_client_secrets(&self, body: &[u8]) {
        let told: Value = serde_json::from_slice(body).unwrap_or_default();
        let list = told.as_array().map_or_else(|| std::slice::from_ref(&told), Vec::as_slice);
        let of_application = list.iter().filter(|own| own.get("applicationId").is_some());
        for secret in of_application.filter_map(Secret::parse) {
            self.announce(secret.value.expose());
        }
    }

    /// Returns the system with every way on which secrets come watched.
    pub(super) fn attach(&self, system: System) -> System {
        let system = self.attach_http(system);
        System {
            environment: Rc::new(Watched { inner: system.environment, announcer: self.clone() }),
            stores: Rc::new(Watched { inner: system.stores, announcer: self.clone() }),
            ..system
        }
    }

    /// Returns the system with its HTTP client watched: to be done around whatever shows exchanges, and
    /// within it.
    pub(super) fn attach_http(&self, system: System) -> System {
        System { http: Rc::new(Watched { inner: system.http, announcer: self.clone() }), ..system }
    }
}

/// What every token response has, and few other answers.
const TOKEN_MEMBER: &[u8] = b"access_token";

/// What every client secret of Logto has, and few other answers.
const SECRET_OF: &[u8] = b"\"applicationId\"";

/// A piece of the system, and the announcer of the secrets that come through it.
struct Watched<T> {
    announcer: Announcer,
    inner: T,
}

impl HttpClient for Watched<Rc<dyn HttpClient>> {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        self.announcer.announce_request(&request);
        Box::pin(async move {
            let answer = self.inner.send(request).await;
            if let Ok(response) = &answer {
                self.announcer.announce_response(response);
            }
            answer
        })
    }
}

impl Environment for Watched<Rc<dyn Environment>> {
    fn variable(&self, name: &str) -> Option<String> {
        let value = self.inner.variable(name)?;
        if SECRET_VARIABLES.contains(&name) {
            self.announcer.announce(&value);
        }
        Some(value)
    }
}

impl TokenStores for Watched<Rc<dyn TokenStores>> {
    fn open(&self, choice: &StoreChoice, owner: &StoreKey) -> Result<Box<dyn TokenStore>, StoreError> {
        let inner = self.inner.open(choice, owner)?;
        Ok(Box::new(Watched { inner, announcer: self.announcer.clone() }))
    }

    fn known(&self, choice: &StoreChoice) -> Result<Vec<StoreKey>, StoreError> {
        self.inner.known(choice)
    }
}

impl Watched<Box<dyn TokenStore>> {
    fn announce(&self, key: &StoreKey, secret: &SecretString) {
        match key.item {
            StoreItem::Tokens | StoreItem::LogtoApi => {
                self.announcer.announce_json(secret.expose_secret().as_bytes())
            }
            StoreItem::ClientSecret => self.announcer.announce(secret.expose_secret()),
            StoreItem::Place | StoreItem::LogtoApplication => {}
        }
    }
}

impl TokenStore for Watched<Box<dyn TokenStore>> {
    fn place(&self) -> &StorePlace {
        self.inner.place()
    }

    fn load(&self, key: &StoreKey) -> Result<Option<SecretString>, StoreError> {
        let secret = self.inner.load(key)?;
        if let Some(secret) = &secret {
            self.announce(key, secret);
        }
        Ok(secret)
    }

    fn save(&self, key: &StoreKey, secret: &SecretString) -> Result<(), StoreError> {
        self.announce(key, secret);
        self.inner.save(key, secret)
    }

    fn remove(&self, key: &StoreKey) -> Result<bool, StoreError> {
        self.inner.remove(key)
    }

    fn try_lock(&self, key: &StoreKey) -> Result<LockAttempt, StoreError> {
        self.inner.try_lock(key)
    }

    fn mended(&self) -> Vec<PathBuf> {
        self.inner.mended()
    }
}

#[cfg(test)]
mod tests;
