//! Signature algorithms of JWTs (RFC 7518 §3.1, RFC 8037 §3.1), and the kinds of key that they need.

use jsonwebtoken::Algorithm as Jwa;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// An algorithm that is safe to accept and to use: neither `none` nor anything symmetric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
    EdDsa,
}

/// A kind of key. It decides which algorithms the key may be used with (RFC 8725 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyKind {
    Rsa,
    P256,
    P384,
    P521,
    Ed25519,
}

impl Algorithm {
    pub(super) const ALL: [Self; 10] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::Es512,
        Self::EdDsa,
    ];

    /// Returns the registered name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::Es512 => "ES512",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Returns the algorithm of that name, which is case-sensitive.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }

    /// Returns the kind of key that it needs.
    pub(super) fn kind(self) -> KeyKind {
        match self {
            Self::Rs256 | Self::Rs384 | Self::Rs512 | Self::Ps256 | Self::Ps384 | Self::Ps512 => KeyKind::Rsa,
            Self::Es256 => KeyKind::P256,
            Self::Es384 => KeyKind::P384,
            Self::Es512 => KeyKind::P521,
            Self::EdDsa => KeyKind::Ed25519,
        }
    }

    /// Returns the hash of `text` that `at_hash` is half of (OpenID Connect Core 1.0 §3.1.3.6).
    pub(super) fn digest(self, text: &str) -> Vec<u8> {
        match self {
            Self::Rs256 | Self::Ps256 | Self::Es256 => Sha256::digest(text).to_vec(),
            Self::Rs384 | Self::Ps384 | Self::Es384 => Sha384::digest(text).to_vec(),
            Self::Rs512 | Self::Ps512 | Self::Es512 | Self::EdDsa => Sha512::digest(text).to_vec(),
        }
    }

    /// Returns what `jsonwebtoken` calls it; ES512 is unknown there.
    pub(super) fn jwa(self) -> Option<Jwa> {
        match self {
            Self::Rs256 => Some(Jwa::RS256),
            Self::Rs384 => Some(Jwa::RS384),
            Self::Rs512 => Some(Jwa::RS512),
            Self::Ps256 => Some(Jwa::PS256),
            Self::Ps384 => Some(Jwa::PS384),
            Self::Ps512 => Some(Jwa::PS512),
            Self::Es256 => Some(Jwa::ES256),
            Self::Es384 => Some(Jwa::ES384),
            Self::Es512 => None,
            Self::EdDsa => Some(Jwa::EdDSA),
        }
    }
}

impl KeyKind {
    /// Returns the kind of a JWK by its `kty` and `crv` (RFC 7518 §6, RFC 8037 §2).
    pub(super) fn of(kty: &str, crv: Option<&str>) -> Option<Self> {
        match (kty, crv) {
            ("RSA", _) => Some(Self::Rsa),
            ("EC", Some("P-256")) => Some(Self::P256),
            ("EC", Some("P-384")) => Some(Self::P384),
            ("EC", Some("P-521")) => Some(Self::P521),
            ("OKP", Some("Ed25519")) => Some(Self::Ed25519),
            _ => None,
        }
    }

    /// Returns the length of a coordinate, in bytes (RFC 7518 §6.2.1.2); 0 where it has none.
    pub(super) fn coordinate(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
            Self::Rsa | Self::Ed25519 => 0,
        }
    }
}

/// Returns the uncompressed point of two coordinates: 0x04, then both (SEC 1 §2.3.3). They come in
/// full length, but some providers strip the zeros in front.
pub(super) fn point(kind: KeyKind, x: &[u8], y: &[u8]) -> Option<Vec<u8>> {
    let mut point = vec![4];
    for coordinate in [x, y] {
        let padding = kind.coordinate().checked_sub(coordinate.len())?;
        point.resize(point.len() + padding, 0);
        point.extend_from_slice(coordinate);
    }
    Some(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip_and_nothing_weak_has_one() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::from_name(algorithm.name()), Some(algorithm));
            let theirs = algorithm.jwa().map(|jwa| format!("{jwa:?}"));
            assert!(theirs.is_none_or(|theirs| theirs == algorithm.name()));
        }
        for weak in ["none", "None", "HS256", "HS512", "rs256", "RS1", "ES256K", ""] {
            assert_eq!(Algorithm::from_name(weak), None, "{weak}");
        }
    }

    #[test]
    fn a_point_has_its_full_length_whatever_was_stripped() {
        let point = point(KeyKind::P521, &[1], &[2; 66]).unwrap();
        assert_eq!((point.len(), point[0], point[66]), (133, 4, 1));
        assert_eq!(super::point(KeyKind::P256, &[1; 33], &[1]), None);
    }
}
