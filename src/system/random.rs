//! What must not be guessed.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair},
};
use std::io;

/// Draws what must not be guessed, from the operating system.
pub trait Random {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// Where the operating system gives none.
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()>;
    /// Returns a new EC P-384 private key as PKCS #8.
    ///
    /// # Errors
    ///
    /// Where the operating system gives no randomness.
    fn p384_key(&self) -> io::Result<Vec<u8>>;
}

/// The random generator of the operating system.
pub(super) struct RealRandom;

impl Random for RealRandom {
    fn fill(&self, bytes: &mut [u8]) -> io::Result<()> {
        getrandom::fill(bytes).map_err(io::Error::other)
    }

    fn p384_key(&self) -> io::Result<Vec<u8>> {
        EcdsaKeyPair::generate_pkcs8(&ECDSA_P384_SHA384_ASN1_SIGNING, &SystemRandom::new())
            .map(|key| key.as_ref().to_vec())
            .map_err(io::Error::other)
    }
}
