//! The access token in a request: in the header, and nowhere else (RFC 6750 §2.1).

use super::values::AccessToken;
use http::HeaderValue;

/// A token that cannot stand in a header: empty, or with spaces, control characters or non-ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the access token is empty or has characters that no header can carry")]
pub struct UnsendableToken;

/// Returns the `Authorization` header for `token`, marked as sensitive.
///
/// # Errors
///
/// [`UnsendableToken`] where the token is not one or more visible ASCII characters.
pub fn authorization(token: &AccessToken) -> Result<HeaderValue, UnsendableToken> {
    if !is_visible(token.expose()) {
        return Err(UnsendableToken);
    }
    let mut value =
        HeaderValue::from_str(&format!("Bearer {}", token.expose())).map_err(|_| UnsendableToken)?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns whether `text` is one or more visible ASCII characters (RFC 6749, appendix A.12, without
/// the space that no header value can tell apart).
pub(super) fn is_visible(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Returns whether `text` is a `b64token` (RFC 6750 §2.1).
pub(super) fn is_b64token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty()
        && body.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'+' | b'/')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_goes_into_the_header_whole() {
        let token = "a".repeat(16_384) + "-._~+/==";
        let value = authorization(&AccessToken::new(token.clone())).unwrap();
        assert_eq!(value.as_bytes(), format!("Bearer {token}").as_bytes());
        assert!(value.is_sensitive());
    }

    #[test]
    fn a_token_that_could_split_a_header_is_not_sent() {
        for token in ["", "a b", "a\r\nX: y", "a\n", "\u{e4}", "a\0"] {
            assert_eq!(authorization(&AccessToken::new(token)), Err(UnsendableToken), "{token:?}");
        }
    }
}
