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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oauth::values::ClientSecret,
        source::Source,
        system::fake::{World, logto::StandIn, run},
        task::logto::client::LogtoError,
    };

    const OWN: &str = "http://127.0.0.1:3001";
    const ADMIN: &str = "http://127.0.0.1:3002";

    fn project(world: &World, text: &str) -> Project {
        world.set_file("gptauth.toml", text);
        Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap()
    }

    fn connection(id: &str, secret: &str) -> Connection {
        Connection {
            endpoint: None,
            tenant: None,
            admin_endpoint: None,
            credentials: Credentials { id: ClientId::new(id), secret: ClientSecret::new(secret) },
            keep: true,
        }
    }

    #[test]
    fn an_application_of_the_admin_tenant_opens_the_api_of_a_self_hosted_logto() {
        let world = World::new();
        let logto = StandIn::self_hosted(OWN, ADMIN);
        let admin = logto.admin_credentials();
        world.answer_as_logto(logto);
        let system = world.system();
        let text = format!("[logto]\nendpoint = \"{OWN}\"\n");
        let project = project(&world, &text);
        let given = connection(&admin.id, &admin.secret);
        let error = run(connect(&system, &StoreChoice::Auto, &project, given)).unwrap_err();
        let unknown = crate::logto::token::TokenError::UnknownApplication;
        assert!(matches!(&error, ConnectError::Logto(LogtoError::Token(own)) if *own == unknown), "{error}");
        let given = Connection {
            admin_endpoint: Some(ADMIN.parse().unwrap()),
            ..connection(&admin.id, &admin.secret)
        };
        let connected = run(connect(&system, &StoreChoice::Auto, &project, given)).unwrap();
        assert_eq!(connected.tenant.token_endpoint().as_str(), "http://127.0.0.1:3002/oidc/token");
        let written = world.file("gptauth.toml").unwrap();
        assert_eq!(written, format!("{text}admin_endpoint = \"{ADMIN}\"\n"));
        let read = Project::parse(Source::new("gptauth.toml", written), "/project", None).unwrap();
        assert!(access::access(&system, &StoreChoice::Auto, &read).is_ok());
    }

    #[test]
    fn nothing_is_kept_that_was_not_proved() {
        let world = World::new();
        let mut logto = StandIn::self_hosted(OWN, ADMIN);
        let machine = logto.put_machine(false, world.now());
        world.answer_as_logto(logto);
        let system = world.system();
        let text = format!("[oauth]\nissuer = \"{OWN}/oidc\"\nclient_id = \"a\"\n");
        let project = project(&world, &text);
        let attempt =
            connect(&system, &StoreChoice::Auto, &project, connection(&machine.id, &machine.secret));
        let error = run(attempt).unwrap_err();
        let no_role = crate::logto::token::TokenError::NoRole;
        assert!(matches!(&error, ConnectError::Logto(LogtoError::Token(own)) if *own == no_role), "{error}");
        let kept = access::access(&system, &StoreChoice::Auto, &project).unwrap_err();
        assert!(matches!(kept, access::AccessError::NoCredentials), "{kept}");
        assert_eq!(world.file("gptauth.toml").unwrap(), text);
    }
}
