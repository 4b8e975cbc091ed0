//! Names of header fields.

/// Why a document cannot declare a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeaderFault {
    /// The name is no token (RFC 9110 §5.6.2).
    NoToken,
    /// Something else decides what it says.
    Reserved,
}

/// Fields that are set by the authentication, the client or the transport.
const RESERVED: [&str; 5] = ["authorization", "host", "content-length", "content-type", "accept"];

/// Returns what is wrong with the name of a header parameter.
pub(super) fn header_fault(name: &str) -> Option<HeaderFault> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Some(HeaderFault::NoToken);
    }
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(name)).then_some(HeaderFault::Reserved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s22_names_that_smuggle_or_override_are_faults() {
        for name in ["X-A\r\nX-Evil", "X A", "X:A", "", "Größe"] {
            assert_eq!(header_fault(name), Some(HeaderFault::NoToken), "{name:?}");
        }
        for name in ["Authorization", "HOST", "content-length"] {
            assert_eq!(header_fault(name), Some(HeaderFault::Reserved), "{name}");
        }
        assert_eq!(header_fault("X-Api-Version"), None);
    }
}
