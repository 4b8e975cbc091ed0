//! The callback URL of a GPT: registered at Logto, written down in the project, and proved.

use super::{
    apply::{ApplyFault, Event},
    redirects::{Lasting, RedirectUris},
};
use crate::{
    logto::callback::{self, Registration},
    probe::kinds,
    project::{
        OAuth, Project,
        edit::{Setting, Table, Unedited},
    },
    system::{StoreChoice, System},
    task::{
        action::Selection,
        doctor::{self, DoctorError, Verdict},
        project::OpenError,
    },
};
use std::{io, path::Path};

/// Whether Logto takes a redirect URI, seen without signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// An authorization request with each of them leads to the sign-in.
    Registered,
    /// With at least one of them it is refused.
    NotRegistered,
    /// It does not tell, as clauses.
    Untold(Vec<String>),
}

/// Why the project file does not name the callback URL.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
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

/// Why nothing was proved.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The project cannot be read again.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Nothing could be asked.
    #[error(transparent)]
    Doctor(#[from] DoctorError),
}

/// Registers the redirect URIs, and returns those that were not there before.
///
/// # Errors
///
/// As [`ApplyFault`].
pub async fn register(
    redirect_uris: &RedirectUris<'_>,
    registration: &Registration,
    on: &mut dyn FnMut(Event<'_>),
) -> Result<Vec<String>, ApplyFault> {
    redirect_uris.add(&registration.uris, Lasting::Yes, on).await
}

/// Writes into the project file what was registered: callback URLs among those of ChatGPT, and a
/// wildcard, which nobody can sign in with, among the other redirect URIs of the application. Returns
/// whether anything was to be written.
///
/// # Errors
///
/// As [`WriteError`]; the file is then as it was.
pub fn write_down(
    system: &System,
    project: &Project,
    settings: &OAuth,
    registration: &Registration,
) -> Result<bool, WriteError> {
    let known = match (registration.wildcard, &project.logto) {
        (false, _) => settings.chatgpt_redirect_uris.clone(),
        (true, logto) => logto.as_ref().map(|own| own.redirect_uris.clone()).unwrap_or_default(),
    };
    let merged = callback::merged(&known, &registration.uris);
    if merged == known {
        return Ok(false);
    }
    let setting = match registration.wildcard {
        false => Setting::texts(Table::OAuth, "chatgpt_redirect_uris", merged),
        true => Setting::texts(Table::Logto, "redirect_uris", merged),
    };
    let text = project.edited(&[setting])?;
    let name = project.source.name().to_owned();
    match system.files.replace(Path::new(&name), text.as_bytes()) {
        Ok(()) => Ok(true),
        Err(source) => Err(WriteError::Write { name, source }),
    }
}

/// Asks Logto with `prompt=none`, which signs nobody in, whether it takes what was registered; for a
/// wildcard, the callback URLs of a GPT that nobody has.
///
/// # Errors
///
/// As [`ProofError`].
pub async fn prove(
    system: &System,
    choice: &StoreChoice,
    file: Option<&Path>,
    environment: Option<&str>,
    registration: &Registration,
) -> Result<Proof, ProofError> {
    let selection = Selection { project: file, environment, ..Selection::default() };
    let mut setup = doctor::open(system, selection, choice)?;
    let asked = if registration.wildcard { callback::specimen() } else { registration.uris.clone() };
    if let Some(settings) = &mut setup.project.oauth {
        settings.chatgpt_redirect_uris.clone_from(&asked);
    }
    let name = "redirect-uri".to_owned();
    // The name is that of a probe: a test holds it.
    let probes = doctor::select(&[name], false).unwrap_or_default();
    let outcome = doctor::doctor(system, &setup, &probes, &mut |_| ()).await?;
    let Some(probe) = outcome.probes.first() else { return Ok(Proof::Untold(Vec::new())) };
    let judgement = match &probe.verdict {
        Verdict::NotRun(why) => return Ok(Proof::Untold(vec![why.clone()])),
        Verdict::Judged(judgement) => judgement,
    };
    let refused =
        |own: &crate::probe::Finding| own.diagnostic.kind.code == kinds::REDIRECT_URI_NOT_REGISTERED.code;
    if judgement.findings.iter().any(refused) {
        return Ok(Proof::NotRegistered);
    }
    // Where `login` listens is another matter.
    let about =
        |own: &&String| !own.contains("127.0.0.1") && !own.contains("localhost") && !own.contains("[::1]");
    let untold: Vec<_> = judgement.untold.iter().filter(about).cloned().collect();
    Ok(if untold.is_empty() { Proof::Registered } else { Proof::Untold(untold) })
}
