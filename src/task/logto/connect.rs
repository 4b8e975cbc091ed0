//! Proves the credentials of an M2M application, and keeps them.

use super::{
    access::{self, Access, Credentials, Origin},
    client::{LogtoError, ManagementApi},
};
use crate::{
    logto::{request, tenant::Tenant},
    oauth::values::ClientId,
    project::{
        Project,
        edit::{Setting, Table, Unedited},
        logto::Logto,
    },
    system::{StoreChoice, StoreError, StorePlace, System},
};
use std::io;
use url::Url;

/// What was given to connect with.
#[derive(Debug)]
pub struct Connection {
    /// Where Logto answers, where it was said.
    pub endpoint: Option<Url>,
    /// The tenant's name, where it was said.
    pub tenant: Option<String>,
    /// Where a self-hosted Logto's admin tenant issues tokens, where it was said.
    pub admin_endpoint: Option<Url>,
    /// The credentials.
    pub credentials: Credentials,
    /// Whether they are to be kept.
    pub keep: bool,
}

/// A connection that works.
#[derive(Debug)]
pub struct Connected {
    /// The tenant.
    pub tenant: Tenant,
    /// The M2M application.
    pub application: ClientId,
    /// Where the credentials are.
    pub kept: Kept,
    /// Whether `[logto]` of the project file says something new.
    pub project_changed: bool,
}

/// Where the credentials are.
#[derive(Debug)]
pub enum Kept {
    /// In the token store.
    Stored(StorePlace),
    /// Nowhere here: they come from the environment each time.
    NotKept,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The tenant is not known.
    #[error(transparent)]
    Access(#[from] access::AccessError),
    /// The credentials do not work.
    #[error(transparent)]
    Logto(#[from] LogtoError),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project file is written in a way that is not changed here.
    #[error(transparent)]
    Unedited(#[from] Unedited),
    /// The project file cannot be written.
    #[error("cannot write `{name}`")]
    Write {
        /// The project file.
        name: String,
        /// The system's words.
        source: io::Error,
    },
}

impl Connection {
    /// Returns `[logto]` of the project with what was given in place of its own words.
    pub fn settings(&self, project: &Project) -> Logto {
        let own = project.logto.clone().unwrap_or_default();
        Logto {
            endpoint: self.endpoint.clone().or(own.endpoint),
            tenant: self.tenant.clone().or(own.tenant),
            admin_endpoint: self.admin_endpoint.clone().or(own.admin_endpoint),
            ..own
        }
    }
}

/// Proves the credentials with a token and one harmless read; only then anything is kept.
///
/// # Errors
///
/// As [`ConnectError`]; nothing was then kept.
pub async fn connect(
    system: &System,
    choice: &StoreChoice,
    project: &Project,
    connection: Connection,
) -> Result<Connected, ConnectError> {
    let tenant = access::tenant_with(system, project, &connection.settings(project))?;
    let access =
        Access { tenant: tenant.clone(), credentials: connection.credentials.clone(), origin: Origin::Given };
    let api = ManagementApi::new(system, access);
    api.list(request::one_application(&tenant)).await?;
    let kept = match connection.keep {
        true => {
            let store = access::open(system, choice, &tenant)?;
            store.save(&access::key(&tenant), &connection.credentials.to_secret())?;
            Kept::Stored(store.place().clone())
        }
        false => Kept::NotKept,
    };
    let project_changed = write_down(system, project, &connection)?;
    Ok(Connected { tenant, application: connection.credentials.id, kept, project_changed })
}

/// Writes into the project file what it does not say yet: it is no secret, and the next command needs
/// it. Returns whether anything was written.
fn write_down(system: &System, project: &Project, given: &Connection) -> Result<bool, ConnectError> {
    let said = project.logto.clone().unwrap_or_default();
    // What the issuer tells needs no words of its own.
    let known = said.endpoint.or_else(|| access::endpoint_of_issuer(project).ok());
    let text = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let news = [
        ("endpoint", given.endpoint.as_ref().filter(|own| known.as_ref() != Some(*own)).map(text)),
        ("tenant", given.tenant.clone().filter(|own| said.tenant.as_ref() != Some(own))),
        (
            "admin_endpoint",
            given.admin_endpoint.as_ref().filter(|own| said.admin_endpoint.as_ref() != Some(*own)).map(text),
        ),
    ];
    let news = news.into_iter().filter_map(|(key, value)| Some(Setting::text(Table::Logto, key, value?)));
    let changes: Vec<_> = news.collect();
    if changes.is_empty() {
        return Ok(false);
    }
    let changed = project.edited(&changes)?;
    let name = project.source.name().to_owned();
    match system.files.replace(name.as_ref(), changed.as_bytes()) {
        Ok(()) => Ok(true),
        Err(source) => Err(ConnectError::Write { name, source }),
    }
}
