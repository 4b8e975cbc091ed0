//! Client authentication at the token endpoint (RFC 6749 §2.3).

use super::values::{ClientAuthMethod, ClientId, ClientSecret};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderValue;
use url::form_urlencoded::byte_serialize;

/// A client that can authenticate: its identifier, and the one way in which it proves itself.
#[derive(Debug, Clone)]
pub struct Client {
    id: ClientId,
    authentication: Authentication,
}

#[derive(Debug, Clone)]
enum Authentication {
    Post(ClientSecret),
    Basic(ClientSecret),
    None,
}

/// A method that needs a secret, and no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no client secret for `{}`", .method.name())]
pub struct NoClientSecret {
    /// The method.
    pub method: ClientAuthMethod,
}

impl Client {
    /// Returns the client that authenticates by `method`. A public client sends no secret even
    /// where there is one.
    ///
    /// # Errors
    ///
    /// [`NoClientSecret`] where the method needs a secret.
    pub fn new(
        id: ClientId,
        method: ClientAuthMethod,
        secret: Option<ClientSecret>,
    ) -> Result<Self, NoClientSecret> {
        let secret = secret.ok_or(NoClientSecret { method });
        let authentication = match method {
            ClientAuthMethod::ClientSecretPost => Authentication::Post(secret?),
            ClientAuthMethod::ClientSecretBasic => Authentication::Basic(secret?),
            ClientAuthMethod::None => Authentication::None,
        };
        Ok(Self { id, authentication })
    }

    /// Returns the identifier.
    pub fn id(&self) -> &ClientId {
        &self.id
    }

    /// Returns the secret, to be masked wherever it comes back.
    pub(super) fn secret(&self) -> Option<&str> {
        match &self.authentication {
            Authentication::Post(secret) | Authentication::Basic(secret) => Some(secret.expose()),
            Authentication::None => None,
        }
    }

    /// Returns the `Authorization` header, where the method has one. Both parts are form-encoded
    /// first, so a colon in one of them does no harm (RFC 6749 §2.3.1).
    pub(super) fn header(&self) -> Option<HeaderValue> {
        let Authentication::Basic(secret) = &self.authentication else { return None };
        let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encode(self.id.as_str()), encode(secret.expose()));
        let mut value = HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(pair))).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Returns the `client_id` of the body, where the method puts it there.
    pub(super) fn body_id(&self) -> Option<&str> {
        match self.authentication {
            Authentication::Basic(_) => None,
            Authentication::Post(_) | Authentication::None => Some(self.id.as_str()),
        }
    }

    /// Returns the `client_secret` of the body, where the method puts it there.
    pub(super) fn body_secret(&self) -> Option<&str> {
        match &self.authentication {
            Authentication::Post(secret) => Some(secret.expose()),
            Authentication::Basic(_) | Authentication::None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(method: ClientAuthMethod) -> Client {
        Client::new(ClientId::new("a:b c"), method, Some(ClientSecret::new("p%+ :ä"))).unwrap()
    }

    #[test]
    fn t17_basic_form_encodes_both_parts_before_base64() {
        let client = client(ClientAuthMethod::ClientSecretBasic);
        let header = client.header().unwrap();
        let pair = STANDARD.decode(header.to_str().unwrap().strip_prefix("Basic ").unwrap()).unwrap();
        assert_eq!(pair, b"a%3Ab+c:p%25%2B+%3A%C3%A4");
        assert!(header.is_sensitive());
        assert_eq!((client.body_id(), client.body_secret()), (None, None));
    }

    #[test]
    fn post_puts_both_into_the_body_and_nothing_into_the_header() {
        let client = client(ClientAuthMethod::ClientSecretPost);
        assert!(client.header().is_none());
        assert_eq!((client.body_id(), client.body_secret()), (Some("a:b c"), Some("p%+ :ä")));
    }

    #[test]
    fn a_public_client_sends_no_secret() {
        let client = client(ClientAuthMethod::None);
        assert!(client.header().is_none());
        assert_eq!((client.body_id(), client.body_secret(), client.secret()), (Some("a:b c"), None, None));
    }

    #[test]
    fn a_confidential_client_without_a_secret_cannot_be_made() {
        for method in [ClientAuthMethod::ClientSecretPost, ClientAuthMethod::ClientSecretBasic] {
            let error = Client::new(ClientId::new("a"), method, None).unwrap_err();
            assert_eq!(error, NoClientSecret { method });
        }
    }
}
