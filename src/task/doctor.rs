//! Runs the probes: side by side where they do not wait for each other, each with its own limit and
//! all of them with one together.
//!
//! What a probe sends is decided by [`crate::probe`]; here it is sent, once, and nothing else is.

mod run;
mod send;
pub mod why;

pub use run::{DoctorError, Progress, doctor};

use super::{
    action::{self, Action, ActionError},
    kept::{self, Kept},
    project::OpenError,
    session::{self, Access, AccessOrigin, SessionError},
};
use crate::{
    oauth::{stored::StoredTokens, values::ClientSecret},
    probe::{Answered, Ask, Group, Judgement, PROBES, Probe, Question, signed_in::Ending},
    project::Project,
    providers::Provider,
    system::{StoreChoice, System},
};
use std::{path::Path, time::Duration};
use url::Url;

/// What is probed.
#[derive(Debug)]
pub struct Setup {
    /// The project.
    pub project: Project,
    /// The action, or why there is none: the provider can be probed without.
    pub action: Result<Action, ActionError>,
    /// The client secret, or as a clause why none is known.
    pub secret: Result<ClientSecret, String>,
    /// The tokens of a sign-in, where they are to be probed.
    pub tokens: Option<Tokens>,
}

/// The tokens of a sign-in.
#[derive(Debug)]
pub struct Tokens {
    access: Access,
    stored: Option<StoredTokens>,
}

/// What a run saw.
#[derive(Debug)]
pub struct DoctorOutcome {
    /// The provider that was recognised.
    pub provider: &'static Provider,
    /// The issuer, where the project names one.
    pub issuer: Option<String>,
    /// The client, where the project has OAuth.
    pub client_id: Option<String>,
    /// The server of the API, where there is one.
    pub server: Option<Url>,
    /// The probes, in the order of the report.
    pub probes: Vec<ProbeOutcome>,
    /// What ends when, where a sign-in was probed; the first first.
    pub endings: Vec<Ending>,
    /// How many requests were sent.
    pub requests: usize,
    /// From the first request to the last answer.
    pub duration: Duration,
}

/// How one probe went.
#[derive(Debug)]
pub struct ProbeOutcome {
    /// The probe.
    pub probe: &'static Probe,
    /// What became of it.
    pub verdict: Verdict,
    /// What was asked and answered, in the order of its questions.
    pub exchanges: Vec<(Ask, Answered)>,
}

/// What became of a probe.
#[derive(Debug)]
pub enum Verdict {
    /// It could not run, as a clause.
    NotRun(String),
    /// It ran.
    Judged(Judgement),
}

/// A name that no probe has.
#[derive(Debug, thiserror::Error)]
#[error("there is no probe `{asked}`")]
pub struct UnknownProbe {
    /// The name.
    pub asked: String,
    /// The nearest names, the nearest first.
    pub nearest: Vec<&'static str>,
}

impl DoctorOutcome {
    /// Returns the findings, with the probe of each.
    pub fn findings(&self) -> impl Iterator<Item = (&ProbeOutcome, &crate::probe::Finding)> {
        self.probes.iter().flat_map(|own| own.findings().iter().map(move |finding| (own, finding)))
    }

    /// Returns whether nothing of the provider and of the API could be reached.
    pub fn is_unreached(&self) -> bool {
        let exchanges = self.probes.iter().flat_map(|own| &own.exchanges);
        let mut answers = exchanges
            .filter(|(ask, _)| matches!(ask.question, Question::Http(_)))
            .map(|(_, answered)| answered)
            .peekable();
        answers.peek().is_some() && answers.all(|answered| answered.nothing().is_some())
    }
}

impl ProbeOutcome {
    /// Returns what is wrong.
    pub fn findings(&self) -> &[crate::probe::Finding] {
        match &self.verdict {
            Verdict::Judged(judgement) => &judgement.findings,
            Verdict::NotRun(_) => &[],
        }
    }
}

/// Opens what there is to probe. A document that cannot be read keeps the API from being probed, and
/// nothing else.
///
/// # Errors
///
/// Where there is no project.
pub fn open(
    system: &System,
    selection: action::Selection<'_>,
    choice: &StoreChoice,
) -> Result<Setup, OpenError> {
    let (file, environment): (Option<&Path>, _) = (selection.project, selection.environment);
    let project = super::project::open(system, file, environment)?;
    let secret = secret(system, choice, &project);
    Ok(Setup { action: action::open(system, selection), project, secret, tokens: None })
}

/// Looks the client secret up; a store that cannot be read is a reason, no error.
fn secret(system: &System, choice: &StoreChoice, project: &Project) -> Result<ClientSecret, String> {
    if let Some(secret) = system.environment.variable(kept::CLIENT_SECRET_VARIABLE) {
        return Ok(ClientSecret::new(secret));
    }
    let settings = project.oauth.as_ref().ok_or("the project has no `[oauth]`")?;
    let found = kept::open(system, choice, project).and_then(|store| {
        kept::client_secret(system, &*store, project, settings).map(|found| found.map(|(secret, _)| secret))
    });
    let unknown =
        "no client secret is known: `gptauth login` stores it, GPTAUTH_CLIENT_SECRET gives it for once";
    found
        .map_err(|error| format!("the client secret cannot be read: {error}"))?
        .ok_or_else(|| unknown.to_owned())
}

/// Takes the tokens of the sign-in, refreshed first where the access token has expired, as every
/// command does.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn with_tokens(system: &System, choice: &StoreChoice, setup: Setup) -> Result<Setup, SessionError> {
    let project = &setup.project;
    let store = kept::open(system, choice, project)?;
    let access = session::access(system, &*store, project).await?;
    let stored = match access.origin {
        AccessOrigin::Stored | AccessOrigin::Refreshed => {
            Kept::new(&*store, project, session::settings(project)?).tokens()?
        }
        AccessOrigin::Environment | AccessOrigin::RefreshTokenFromEnvironment => None,
    };
    Ok(Setup { tokens: Some(Tokens { access, stored }), ..setup })
}

/// Returns the probes of these names, which may be names of groups; all of them where there is no
/// name, those that need a sign-in only where there is one.
///
/// # Errors
///
/// [`UnknownProbe`].
pub fn select(names: &[String], signed_in: bool) -> Result<Vec<&'static Probe>, UnknownProbe> {
    for name in names {
        let known = |probe: &&Probe| probe.name == *name || probe.group.name() == *name;
        if !PROBES.iter().any(known) {
            let nearest = crate::nearest::nearest(name, PROBES.iter().map(|probe| probe.name));
            return Err(UnknownProbe { asked: name.clone(), nearest });
        }
    }
    let wanted = |probe: &&Probe| {
        names.is_empty() || names.iter().any(|name| *name == probe.name || *name == probe.group.name())
    };
    let possible = |probe: &&Probe| signed_in || !names.is_empty() || probe.group != Group::SignedIn;
    Ok(PROBES.iter().copied().filter(|probe| wanted(probe) && possible(probe)).collect())
}

#[cfg(test)]
mod tests;
