//! Does what is planned, one request after the other, and reads back what came of it.
//!
//! Nothing is taken on trust: Logto answers 200 to what it ignores, and has no way to tell that
//! another one wrote in between. So each write stands right behind a read, and is read again after.

mod create;
mod fault;
mod secret;
mod settle;

pub use fault::{ApplyError, ApplyFault};
pub use secret::Rotated;
pub(super) use settle::Settling;

use super::{
    access,
    client::ManagementApi,
    domain,
    plan::{DOMAIN_UNSUPPORTED, Here, PlanningError, by_id, observe, with_client},
    state::Memory,
};
use crate::{
    logto::{
        application::Application,
        desired::Desired,
        plan::{self, Asked, Change, Note, Observed, Plan},
        request,
        tenant::Tenant,
    },
    project::Project,
    system::{StoreChoice, StorePlace, System},
    task::project::{self, OpenError},
};
use fault::may_have_acted;
use serde_json::Value;
use std::path::Path;

/// How often it is begun anew where the application went away in the middle: another process, which
/// made one of the same name at the same moment, removed its own.
const ATTEMPTS: usize = 5;

/// How it is to be done.
#[derive(Debug, Default)]
pub struct ApplyOptions {
    /// What is asked for beside what the project wants.
    pub asked: Asked,
    /// What somebody has seen and agreed to; none where everything is agreed to.
    pub approved: Option<Plan>,
}

/// Something that happened on the way.
#[derive(Debug)]
pub enum Event<'a> {
    /// Another process works at the same tenant.
    Waiting {
        /// Its process identifier, where it is known.
        by: Option<u32>,
    },
    /// Another one wrote in between; what is missing now is written again.
    Again,
    /// A change is done, and was read back.
    Done(&'a Change),
}

/// What was done.
#[derive(Debug)]
pub struct Applied {
    /// The tenant.
    pub tenant: Tenant,
    /// The application's id, which is the client id.
    pub application: String,
    /// Its name.
    pub name: String,
    /// What changed, in order.
    pub done: Vec<Change>,
    /// What there is to know.
    pub notes: Vec<Note>,
    /// Where the client secret was put, where it was.
    pub secret_kept: Option<StorePlace>,
    /// What became of the secrets, where a new one was made.
    pub rotated: Option<Rotated>,
}

/// Does what is to be done for the project.
///
/// # Errors
///
/// As [`ApplyError`], which says how things are now. What is done stays done, and the next time the
/// rest is.
pub async fn apply(
    system: &System,
    choice: &StoreChoice,
    file: Option<&Path>,
    environment: Option<&str>,
    options: &ApplyOptions,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Applied, Box<ApplyError>> {
    let mut progress = Progress::default();
    let work = Work { system, choice, file, environment, options };
    match work.run(&mut progress, on).await {
        Ok(applied) => Ok(applied),
        Err(fault) => Err(Box::new(progress.broken_off(fault))),
    }
}

/// How far the work is.
#[derive(Default)]
struct Progress {
    planned: Vec<Change>,
    done: Vec<Change>,
    unknown: Vec<Change>,
}

impl Progress {
    fn mark(&mut self, change: &Change, on: &mut dyn FnMut(Event<'_>)) {
        if !self.done.contains(change) {
            self.done.push(change.clone());
            on(Event::Done(change));
        }
    }

    /// Returns the planned changes that an application tells about and that are not done.
    fn remote(&self, application: &Application) -> Vec<(Change, bool)> {
        let open = self.planned.iter().filter(|own| !self.done.contains(own));
        open.filter_map(|own| Some((own.clone(), own.holds_in(application)?))).collect()
    }

    fn broken_off(self, fault: ApplyFault) -> ApplyError {
        let Self { planned, done, unknown } = self;
        let open = planned.into_iter().filter(|own| !done.contains(own) && !unknown.contains(own));
        ApplyError { open: open.collect(), done, unknown, fault }
    }
}

/// What an apply works with.
struct Work<'a> {
    system: &'a System,
    choice: &'a StoreChoice,
    file: Option<&'a Path>,
    environment: Option<&'a str>,
    options: &'a ApplyOptions,
}

impl Work<'_> {
    async fn run(
        &self,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Applied, ApplyFault> {
        let project = self.open()?;
        let api = ManagementApi::new(self.system, access::access(self.system, self.choice, &project)?);
        let store = access::open(self.system, self.choice, api.tenant())?;
        let here = Here { system: self.system, choice: self.choice, store: &*store };
        let memory = Memory::new(&*store, api.tenant());
        let _lock = memory.lock(self.system, &mut |by| on(Event::Waiting { by })).await?;
        let mut attempt = 1;
        loop {
            // Whoever had the lock before may have written the client id.
            let project = self.open()?;
            let (desired, observed) = observe(&here, &project, &api).await?;
            let plan = plan::plan(&desired, &observed, self.options.asked).map_err(PlanningError::from)?;
            if self.options.approved.as_ref().is_some_and(|approved| !plan.is_within(approved)) {
                return Err(ApplyFault::Stale);
            }
            progress.planned.clone_from(&plan.changes);
            let round = Round {
                work: self,
                here: &here,
                api: &api,
                memory: &memory,
                project,
                desired,
                observed,
                plan,
            };
            match round.run(progress, on).await {
                Err(ApplyFault::Gone { .. }) if attempt < ATTEMPTS => attempt += 1,
                ended => return ended,
            }
        }
    }

    fn open(&self) -> Result<Project, OpenError> {
        project::open(self.system, self.file, self.environment)
    }
}

/// One attempt.
struct Round<'a> {
    work: &'a Work<'a>,
    here: &'a Here<'a>,
    api: &'a ManagementApi<'a>,
    memory: &'a Memory<'a>,
    project: Project,
    desired: Desired,
    observed: Observed,
    plan: Plan,
}

impl Round<'_> {
    async fn run(
        mut self,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Applied, ApplyFault> {
        let found_by_name = self.desired.client_id != self.plan.application;
        let application = match self.observed.application.take() {
            Some(found) if found_by_name => self.the_only_one(found).await?,
            Some(found) => found,
            None => self.create(progress, on).await?,
        };
        self.sweep(&application).await?;
        let application = self.settle(application, progress, on).await?;
        self.remember_uris(&application, progress)?;
        let (project, _) = with_client(&self.project, self.api.tenant(), application.id())?;
        let (secret_kept, rotated) = self.secrets(&project, &application, progress, on).await?;
        self.write_down(application.id(), progress, on)?;
        self.add_domain(progress, on).await?;
        // The file names another one by now.
        self.plan.notes.retain(|own| !matches!(own, Note::UnknownClientId(_)));
        Ok(Applied {
            tenant: self.api.tenant().clone(),
            application: application.id().to_owned(),
            name: application.name().to_owned(),
            done: std::mem::take(&mut progress.done),
            notes: std::mem::take(&mut self.plan.notes),
            secret_kept,
            rotated,
        })
    }

    /// Remembers which redirect URIs came from here, and forgets those that went.
    fn remember_uris(&self, application: &Application, progress: &Progress) -> Result<(), ApplyFault> {
        let mut ours = self.memory.ours(application.id())?;
        let there = application.redirect_uris();
        for change in &progress.done {
            if let Change::AddRedirectUri(uri) = change
                && !ours.redirect_uris.contains(uri)
            {
                ours.redirect_uris.push(uri.clone());
            }
        }
        ours.redirect_uris.retain(|uri| there.contains(&uri.as_str()));
        Ok(self.memory.remember(application.id(), &ours)?)
    }

    async fn add_domain(
        &mut self,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), ApplyFault> {
        let planned = self.plan.changes.iter().find_map(|own| match own {
            Change::AddDomain(host) => Some((own.clone(), host.clone())),
            _ => None,
        });
        let Some((change, host)) = planned else { return Ok(()) };
        let tenant = self.api.tenant();
        match self.api.ask(request::create_domain(tenant, &host)).await {
            Ok(_) => {}
            Err(error) if error.code() == Some(DOMAIN_UNSUPPORTED) => {
                progress.planned.retain(|own| *own != change);
                self.plan.notes.push(Note::DomainUnsupported(host));
                return Ok(());
            }
            // Another one added it, or it was added and the answer was lost.
            Err(error) => {
                let list = self.api.list(request::domains(tenant)).await;
                let is_there = |list: &Vec<Value>| {
                    list.iter().any(|own| own.get("domain").and_then(Value::as_str) == Some(&*host))
                };
                match list {
                    Ok(list) if is_there(&list) => {}
                    Ok(_) => return Err(domain::refusal(error, &host).into()),
                    Err(_) => {
                        if may_have_acted(&error) {
                            progress.unknown.push(change);
                        }
                        return Err(domain::refusal(error, &host).into());
                    }
                }
            }
        }
        progress.mark(&change, on);
        let status = "PendingVerification".to_owned();
        self.plan.notes.push(Note::DomainPending { domain: host, status });
        Ok(())
    }

    /// Writes the client id into the project file, as it is now.
    fn write_down(
        &self,
        id: &str,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<(), ApplyFault> {
        let project = self.work.open()?;
        let (_, text) = with_client(&project, self.api.tenant(), id)?;
        if text == project.source.text() {
            return Ok(());
        }
        let name = project.source.name().to_owned();
        if let Err(source) = self.here.system.files.replace(name.as_ref(), text.as_bytes()) {
            return Err(ApplyFault::Write { name, source });
        }
        progress.planned.retain(|own| !matches!(own, Change::WriteClientId { .. }));
        let from = self.desired.client_id.clone();
        progress.mark(&Change::WriteClientId { from, to: Some(id.to_owned()) }, on);
        Ok(())
    }

    /// Asks once more how things are, after a write that failed.
    async fn look_back(&self, id: &str, progress: &mut Progress) {
        let now = by_id(self.api, id).await;
        let open: Vec<_> =
            progress.planned.iter().filter(|own| !progress.done.contains(own)).cloned().collect();
        for change in open {
            let tells = match &now {
                Ok(Some(now)) => change.holds_in(now),
                _ => None,
            };
            match tells {
                Some(true) => progress.done.push(change),
                Some(false) => {}
                None if now.is_err() && change.is_of_application() => progress.unknown.push(change),
                None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
