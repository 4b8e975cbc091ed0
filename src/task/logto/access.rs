//! Who may use the Management API: an M2M application's id and secret, and where they come from.

use crate::{
    logto::tenant::{self, Tenant, TenantError},
    oauth::{
        client_auth::Client,
        values::{ClientAuthMethod, ClientId, ClientSecret},
    },
    project::{Project, logto::Logto},
    system::{StoreChoice, StoreError, StoreItem, StoreKey, System, TokenStore},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use url::Url;

/// The application that may use the Management API, in place of the one that is kept.
pub const APP_ID_VARIABLE: &str = "GPTAUTH_LOGTO_APP_ID";
/// Its secret.
pub const APP_SECRET_VARIABLE: &str = "GPTAUTH_LOGTO_APP_SECRET";
/// The indicator of the Management API, where the project does not tell the tenant.
pub const RESOURCE_VARIABLE: &str = "GPTAUTH_LOGTO_RESOURCE";

/// The version of what is kept.
const VERSION: u64 = 1;

/// What an M2M application proves itself with.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Its id.
    pub id: ClientId,
    /// Its secret.
    pub secret: ClientSecret,
}

/// A tenant, and what opens its Management API.
#[derive(Debug)]
pub struct Access {
    /// The tenant.
    pub tenant: Tenant,
    /// The credentials.
    pub credentials: Credentials,
    /// Where they came from.
    pub origin: Origin,
}

/// Where credentials came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The environment variables.
    Environment,
    /// The token store.
    Store,
    /// The user, just now.
    Given,
}

/// Why the Management API cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// Neither `[logto]` nor an issuer says where Logto is.
    #[error("the project does not say where Logto is")]
    NoEndpoint,
    /// The tenant is not known.
    #[error(transparent)]
    Tenant(#[from] TenantError),
    /// Nobody says which application may ask.
    #[error("no credentials for Logto's Management API")]
    NoCredentials,
    /// What is kept cannot be read.
    #[error("the kept credentials for Logto's Management API cannot be read")]
    Unreadable,
    /// The token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Credentials {
    /// Returns the client that asks for tokens. Logto takes both methods from every M2M application.
    ///
    /// # Errors
    ///
    /// Never with a secret, which there always is.
    pub fn client(&self) -> Result<Client, crate::oauth::client_auth::NoClientSecret> {
        Client::new(self.id.clone(), ClientAuthMethod::ClientSecretBasic, Some(self.secret.clone()))
    }

    /// Returns the text to keep.
    pub fn to_secret(&self) -> SecretString {
        let text = json!({
            "version": VERSION, "client_id": self.id.as_str(), "client_secret": self.secret.expose(),
        });
        text.to_string().into()
    }

    /// Reads what [`Credentials::to_secret`] wrote.
    pub fn parse(text: &SecretString) -> Option<Self> {
        let value: Value = serde_json::from_str(text.expose_secret()).ok()?;
        let text = |name: &str| value.get(name).and_then(Value::as_str).filter(|own| !own.is_empty());
        (value.get("version").and_then(Value::as_u64) == Some(VERSION)).then_some(())?;
        Some(Self {
            id: ClientId::new(text("client_id")?),
            secret: ClientSecret::new(text("client_secret")?),
        })
    }
}

/// Returns the project's tenant; nobody is asked.
///
/// # Errors
///
/// As [`AccessError`].
pub fn tenant_of(system: &System, project: &Project) -> Result<Tenant, AccessError> {
    let settings = project.logto.clone().unwrap_or_default();
    tenant_with(system, project, &settings)
}

/// Returns the project's tenant, with these words in place of its own `[logto]`.
///
/// # Errors
///
/// As [`AccessError`].
pub fn tenant_with(system: &System, project: &Project, settings: &Logto) -> Result<Tenant, AccessError> {
    let endpoint = match &settings.endpoint {
        Some(endpoint) => endpoint.clone(),
        None => endpoint_of_issuer(project)?,
    };
    let admin = settings.admin_endpoint.as_ref();
    match system.environment.variable(RESOURCE_VARIABLE) {
        // The name only serves to tell the indicator, which is given.
        Some(resource) => Ok(Tenant::new(&endpoint, Some("-"), admin)?.with_resource(resource)),
        None => Ok(Tenant::new(&endpoint, settings.tenant.as_deref(), admin)?),
    }
}

/// Returns where the Logto of the project's issuer answers.
///
/// # Errors
///
/// Where there is no issuer, or none of Logto.
pub fn endpoint_of_issuer(project: &Project) -> Result<Url, AccessError> {
    let issuer = project.oauth.as_ref().and_then(|own| own.issuer.as_ref());
    Ok(tenant::endpoint_of(issuer.ok_or(AccessError::NoEndpoint)?.as_str())?)
}

/// Returns what opens the Management API of the project's tenant: the environment variables, then what
/// `gptauth logto connect` kept.
///
/// # Errors
///
/// As [`AccessError`].
pub fn access(system: &System, choice: &StoreChoice, project: &Project) -> Result<Access, AccessError> {
    let tenant = tenant_of(system, project)?;
    let variable = |name| system.environment.variable(name);
    if let (Some(id), Some(secret)) = (variable(APP_ID_VARIABLE), variable(APP_SECRET_VARIABLE)) {
        let credentials = Credentials { id: ClientId::new(id), secret: ClientSecret::new(secret) };
        return Ok(Access { tenant, credentials, origin: Origin::Environment });
    }
    let store = open(system, choice, &tenant)?;
    let kept = store.load(&key(&tenant))?.ok_or(AccessError::NoCredentials)?;
    let credentials = Credentials::parse(&kept).ok_or(AccessError::Unreadable)?;
    Ok(Access { tenant, credentials, origin: Origin::Store })
}

/// Opens the store for the credentials of a tenant.
///
/// # Errors
///
/// Where it does not answer.
pub fn open(
    system: &System,
    choice: &StoreChoice,
    tenant: &Tenant,
) -> Result<Box<dyn TokenStore>, StoreError> {
    system.stores.open(choice, &key(tenant))
}

/// Returns what the credentials of a tenant are kept under. Every environment that works with the
/// tenant finds them there.
pub fn key(tenant: &Tenant) -> StoreKey {
    StoreKey {
        issuer: tenant.endpoint().to_string(),
        client_id: String::new(),
        environment: None,
        account: None,
        item: StoreItem::LogtoApi,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        project::Project,
        source::Source,
        system::{TokenStores, fake::World},
    };

    fn project(text: &str) -> Project {
        Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap()
    }

    const CLOUD: &str = "[logto]\nendpoint = \"https://t.logto.app\"\n";

    #[test]
    fn credentials_are_kept_and_found_and_the_environment_wins() {
        let world = World::new();
        let system = world.system();
        let project = project(CLOUD);
        let missing = access(&system, &StoreChoice::Auto, &project).unwrap_err();
        assert!(matches!(missing, AccessError::NoCredentials), "{missing}");
        let tenant = tenant_of(&system, &project).unwrap();
        let kept = Credentials { id: ClientId::new("kept"), secret: ClientSecret::new("canary") };
        let store = world.open(&StoreChoice::Auto, &key(&tenant)).unwrap();
        store.save(&key(&tenant), &kept.to_secret()).unwrap();
        let found = access(&system, &StoreChoice::Auto, &project).unwrap();
        assert_eq!((found.credentials.id.as_str(), found.origin), ("kept", Origin::Store));
        assert!(!format!("{found:?}").contains("canary"));
        world.set_variable(APP_ID_VARIABLE, "given");
        world.set_variable(APP_SECRET_VARIABLE, "s");
        let found = access(&system, &StoreChoice::Auto, &project).unwrap();
        assert_eq!((found.credentials.id.as_str(), found.origin), ("given", Origin::Environment));
    }

    #[test]
    fn the_issuer_tells_where_logto_is_unless_the_table_does() {
        let system = World::new().system();
        let text = "[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"a\"\n";
        assert_eq!(tenant_of(&system, &project(text)).unwrap().endpoint().as_str(), "https://t.logto.app/");
        let both = format!(
            "{text}[logto]\nendpoint = \"http://127.0.0.1:3001\"\nadmin_endpoint = \"http://127.0.0.1:3002\"\n"
        );
        let tenant = tenant_of(&system, &project(&both)).unwrap();
        assert_eq!(tenant.token_endpoint().as_str(), "http://127.0.0.1:3002/oidc/token");
        assert!(matches!(tenant_of(&system, &project("schema = \"x\"")), Err(AccessError::NoEndpoint)));
    }

    #[test]
    fn behind_a_custom_domain_the_tenant_or_the_variable_names_the_api() {
        let world = World::new();
        let text = "[logto]\nendpoint = \"https://auth.example.com\"\n";
        let unknown = tenant_of(&world.system(), &project(text)).unwrap_err();
        assert!(matches!(unknown, AccessError::Tenant(TenantError::UnknownTenant { .. })));
        let named = project(&format!("{text}tenant = \"abc\"\n"));
        assert_eq!(tenant_of(&world.system(), &named).unwrap().resource(), "https://abc.logto.app/api");
        world.set_variable(RESOURCE_VARIABLE, "https://x.logto.app/api");
        assert_eq!(tenant_of(&world.system(), &project(text)).unwrap().resource(), "https://x.logto.app/api");
    }
}
