//! How the client of a project proves itself: with its secret, with a fresh client assertion for every
//! request, or not at all.

use super::kept;
use crate::{
    oauth::{
        assertion::{AssertionClaims, AssertionError, ClientKey, ClientKeyError},
        client_auth::{Client, NoClientSecret},
        discovery::Metadata,
        values::{AssertionAudience, ClientAuthMethod, ClientId, ClientSecret},
    },
    project::{OAuth, Project, ProjectError, ProjectFault},
    system::{ReadError, StoreError, System, TokenStore},
};
use std::{
    io,
    path::{Path, PathBuf},
};

/// Names the file of the client's private key in place of the project.
pub const CLIENT_KEY_VARIABLE: &str = "GPTAUTH_CLIENT_KEY_FILE";

/// The largest key file that is read, in bytes.
const LARGEST_KEY: usize = 64 * 1024;

/// What the client of a project proves itself with.
#[derive(Debug)]
pub struct Credentials {
    id: ClientId,
    proof: Proof,
}

#[derive(Debug)]
enum Proof {
    Secret { method: ClientAuthMethod, secret: Option<ClientSecret> },
    Key { key: ClientKey, audience: AssertionAudience },
}

/// What was given for one sign-in, in place of what is kept.
#[derive(Debug, Default)]
pub struct Given<'a> {
    /// A client secret.
    pub secret: Option<&'a ClientSecret>,
    /// The file of the client's private key.
    pub key_file: Option<&'a Path>,
}

/// Why the client cannot prove itself.
#[derive(Debug, thiserror::Error)]
pub enum CredentialsError {
    /// The method needs a client secret, and there is none.
    #[error(transparent)]
    NoClientSecret(#[from] NoClientSecret),
    /// The method needs a private key, and nobody says where it is.
    #[error("no client key for `private_key_jwt`")]
    NoClientKey,
    /// The project file names a key that is not in the project's folder.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The key file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The key file holds no usable key.
    #[error("the client key in `{}` cannot be used", .file.display())]
    ClientKey {
        /// The key file.
        file: PathBuf,
        /// What is wrong with it.
        source: ClientKeyError,
    },
    /// No assertion could be made with the key.
    #[error(transparent)]
    Assertion(#[from] AssertionError),
    /// The operating system gives no randomness.
    #[error("no randomness to be had")]
    Random(#[source] io::Error),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Credentials {
    /// Returns the credentials of the project: what is `given`, then the environment, then what is
    /// kept or named in the project file.
    ///
    /// # Errors
    ///
    /// As [`CredentialsError`].
    pub fn of(
        system: &System,
        store: &dyn TokenStore,
        project: &Project,
        settings: &OAuth,
        given: &Given<'_>,
    ) -> Result<Self, CredentialsError> {
        let method = settings.token_endpoint_auth_method;
        let proof = match method {
            ClientAuthMethod::None => Proof::Secret { method, secret: None },
            ClientAuthMethod::ClientSecretPost | ClientAuthMethod::ClientSecretBasic => {
                let secret = match given.secret {
                    Some(secret) => Some(secret.clone()),
                    None => kept::client_secret(system, store, project, settings)?.map(|(secret, _)| secret),
                };
                Proof::Secret { method, secret: Some(secret.ok_or(NoClientSecret { method })?) }
            }
            ClientAuthMethod::PrivateKeyJwt => Proof::Key {
                key: client_key(system, &key_file(system, project, settings, given)?)?,
                audience: settings.client_assertion_audience,
            },
        };
        Ok(Self { id: settings.client_id.clone(), proof })
    }

    /// Returns the client as it would prove itself by another method, with what is at hand: no secret
    /// is made out of a key.
    pub(super) fn client_by(&self, method: ClientAuthMethod) -> Option<Client> {
        let secret = match &self.proof {
            Proof::Secret { secret, .. } => secret.clone(),
            Proof::Key { .. } => None,
        };
        Client::new(self.id.clone(), method, secret).ok()
    }

    /// Returns the client, ready for one request that is sent now.
    ///
    /// # Errors
    ///
    /// Where no client assertion could be made.
    pub fn client(&self, system: &System, provider: &Metadata) -> Result<Client, CredentialsError> {
        let id = self.id.clone();
        let (key, audience) = match &self.proof {
            Proof::Secret { method, secret } => return Ok(Client::new(id, *method, secret.clone())?),
            Proof::Key { key, audience } => (key, audience),
        };
        let mut jti = [0; 16];
        system.random.fill(&mut jti).map_err(CredentialsError::Random)?;
        let assertion = key.sign(&AssertionClaims {
            client_id: &id,
            audience: addressee(*audience, provider),
            now: system.clock.now(),
            jti,
            algorithms: provider.token_endpoint_auth_algorithms.as_deref(),
        })?;
        Ok(Client::with_assertion(id, assertion))
    }
}

/// Returns whom an assertion is for. A project names an issuer or else both endpoints, so one of the
/// two is known.
fn addressee(audience: AssertionAudience, provider: &Metadata) -> &str {
    let issuer = provider.issuer.as_ref().map(|issuer| issuer.as_str());
    let endpoint = provider.token_endpoint.as_ref().map(|url| url.as_str());
    match audience {
        AssertionAudience::Issuer => issuer.or(endpoint),
        AssertionAudience::TokenEndpoint => endpoint.or(issuer),
    }
    .unwrap_or_default()
}

fn key_file(
    system: &System,
    project: &Project,
    settings: &OAuth,
    given: &Given<'_>,
) -> Result<PathBuf, CredentialsError> {
    if let Some(file) = given.key_file {
        return Ok(file.to_owned());
    }
    let variable = system.environment.variable(CLIENT_KEY_VARIABLE).map(PathBuf::from);
    match (variable, &settings.client_key) {
        (Some(file), _) => Ok(file),
        (None, Some(file)) => in_the_project(system, project, file),
        (None, None) => Err(CredentialsError::NoClientKey),
    }
}

/// Returns the file that the project names, where no link leads out of the project's folder.
fn in_the_project(system: &System, project: &Project, file: &Path) -> Result<PathBuf, CredentialsError> {
    let file = project.directory.join(file);
    // What is not there is told by who reads it.
    let Ok(canonical) = system.files.canonical(&file) else { return Ok(file) };
    // The project file of the current folder is found there by its bare name.
    let folder = Some(project.directory.as_path()).filter(|folder| !folder.as_os_str().is_empty());
    match system.files.canonical(folder.unwrap_or(Path::new("."))) {
        Ok(folder) if canonical.starts_with(&folder) => Ok(canonical),
        _ => {
            let at = project.place("oauth.client_key").map_or(0, |place| place.start);
            Err(project.error(at, ProjectFault::KeyOutside).into())
        }
    }
}

fn client_key(system: &System, file: &Path) -> Result<ClientKey, CredentialsError> {
    let text = system.files.read(file, LARGEST_KEY)?;
    ClientKey::parse(text.text())
        .map_err(|source| CredentialsError::ClientKey { file: file.to_owned(), source })
}
