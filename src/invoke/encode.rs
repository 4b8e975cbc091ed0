//! Percent-encoding (RFC 3986 §2.1).

/// Returns `text` with everything encoded but the unreserved characters.
pub(super) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(&mut out, text);
    out
}

/// Encodes everything but the unreserved characters (RFC 3986 §2.3): a value never ends a segment,
/// begins a query or names a host.
pub(super) fn encode(out: &mut String, text: &str) {
    encode_unless(out, text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
}

/// Encodes everything but the unreserved characters and those of `also`.
pub(super) fn encode_but(out: &mut String, text: &str, also: &[u8]) {
    encode_unless(out, text, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte)
    });
}

/// Encodes what cannot stand in a path as the document wrote it; its slashes and escapes stay.
pub(super) fn encode_literal(out: &mut String, text: &str) {
    encode_unless(out, text, |byte| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte));
}

fn encode_unless(out: &mut String, text: &str, plain: impl Fn(u8) -> bool) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}
