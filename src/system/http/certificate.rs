//! Until when the certificate of a server is valid.

use jiff::Timestamp;
use x509_cert::{Certificate, der::Decode};

/// What is known of the certificate of the server that answered. Found in a response's extensions,
/// where there was TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerCertificate {
    /// Its `notAfter` (RFC 5280 §4.1.2.5).
    pub until: Timestamp,
}

impl PeerCertificate {
    /// Reads a certificate in DER; nothing where it is none.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let certificate = Certificate::from_der(der).ok()?;
        let until = certificate.tbs_certificate().validity().not_after.to_unix_duration();
        Some(Self { until: Timestamp::from_second(i64::try_from(until.as_secs()).ok()?).ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_has_no_end() {
        for der in [&b""[..], b"certificate", &[0x30, 0x82, 0xff, 0xff], &[0x30, 0x80]] {
            assert_eq!(PeerCertificate::read(der), None);
        }
    }
}
