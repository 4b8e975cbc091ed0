//! What is to be done at Logto, and in the project, so that all is as the project wants it.

use super::{application::Application, desired::Desired, merge::Wanted, request::APPLICATION_TYPE};

/// What was found at Logto and here.
#[derive(Debug, Default)]
pub struct Observed {
    /// The application, by its id or else by its name.
    pub application: Option<Application>,
    /// The ids of others of the same name.
    pub namesakes: Vec<String>,
    /// The custom domain that is wanted.
    pub domain: DomainState,
    /// The client secret that is kept.
    pub secret: SecretState,
    /// The redirect URIs that were added from here.
    pub own: Vec<String>,
    /// The name of the secret that another one has replaced here, where Logto still takes it.
    pub old_secret: Option<String>,
    /// The name of the secret that is kept, where it is one of the application's.
    pub kept_secret: Option<String>,
}

/// What is asked for beside what the project wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Remove redirect URIs that came from here and are not wanted any more.
    pub prune: bool,
    /// Make a new client secret and keep that one.
    pub rotate_secret: bool,
    /// Remove the secret that a new one replaced.
    pub remove_old_secret: bool,
}

/// What Logto says about the custom domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DomainState {
    /// None is wanted.
    #[default]
    NotWanted,
    /// This Logto has none: it is self-hosted.
    Unsupported,
    /// It is not there.
    Missing,
    /// It is there, with this status.
    There {
        /// Such as `PendingVerification`, `Active`.
        status: String,
    },
}

/// How the client secret that is kept here fits the application's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SecretState {
    /// The client has none.
    #[default]
    NotNeeded,
    /// It is one of the application's.
    Right,
    /// None is kept.
    Missing,
    /// It is none of the application's.
    Wrong,
    /// It comes from the environment, and is none of the application's.
    WrongInEnvironment,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The id of the application; none where it is to be made.
    pub application: Option<String>,
    /// Its name.
    pub name: String,
    /// What changes, in the order in which it is done.
    pub changes: Vec<Change>,
    /// What there is to know.
    pub notes: Vec<Note>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The application is made.
    CreateApplication {
        /// Its name.
        name: String,
    },
    /// A redirect URI is registered.
    AddRedirectUri(String),
    /// A redirect URI that came from here is removed.
    RemoveRedirectUri(String),
    /// "Always issue Refresh Token" is switched.
    AlwaysIssueRefreshToken {
        /// What it is.
        from: Option<bool>,
        /// What it becomes.
        to: bool,
    },
    /// The life of refresh tokens changes, in days.
    RefreshTokenDays {
        /// What it is.
        from: Option<u64>,
        /// What it becomes.
        to: u64,
    },
    /// A custom domain is added.
    AddDomain(String),
    /// The client secret is kept here.
    KeepSecret {
        /// Whether another one is kept now.
        replaces: bool,
    },
    /// The application gets a new secret, which is kept here.
    RotateSecret,
    /// A secret that another one replaced is removed.
    RemoveSecret {
        /// Its name.
        name: String,
    },
    /// The project file names the application.
    WriteClientId {
        /// What it names now.
        from: Option<String>,
        /// What it will name; none where that is not known yet.
        to: Option<String>,
    },
}

/// Something to know that is not changed from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The application has another name than the project says.
    OtherName {
        /// Its name.
        there: String,
        /// The project's.
        here: String,
    },
    /// Others have the same name.
    Namesakes(Vec<String>),
    /// The project names an application that is not there.
    UnknownClientId(String),
    /// The project knows no callback URL of ChatGPT yet.
    NoCallback,
    /// `login` has no redirect URI that can be registered.
    NoLoopback,
    /// The custom domain is not live yet.
    DomainPending {
        /// The domain.
        domain: String,
        /// Its status.
        status: String,
    },
    /// The custom domain answers, and the project does not use it.
    DomainUnused(String),
    /// A self-hosted Logto has no custom domains.
    DomainUnsupported(String),
    /// The secret in the environment is none of the application's.
    WrongSecretInEnvironment,
    /// There is no secret that a new one replaced.
    NoOldSecret,
    /// The old secret stays, because nothing proved the new one.
    OldSecretStays,
    /// The application is somebody else's, as Logto sees it.
    ThirdParty,
    /// Redirect URIs that came from here and are not wanted any more stay until they are pruned.
    Prunable(Vec<String>),
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The application cannot be one for a GPT, and its type cannot be changed.
    #[error("the application `{id}` is of the type {kind}")]
    WrongType {
        /// Its id.
        id: String,
        /// Its type, as Logto names it.
        kind: String,
    },
    /// An application is to be made, and nobody says its name.
    #[error("the application has no name")]
    NoName,
}

impl Change {
    /// Returns whether it changes the application itself.
    pub fn is_of_application(&self) -> bool {
        match self {
            Self::CreateApplication { .. }
            | Self::AddRedirectUri(_)
            | Self::RemoveRedirectUri(_)
            | Self::AlwaysIssueRefreshToken { .. }
            | Self::RefreshTokenDays { .. } => true,
            Self::AddDomain(_)
            | Self::KeepSecret { .. }
            | Self::RotateSecret
            | Self::RemoveSecret { .. }
            | Self::WriteClientId { .. } => false,
        }
    }

    /// Returns whether the application itself tells that it is done; nothing where it cannot tell.
    pub fn holds_in(&self, application: &Application) -> Option<bool> {
        match self {
            Self::CreateApplication { .. } => Some(true),
            Self::AddRedirectUri(uri) => Some(application.redirect_uris().contains(&uri.as_str())),
            Self::RemoveRedirectUri(uri) => Some(!application.redirect_uris().contains(&uri.as_str())),
            Self::AlwaysIssueRefreshToken { to, .. } => {
                Some(application.always_issues_refresh_token().unwrap_or(false) == *to)
            }
            Self::RefreshTokenDays { to, .. } => Some(application.refresh_token_days() == Some(*to)),
            Self::AddDomain(_)
            | Self::KeepSecret { .. }
            | Self::RotateSecret
            | Self::RemoveSecret { .. }
            | Self::WriteClientId { .. } => None,
        }
    }
}

/// Returns what is to be done.
///
/// # Errors
///
/// As [`PlanError`].
pub fn plan(desired: &Desired, observed: &Observed, asked: Asked) -> Result<Plan, PlanError> {
    let application = observed.application.as_ref();
    if let Some(found) = application.filter(|own| own.kind() != APPLICATION_TYPE) {
        return Err(PlanError::WrongType { id: found.id().to_owned(), kind: found.kind().to_owned() });
    }
    let name = match (application, &desired.name) {
        (Some(found), _) => found.name().to_owned(),
        (None, Some(name)) => name.clone(),
        (None, None) => return Err(PlanError::NoName),
    };
    let mut changes = Vec::new();
    if application.is_none() {
        changes.push(Change::CreateApplication { name: name.clone() });
    }
    let there = application.map(Application::redirect_uris).unwrap_or_default();
    let missing = desired.redirect_uris.iter().filter(|uri| !there.contains(&uri.as_str()));
    changes.extend(missing.cloned().map(Change::AddRedirectUri));
    let own = observed.own.iter().filter(|uri| there.contains(&uri.as_str()));
    let leftovers: Vec<_> = own.filter(|uri| !desired.redirect_uris.contains(uri)).cloned().collect();
    if asked.prune {
        changes.extend(leftovers.iter().cloned().map(Change::RemoveRedirectUri));
    }
    changes.extend(refresh_tokens(desired, application));
    changes.extend(here(desired, observed, asked));
    // Last: a plan of the tenant that allows no further domain keeps nothing else from being done.
    if let (DomainState::Missing, Some(domain)) = (&observed.domain, &desired.custom_domain) {
        changes.push(Change::AddDomain(domain.clone()));
    }
    let mut notes = notes(desired, observed);
    if asked.remove_old_secret && old_secret(observed, asked).is_none() {
        notes.push(Note::NoOldSecret);
    }
    if !asked.prune && !leftovers.is_empty() {
        notes.push(Note::Prunable(leftovers));
    }
    Ok(Plan { application: application.map(|own| own.id().to_owned()), name, changes, notes })
}

fn refresh_tokens(desired: &Desired, application: Option<&Application>) -> Vec<Change> {
    let mut changes = Vec::new();
    let always = application.and_then(Application::always_issues_refresh_token);
    if always.unwrap_or(false) != desired.always_issue_refresh_token {
        let to = desired.always_issue_refresh_token;
        changes.push(Change::AlwaysIssueRefreshToken { from: always, to });
    }
    let days = application.and_then(Application::refresh_token_days);
    if let Some(to) = desired.refresh_token_days.filter(|to| days != Some(*to)) {
        changes.push(Change::RefreshTokenDays { from: days, to });
    }
    changes
}

/// Returns what changes on this machine.
fn here(desired: &Desired, observed: &Observed, asked: Asked) -> Vec<Change> {
    let mut changes = Vec::new();
    match observed.secret {
        SecretState::NotNeeded => {}
        _ if asked.rotate_secret => changes.push(Change::RotateSecret),
        SecretState::Missing => changes.push(Change::KeepSecret { replaces: false }),
        SecretState::Wrong => changes.push(Change::KeepSecret { replaces: true }),
        SecretState::Right | SecretState::WrongInEnvironment => {}
    }
    if asked.remove_old_secret {
        let name = old_secret(observed, asked).cloned();
        changes.extend(name.map(|name| Change::RemoveSecret { name }));
    }
    let id = observed.application.as_ref().map(|own| own.id().to_owned());
    if id.is_none() || id != desired.client_id {
        changes.push(Change::WriteClientId { from: desired.client_id.clone(), to: id });
    }
    changes
}

/// Returns the secret that the one replaces which is kept in the end.
fn old_secret(observed: &Observed, asked: Asked) -> Option<&String> {
    if asked.rotate_secret { observed.kept_secret.as_ref() } else { observed.old_secret.as_ref() }
}

fn notes(desired: &Desired, observed: &Observed) -> Vec<Note> {
    let mut notes = Vec::new();
    let application = observed.application.as_ref();
    let known = application.is_some_and(|own| Some(own.id()) == desired.client_id.as_deref());
    if let Some(id) = desired.client_id.as_ref().filter(|_| !known) {
        notes.push(Note::UnknownClientId(id.clone()));
    }
    if let (Some(found), Some(here)) = (application, &desired.name)
        && found.name() != here
    {
        notes.push(Note::OtherName { there: found.name().to_owned(), here: here.clone() });
    }
    if application.is_some_and(Application::is_third_party) {
        notes.push(Note::ThirdParty);
    }
    if !observed.namesakes.is_empty() {
        notes.push(Note::Namesakes(observed.namesakes.clone()));
    }
    if !desired.knows_callback() {
        notes.push(Note::NoCallback);
    }
    if !desired.knows_login() {
        notes.push(Note::NoLoopback);
    }
    if let Some(domain) = &desired.custom_domain {
        match &observed.domain {
            DomainState::Unsupported => notes.push(Note::DomainUnsupported(domain.clone())),
            DomainState::There { status } if status != "Active" => {
                notes.push(Note::DomainPending { domain: domain.clone(), status: status.clone() });
            }
            DomainState::There { .. } if !desired.uses_custom_domain => {
                notes.push(Note::DomainUnused(domain.clone()));
            }
            DomainState::There { .. } | DomainState::Missing | DomainState::NotWanted => {}
        }
    }
    if observed.secret == SecretState::WrongInEnvironment {
        notes.push(Note::WrongSecretInEnvironment);
    }
    notes
}

impl Plan {
    /// Returns whether nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns whether everything that it does is in `approved` as well.
    pub fn is_within(&self, approved: &Self) -> bool {
        let same_one = approved.application.is_none() || self.application == approved.application;
        same_one && self.changes.iter().all(|own| approved.has(own))
    }

    fn has(&self, change: &Change) -> bool {
        self.changes.iter().any(|own| match (own, change) {
            // Of an application that was not there yet, nothing was known that could differ.
            (Change::WriteClientId { from, to: None }, Change::WriteClientId { from: other, .. }) => {
                from == other
            }
            (own, change) => own == change,
        })
    }

    /// Returns what the application must have for it, and what it must no longer have. Everything that
    /// is wanted, also what is there: another writer may take it away meanwhile.
    pub fn wanted(&self, desired: &Desired) -> Wanted {
        let removed = self.changes.iter().filter_map(|own| match own {
            Change::RemoveRedirectUri(uri) => Some(uri.clone()),
            _ => None,
        });
        Wanted {
            add: desired.redirect_uris.clone(),
            remove: removed.collect(),
            always_issue_refresh_token: Some(desired.always_issue_refresh_token),
            refresh_token_days: desired.refresh_token_days,
        }
    }
}

#[cfg(test)]
mod tests;
