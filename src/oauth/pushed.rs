//! Pushed authorization requests: the request goes to the provider first, and the browser carries only
//! a reference to it (RFC 9126).

use super::{
    answer::{self, ErrorResponse, Evidence, UnusableAnswer},
    authorization::{self, AuthorizationRequest, BeginError, Entropy, PendingAuthorization},
    client_auth::Client,
    token,
    values::TokenContentType,
};
use crate::platform::AuthorizationShape;
use http::{Request, Response};
use serde_json::Value;
use url::Url;

/// The longest reference that is put into a URL, in bytes.
const LONGEST_REFERENCE: usize = 2048;

/// A pushed request that waits for its reference.
#[derive(Debug)]
pub struct PendingPush {
    authorization_endpoint: Url,
    client_id: String,
    secrets: Vec<secrecy::SecretString>,
    pending: PendingAuthorization,
}

/// Why there is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The provider refuses the request before any user has seen it (§2.3).
    #[error("the pushed authorization request was answered {0}")]
    Refused(ErrorResponse),
    /// The answer is none of the protocol's.
    #[error("the endpoint of pushed authorization requests {0}")]
    Unusable(UnusableAnswer),
    /// There is no reference in the answer, or something else in its place.
    #[error("the answer to the pushed authorization request has no usable `request_uri`: it {found}")]
    NoReference {
        /// What is there, as a clause.
        found: &'static str,
    },
}

/// Returns the request that pushes what [`authorization::begin`] would put into the URL (§2.1).
///
/// # Errors
///
/// As [`BeginError`].
pub fn push(
    endpoint: &Url,
    client: &Client,
    request: &AuthorizationRequest<'_>,
    shape: &AuthorizationShape,
    entropy: &Entropy,
) -> Result<(Request<Vec<u8>>, PendingPush), BeginError> {
    let (authorization_endpoint, own, pending) = authorization::assemble(request, shape, entropy)?;
    let mut parameters = own.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
    parameters.extend(client.body_proof());
    let secrets = [client.secret(), pending.verifier_text()].into_iter().flatten();
    let push = PendingPush {
        authorization_endpoint,
        client_id: request.client_id.as_str().to_owned(),
        secrets: secrets.map(|secret| secret.to_owned().into()).collect(),
        pending,
    };
    Ok((token::request(endpoint, client, &parameters, TokenContentType::Form), push))
}

impl PendingPush {
    /// Returns the URL to send the user to, and what to keep until the answer comes (§4).
    ///
    /// # Errors
    ///
    /// As [`PushError`].
    pub fn judge(self, response: &Response<Vec<u8>>) -> Result<(Url, PendingAuthorization), PushError> {
        let secrets = self.secrets.iter().map(secrecy::ExposeSecret::expose_secret).collect::<Vec<_>>();
        let members = answer::object(response);
        if let Some(members) = &members
            && let Some(error) = answer::error_response(response, members, &secrets)
            && !response.status().is_server_error()
        {
            return Err(PushError::Refused(error));
        }
        answer::refuse_status(response, &secrets).map_err(PushError::Unusable)?;
        let evidence = || Evidence::of(response, &secrets);
        if !response.status().is_success() {
            return Err(PushError::Unusable(UnusableAnswer::Status(evidence())));
        }
        let members = members.ok_or_else(|| PushError::Unusable(UnusableAnswer::NotJson(evidence())))?;
        let reference = match members.get("request_uri") {
            None => return Err(PushError::NoReference { found: "is missing" }),
            Some(Value::String(text)) if text.is_empty() => {
                return Err(PushError::NoReference { found: "is empty" });
            }
            Some(Value::String(text)) if text.len() > LONGEST_REFERENCE => {
                return Err(PushError::NoReference { found: "is longer than 2048 bytes" });
            }
            Some(Value::String(text)) => text,
            Some(_) => return Err(PushError::NoReference { found: "is no text" }),
        };
        let mut url = self.authorization_endpoint;
        authorization::append(
            &mut url,
            &[("client_id", self.client_id), ("request_uri", reference.to_owned())],
        );
        Ok((url, self.pending))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oauth::{
            authorization::tests::{STATE, entropy, provider},
            parameters::ExtraParameters,
            values::{ClientAuthMethod, ClientId, ClientSecret, Scope},
        },
        platform::OWN_AUTHORIZATION,
    };

    const REFERENCE: &str = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c";

    fn pushed(method: ClientAuthMethod) -> (Request<Vec<u8>>, PendingPush) {
        let client_id = ClientId::new("agenda");
        let client =
            Client::new(client_id.clone(), method, Some(ClientSecret::new("hunter2-secret"))).unwrap();
        let mut extra = ExtraParameters::default();
        extra.add("prompt", "consent").unwrap();
        let request = AuthorizationRequest {
            provider: &provider(),
            client_id: &client_id,
            redirect_uri: &Url::parse("http://127.0.0.1:4711/callback").unwrap(),
            scope: &Scope::new("openid offline_access"),
            extra: &extra,
        };
        let endpoint = Url::parse("https://id.example.com/oidc/request").unwrap();
        push(&endpoint, &client, &request, &OWN_AUTHORIZATION, &entropy()).unwrap()
    }

    fn judged(status: u16, body: &str) -> Result<(Url, PendingAuthorization), PushError> {
        let (_, push) = pushed(ClientAuthMethod::ClientSecretPost);
        push.judge(&Response::builder().status(status).body(body.as_bytes().to_vec()).unwrap())
    }

    fn good() -> String {
        format!(r#"{{"request_uri":"{REFERENCE}","expires_in":60}}"#)
    }

    #[test]
    fn the_pushed_request_is_exactly_this() {
        let (request, _) = pushed(ClientAuthMethod::ClientSecretPost);
        assert_eq!(request.method(), "POST");
        assert_eq!(request.uri(), "https://id.example.com/oidc/request");
        assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
        assert_eq!(
            std::str::from_utf8(request.body()).unwrap(),
            format!(
                "response_type=code&client_id=agenda\
                 &redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback&scope=openid+offline_access\
                 &state={STATE}&nonce=AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
                 &code_challenge=g77gcvvTQj90gfwWOCFjatjPtz-u8N0FgfOXnqDHMbk&code_challenge_method=S256\
                 &prompt=consent&client_secret=hunter2-secret"
            )
        );
        let (request, _) = pushed(ClientAuthMethod::ClientSecretBasic);
        assert!(request.headers().contains_key("authorization"));
        assert!(!String::from_utf8_lossy(request.body()).contains("hunter2"));
    }

    #[test]
    fn the_browser_carries_the_reference_and_the_client_alone() {
        for status in [200, 201] {
            let (url, pending) = judged(status, &good()).unwrap();
            assert_eq!(
                url.as_str(),
                "https://id.example.com/oidc/auth?client_id=agenda\
                 &request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3A6esc_11ACC5bwc014ltc14eY22c"
            );
            let redirect = "http://127.0.0.1:4711/callback?code=c&iss=https://id.example.com/oidc&state=";
            let redirect = Url::parse(&format!("{redirect}{STATE}")).unwrap();
            assert!(pending.finish(&redirect).unwrap().verifier.is_some());
        }
    }

    #[test]
    fn a_refusal_is_told_apart_and_masked() {
        for (status, body) in [
            (400, r#"{"error":"invalid_request","error_description":"redirect_uri did not match"}"#),
            (401, r#"{"error":"invalid_client","error_description":"hunter2-secret is wrong"}"#),
            (403, r#"{"error":"unauthorized_client"}"#),
            (413, r#"{"error":"request_too_large"}"#),
            (201, r#"{"error":"invalid_scope"}"#),
        ] {
            let error = judged(status, body).unwrap_err();
            assert!(matches!(error, PushError::Refused(_)), "{body}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn what_has_no_reference_is_refused() {
        for (body, expected) in [
            ("{}", "is missing"),
            (r#"{"request_uri":""}"#, "is empty"),
            (r#"{"request_uri":7}"#, "is no text"),
            (r#"{"request_uri":null}"#, "is no text"),
        ] {
            let error = judged(201, body).unwrap_err();
            assert_eq!(error, PushError::NoReference { found: expected }, "{body}");
        }
        let long = format!(r#"{{"request_uri":"{}"}}"#, "x".repeat(LONGEST_REFERENCE + 1));
        assert!(matches!(judged(201, &long), Err(PushError::NoReference { .. })));
    }

    #[test]
    fn what_is_none_of_the_protocols_is_refused() {
        for (status, body) in [
            (201, ""),
            (200, "<html>sign in</html>"),
            (201, "[]"),
            (404, "Not Found"),
            (405, ""),
            (302, ""),
            (307, ""),
            (429, r#"{"request_uri":"urn:x"}"#),
            (500, r#"{"error":"server_error"}"#),
            (503, ""),
        ] {
            assert!(matches!(judged(status, body), Err(PushError::Unusable(_))), "{status} {body}");
        }
    }

    #[test]
    fn a_reference_cannot_add_a_parameter_of_its_own() {
        let (url, _) = judged(201, r#"{"request_uri":"urn:x&redirect_uri=https://evil.example#f"}"#).unwrap();
        assert_eq!(url.query_pairs().count(), 2);
        assert!(url.fragment().is_none());
    }
}
