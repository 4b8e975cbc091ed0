//! Writes the back end of a project: the middleware that asks the provider whose token it is.

use super::discover::{self, DiscoverError};
use crate::{
    oauth::{
        discovery::Metadata,
        values::{Issuer, Resource},
    },
    project::{OAuth, Project},
    system::System,
    template::{NewFile, backend::Provider},
};
use std::{
    io,
    path::{Path, PathBuf},
};
use url::Url;

/// The folder of the back end, in that of the project.
pub const FOLDER: &str = "backend";

/// What is said of the provider on the command line; it goes before the project.
#[derive(Debug, Clone, Copy, Default)]
pub struct Named<'a> {
    /// The issuer; the endpoints of the project are another's then.
    pub issuer: Option<&'a str>,
    /// Where the account is asked for.
    pub userinfo_endpoint: Option<&'a Url>,
}

/// What is known of the provider, and how.
#[derive(Debug)]
pub struct Known {
    /// What goes into the files.
    pub provider: Provider,
    /// Where the endpoints are announced; `None` where nobody was asked.
    pub discovered_at: Option<Url>,
}

/// Why there is no back end.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// Neither a project nor the command line names a provider.
    #[error("the provider is not known")]
    NoProvider {
        /// Whether there is a project.
        project: bool,
    },
    /// The provider does not tell its endpoints.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The provider tells its endpoints, and there is none for the account.
    #[error("the issuer `{issuer}` announces no Userinfo endpoint")]
    NoUserinfo {
        /// The issuer.
        issuer: Issuer,
    },
    /// Something is there already, and nothing was written.
    #[error("`{}` is there already", .path.display())]
    Exists {
        /// What is there.
        path: PathBuf,
    },
    /// A file could not be written, and none was.
    #[error("cannot write `{}`", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's words.
        #[source]
        source: io::Error,
    },
}

/// Finds out what the back end must know of the provider. Its metadata is asked for only where nobody
/// names the Userinfo endpoint.
///
/// # Errors
///
/// As [`BackendError`], but for the two of writing.
pub async fn provider(
    system: &System,
    project: Option<&Project>,
    named: Named<'_>,
) -> Result<Known, BackendError> {
    let settings = project.and_then(|project| project.oauth.as_ref());
    let resource = settings.and_then(|settings| settings.resource.first()).map(Resource::as_str);
    let metadata = match (named.issuer, settings) {
        (Some(issuer), _) if named.userinfo_endpoint.is_none() => {
            discover::of_issuer(system, &Issuer::new(issuer)).await?
        }
        (Some(issuer), _) => Metadata { issuer: Some(Issuer::new(issuer)), ..Metadata::default() },
        (None, Some(settings)) if is_silent(settings, named) => discover::discover(system, settings).await?,
        (None, Some(settings)) => Metadata::given(settings),
        (None, None) if named.userinfo_endpoint.is_some() => Metadata::default(),
        (None, None) => return Err(BackendError::NoProvider { project: project.is_some() }),
    };
    let text = |url: &Option<Url>| url.as_ref().map(|url| url.as_str().to_owned());
    let userinfo_endpoint = match (named.userinfo_endpoint, &metadata.userinfo_endpoint, &metadata.issuer) {
        (Some(url), _, _) | (None, Some(url), _) => url.as_str().to_owned(),
        (None, None, Some(issuer)) => return Err(BackendError::NoUserinfo { issuer: issuer.clone() }),
        (None, None, None) => return Err(BackendError::NoProvider { project: project.is_some() }),
    };
    let provider = Provider {
        issuer: metadata.issuer.as_ref().map(|issuer| issuer.as_str().to_owned()),
        userinfo_endpoint,
        introspection_endpoint: text(&metadata.introspection_endpoint),
        jwks_uri: text(&metadata.jwks_uri),
        resource: resource.map(str::to_owned),
    };
    Ok(Known { provider, discovered_at: metadata.found_at })
}

/// Returns whether the project leaves it to its provider to name the Userinfo endpoint.
fn is_silent(settings: &OAuth, named: Named<'_>) -> bool {
    settings.userinfo_endpoint.is_none() && named.userinfo_endpoint.is_none()
}

/// Returns where a Logto has its endpoints, for a project whose provider may not be there yet.
pub fn as_logto_has_it(issuer: &str) -> Provider {
    let at = |path: &str| format!("{}/{path}", issuer.strip_suffix('/').unwrap_or(issuer));
    Provider {
        issuer: Some(issuer.to_owned()),
        userinfo_endpoint: at("me"),
        introspection_endpoint: Some(at("token/introspection")),
        jwks_uri: Some(at("jwks")),
        resource: None,
    }
}

/// Makes sure that nothing is where the files of a back end go.
///
/// # Errors
///
/// [`BackendError::Exists`].
pub fn refuse_existing(system: &System, directory: &Path, files: &[NewFile]) -> Result<(), BackendError> {
    let mut paths = files.iter().map(|file| directory.join(file.path));
    match paths.find(|path| system.files.exists(path)) {
        Some(path) => Err(BackendError::Exists { path }),
        None => Ok(()),
    }
}

/// Writes the files of a back end into `directory`, all of them or none, over what is there only where
/// `force` says so. Returns their paths.
///
/// # Errors
///
/// [`BackendError::Exists`] and [`BackendError::Write`]; nothing was written then.
pub fn write(
    system: &System,
    directory: &Path,
    files: &[NewFile],
    force: bool,
) -> Result<Vec<PathBuf>, BackendError> {
    if !force {
        refuse_existing(system, directory, files)?;
    }
    let files: Vec<_> =
        files.iter().map(|file| (directory.join(file.path), file.content.as_bytes())).collect();
    match system.files.write_together(&files, force) {
        Ok(()) => Ok(files.into_iter().map(|(path, _)| path).collect()),
        // Somebody was quicker between the look and the write.
        Err((path, error)) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(BackendError::Exists { path })
        }
        Err((path, source)) => Err(BackendError::Write { path, source }),
    }
}

#[cfg(test)]
mod tests;
