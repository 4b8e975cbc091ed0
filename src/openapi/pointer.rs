//! JSON Pointers (RFC 6901), also as URI fragments.

use std::borrow::Cow;

/// Returns the reference tokens of a pointer, unescaped; nothing for a text that is no pointer.
pub(super) fn tokens(pointer: &str) -> Option<impl Iterator<Item = Cow<'_, str>>> {
    let rest = match pointer {
        "" => None,
        _ => Some(pointer.strip_prefix('/')?),
    };
    Some(rest.into_iter().flat_map(|rest| rest.split('/')).map(unescaped))
}

/// Returns a token as it stands in a pointer.
pub(super) fn escaped(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) { token.replace('~', "~0").replace('/', "~1").into() } else { token.into() }
}

/// Returns a part of a URI with its percent-encoding undone (RFC 3986 §2.1), as the pointer in a fragment
/// wants it (RFC 6901 §6); nothing where the encoding is broken.
pub(crate) fn percent_decoded(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('%') {
        return Some(text.into());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn unescaped(token: &str) -> Cow<'_, str> {
    if token.contains('~') { token.replace("~1", "/").replace("~0", "~").into() } else { token.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(pointer: &str) -> Option<Vec<String>> {
        tokens(pointer).map(|tokens| tokens.map(Cow::into_owned).collect())
    }

    #[test]
    fn tokens_are_unescaped_in_the_order_of_the_rfc() {
        assert_eq!(split(""), Some(vec![]));
        assert_eq!(split("/"), Some(vec![String::new()]));
        assert_eq!(split("/a~1b/m~0n/~01"), Some(vec!["a/b".into(), "m~n".into(), "~1".into()]));
        assert_eq!(split("components/x"), None);
    }

    #[test]
    fn a_token_goes_there_and_back() {
        for token in ["/a/{b}", "~1", "plain", ""] {
            assert_eq!(split(&format!("/{}", escaped(token))), Some(vec![token.to_owned()]));
        }
    }

    #[test]
    fn a_broken_percent_escape_is_no_pointer() {
        assert_eq!(percent_decoded("/a%20b%C3%BC").as_deref(), Some("/a bü"));
        assert_eq!(percent_decoded("/a%2"), None);
        assert_eq!(percent_decoded("/a%zz"), None);
        assert_eq!(percent_decoded("/a%ff"), None);
    }
}
