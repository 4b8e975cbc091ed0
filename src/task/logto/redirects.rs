//! The redirect URIs of an application, and nothing else of it: read, merged, written, and seen twice.

use super::{
    access,
    apply::{ApplyFault, Event, Settling},
    client::ManagementApi,
    plan::by_id,
    state::Memory,
};
use crate::{
    logto::{
        desired::Desired,
        merge::{Before, Wanted},
    },
    project::Project,
    system::{StoreChoice, System},
};

/// Whose redirect URIs are changed.
pub struct RedirectUris<'a> {
    /// The world.
    pub system: &'a System,
    /// The Management API.
    pub api: &'a ManagementApi<'a>,
    /// Where what was done is remembered, and where the lock is.
    pub choice: &'a StoreChoice,
    /// The application.
    pub application: &'a str,
}

/// Whether what is added counts as this program's own, which `apply --prune` may remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// It does.
    Yes,
    /// It is removed soon, by whoever added it.
    No,
}

/// Returns whether `login` has a redirect URI that was registered from here for good. What cannot be
/// read counts as not registered; nobody is asked.
pub fn login_is_registered(system: &System, choice: &StoreChoice, project: &Project) -> bool {
    let Some(settings) = &project.oauth else { return false };
    let Ok(tenant) = access::tenant_of(system, project) else { return false };
    let Ok(store) = access::open(system, choice, &tenant) else { return false };
    let ours = Memory::new(&*store, &tenant).ours(settings.client_id.as_str());
    let ours = ours.map(|own| own.redirect_uris).unwrap_or_default();
    Desired::of(project).login_redirect_uris().any(|uri| ours.contains(uri))
}

impl RedirectUris<'_> {
    /// Adds redirect URIs, and returns those that were not there before. Nothing that others set is
    /// lost; a second process waits.
    ///
    /// # Errors
    ///
    /// As [`ApplyFault`].
    pub async fn add(
        &self,
        uris: &[String],
        lasting: Lasting,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<String>, ApplyFault> {
        let store = access::open(self.system, self.choice, self.api.tenant())?;
        let memory = Memory::new(&*store, self.api.tenant());
        let _lock = memory.lock(self.system, &mut |by| on(Event::Waiting { by })).await?;
        let first = by_id(self.api, self.application).await?;
        let first = first.ok_or_else(|| ApplyFault::NoApplication { id: self.application.to_owned() })?;
        let new: Vec<_> =
            uris.iter().filter(|uri| !first.redirect_uris().contains(&uri.as_str())).cloned().collect();
        let wanted = Wanted { add: uris.to_vec(), ..Wanted::default() };
        Settling::new(self.system, self.api, self.application, wanted).run(Before::of(&first), on).await?;
        if lasting == Lasting::Yes && !new.is_empty() {
            let mut ours = memory.ours(self.application)?;
            ours.redirect_uris.extend(new.iter().cloned());
            memory.remember(self.application, &ours)?;
        }
        Ok(new)
    }

    /// Removes redirect URIs, and returns those that were there.
    ///
    /// # Errors
    ///
    /// As [`ApplyFault`].
    pub async fn remove(
        &self,
        uris: &[String],
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Vec<String>, ApplyFault> {
        let store = access::open(self.system, self.choice, self.api.tenant())?;
        let memory = Memory::new(&*store, self.api.tenant());
        let _lock = memory.lock(self.system, &mut |by| on(Event::Waiting { by })).await?;
        // With the application its redirect URIs are gone as well.
        let Some(first) = by_id(self.api, self.application).await? else { return Ok(Vec::new()) };
        let there: Vec<_> =
            uris.iter().filter(|uri| first.redirect_uris().contains(&uri.as_str())).cloned().collect();
        let wanted = Wanted { remove: uris.to_vec(), ..Wanted::default() };
        match Settling::new(self.system, self.api, self.application, wanted).run(Before::of(&first), on).await
        {
            Ok(_) | Err(ApplyFault::Gone { .. }) => Ok(there),
            Err(fault) => Err(fault),
        }
    }
}
