//! The project, from the host that it uses to the custom domain.

use crate::{
    logto::{
        domain::{self, CustomDomain, NameFault},
        tenant::Tenant,
    },
    oauth::values::Issuer,
    project::{
        OAuth, Project, ProjectError,
        edit::{Setting, Table, Unedited},
    },
    source::Source,
    system::{StoreChoice, StoreError, System},
    task::{
        discover::{self, DiscoverError},
        kept::{self, SecretOrigin},
    },
};
use std::{io, path::Path};

/// What became of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switched {
    /// It uses the domain from now on.
    Now {
        /// Whether the client secret that was kept goes with it.
        secret: bool,
    },
    /// It did already.
    Before,
}

/// Why the project was left as it is.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    /// The project has no provider.
    #[error("the project has no `[oauth]`")]
    NoOAuth,
    /// Logto has it under a name that is no host: whoever added it typed more than that.
    #[error(transparent)]
    Name(#[from] NameFault),
    /// The domain does not answer as an issuer does.
    #[error("`{issuer}` does not answer yet as it should")]
    NotReady {
        /// The issuer.
        issuer: String,
        /// What it answers.
        #[source]
        source: DiscoverError,
    },
    /// The file is written in a way that is not changed here.
    #[error(transparent)]
    Unedited(#[from] Unedited),
    /// What was written cannot be read.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The file cannot be written.
    #[error("cannot write `{name}`")]
    Write {
        /// The project file.
        name: String,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The client secret cannot be taken over.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets the project use a custom domain, once its metadata proves that it is that issuer. The
/// Management API goes on being asked at the tenant's own host, whose name it keeps.
///
/// # Errors
///
/// As [`SwitchError`]; the project file is then as it was.
pub async fn switch(
    system: &System,
    choice: &StoreChoice,
    project: &Project,
    tenant: &Tenant,
    domain: &CustomDomain,
) -> Result<Switched, SwitchError> {
    let settings = project.oauth.as_ref().ok_or(SwitchError::NoOAuth)?;
    domain::host(&domain.host)?;
    let issuer = domain.issuer();
    prove(system, settings, &issuer).await?;
    let mut changes = domain::switched(settings, &issuer);
    if changes.is_empty() {
        return Ok(Switched::Before);
    }
    let logto = project.logto.as_ref();
    let own = |key, value: &str| Setting::text(Table::Logto, key, value);
    if logto.is_none_or(|own| own.endpoint.is_none()) {
        changes.push(own("endpoint", tenant.endpoint().as_str().trim_end_matches('/')));
    }
    if logto.and_then(|own| own.custom_domain.as_deref()) != Some(&domain.host) {
        changes.push(own("custom_domain", &domain.host));
    }
    let text = project.edited(&changes)?;
    let name = project.source.name().to_owned();
    let source = Source::new(name.clone(), text.clone());
    let new = Project::parse(source, &project.directory, project.environment.as_deref())?;
    // First the secret: under the new name nobody looks for it before the file says so.
    let secret = take_secret_along(system, choice, project, &new)?;
    match system.files.replace(Path::new(&name), text.as_bytes()) {
        Ok(()) => Ok(Switched::Now { secret }),
        Err(source) => Err(SwitchError::Write { name, source }),
    }
}

/// Makes sure that the metadata of the new issuer names that issuer.
async fn prove(system: &System, settings: &OAuth, issuer: &str) -> Result<(), SwitchError> {
    let asked = OAuth { issuer: Some(Issuer::new(issuer)), ..settings.clone() };
    match discover::discover(system, &asked).await {
        Ok(_) => Ok(()),
        Err(source) => Err(SwitchError::NotReady { issuer: issuer.to_owned(), source }),
    }
}

/// What is kept is kept by issuer. The secret is the application's, whatever host it is used at; the
/// tokens are left behind, because their ID token names the old issuer.
fn take_secret_along(
    system: &System,
    choice: &StoreChoice,
    old: &Project,
    new: &Project,
) -> Result<bool, StoreError> {
    let (Some(before), Some(after)) = (&old.oauth, &new.oauth) else { return Ok(false) };
    let store = kept::open(system, choice, old)?;
    match kept::client_secret(system, &*store, old, before)? {
        Some((secret, SecretOrigin::Store)) => {
            let store = kept::open(system, choice, new)?;
            kept::keep_client_secret(&*store, new, after, &secret)?;
            Ok(true)
        }
        Some((_, SecretOrigin::Environment)) | None => Ok(false),
    }
}
