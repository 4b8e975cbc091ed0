//! Looks at Logto and at what is kept here, and plans what is to be done. Nothing is changed.

use super::{
    access::{self, AccessError},
    client::{LogtoError, ManagementApi},
    state::Memory,
};
use crate::{
    logto::{
        answer,
        application::{Application, Secret},
        desired::Desired,
        desired::LOOPBACK_REDIRECT_URI,
        plan::{self, Asked, DomainState, Observed, Plan, PlanError, SecretState},
        request,
        tenant::Tenant,
    },
    oauth::values::{ClientAuthMethod, ClientSecret},
    project::{
        Project,
        edit::{Setting, Table, Unedited},
    },
    source::Source,
    system::{StoreChoice, StoreError, System, TokenStore},
    task::kept::{self, SecretOrigin},
};
use serde_json::Value;
use std::collections::HashSet;

/// How many pages of applications are looked through.
const LONGEST_LIST: u32 = 500;

/// A plan, and whose it is.
#[derive(Debug)]
pub struct Planned {
    /// The tenant.
    pub tenant: Tenant,
    /// What the project wants.
    pub desired: Desired,
    /// What is to be done.
    pub plan: Plan,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanningError {
    /// Nobody may ask, or nobody knows where.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// Logto did not answer, or answered no.
    #[error(transparent)]
    Logto(#[from] LogtoError),
    /// What is there cannot become what is wanted.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project file is written in a way that is not changed here.
    #[error(transparent)]
    Unedited(#[from] Unedited),
}

/// Returns what is to be done for the project.
///
/// # Errors
///
/// As [`PlanningError`].
pub async fn plan(
    system: &System,
    choice: &StoreChoice,
    project: &Project,
    asked: Asked,
) -> Result<Planned, PlanningError> {
    let api = ManagementApi::new(system, access::access(system, choice, project)?);
    let store = access::open(system, choice, api.tenant())?;
    let here = Here { system, choice, store: &*store };
    let (desired, observed) = observe(&here, project, &api).await?;
    let plan = plan::plan(&desired, &observed, asked)?;
    Ok(Planned { tenant: api.tenant().clone(), desired, plan })
}

/// This machine: what is kept on it, and how it is opened.
pub(super) struct Here<'a> {
    pub(super) system: &'a System,
    pub(super) choice: &'a StoreChoice,
    /// Where what was done at the tenant is remembered.
    pub(super) store: &'a dyn TokenStore,
}

/// Looks at everything that a plan depends on.
pub(super) async fn observe(
    here: &Here<'_>,
    project: &Project,
    api: &ManagementApi<'_>,
) -> Result<(Desired, Observed), PlanningError> {
    let desired = Desired::of(project);
    let (application, namesakes) = find(api, &desired).await?;
    let mut observed = Observed { namesakes, domain: domain(api, &desired).await?, ..Observed::default() };
    if let Some(found) = &application {
        let ours = Memory::new(here.store, api.tenant()).ours(found.id())?;
        let kept = SecretLook::at(here, project, api, found).await?;
        let is_there = |name: &String| kept.secrets.iter().any(|own| own.name == *name);
        observed.secret = kept.state;
        // A rotation that was broken off leaves the name behind while that secret is still in use.
        let replaced = ours.old_secret.filter(|name| kept.name.as_ref() != Some(name));
        observed.old_secret = replaced.filter(is_there);
        observed.kept_secret = kept.name;
        observed.own = ours.redirect_uris;
    } else if takes_secret(project) {
        observed.secret = SecretState::Missing;
    }
    observed.application = application;
    Ok((desired, observed))
}

/// Returns the application that the project names, else the oldest one of the name, and the ids of the
/// others of that name.
async fn find(
    api: &ManagementApi<'_>,
    desired: &Desired,
) -> Result<(Option<Application>, Vec<String>), LogtoError> {
    if let Some(id) = &desired.client_id
        && let Some(found) = by_id(api, id).await?
    {
        return Ok((Some(found), Vec::new()));
    }
    let Some(name) = &desired.name else { return Ok((None, Vec::new())) };
    let mut found = by_name(api, name).await?.into_iter();
    let oldest = found.next();
    Ok((oldest, found.map(|own| own.id().to_owned()).collect()))
}

/// Returns an application; nothing where there is none of that id.
pub(super) async fn by_id(api: &ManagementApi<'_>, id: &str) -> Result<Option<Application>, LogtoError> {
    let response = api.send(request::application(api.tenant(), id)).await?;
    match answer::judge(&response) {
        Ok(value) => Ok(Some(Application::parse(value).ok_or_else(|| answer::not_an_entity(&response))?)),
        Err(answer::ApiError::Absent { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Returns the applications of a name, the oldest first, and of two of one moment that of the smaller
/// id: whoever looks finds the same one.
pub(super) async fn by_name(api: &ManagementApi<'_>, name: &str) -> Result<Vec<Application>, LogtoError> {
    let mut found: Vec<Application> = Vec::new();
    let mut seen = HashSet::new();
    for page in 1..=LONGEST_LIST {
        let response = api.send(request::applications(api.tenant(), page)).await?;
        let list: Vec<_> = answer::list(&response)?.into_iter().filter_map(Application::parse).collect();
        // Where nobody says how many there are, a page that is not full is the last one.
        let asked = (page * request::PAGE_SIZE) as usize;
        let is_last = match answer::total(&response) {
            Some(total) => total <= asked,
            None => list.len() < request::PAGE_SIZE as usize,
        };
        let before = seen.len();
        for own in list {
            // What is made meanwhile moves others to the next page.
            if seen.insert(own.id().to_owned()) && own.name() == name {
                found.push(own);
            }
        }
        if is_last || seen.len() == before {
            break;
        }
    }
    found.sort_by(|one, other| (one.created_at(), one.id()).cmp(&(other.created_at(), other.id())));
    Ok(found)
}

async fn domain(api: &ManagementApi<'_>, desired: &Desired) -> Result<DomainState, LogtoError> {
    let Some(domain) = &desired.custom_domain else { return Ok(DomainState::NotWanted) };
    if api.tenant().is_self_hosted() {
        return Ok(DomainState::Unsupported);
    }
    let list = match api.list(request::domains(api.tenant())).await {
        Err(error) if error.code() == Some(DOMAIN_UNSUPPORTED) => return Ok(DomainState::Unsupported),
        list => list?,
    };
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let own = list.iter().find(|own| text(own, "domain").as_ref() == Some(domain));
    Ok(match own {
        Some(own) => DomainState::There { status: text(own, "status").unwrap_or_default() },
        None => DomainState::Missing,
    })
}

/// What a self-hosted Logto answers about custom domains.
pub(super) const DOMAIN_UNSUPPORTED: &str = "domain.not_configured";

/// Returns whether the client of the project proves itself with a secret.
pub(super) fn takes_secret(project: &Project) -> bool {
    let method = project.oauth.as_ref().map(|own| own.token_endpoint_auth_method).unwrap_or_default();
    matches!(method, ClientAuthMethod::ClientSecretPost | ClientAuthMethod::ClientSecretBasic)
}

/// The secrets of an application, and which of them is kept here.
pub(super) struct SecretLook {
    pub(super) state: SecretState,
    /// The name of the one that is kept.
    pub(super) name: Option<String>,
    /// All that are still good.
    pub(super) secrets: Vec<Secret>,
}

impl SecretLook {
    pub(super) async fn at(
        here: &Here<'_>,
        project: &Project,
        api: &ManagementApi<'_>,
        application: &Application,
    ) -> Result<Self, PlanningError> {
        if !takes_secret(project) {
            return Ok(Self { state: SecretState::NotNeeded, name: None, secrets: Vec::new() });
        }
        let secrets = secrets(here.system, api, application.id()).await?;
        let (project, _) = with_client(project, api.tenant(), application.id())?;
        let store = kept::open(here.system, here.choice, &project)?;
        let kept = match &project.oauth {
            Some(settings) => kept::client_secret(here.system, &*store, &project, settings)?,
            None => None,
        };
        let named = |secret: &ClientSecret| {
            secrets.iter().find(|own| own.value.expose() == secret.expose()).map(|own| own.name.clone())
        };
        let (state, name) = match &kept {
            None => (SecretState::Missing, None),
            Some((secret, origin)) => match (named(secret), origin) {
                (Some(name), _) => (SecretState::Right, Some(name)),
                (None, SecretOrigin::Store) => (SecretState::Wrong, None),
                (None, SecretOrigin::Environment) => (SecretState::WrongInEnvironment, None),
            },
        };
        Ok(Self { state, name, secrets })
    }
}

/// Returns the secrets of an application that are still good.
pub(super) async fn secrets(
    system: &System,
    api: &ManagementApi<'_>,
    id: &str,
) -> Result<Vec<Secret>, LogtoError> {
    let list = api.list(request::secrets(api.tenant(), id)).await?;
    let now = system.clock.now();
    Ok(list.iter().filter_map(Secret::parse).filter(|own| own.is_live(now)).collect())
}

/// Returns the project as it is once its file names the application, and the text of that file.
pub(super) fn with_client(
    project: &Project,
    tenant: &Tenant,
    id: &str,
) -> Result<(Project, String), Unedited> {
    let text = |key, value: &str| Setting::text(Table::OAuth, key, value);
    let client_id = text("client_id", id);
    let settings = match &project.oauth {
        Some(_) => vec![client_id],
        None => vec![
            text("issuer", &tenant.issuer()),
            client_id,
            text("token_endpoint_auth_method", ClientAuthMethod::ClientSecretPost.name()),
            text("scope", "openid offline_access"),
            text("loopback_redirect_uri", LOOPBACK_REDIRECT_URI),
        ],
    };
    let edited = project.edited(&settings)?;
    let source = Source::new(project.source.name(), edited.clone());
    let read = Project::parse(source, project.directory.clone(), project.environment.as_deref());
    let unreadable = |_| Unedited {
        file: project.source.name().to_owned(),
        lines: settings.iter().map(Setting::line).collect(),
    };
    let mut read = read.map_err(unreadable)?;
    read.account.clone_from(&project.account);
    Ok((read, edited))
}
