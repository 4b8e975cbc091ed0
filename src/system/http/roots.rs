//! Certificates of authorities that are trusted beside the system's.

use crate::system::{Files, ReadError};
use reqwest::Certificate;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::path::{Path, PathBuf};

/// The largest file of certificates that is read, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// Why a file of certificates cannot be trusted.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// It could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// There is no certificate in it.
    #[error("there is no certificate in `{}`", .file.display())]
    None {
        /// The file.
        file: PathBuf,
    },
    /// A certificate in it is damaged.
    #[error("certificate {number} in `{}` cannot be used", .file.display())]
    Unusable {
        /// The file.
        file: PathBuf,
        /// Which one, from 1.
        number: usize,
    },
}

/// Reads the certificates of a PEM file. One that cannot be used is an error: who names a file wants
/// all of it trusted.
pub(in crate::system) fn read(files: &dyn Files, file: &Path) -> Result<Vec<Certificate>, TrustError> {
    let text = files.read(file, LARGEST)?;
    let mut certificates = Vec::new();
    for (index, der) in CertificateDer::pem_slice_iter(text.text().as_bytes()).enumerate() {
        let unusable = || TrustError::Unusable { file: file.to_owned(), number: index + 1 };
        let der = der.map_err(|_| unusable())?;
        RootCertStore::empty().add(der.clone()).map_err(|_| unusable())?;
        certificates.push(Certificate::from_der(&der).map_err(|_| unusable())?);
    }
    match certificates.is_empty() {
        true => Err(TrustError::None { file: file.to_owned() }),
        false => Ok(certificates),
    }
}
