//! What a provider did that is allowed, or harmless here, but worth a word.

use super::values::Scope;
use std::fmt;

/// Something that the user should know about an answer that was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// `expires_in` came as text (RFC 6749 §5.1 asks for a number).
    ExpiresInAsText,
    /// `expires_in` is no number of seconds; the expiry is unknown.
    ExpiresInUnusable {
        /// What came.
        found: String,
    },
    /// The token had expired when it came.
    ExpiredOnArrival,
    /// The answer is form-encoded, as GitHub's once were.
    FormEncoded,
    /// There is no `token_type`; Bearer was assumed (RFC 6749 §5.1 requires one).
    NoTokenType,
    /// `refresh_token` is there and empty; it was passed over.
    EmptyRefreshToken,
    /// The access token has characters that a Bearer header should not carry (RFC 6750 §2.1).
    UnusualToken,
    /// The granted scope is another than the requested one (RFC 6749 §3.3).
    ScopeChanged {
        /// Asked for, and not granted.
        missing: Vec<String>,
        /// Granted, and not asked for.
        extra: Vec<String>,
    },
    /// `offline_access` was asked for and not granted, and a refresh token came all the same.
    RefreshTokenWithoutOfflineAccess,
    /// A scope is separated by commas (RFC 6749 §3.3 has spaces).
    CommaInScope {
        /// The scope.
        scope: Scope,
    },
    /// `openid` was asked for, and no ID token came.
    NoIdToken,
    /// The ID token's signature was not checked, because no `jwks_uri` is known.
    SignatureUnchecked,
    /// The ID token's issuer was not checked, because no issuer is known.
    IssuerUnchecked,
    /// The key set contains private keys: the provider published its signing key.
    PrivateKeyPublished {
        /// The key's id.
        kid: Option<String>,
    },
    /// An endpoint is on another host than the issuer.
    EndpointElsewhere {
        /// The member of the metadata.
        name: &'static str,
        /// Its host.
        host: String,
    },
    /// The metadata does not say whether S256 is supported; it was sent all the same.
    PkceNotAnnounced,
    /// The signing keys could not be had, so that only the claims of an ID token were checked.
    KeysUnavailable,
    /// The project names a resource, and the platform that is imitated does not.
    ResourceLeftOut,
    /// The metadata does not list the client authentication method of the project.
    MethodNotAnnounced {
        /// The project's method.
        method: &'static str,
        /// What the metadata lists.
        announced: Vec<String>,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ExpiresInAsText => {
                f.write_str("`expires_in` came as text; ChatGPT's reading of that is not known")
            }
            Self::ExpiresInUnusable { found } => {
                write!(f, "`expires_in` is `{found}`, no number of seconds; the expiry is unknown")
            }
            Self::ExpiredOnArrival => f.write_str("the access token had expired when it came"),
            Self::FormEncoded => {
                f.write_str("the token endpoint answered form-encoded; ChatGPT expects JSON")
            }
            Self::NoTokenType => f.write_str("the answer has no `token_type`; Bearer was assumed"),
            Self::EmptyRefreshToken => f.write_str("`refresh_token` came empty and was passed over"),
            Self::UnusualToken => f.write_str(
                "the access token has characters outside of RFC 6750's `b64token`; some clients refuse it",
            ),
            Self::ScopeChanged { missing, extra } => scope_changed(missing, extra, f),
            Self::RefreshTokenWithoutOfflineAccess => f.write_str(
                "a refresh token came although `offline_access` was not granted; it may end with the browser session",
            ),
            Self::CommaInScope { scope } => {
                write!(f, "the scope `{scope}` is separated by commas; RFC 6749 separates by spaces")
            }
            Self::NoIdToken => f.write_str("`openid` was asked for, but no ID token came"),
            Self::SignatureUnchecked => {
                f.write_str("the ID token's signature was not checked: no `jwks_uri` is known")
            }
            Self::IssuerUnchecked => {
                f.write_str("the ID token's issuer was not checked: the project names none")
            }
            Self::PrivateKeyPublished { kid } => write!(
                f,
                "the provider publishes a private key (`{}`) in its key set: anyone can sign ID tokens with it",
                kid.as_deref().unwrap_or("no kid")
            ),
            Self::EndpointElsewhere { name, host } => write!(f, "`{name}` is on another host, `{host}`"),
            Self::PkceNotAnnounced => {
                f.write_str("the provider does not say whether it supports PKCE; it was sent")
            }
            Self::KeysUnavailable => f.write_str(
                "the ID token's signature was not checked: the provider's signing keys could not be fetched",
            ),
            Self::ResourceLeftOut => f.write_str(
                "ChatGPT sends no `resource`: its access token may be for another API than your own",
            ),
            Self::MethodNotAnnounced { method, announced } => {
                write!(f, "the provider does not announce `{method}`, only `{}`", announced.join("`, `"))
            }
        }
    }
}

fn scope_changed(missing: &[String], extra: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (missing, extra) {
        (missing, []) => write!(f, "not granted: `{}`", missing.join("`, `")),
        ([], extra) => write!(f, "granted without being asked for: `{}`", extra.join("`, `")),
        (missing, extra) => {
            write!(f, "not granted: `{}`; granted instead: `{}`", missing.join("`, `"), extra.join("`, `"))
        }
    }
}
