//! What is kept of a signed-in user, as it stands in the token store.

use super::values::{AccessToken, IdToken, Issuer, RefreshToken, Scope};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// The version that is written. A store with a higher one is left alone.
pub const VERSION: u64 = 1;

/// The tokens of a signed-in user.
#[derive(Debug, Clone)]
pub struct StoredTokens {
    /// The access token.
    pub access_token: AccessToken,
    /// When it expires; `None` where the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// The refresh token.
    pub refresh_token: Option<RefreshToken>,
    /// The ID token of the sign-in.
    pub id_token: Option<IdToken>,
    /// The granted scope.
    pub scope: Scope,
    /// Who signed in.
    pub subject: Option<String>,
    /// When the access token came.
    pub obtained_at: Timestamp,
    /// Who issued it.
    pub issuer: Option<Issuer>,
    /// Whatever else stood there; it is written back.
    pub unknown: UnknownMembers,
}

/// Members that we do not know. They are kept, and they do not print.
#[derive(Clone, Default)]
pub struct UnknownMembers(Map<String, Value>);

impl std::fmt::Debug for UnknownMembers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "UnknownMembers({})", self.0.len())
    }
}

/// Why what is kept cannot be used. It must not be overwritten.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    /// It is damaged.
    #[error("{reason}")]
    Corrupt {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A newer program wrote it.
    #[error("version {found} is newer than {VERSION}")]
    Newer {
        /// Its version.
        found: u64,
    },
}

impl StoredTokens {
    /// Reads what [`StoredTokens::to_secret`] wrote.
    ///
    /// # Errors
    ///
    /// As [`StoredError`]. Nothing of a damaged entry is believed.
    pub fn parse(text: &SecretString) -> Result<Self, StoredError> {
        let corrupt = |reason| StoredError::Corrupt { reason };
        let Ok(Value::Object(mut members)) = serde_json::from_str(text.expose_secret()) else {
            return Err(corrupt("it is no JSON object"));
        };
        match members.remove("version").as_ref().and_then(Value::as_u64) {
            None | Some(0) => return Err(corrupt("it has no version")),
            Some(found) if found > VERSION => return Err(StoredError::Newer { found }),
            Some(_) => {}
        }
        let mut text = |name: &str| match members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(corrupt("a member is of the wrong type")),
        };
        let time = |text: Option<String>| {
            text.map(|text| text.parse::<Timestamp>().map_err(|_| corrupt("a time cannot be read")))
                .transpose()
        };
        Ok(Self {
            access_token: text("access_token")?
                .filter(|token| !token.is_empty())
                .map(AccessToken::new)
                .ok_or(corrupt("it has no access token"))?,
            expires_at: time(text("expires_at")?)?,
            refresh_token: text("refresh_token")?.map(RefreshToken::new),
            id_token: text("id_token")?.map(IdToken::new),
            scope: text("scope")?.map(Scope::new).unwrap_or_default(),
            subject: text("subject")?,
            obtained_at: time(text("obtained_at")?)?.ok_or(corrupt("it does not say when the token came"))?,
            issuer: text("issuer")?.map(Issuer::new),
            unknown: UnknownMembers(members),
        })
    }

    /// Returns the JSON to keep.
    pub fn to_secret(&self) -> SecretString {
        let mut members = Map::new();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                members.insert(name.to_owned(), Value::String(value));
            }
        };
        put("access_token", Some(self.access_token.expose().to_owned()));
        put("expires_at", self.expires_at.map(|time| time.to_string()));
        put("refresh_token", self.refresh_token.as_ref().map(|token| token.expose().to_owned()));
        put("id_token", self.id_token.as_ref().map(|token| token.expose().to_owned()));
        put("scope", Some(self.scope.as_str().to_owned()));
        put("subject", self.subject.clone());
        put("obtained_at", Some(self.obtained_at.to_string()));
        put("issuer", self.issuer.as_ref().map(|issuer| issuer.as_str().to_owned()));
        let mut document = Map::new();
        document.insert("version".to_owned(), VERSION.into());
        document.extend(members);
        document.extend(self.unknown.0.clone());
        Value::Object(document).to_string().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<StoredTokens, StoredError> {
        StoredTokens::parse(&text.to_owned().into())
    }

    #[test]
    fn what_was_written_is_read_back_with_what_we_do_not_know() {
        let text = r#"{"version":1,"access_token":"at","expires_at":"2027-01-15T08:00:00Z","refresh_token":"rt","id_token":"a.b.c","scope":"openid","subject":"u1","obtained_at":"2027-01-15T07:00:00Z","issuer":"https://id.example.com","later":{"x":[1]}}"#;
        let tokens = parse(text).unwrap();
        assert_eq!(tokens.subject.as_deref(), Some("u1"));
        assert_eq!(tokens.to_secret().expose_secret(), text);
    }

    #[test]
    fn little_is_enough() {
        let tokens =
            parse(r#"{"version":1,"access_token":"at","obtained_at":"2027-01-15T07:00:00Z","issuer":null}"#)
                .unwrap();
        assert!(tokens.expires_at.is_none() && tokens.refresh_token.is_none() && tokens.issuer.is_none());
    }

    #[test]
    fn r10_damage_is_an_error() {
        for text in [
            "",
            "\u{feff}{}",
            "{",
            "[]",
            "{}",
            r#"{"version":0}"#,
            r#"{"version":"1","access_token":"at","obtained_at":"2027-01-15T07:00:00Z"}"#,
            r#"{"version":1}"#,
            r#"{"version":1,"access_token":"","obtained_at":"2027-01-15T07:00:00Z"}"#,
            r#"{"version":1,"access_token":"at","obtained_at":"yesterday"}"#,
            r#"{"version":1,"access_token":"at","obtained_at":"2027-01-15T07:00:00Z","refresh_token":7}"#,
        ] {
            assert!(matches!(parse(text), Err(StoredError::Corrupt { .. })), "{text}");
        }
    }

    #[test]
    fn r10_a_newer_version_is_an_error_of_its_own() {
        assert_eq!(parse(r#"{"version":2,"anything":1}"#).unwrap_err(), StoredError::Newer { found: 2 });
    }

    #[test]
    fn nothing_secret_prints() {
        let tokens = parse(
            r#"{"version":1,"access_token":"canary","obtained_at":"2027-01-15T07:00:00Z","new_token":"canary"}"#,
        );
        assert!(!format!("{tokens:?}").contains("canary"));
    }
}
