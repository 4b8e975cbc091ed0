//! Makes the application, and sees to it that it is the only one.
//!
//! Two who both find none both make one. Names need not be the only ones of their kind at Logto, so
//! everybody looks again, agrees on the oldest, and removes what he made himself if it is another.

use super::{ApplyFault, Event, Progress, Round, may_have_acted};
use crate::{
    logto::{
        answer,
        application::Application,
        merge,
        plan::{Change, Note},
        request::{self, APPLICATION_TYPE},
    },
    task::logto::{
        client::LogtoError,
        plan::{by_id, by_name},
    },
};
use std::time::Duration;

/// How far apart the two looks are: what is being made shows itself a moment later, and may be the
/// older one.
const APART: Duration = Duration::from_millis(750);

impl Round<'_> {
    /// Returns the application that all agree on, made from here or by another.
    pub(super) async fn create(
        &mut self,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Application, ApplyFault> {
        let name = self.plan.name.clone();
        let change = Change::CreateApplication { name: name.clone() };
        let wanted = self.plan.wanted(&self.desired);
        let members = merge::new_application(&name, APPLICATION_TYPE, &wanted);
        let tenant = self.api.tenant();
        let made = match self.api.send(request::create_application(tenant, &members)).await {
            Ok(response) => answer::judge(&response).map_err(LogtoError::from).and_then(|value| {
                Application::parse(value).ok_or_else(|| answer::not_an_entity(&response).into())
            }),
            Err(error) => Err(error),
        };
        let made = match made {
            Ok(made) => made,
            Err(error) if may_have_acted(&error) => {
                // Whether it was made shows itself; if so, nobody knows by whom, and it stays.
                match by_name(self.api, &name).await {
                    Ok(found) => match found.into_iter().next() {
                        Some(found) => return self.the_only_one(found).await,
                        None => return Err(error.into()),
                    },
                    Err(_) => {
                        progress.unknown.clone_from(&self.plan.changes);
                        progress.unknown.retain(Change::is_of_application);
                        return Err(error.into());
                    }
                }
            }
            Err(error) => return Err(error.into()),
        };
        let mut fresh = self.memory.fresh()?;
        fresh.push(made.id().to_owned());
        self.memory.set_fresh(&fresh)?;
        let id = made.id().to_owned();
        match self.the_only_one(made).await {
            Ok(elected) if elected.id() == id => {
                progress.mark(&change, on);
                Ok(elected)
            }
            // Another one made it at the same moment.
            Ok(elected) => {
                progress.planned.retain(|own| *own != change);
                Ok(elected)
            }
            Err(fault) => {
                self.look_back(&id, progress).await;
                Err(fault)
            }
        }
    }

    /// Returns the application of the name that all agree on: the oldest. What was made from here in
    /// vain is removed.
    pub(super) async fn the_only_one(&mut self, found: Application) -> Result<Application, ApplyFault> {
        let name = found.name().to_owned();
        let mut elected = self.elect(&name, found).await?;
        self.here.system.clock.sleep(APART).await;
        elected = self.elect(&name, elected).await?;
        // What is kept now is proved to be the one.
        self.forget(elected.id())?;
        Ok(elected)
    }

    async fn elect(&mut self, name: &str, found: Application) -> Result<Application, ApplyFault> {
        let mut all = by_name(self.api, name).await?.into_iter();
        let Some(oldest) = all.next() else { return Err(ApplyFault::Gone { id: found.id().to_owned() }) };
        let fresh = self.memory.fresh()?;
        let mut others = Vec::new();
        for other in all {
            match fresh.iter().any(|id| id == other.id()) {
                true => self.remove_own(&other).await?,
                false => others.push(other.id().to_owned()),
            }
        }
        self.plan.notes.retain(|own| !matches!(own, Note::Namesakes(_)));
        if !others.is_empty() {
            self.plan.notes.push(Note::Namesakes(others));
        }
        Ok(oldest)
    }

    /// Removes what was made from here in vain, when that was broken off before.
    pub(super) async fn sweep(&self, kept: &Application) -> Result<(), ApplyFault> {
        for id in self.memory.fresh()? {
            match by_id(self.api, &id).await? {
                Some(own) if own.id() != kept.id() && own.name() == kept.name() => {
                    self.remove_own(&own).await?
                }
                Some(_) => {}
                None => self.forget(&id)?,
            }
        }
        self.forget(kept.id())
    }

    /// Removes an application that was made from here and that no project names.
    async fn remove_own(&self, own: &Application) -> Result<(), ApplyFault> {
        let response = self.api.send(request::delete_application(self.api.tenant(), own.id())).await?;
        match answer::judge(&response) {
            Ok(_) | Err(answer::ApiError::Absent { .. }) => {}
            Err(error) => return Err(LogtoError::from(error).into()),
        }
        self.forget(own.id())
    }

    fn forget(&self, id: &str) -> Result<(), ApplyFault> {
        let mut fresh = self.memory.fresh()?;
        fresh.retain(|own| own != id);
        Ok(self.memory.set_fresh(&fresh)?)
    }
}
