//! A bound call as an HTTP request: the one that the platform would send.

use super::bind::BoundCall;
use crate::{oauth::values::AccessToken, platform::CallShape};
use http::{
    HeaderName, HeaderValue, Request,
    header::{AUTHORIZATION, InvalidHeaderValue},
};
use url::Url;

/// The values of the headers that identify a conversation, in the order of the platform's list.
#[derive(Debug, Clone, Copy)]
pub struct Conversation {
    /// Sixteen random bytes per header.
    pub seeds: [[u8; 16]; 2],
}

/// Why a call cannot be sent. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The token has characters that no token has, a line break among them perhaps (RFC 6750 §2.1).
    #[error("the access token is not one: it has a character outside of A-Z a-z 0-9 - . _ ~ + / =")]
    TokenCharacters,
    /// The path would leave the server.
    #[error("the path `{path}` does not stay below `{server}`")]
    LeavesServer {
        /// The path of the call.
        path: String,
        /// The server.
        server: String,
    },
    /// The platform's own headers are not headers.
    #[error("the request cannot be built")]
    Unbuildable(#[from] http::Error),
}

impl From<InvalidHeaderValue> for RequestError {
    fn from(error: InvalidHeaderValue) -> Self {
        Self::Unbuildable(error.into())
    }
}

/// Returns the URL of a call: the server's path, then the operation's.
///
/// # Errors
///
/// [`RequestError::LeavesServer`].
pub fn url(server: &Url, call: &BoundCall) -> Result<Url, RequestError> {
    let leaves = || RequestError::LeavesServer { path: call.path.clone(), server: server.to_string() };
    let base = server.path().trim_end_matches('/');
    let path = format!("{base}{}", call.path);
    let mut url = server.clone();
    url.set_path(&path);
    url.set_query(call.query.as_deref());
    // A parser that rewrote the path would send the request elsewhere than the user was shown.
    if url.path() != path || url.origin() != server.origin() {
        return Err(leaves());
    }
    Ok(url)
}

/// Builds the request: the platform's headers, the token where there is one, the body.
///
/// No header comes from the document or the arguments, so none can be overridden by them.
///
/// # Errors
///
/// Where nothing may be sent.
pub fn request(
    call: &BoundCall,
    server: &Url,
    token: Option<&AccessToken>,
    shape: &CallShape,
    conversation: &Conversation,
) -> Result<Request<Vec<u8>>, RequestError> {
    let url = url(server, call)?;
    let mut request = Request::builder().method(call.method.clone()).uri(url.as_str());
    for (name, value) in shape.headers.value {
        request = request.header(*name, *value);
    }
    for (name, seed) in shape.uuid_headers.value.iter().zip(conversation.seeds) {
        request =
            request.header(HeaderName::from_bytes(name.as_bytes()).map_err(http::Error::from)?, uuid(seed));
    }
    if let Some(token) = token {
        request = request.header(AUTHORIZATION, authorization(token)?);
    }
    Ok(request.body(call.body.clone().unwrap_or_default())?)
}

/// Returns the credentials of a bearer token (RFC 6750 §2.1), marked as sensitive.
fn authorization(token: &AccessToken) -> Result<HeaderValue, RequestError> {
    let text = token.expose();
    let body = text.trim_end_matches('=');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    if body.is_empty() || !body.bytes().all(plain) {
        return Err(RequestError::TokenCharacters);
    }
    let mut value = HeaderValue::try_from(format!("Bearer {text}"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns random bytes as a version 4 UUID (RFC 9562 §5.4).
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = |range: std::ops::Range<usize>| {
        bytes[range].iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    [hex(0..4), hex(4..6), hex(6..8), hex(8..10), hex(10..16)].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::gpt_action;
    use http::Method;

    fn call(path: &str, query: Option<&str>) -> BoundCall {
        BoundCall {
            operation: "op".to_owned(),
            method: Method::POST,
            path: path.to_owned(),
            query: query.map(str::to_owned),
            body: Some(b"{\"a\":1}".to_vec()),
            parameters: Vec::new(),
            shown: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn built(token: Option<&str>) -> Result<Request<Vec<u8>>, RequestError> {
        let server = Url::parse("https://api.example.com/v1/").unwrap();
        let conversation = Conversation { seeds: [[0; 16], [0xff; 16]] };
        let token = token.map(AccessToken::new);
        let shape = &gpt_action::TARGET.call;
        request(&call("/items", Some("a=%20")), &server, token.as_ref(), shape, &conversation)
    }

    #[test]
    fn the_request_is_the_one_that_chatgpt_would_send() {
        let request = built(Some("abc.DEF-_~+/==")).unwrap();
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.uri(), "https://api.example.com/v1/items?a=%20");
        let headers: Vec<_> =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(
            headers,
            [
                (
                    "user-agent",
                    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot"
                ),
                ("accept", "*/*"),
                ("content-type", "application/json"),
                ("openai-conversation-id", "00000000-0000-4000-8000-000000000000"),
                ("openai-ephemeral-user-id", "ffffffff-ffff-4fff-bfff-ffffffffffff"),
                ("authorization", "Bearer abc.DEF-_~+/=="),
            ]
        );
        assert_eq!(request.body(), b"{\"a\":1}");
        assert!(request.headers()["authorization"].is_sensitive());
    }

    #[test]
    fn without_a_token_there_is_no_authorization() {
        assert!(!built(None).unwrap().headers().contains_key("authorization"));
    }

    #[test]
    fn c03_a_token_with_other_characters_is_not_sent_and_not_shown() {
        for token in ["canary\r\nX: y", "canary\0", "can ary", "cänary", "", "==", "a=b", "\"canary\""] {
            let error = built(Some(token)).unwrap_err();
            assert!(matches!(error, RequestError::TokenCharacters), "{token:?}");
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }

    #[test]
    fn s21_a_path_that_a_parser_would_rewrite_is_refused() {
        let server = Url::parse("https://api.example.com").unwrap();
        for path in ["/../admin", "/a/%2e%2e/b", "/a b", "/a\tb"] {
            assert!(
                matches!(url(&server, &call(path, None)), Err(RequestError::LeavesServer { .. })),
                "{path}"
            );
        }
        for path in ["//evil.example/x", "/@evil.example", "/:443"] {
            let url = url(&server, &call(path, None)).unwrap();
            assert_eq!((url.host_str(), url.path()), (Some("api.example.com"), path));
        }
    }

    #[test]
    fn the_path_of_the_server_stays_in_front() {
        for (server, expected) in [
            ("https://a.example", "https://a.example/items"),
            ("https://a.example/", "https://a.example/items"),
            ("https://a.example/api", "https://a.example/api/items"),
            ("http://[::1]:8080/api/", "http://[::1]:8080/api/items"),
        ] {
            let server = Url::parse(server).unwrap();
            assert_eq!(url(&server, &call("/items", None)).unwrap().as_str(), expected);
        }
    }
}
