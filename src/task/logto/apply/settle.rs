//! Brings an application to what is wanted, beside others who write to it at the same time.
//!
//! Logto has no conditional write: what another one wrote between our read and our write is lost, and
//! what we wrote is lost to whoever read before. Each of us notices only its own loss. So what is
//! wanted must be seen twice, further apart than any write takes that was under way; and what was
//! there once and another one lost is put back.

use super::{ApplyFault, Event, Progress, Round, may_have_acted};
use crate::{
    logto::{
        answer,
        application::Application,
        merge::{Before, Replacement, Wanted, replacements},
        request,
    },
    system::System,
    task::logto::{
        client::{LogtoError, ManagementApi},
        plan::by_id,
    },
};
use std::{collections::HashMap, time::Duration};

/// How often an object is written before others are said to keep changing it.
const WRITES: u32 = 20;
/// The shortest time between the two looks.
const APART: Duration = Duration::from_millis(750);
/// How many times as long as the slowest exchange they are apart.
const SLOWEST: u32 = 3;
/// The longest wait before a further write is 2^n times this.
const STEP: Duration = Duration::from_millis(40);
/// The largest n.
const LARGEST_STEP: u32 = 6;

impl Round<'_> {
    /// Returns the application once all that is wanted was seen twice.
    pub(super) async fn settle(
        &self,
        first: Application,
        progress: &mut Progress,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Application, ApplyFault> {
        let wanted = self.plan.wanted(&self.desired);
        let id = first.id().to_owned();
        let settling = Settling::new(self.here.system, self.api, &id, wanted);
        match settling.run(Before::of(&first), on).await {
            Ok(application) => {
                for (change, holds) in progress.remote(&application) {
                    if holds {
                        progress.mark(&change, on);
                    }
                }
                Ok(application)
            }
            Err(fault @ ApplyFault::Gone { .. }) => Err(fault),
            Err(fault) => {
                self.look_back(&id, progress).await;
                Err(fault)
            }
        }
    }
}

/// The work at one application.
pub(in crate::task::logto) struct Settling<'a> {
    system: &'a System,
    api: &'a ManagementApi<'a>,
    id: String,
    wanted: Wanted,
    slowest: Duration,
}

impl<'a> Settling<'a> {
    /// Returns the work that has not begun yet.
    pub(in crate::task::logto) fn new(
        system: &'a System,
        api: &'a ManagementApi<'a>,
        id: &str,
        wanted: Wanted,
    ) -> Self {
        Self { system, api, id: id.to_owned(), wanted, slowest: Duration::ZERO }
    }

    /// Returns the application once all that is wanted was seen twice; `before` is what must not get
    /// lost.
    pub(in crate::task::logto) async fn run(
        mut self,
        mut before: Before,
        on: &mut dyn FnMut(Event<'_>),
    ) -> Result<Application, ApplyFault> {
        let mut writes: HashMap<&'static str, u32> = HashMap::new();
        let mut unproved = false;
        // A write that failed, and may have been done all the same: the next read tells.
        let mut failed: Option<(&'static str, LogtoError)> = None;
        loop {
            let now = match (self.read().await, failed.take()) {
                (Ok(now), None) => now,
                (Ok(now), Some((member, error))) => {
                    if replacements(&before, &now, &self.wanted).iter().any(|own| own.member == member) {
                        return Err(error.into());
                    }
                    now
                }
                (Err(_), Some((_, error))) => return Err(error.into()),
                (Err(fault), None) => return Err(fault),
            };
            let Some(next) = replacements(&before, &now, &self.wanted).into_iter().next() else {
                if !unproved {
                    return Ok(now);
                }
                unproved = false;
                self.system.clock.sleep(APART.max(self.slowest * SLOWEST)).await;
                continue;
            };
            let count = writes.entry(next.member).or_default();
            *count += 1;
            if *count > WRITES {
                return Err(ApplyFault::Contended { id: self.id.clone() });
            }
            let mut next = next;
            if *count > 1 {
                on(Event::Again);
                self.step_aside(*count).await?;
                let Some(again) = self.right_before(&before, next.member).await? else { continue };
                next = again;
            }
            unproved = true;
            before.learn(&now);
            match self.write(&next).await {
                Ok(()) => {}
                Err(ApplyFault::Logto(error)) if may_have_acted(&error) => {
                    failed = Some((next.member, error))
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    /// Reads again after a wait, so that nothing old is written; nothing where nothing is to be written
    /// any more.
    async fn right_before(
        &mut self,
        before: &Before,
        member: &'static str,
    ) -> Result<Option<Replacement>, ApplyFault> {
        let now = self.read().await?;
        Ok(replacements(before, &now, &self.wanted).into_iter().find(|own| own.member == member))
    }

    async fn read(&mut self) -> Result<Application, ApplyFault> {
        let began = self.system.clock.elapsed();
        let found = by_id(self.api, &self.id).await?;
        self.took(began);
        found.ok_or_else(|| ApplyFault::Gone { id: self.id.clone() })
    }

    async fn write(&mut self, replacement: &Replacement) -> Result<(), ApplyFault> {
        let Replacement { member, value } = replacement;
        let api = self.api;
        let began = self.system.clock.elapsed();
        let request = request::replace_member(api.tenant(), &self.id, member, &value.clone().into());
        let response = api.send(request).await?;
        self.took(began);
        let answered = match answer::judge(&response) {
            Err(answer::ApiError::Absent { .. }) => return Err(ApplyFault::Gone { id: self.id.clone() }),
            answered => answered.map_err(LogtoError::from)?,
        };
        let answered =
            Application::parse(answered).ok_or_else(|| LogtoError::from(answer::not_an_entity(&response)))?;
        // The answer is what the write left behind, before anybody else's: what is not in it now never
        // will be.
        let left = replacements(&Before::default(), &answered, &self.wanted);
        match left.iter().any(|own| own.member == *member) {
            true => Err(ApplyFault::Ignored { member }),
            false => Ok(()),
        }
    }

    fn took(&mut self, began: Duration) {
        let now = self.system.clock.elapsed();
        self.slowest = self.slowest.max(now.saturating_sub(began));
    }

    /// Waits for a while that nobody else waits as long.
    async fn step_aside(&self, count: u32) -> Result<(), ApplyFault> {
        let system = self.system;
        let mut bytes = [0; 2];
        system.random.fill(&mut bytes).map_err(ApplyFault::Random)?;
        let longest = STEP * 2_u32.pow(count.min(LARGEST_STEP));
        system.clock.sleep(longest.mul_f64(f64::from(u16::from_le_bytes(bytes)) / f64::from(u16::MAX))).await;
        Ok(())
    }
}
