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
    use base64::{Engine, engine::general_purpose::STANDARD};

    /// Made once with `openssl req -x509`; its key was thrown away.
    const CERTIFICATE: &str = "MIIBiDCCAS2gAwIBAgIUMj8LLn7/xg/O94X2kcXRcxZ+NqwwCgYIKoZIzj0EAwIwGTEXMBUGA1UEAwwOaWQuZXhhbX\
        BsZS5jb20wHhcNMjYxMTIyMTIwMzE1WhcNMzYxMTE5MTIwMzE1WjAZMRcwFQYDVQQDDA5pZC5leGFtcGxlLmNvbTBZ\
        MBMGByqGSM49AgEGCCqGSM49AwEHA0IABMlPxAcCda9xMH+ebQKSIoz8CKmj+upH3m8Z72i94Ns7tED5oQOyPUP44k\
        /MI93j/ZdncSundSpp/GfipXoh0Q+jUzBRMB0GA1UdDgQWBBSB3eYpT0dmqmCROyRj+syCrnrutDAfBgNVHSMEGDAW\
        gBSB3eYpT0dmqmCROyRj+syCrnrutDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQC3qcz5E4xUMO\
        BilTV39wzDoItTD+Nd8robtnj99iCGEQIhAIfSDtvZyc3536xPtGhwEbyo5+mnDVs4OgDvhxLzRbVy";

    #[test]
    fn the_end_of_a_certificate_is_read() {
        let der = STANDARD.decode(CERTIFICATE).unwrap();
        let until = PeerCertificate::read(&der).unwrap().until;
        assert_eq!(until.to_string(), "2036-11-19T12:03:15Z");
        assert_eq!(PeerCertificate::read(&der[..der.len() - 1]), None);
    }

    #[test]
    fn what_is_no_certificate_has_no_end() {
        for der in [&b""[..], b"certificate", &[0x30, 0x82, 0xff, 0xff], &[0x30, 0x80]] {
            assert_eq!(PeerCertificate::read(der), None);
        }
    }
}
