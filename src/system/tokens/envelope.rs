//! What is written into a store: the secret, and whose it is.

use super::{StoreError, StoreItem, StoreKey};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// The version that we write, and the newest that we read.
const VERSION: u64 = 1;

/// An item of a store as it was found there.
pub(super) struct Envelope(Map<String, Value>);

impl StoreKey {
    /// Returns the key as one text, another one for every other key: the name of a keyring item.
    pub(super) fn text(&self) -> String {
        let Self { issuer, client_id, environment, account, item } = self;
        let item = item.word();
        match account {
            None => serde_json::json!([issuer, client_id, environment, item]).to_string(),
            Some(account) => serde_json::json!([issuer, client_id, environment, item, account]).to_string(),
        }
    }

    fn members(&self) -> [(&'static str, Value); 5] {
        [
            ("issuer", self.issuer.as_str().into()),
            ("client_id", self.client_id.as_str().into()),
            ("environment", self.environment.as_deref().into()),
            ("account", self.account.as_deref().into()),
            ("item", self.item.word().into()),
        ]
    }
}

impl Envelope {
    /// Returns an empty envelope for what was not kept before.
    pub(super) fn new() -> Self {
        Self(Map::new())
    }

    /// Reads the item found at `place` under `key`.
    pub(super) fn open(bytes: &[u8], key: &StoreKey, place: &str) -> Result<Self, StoreError> {
        let corrupt =
            |reason: &str| StoreError::Corrupt { place: place.to_owned(), reason: reason.to_owned() };
        if bytes.is_empty() {
            return Err(corrupt("it is empty"));
        }
        // Editors of another system leave a byte order mark behind.
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        // The parser's own words would quote what it found.
        let value = serde_json::from_slice(bytes).map_err(|_| corrupt("it is not JSON"))?;
        let Value::Object(members) = value else { return Err(corrupt("it is not a JSON object")) };
        match members.get("gptauth_store").and_then(Value::as_u64) {
            Some(VERSION) => {}
            Some(found) if found > VERSION => {
                return Err(StoreError::Newer { place: place.to_owned(), found, known: VERSION });
            }
            _ => return Err(corrupt("it has no version")),
        }
        let found = |name: &str| members.get(name).unwrap_or(&Value::Null);
        if key.members().iter().any(|(name, value)| found(name) != value) {
            return Err(corrupt("it belongs to another issuer, client, environment or account"));
        }
        if !members.get("secret").is_some_and(Value::is_string) {
            return Err(corrupt("it has no secret"));
        }
        Ok(Self(members))
    }

    /// Returns whose item this is, where it is one of ours that can be understood.
    pub(super) fn key(bytes: &[u8]) -> Option<StoreKey> {
        let members: Map<String, Value> = serde_json::from_slice(bytes).ok()?;
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        let word = text("item")?;
        let items = [
            StoreItem::Tokens,
            StoreItem::ClientSecret,
            StoreItem::Place,
            StoreItem::LogtoApi,
            StoreItem::LogtoApplication,
        ];
        let key = StoreKey {
            issuer: text("issuer")?,
            client_id: text("client_id")?,
            environment: text("environment"),
            account: text("account"),
            item: items.into_iter().find(|item| item.word() == word)?,
        };
        Self::open(bytes, &key, "").ok().map(|_| key)
    }

    /// Returns the secret in it.
    pub(super) fn secret(&self) -> SecretString {
        SecretString::from(self.0.get("secret").and_then(Value::as_str).unwrap_or_default())
    }

    /// Returns the bytes to keep `secret` under `key`. Members that we do not know are kept.
    pub(super) fn seal(mut self, key: &StoreKey, secret: &SecretString) -> SecretString {
        self.0.insert("gptauth_store".to_owned(), VERSION.into());
        for (name, value) in key.members() {
            self.0.insert(name.to_owned(), value);
        }
        self.0.insert("secret".to_owned(), secret.expose_secret().into());
        SecretString::from(Value::Object(self.0).to_string())
    }
}
