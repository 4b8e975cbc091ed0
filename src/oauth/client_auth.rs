//! Client authentication at the token endpoint (RFC 6749 §2.3).

use super::values::{ClientAssertion, ClientAuthMethod, ClientId, ClientSecret};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderValue;
use url::form_urlencoded::byte_serialize;

/// The one kind of client assertion there is for OAuth (RFC 7523 §2.2).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client that can authenticate: its identifier, and the one way in which it proves itself.
#[derive(Debug)]
pub struct Client {
    id: ClientId,
    authentication: Authentication,
}

#[derive(Debug)]
enum Authentication {
    Post(ClientSecret),
    Basic(ClientSecret),
    Assertion(ClientAssertion),
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
    /// [`NoClientSecret`] where the method needs a secret; a key is none, so `private_key_jwt` always
    /// fails here: that client is made by [`Client::with_assertion`].
    pub fn new(
        id: ClientId,
        method: ClientAuthMethod,
        secret: Option<ClientSecret>,
    ) -> Result<Self, NoClientSecret> {
        let secret = secret.ok_or(NoClientSecret { method });
        let authentication = match method {
            ClientAuthMethod::ClientSecretPost => Authentication::Post(secret?),
            ClientAuthMethod::ClientSecretBasic => Authentication::Basic(secret?),
            ClientAuthMethod::PrivateKeyJwt => return Err(NoClientSecret { method }),
            ClientAuthMethod::None => Authentication::None,
        };
        Ok(Self { id, authentication })
    }

    /// Returns the client that proves itself by `assertion`, which is good for one request that is
    /// sent soon (RFC 7523 §3).
    pub fn with_assertion(id: ClientId, assertion: ClientAssertion) -> Self {
        Self { id, authentication: Authentication::Assertion(assertion) }
    }

    /// Returns the identifier.
    pub fn id(&self) -> &ClientId {
        &self.id
    }

    /// Returns the secret, to be masked wherever it comes back.
    pub(super) fn secret(&self) -> Option<&str> {
        match &self.authentication {
            Authentication::Post(secret) | Authentication::Basic(secret) => Some(secret.expose()),
            Authentication::Assertion(assertion) => Some(assertion.expose()),
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
            // Some providers look the client up before they read the assertion.
            Authentication::Post(_) | Authentication::Assertion(_) | Authentication::None => {
                Some(self.id.as_str())
            }
        }
    }

    /// Returns the parameters of the body that prove who it is, where the method puts them there.
    pub(super) fn body_proof(&self) -> Vec<(&'static str, &str)> {
        match &self.authentication {
            Authentication::Post(secret) => vec![("client_secret", secret.expose())],
            Authentication::Assertion(assertion) => {
                vec![("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion.expose())]
            }
            Authentication::Basic(_) | Authentication::None => Vec::new(),
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
        assert_eq!((client.body_id(), client.body_proof()), (None, Vec::new()));
    }

    #[test]
    fn post_puts_both_into_the_body_and_nothing_into_the_header() {
        let client = client(ClientAuthMethod::ClientSecretPost);
        assert!(client.header().is_none());
        assert_eq!(
            (client.body_id(), client.body_proof()),
            (Some("a:b c"), vec![("client_secret", "p%+ :ä")])
        );
    }

    #[test]
    fn a_public_client_sends_no_secret() {
        let client = client(ClientAuthMethod::None);
        assert!(client.header().is_none());
        assert_eq!((client.body_id(), client.secret()), (Some("a:b c"), None));
        assert!(client.body_proof().is_empty());
    }

    #[test]
    fn a_confidential_client_without_a_secret_cannot_be_made() {
        for method in [
            ClientAuthMethod::ClientSecretPost,
            ClientAuthMethod::ClientSecretBasic,
            ClientAuthMethod::PrivateKeyJwt,
        ] {
            let error = Client::new(ClientId::new("a"), method, None).unwrap_err();
            assert_eq!(error, NoClientSecret { method });
        }
    }

    #[test]
    fn a_secret_does_not_stand_in_for_a_key() {
        let method = ClientAuthMethod::PrivateKeyJwt;
        let error = Client::new(ClientId::new("a"), method, Some(ClientSecret::new("s3cret"))).unwrap_err();
        assert_eq!(error, NoClientSecret { method });
    }

    #[test]
    fn an_assertion_goes_into_the_body_with_its_type_and_is_masked_like_a_secret() {
        let client = Client::with_assertion(ClientId::new("a"), ClientAssertion::new("h.p.s"));
        assert!(client.header().is_none());
        assert_eq!((client.body_id(), client.secret()), (Some("a"), Some("h.p.s")));
        assert_eq!(
            client.body_proof(),
            [
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ("client_assertion", "h.p.s"),
            ]
        );
        assert!(!format!("{client:?}").contains("h.p.s"));
    }
}
