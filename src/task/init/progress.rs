//! How far a new project is on its way to the first signed-in call, told by what is there.

use crate::{
    demo,
    logto::tenant::TenantError,
    project::{
        Project,
        edit::{Setting, Table, Unedited},
    },
    system::{StoreChoice, System},
    task::{
        kept::{self, Kept},
        logto::{
            access::{self, AccessError},
            redirects::login_is_registered,
        },
    },
    template::{EXAMPLE_CLIENT_ID, EXAMPLE_ISSUER, Environment},
};
use std::io;

/// Who signs the users in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// Nobody yet: the example of the template stands there.
    Unknown,
    /// A Logto, as far as the issuer tells.
    Logto,
    /// The demo's provider.
    Demo,
    /// Another one.
    Other,
}

/// What has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Who signs the users in.
    pub provider: Provider,
    /// Whether there is what opens the Management API.
    pub connected: bool,
    /// Whether the project names its client.
    pub has_client: bool,
    /// Whether somebody is signed in.
    pub signed_in: bool,
    /// Whether the redirect URI of the sign-in can be registered at Logto, and was not from here.
    pub lacks_redirect: bool,
}

/// A step on the way; each is a command, or a question whose answer goes into the project file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Say who signs the users in.
    Provider,
    /// Keep what opens Logto's Management API.
    Connect,
    /// Set the application up at Logto.
    Apply,
    /// Sign in.
    SignIn,
    /// Call an operation.
    Call,
}

/// Why a project file could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// It is written in a way that is not changed here.
    #[error(transparent)]
    Unedited(#[from] Unedited),
    /// It cannot be written.
    #[error("cannot write `{name}`")]
    Write {
        /// The project file.
        name: String,
        /// The system's words.
        #[source]
        source: io::Error,
    },
}

impl Progress {
    /// Returns how far a project is. Nobody is asked anything: what cannot be read counts as not done.
    pub fn of(system: &System, choice: &StoreChoice, project: &Project) -> Self {
        let provider = provider(system, project);
        let client = project.oauth.as_ref().map(|own| own.client_id.as_str());
        let connected = provider == Provider::Logto && access::access(system, choice, project).is_ok();
        let listens = project.oauth.as_ref().is_some_and(|own| own.tunnel_redirect_uri.is_none());
        Self {
            provider,
            connected,
            lacks_redirect: connected && listens && !login_is_registered(system, choice, project),
            has_client: client.is_some_and(|id| id != EXAMPLE_CLIENT_ID),
            signed_in: is_signed_in(system, choice, project),
        }
    }

    /// Returns the steps of the whole way, in order.
    pub fn way(&self) -> &'static [Step] {
        match self.provider {
            Provider::Unknown | Provider::Other | Provider::Demo => {
                &[Step::Provider, Step::SignIn, Step::Call]
            }
            Provider::Logto => &[Step::Provider, Step::Connect, Step::Apply, Step::SignIn, Step::Call],
        }
    }

    /// Returns whether a step is done. A call leaves nothing behind that tells.
    pub fn is_done(&self, step: Step) -> bool {
        match step {
            Step::Provider => self.provider != Provider::Unknown,
            // Whoever has filled in the client has done both in another way.
            Step::Connect => self.connected || self.has_client,
            Step::Apply => self.has_client,
            Step::SignIn => self.signed_in,
            Step::Call => false,
        }
    }

    /// Returns the first step that is neither done nor passed over; nothing where what comes next wants
    /// what was passed over.
    pub fn next(&self, passed: &[Step]) -> Option<Step> {
        for step in self.way() {
            if self.is_done(*step) {
                continue;
            }
            if !passed.contains(step) {
                return Some(*step);
            }
            // Everything but the last step is what the next one stands on.
            return None;
        }
        None
    }
}

fn provider(system: &System, project: &Project) -> Provider {
    let Some(settings) = &project.oauth else { return Provider::Unknown };
    let issuer = settings.issuer.as_ref().map(|own| own.as_str());
    if settings.client_id.as_str() == demo::CLIENT_ID {
        return Provider::Demo;
    }
    if issuer == Some(EXAMPLE_ISSUER) && settings.client_id.as_str() == EXAMPLE_CLIENT_ID {
        return Provider::Unknown;
    }
    match access::tenant_of(system, project) {
        // Behind a custom domain nobody can tell the tenant: it is asked for.
        Ok(_) | Err(AccessError::Tenant(TenantError::UnknownTenant { .. })) => Provider::Logto,
        Err(_) => Provider::Other,
    }
}

fn is_signed_in(system: &System, choice: &StoreChoice, project: &Project) -> bool {
    let variable = |name| system.environment.variable(name).is_some();
    if variable(kept::ACCESS_TOKEN_VARIABLE) || variable(kept::REFRESH_TOKEN_VARIABLE) {
        return true;
    }
    let Some(settings) = &project.oauth else { return false };
    let Ok(store) = kept::open(system, choice, project) else { return false };
    Kept::new(&*store, project, settings).tokens().is_ok_and(|tokens| tokens.is_some())
}

/// Who signs the users in, as somebody said.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The authorization and the token endpoint.
    pub endpoints: [&'a str; 2],
    /// The client, where it is known.
    pub client_id: Option<&'a str>,
    /// The name of the application at Logto, where it is one.
    pub application: Option<&'a str>,
}

/// Writes down who signs the users in.
///
/// # Errors
///
/// As [`ChangeError`]; nothing was then changed.
pub fn name_provider(system: &System, project: &Project, named: Named<'_>) -> Result<(), ChangeError> {
    let [authorization, token] = named.endpoints;
    let mut settings = vec![
        Setting::text(Table::OAuth, "issuer", named.issuer),
        Setting::text(Table::OAuth, "authorization_endpoint", authorization),
        Setting::text(Table::OAuth, "token_endpoint", token),
    ];
    settings.extend(named.client_id.map(|id| Setting::text(Table::OAuth, "client_id", id)));
    settings.extend(named.application.map(|name| Setting::text(Table::Logto, "application", name)));
    let text = project.edited(&settings)?;
    write(system, project, &text)
}

/// Adds an environment to a project file.
///
/// # Errors
///
/// As [`ChangeError`]; nothing was then changed.
pub fn add_environment(
    system: &System,
    project: &Project,
    environment: &Environment,
) -> Result<(), ChangeError> {
    write(system, project, &format!("{}{}", project.source.text(), environment.table()))
}

fn write(system: &System, project: &Project, text: &str) -> Result<(), ChangeError> {
    let name = project.source.name().to_owned();
    let written = system.files.replace(name.as_ref(), text.as_bytes());
    written.map_err(|source| ChangeError::Write { name, source })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Progress = Progress {
        provider: Provider::Unknown,
        connected: false,
        has_client: false,
        signed_in: false,
        lacks_redirect: false,
    };

    #[test]
    fn the_way_goes_on_at_the_first_step_that_is_not_done() {
        let logto = Progress { provider: Provider::Logto, ..NEW };
        let connected = Progress { connected: true, ..logto };
        let applied = Progress { has_client: true, ..connected };
        let signed_in = Progress { signed_in: true, ..applied };
        let next: Vec<_> =
            [NEW, logto, connected, applied, signed_in].iter().map(|own| own.next(&[])).collect();
        let steps = [Step::Provider, Step::Connect, Step::Apply, Step::SignIn, Step::Call];
        assert_eq!(next, steps.map(Some));
    }

    #[test]
    fn whoever_fills_in_the_client_by_hand_need_not_connect() {
        let by_hand = Progress { provider: Provider::Logto, has_client: true, ..NEW };
        assert_eq!(by_hand.next(&[]), Some(Step::SignIn));
        assert_eq!(Progress { provider: Provider::Other, ..by_hand }.next(&[]), Some(Step::SignIn));
    }

    #[test]
    fn behind_a_step_that_was_passed_over_there_is_nothing_to_stand_on() {
        let logto = Progress { provider: Provider::Logto, ..NEW };
        assert_eq!(NEW.next(&[Step::Provider]), None);
        assert_eq!(logto.next(&[Step::Connect]), None);
        assert_eq!(Progress { signed_in: true, has_client: true, ..logto }.next(&[Step::Call]), None);
    }
}
