//! The client secret: found, kept, replaced by a new one, proved.

use super::{ApplyFault, Event, Progress, Round, may_have_acted};
use crate::{
    logto::{
        application::{Application, Secret},
        plan::{Change, Note},
        request,
    },
    oauth::{
        answer,
        client_auth::Client,
        token,
        values::{ClientId, ClientSecret},
    },
    project::Project,
    system::StorePlace,
    task::{
        discover::send_small,
        kept,
        logto::plan::{SecretLook, secrets},
    },
};
use http::{Response, StatusCode};
use jiff::Timestamp;

/// What the names of the secrets begin with that are made from here.
const NAME: &str = "gptauth";
/// A code that no server issued.
const NO_CODE: &str = "gptauth-proves-a-secret";

/// What became of the secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// The name of the new one.
    pub name: String,
    /// Whether the token endpoint took it; nothing where it could not tell.
    pub proved: Option<bool>,
    /// The name of the one that was kept before, where the application has it.
    pub old: Option<String>,
}

impl Round<'_> {
    /// Does what is planned with the secrets. `project` is the one that names the application.
    pub(super) async fn secrets(
        &mut self,
        project: &Project,
        application: &Application,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(Option<StorePlace>, Option<Rotated>), ApplyFault> {
        let planned = progress.planned.clone();
        let mut place = None;
        let mut rotated: Option<Rotated> = None;
        for change in &planned {
            match change {
                Change::KeepSecret { .. } => {
                    place = Some(self.keep_secret(project, application, change, progress).await?);
                }
                Change::RotateSecret => {
                    let (new, at) = self.rotate(project, application, progress).await?;
                    (rotated, place) = (Some(new), Some(at));
                }
                // Whoever has only the old one would be locked out for a secret that nobody tried.
                Change::RemoveSecret { .. } if rotated.as_ref().is_some_and(|own| own.proved.is_none()) => {
                    progress.planned.retain(|own| own != change);
                    self.plan.notes.push(Note::OldSecretStays);
                    continue;
                }
                Change::RemoveSecret { name } => {
                    self.remove_secret(application, name, change, progress).await?
                }
                _ => continue,
            }
            progress.mark(change, on);
        }
        Ok((place, rotated))
    }

    /// Keeps a secret that the application has, and makes one only where it has none: an apply that
    /// was broken off finds its own again.
    async fn keep_secret(
        &self,
        project: &Project,
        application: &Application,
        change: &Change,
        progress: &mut Progress,
    ) -> Result<StorePlace, ApplyFault> {
        let mut there = secrets(self.here.system, self.api, application.id()).await?;
        // One without an end first, then one's own, then the oldest.
        there.sort_by_key(|own| (own.expires_at.is_some(), !own.name.starts_with(NAME), own.created_at));
        let secret = match there.into_iter().next() {
            Some(secret) => secret,
            None => self.make_first(application, change, progress).await?,
        };
        self.keep(project, &secret.value)
    }

    /// Makes a secret under the name that another apply finds again; one of that name whose time is
    /// over leaves it taken.
    async fn make_first(
        &self,
        application: &Application,
        change: &Change,
        progress: &mut Progress,
    ) -> Result<Secret, ApplyFault> {
        match self.make_secret(application, NAME, change, progress).await {
            Err(ApplyFault::Logto(error)) if error.code() == Some(NAME_TAKEN) => {
                let name = new_name(self.here.system.clock.now());
                self.make_secret(application, &name, change, progress).await
            }
            made => made,
        }
    }

    fn keep(&self, project: &Project, secret: &ClientSecret) -> Result<StorePlace, ApplyFault> {
        let store = kept::open(self.here.system, self.here.choice, project)?;
        if let Some(settings) = &project.oauth {
            kept::keep_client_secret(&*store, project, settings, secret)?;
        }
        Ok(store.place().clone())
    }

    /// Makes a secret, proves it, and only then keeps it in place of the other.
    async fn rotate(
        &self,
        project: &Project,
        application: &Application,
        progress: &mut Progress,
    ) -> Result<(Rotated, StorePlace), ApplyFault> {
        let old = SecretLook::at(self.here, project, self.api, application).await?.name;
        let name = new_name(self.here.system.clock.now());
        let secret = self.make_secret(application, &name, &Change::RotateSecret, progress).await?;
        let proved = self.prove(project, application, &secret.value).await;
        if proved == Some(false) {
            // Nobody has it; if it cannot be removed now, it does no harm.
            let _ = self.api.ask(request::delete_secret(self.api.tenant(), application.id(), &name)).await;
            return Err(ApplyFault::SecretRefused);
        }
        // Remembered first: a name too many does no harm, and an old secret is never forgotten.
        let mut ours = self.memory.ours(application.id())?;
        ours.old_secret = old.clone().or(ours.old_secret);
        self.memory.remember(application.id(), &ours)?;
        let place = self.keep(project, &secret.value)?;
        Ok((Rotated { name, proved, old }, place))
    }

    /// Makes a secret. Where the answer is lost, it is looked for among those that are there.
    async fn make_secret(
        &self,
        application: &Application,
        name: &str,
        change: &Change,
        progress: &mut Progress,
    ) -> Result<Secret, ApplyFault> {
        let (tenant, id) = (self.api.tenant(), application.id());
        match self.api.ask(request::create_secret(tenant, id, name)).await {
            Ok(value) => Secret::parse(&value).ok_or(ApplyFault::NoSecret),
            Err(error) if may_have_acted(&error) || error.code() == Some(NAME_TAKEN) => {
                let Ok(there) = secrets(self.here.system, self.api, id).await else {
                    progress.unknown.push(change.clone());
                    return Err(error.into());
                };
                there.into_iter().find(|own| own.name == name).ok_or_else(|| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn remove_secret(
        &self,
        application: &Application,
        name: &str,
        change: &Change,
        progress: &mut Progress,
    ) -> Result<(), ApplyFault> {
        let request = request::delete_secret(self.api.tenant(), application.id(), name);
        if let Err(error) = self.api.ask(request).await
            && !error.is_absent()
        {
            match secrets(self.here.system, self.api, application.id()).await {
                Ok(there) if !there.iter().any(|own| own.name == name) => {}
                Ok(_) => return Err(error.into()),
                Err(_) => {
                    if may_have_acted(&error) {
                        progress.unknown.push(change.clone());
                    }
                    return Err(error.into());
                }
            }
        }
        let mut ours = self.memory.ours(application.id())?;
        ours.old_secret = ours.old_secret.filter(|own| own != name);
        Ok(self.memory.remember(application.id(), &ours)?)
    }

    /// Returns whether the token endpoint takes the secret, by a code that cannot exist: the secret is
    /// looked at first. Nothing where it does not tell.
    async fn prove(
        &self,
        project: &Project,
        application: &Application,
        secret: &ClientSecret,
    ) -> Option<bool> {
        let method = project.oauth.as_ref()?.token_endpoint_auth_method;
        let client = Client::new(ClientId::new(application.id()), method, Some(secret.clone())).ok()?;
        let redirect_uri = (*application.redirect_uris().first()?).to_owned();
        let parameters =
            [("grant_type", "authorization_code"), ("code", NO_CODE), ("redirect_uri", &*redirect_uri)];
        let endpoint = self.api.tenant().at("/oidc/token");
        let request = token::authenticated(&endpoint, &client, &parameters);
        let response = send_small(self.here.system, request).await.ok()?;
        verdict(&response)
    }
}

/// What Logto answers where a secret of that name is there.
const NAME_TAKEN: &str = "application.secret_name_exists";

/// Returns the name of a secret that is made now.
fn new_name(now: Timestamp) -> String {
    format!("{NAME}-{}", now.strftime("%Y%m%d-%H%M%S"))
}

/// Returns what an answer to a code that cannot exist says of the secret.
fn verdict(response: &Response<Vec<u8>>) -> Option<bool> {
    let members = answer::object(response)?;
    let error = answer::error_response(response, &members, &[])?;
    match (error.status, error.error.as_str()) {
        (StatusCode::UNAUTHORIZED, "invalid_client") => Some(false),
        (StatusCode::BAD_REQUEST, "invalid_grant") => Some(true),
        _ => None,
    }
}
