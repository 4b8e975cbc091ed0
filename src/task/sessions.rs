//! Every session of a project: its environments, and the accounts of each.

use super::{
    kept::{self, Kept},
    logout::{LogoutError, LogoutOutcome, logout},
    project::{self, OpenError},
};
use crate::{
    oauth::{stored::StoredTokens, values::Scope},
    project::Project,
    system::{StoreChoice, StoreError, StoreItem, StoreKey, StorePlace, System},
};
use jiff::Timestamp;
use std::path::Path;

/// A session of the project, or the lack of one.
#[derive(Debug)]
pub struct Listed<T> {
    /// The environment; `None` is the base one.
    pub environment: Option<String>,
    /// The user's name for the account; `None` is the one without a name.
    pub account: Option<String>,
    /// What there is to say about it.
    pub found: T,
}

/// What is kept for an environment and account.
#[derive(Debug)]
pub enum Stored {
    /// Nothing.
    Nothing,
    /// Tokens.
    Tokens {
        /// Who signed in, as it was at the sign-in.
        subject: Option<String>,
        /// The granted scope.
        scope: Scope,
        /// When the access token expires; `None` where nobody said.
        expires_at: Option<Timestamp>,
        /// Whether there is a refresh token.
        refreshable: bool,
        /// Where they are.
        place: StorePlace,
    },
    /// Something that cannot be read now.
    Unreadable(StoreError),
}

/// What a sign-out did in one place.
#[derive(Debug)]
pub struct SignedOut {
    /// What came of it.
    pub outcome: Result<LogoutOutcome, LogoutError>,
    /// Where the tokens are, or were; `None` where the store does not open.
    pub place: Option<StorePlace>,
}

/// Why the sessions cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum SessionsError {
    /// The project file.
    #[error(transparent)]
    Project(#[from] OpenError),
    /// The token store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Returns what is kept for each environment and account of the project. Nobody is asked.
///
/// # Errors
///
/// Where the project cannot be read, or nothing can be said about any of its sessions.
pub fn status_all(
    system: &System,
    choice: &StoreChoice,
    file: Option<&Path>,
) -> Result<Vec<Listed<Stored>>, SessionsError> {
    let sessions = all(system, choice, file)?;
    let listed = sessions.into_iter().map(|(project, is_known)| {
        let found = if is_known { stored(system, choice, &project) } else { Stored::Nothing };
        Listed { environment: project.environment, account: project.account, found }
    });
    let listed: Vec<_> = listed.collect();
    // The account without a name is told of where it is there, or where there is no other.
    let is_there = |own: &Listed<Stored>| !matches!(own.found, Stored::Nothing);
    let others: Vec<_> = listed
        .iter()
        .filter(|own| own.account.is_some() && is_there(own))
        .map(|own| own.environment.clone())
        .collect();
    let said =
        |own: &Listed<Stored>| is_there(own) || (own.account.is_none() && !others.contains(&own.environment));
    Ok(listed.into_iter().filter(said).collect())
}

/// Signs out of each environment and account of the project that has tokens, one after the other, also
/// where one of them fails.
///
/// # Errors
///
/// Where the project cannot be read, or the sessions cannot be listed.
pub async fn logout_all(
    system: &System,
    choice: &StoreChoice,
    file: Option<&Path>,
    local: bool,
) -> Result<Vec<Listed<SignedOut>>, SessionsError> {
    let mut listed = Vec::new();
    for (project, _) in all(system, choice, file)?.into_iter().filter(|(_, is_known)| *is_known) {
        let found = match kept::open(system, choice, &project) {
            Ok(store) => {
                let outcome = logout(system, &*store, &project, local).await;
                SignedOut { outcome, place: Some(store.place().clone()) }
            }
            Err(error) => SignedOut { outcome: Err(error.into()), place: None },
        };
        if !matches!(found.outcome, Err(LogoutError::NotSignedIn)) {
            let Project { environment, account, .. } = project;
            listed.push(Listed { environment, account, found });
        }
    }
    Ok(listed)
}

/// Returns the project for each of its environments and accounts, and whether anything was ever kept
/// for it.
fn all(
    system: &System,
    choice: &StoreChoice,
    file: Option<&Path>,
) -> Result<Vec<(Project, bool)>, SessionsError> {
    let known = system.stores.known(choice)?;
    let base = project::open(system, file, None)?;
    let names = base.environments.clone();
    let mut projects = vec![base];
    for name in &names {
        projects.push(project::open(system, file, Some(name))?);
    }
    let mut found = Vec::new();
    for project in projects {
        let Some(settings) = &project.oauth else { continue };
        let own = kept::key(&project, settings, StoreItem::Tokens);
        let accounts = known.iter().filter(|key| StoreKey { account: None, ..(*key).clone() } == own);
        let named = accounts.filter_map(|key| key.account.clone()).collect::<Vec<_>>();
        for account in named {
            let mut project = project::open(system, file, project.environment.as_deref())?;
            project.account = Some(account);
            found.push((project, true));
        }
        let is_known = known.contains(&own);
        found.push((project, is_known));
    }
    // The base environment first, then by name as in the file; of each, the account without a name.
    found.sort_by_key(|(project, _)| {
        let at = |name: &String| names.iter().position(|own| own == name);
        (project.environment.as_ref().map(at), project.account.clone())
    });
    Ok(found)
}

fn stored(system: &System, choice: &StoreChoice, project: &Project) -> Stored {
    let Some(settings) = &project.oauth else { return Stored::Nothing };
    let read = kept::open(system, choice, project).and_then(|store| {
        let tokens = Kept::new(&*store, project, settings).tokens()?;
        Ok((tokens, store.place().clone()))
    });
    match read {
        Ok((None, _)) => Stored::Nothing,
        Ok((Some(StoredTokens { subject, scope, expires_at, refresh_token, .. }), place)) => {
            Stored::Tokens { subject, scope, expires_at, refreshable: refresh_token.is_some(), place }
        }
        Err(error) => Stored::Unreadable(error),
    }
}

#[cfg(test)]
mod tests;
