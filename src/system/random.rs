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
    /// Returns a source of random bytes that outlives this door, for a server that draws as it goes.
    ///
    /// # Errors
    ///
    /// Where the operating system gives no randomness now; once it gave some, it does not stop.
    fn source(&self) -> io::Result<RandomSource>;
}

/// Fills a buffer with bytes that cannot be guessed.
pub type RandomSource = Box<dyn FnMut(&mut [u8])>;

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

    #[expect(clippy::expect_used, reason = "a server must not go on with bytes that can be guessed")]
    fn source(&self) -> io::Result<RandomSource> {
        self.fill(&mut [0; 32])?;
        Ok(Box::new(|bytes| getrandom::fill(bytes).expect("randomness, as a moment ago")))
    }
}
