//! The nouns of the protocol, as types that cannot be swapped or printed by accident.

use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use url::Url;

/// Declares a text that is public.
macro_rules! public_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the value made of `text`, unchanged.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Returns the text as it goes over the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

/// Declares a text that no format string can print; [`expose`] is its one exit.
macro_rules! secret_text {
    ($(#[$doc:meta])* $name:ident $(, $derive:ident)?) => {
        $(#[$doc])*
        $(#[derive($derive)])?
        pub struct $name(SecretString);

        impl $name {
            /// Takes `text` into safe keeping.
            pub fn new(text: impl Into<String>) -> Self {
                Self(SecretString::from(text.into()))
            }

            /// Returns the secret itself. Every caller of this is a place to look at.
            pub fn expose(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

public_text! {
    /// The issuer identifier, compared byte for byte and never normalised (OpenID Connect
    /// Discovery 1.0 §4.3, RFC 8414 §3.3).
    Issuer
}
public_text! {
    /// The client identifier (RFC 6749 §2.2). It is no secret.
    ClientId
}

secret_text! {
    /// The client secret (RFC 6749 §2.3.1).
    ClientSecret, Clone
}
secret_text! {
    /// The access token (RFC 6749 §1.4). Opaque to us: decoded for display at most.
    AccessToken, Clone
}
secret_text! {
    /// The refresh token (RFC 6749 §1.5).
    RefreshToken, Clone
}
secret_text! {
    /// The ID token as it came, three base64url parts (OpenID Connect Core 1.0 §2).
    IdToken, Clone
}
secret_text! {
    /// The value that ties the authorization response to our request (RFC 6749 §10.12).
    State
}
secret_text! {
    /// The value that ties the ID token to our request (OpenID Connect Core 1.0 §3.1.2.1).
    Nonce
}
secret_text! {
    /// The code verifier (RFC 7636 §4.1). One use: it is not `Clone`.
    CodeVerifier
}
secret_text! {
    /// A signed client assertion (RFC 7521 §4.2). One use: it is not `Clone`.
    ClientAssertion
}
secret_text! {
    /// The device code (RFC 8628 §3.2), sent with every poll of one sign-in.
    DeviceCode
}
secret_text! {
    /// The authorization code (RFC 6749 §4.1.2). One use: it is not `Clone`.
    AuthorizationCode
}

/// The scope as typed: space-separated and case-sensitive (RFC 6749 §3.3).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope(String);

impl Scope {
    /// Returns the scope made of `text`, unchanged: ChatGPT sends it verbatim, and so do we.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the scope tokens, in order.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|token| !token.is_empty())
    }

    /// Returns whether `token` is one of the scope tokens.
    pub fn contains(&self, token: &str) -> bool {
        self.tokens().any(|own| own == token)
    }

    /// Returns whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.tokens().next().is_none()
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An API that an access token is for: an absolute URI without a fragment (RFC 8707 §2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource(String);

impl Resource {
    /// Returns the resource, verbatim, where `text` can be one.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        url.fragment().is_none().then(|| Self(text.to_owned()))
    }

    /// Returns the text as it goes over the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How the client authenticates at the token endpoint, by its registered name (RFC 7591 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientAuthMethod {
    /// `client_secret_post`: id and secret in the body (RFC 6749 §2.3.1).
    #[default]
    ClientSecretPost,
    /// `client_secret_basic`: both form-encoded, then HTTP Basic (RFC 6749 §2.3.1).
    ClientSecretBasic,
    /// `private_key_jwt`: a short-lived JWT that the client signs (RFC 7523 §2.2, OpenID Connect
    /// Core 1.0 §9).
    PrivateKeyJwt,
    /// `none`: a public client.
    None,
}

impl ClientAuthMethod {
    /// Every method, in the order in which they are offered.
    pub const ALL: [Self; 4] =
        [Self::ClientSecretPost, Self::ClientSecretBasic, Self::PrivateKeyJwt, Self::None];

    /// Returns the registered name.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClientSecretPost => "client_secret_post",
            Self::ClientSecretBasic => "client_secret_basic",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }

    /// Returns the method of that registered name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// How the body of a token request is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TokenContentType {
    /// `application/x-www-form-urlencoded`, as RFC 6749 §4.1.3 has it and ChatGPT sends it.
    #[default]
    Form,
    /// `application/json`, which some providers want against the RFC.
    Json,
}

impl TokenContentType {
    /// Every one, the default first.
    pub const ALL: [Self; 2] = [Self::Form, Self::Json];

    /// Returns the name in the project file and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Json => "json",
        }
    }

    /// Returns the one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

/// Whom a client assertion is addressed to (RFC 7523 §3, rule 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AssertionAudience {
    /// The issuer, where one is known. A provider that lies about its endpoints cannot then use what
    /// we signed at another one, which it can with an address that it chose itself.
    #[default]
    Issuer,
    /// The token endpoint, which some providers accept alone.
    TokenEndpoint,
}

impl AssertionAudience {
    /// Every one, the default first.
    pub const ALL: [Self; 2] = [Self::Issuer, Self::TokenEndpoint];

    /// Returns the name in the project file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::TokenEndpoint => "token_endpoint",
        }
    }

    /// Returns the one of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_print() {
        assert_eq!(format!("{:?}", AccessToken::new("canary")), "AccessToken(…)");
        assert_eq!(format!("{:?}", ClientSecret::new("canary")), "ClientSecret(…)");
        assert_eq!(format!("{:?}", State::new("canary")), "State(…)");
    }

    #[test]
    fn a_scope_keeps_its_text_and_shows_its_tokens() {
        let scope = Scope::new("openid  offline_access");
        assert_eq!(scope.as_str(), "openid  offline_access");
        assert_eq!(scope.tokens().collect::<Vec<_>>(), ["openid", "offline_access"]);
        assert!(!scope.contains("open"));
        assert!(Scope::new(" ").is_empty());
    }

    #[test]
    fn a_resource_is_absolute_and_has_no_fragment() {
        for text in ["https://api.example.com/a", "https://api.example.com/?b=c", "urn:agenda"] {
            assert_eq!(Resource::parse(text).unwrap().as_str(), text);
        }
        for text in ["api", "/api", "//api.example.com", "https://api.example.com/#x", "https://", ""] {
            assert_eq!(Resource::parse(text), None, "{text}");
        }
    }

    #[test]
    fn method_names_round_trip() {
        for method in ClientAuthMethod::ALL {
            assert_eq!(ClientAuthMethod::from_name(method.name()), Some(method));
        }
        assert_eq!(ClientAuthMethod::from_name("client_secret_jwt"), None);
        for content_type in TokenContentType::ALL {
            assert_eq!(TokenContentType::from_name(content_type.name()), Some(content_type));
        }
        assert_eq!(TokenContentType::from_name("application/json"), None);
        for audience in AssertionAudience::ALL {
            assert_eq!(AssertionAudience::from_name(audience.name()), Some(audience));
        }
        assert_eq!(AssertionAudience::from_name("https://id.example.com"), None);
    }
}
