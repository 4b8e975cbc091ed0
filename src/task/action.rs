//! The action to call: operations, server, and where its tokens come from.

use super::{
    call::SharedToken,
    document::{self, DocumentError},
    kept::ACCESS_TOKEN_VARIABLE,
    project::{self, OpenError},
};
use crate::{
    invoke::{
        read,
        server::{self, Server, ServerError},
        signature::Signature,
    },
    nearest::nearest,
    oauth::values::AccessToken,
    openapi::{Document, Operation},
    platform::{Target, gpt_action},
    project::Project,
    system::{StoreChoice, System},
};
use std::path::{Component, Path, PathBuf};

/// What was said on the command line about the action to call.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// The project file.
    pub project: Option<&'a Path>,
    /// The environment of the project.
    pub environment: Option<&'a str>,
    /// The user's name for the account whose token is sent.
    pub account: Option<&'a str>,
    /// The OpenAPI document in place of the project's.
    pub schema: Option<&'a Path>,
    /// The server in place of the project's or the document's.
    pub server: Option<&'a str>,
}

/// An action as it can be called.
#[derive(Debug)]
pub struct Action {
    /// The operations, in the document's order.
    pub signatures: Vec<Signature>,
    /// The document, as it was named.
    pub document: PathBuf,
    /// What stands in it.
    pub openapi: Document,
    /// The project; a document named on the command line works without one.
    pub project: Option<Project>,
    /// The platform whose manner of calling is followed.
    pub target: &'static Target,
    own_document: bool,
    typed_server: Option<String>,
    document_servers: Vec<String>,
}

/// Why there is no action to call.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// The project file.
    #[error(transparent)]
    Project(#[from] OpenError),
    /// The document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The document has no operation of that name.
    #[error("no operation `{name}` in `{}`", .document.display())]
    UnknownOperation {
        /// The name as given.
        name: String,
        /// The document.
        document: PathBuf,
        /// Names that are close to it, the closest first.
        nearest: Vec<String>,
        /// Whether the document has any operation.
        any: bool,
    },
}

/// Where the access tokens of an action come from.
pub enum TokenSource<'a> {
    /// The session of the project, renewed where needed.
    Session {
        /// The project that was signed in for.
        project: &'a Project,
        /// Where the session is kept.
        choice: &'a StoreChoice,
        /// What it has given so far.
        shared: SharedToken,
    },
    /// The environment of the process.
    Given(AccessToken),
    /// The action has no OAuth.
    NotNeeded,
    /// There is no project that somebody could have signed in for.
    Nowhere,
}

/// Opens the action.
///
/// # Errors
///
/// As [`ActionError`].
pub fn open(system: &System, selection: Selection<'_>) -> Result<Action, ActionError> {
    let mut project = match selection.schema {
        Some(_) => project::open_if_any(system, selection.project, selection.environment)?,
        None => Some(project::open(system, selection.project, selection.environment)?),
    };
    if let Some(project) = &mut project {
        project.account = selection.account.map(str::to_owned);
    }
    let own = project.as_ref().map(Project::schema_path);
    let path = selection.schema.map(Path::to_owned).or_else(|| own.clone()).unwrap_or_default();
    let document = document::open(system, &path, project.as_ref().map(|project| &*project.directory))?;
    let target = &gpt_action::TARGET;
    Ok(Action {
        signatures: read::signatures(&document, &target.call),
        own_document: own.as_deref().is_some_and(|own| is_same(own, &path)),
        document_servers: document.servers().iter().filter_map(|server| server.expanded()).collect(),
        openapi: document,
        document: path,
        project,
        target,
        typed_server: selection.server.map(str::to_owned),
    })
}

/// Returns whether two paths are spelled alike, but for `./`.
fn is_same(left: &Path, right: &Path) -> bool {
    let parts = |path: &Path| {
        path.components()
            .filter(|part| *part != Component::CurDir)
            .map(|part| part.as_os_str().to_owned())
            .collect::<Vec<_>>()
    };
    parts(left) == parts(right)
}

impl Action {
    /// Returns the operation of that name; an operation without an `operationId` is named by its
    /// method and path.
    ///
    /// # Errors
    ///
    /// [`ActionError::UnknownOperation`].
    pub fn operation(&self, name: &str) -> Result<&Signature, ActionError> {
        self.signatures.iter().find(|own| own.name == name).ok_or_else(|| ActionError::UnknownOperation {
            name: name.to_owned(),
            document: self.document.clone(),
            nearest: nearest(name, self.signatures.iter().map(|own| own.name.as_str()))
                .into_iter()
                .map(str::to_owned)
                .collect(),
            any: !self.signatures.is_empty(),
        })
    }

    /// Returns the operation of a signature as it stands in the document.
    pub fn described(&self, signature: &Signature) -> Option<Operation<'_>> {
        self.openapi.operation(&signature.path, signature.method.as_str())
    }

    /// Returns the operations that show everybody the same, as the project says.
    pub fn shared_operations(&self) -> impl Iterator<Item = &str> {
        self.project.iter().flat_map(|project| &project.shared_operations).map(String::as_str)
    }

    /// Returns the server to call.
    ///
    /// # Errors
    ///
    /// As [`ServerError`].
    pub fn server(&self) -> Result<Server, ServerError> {
        let project = self.project.as_ref().and_then(|project| project.server.as_ref());
        let document = self.document_servers.first().map(String::as_str);
        server::choose(self.typed_server.as_deref(), project, document)
    }

    /// Makes sure that a token may go to `server`.
    ///
    /// # Errors
    ///
    /// As [`Server::admits_token`].
    pub fn admits_token(&self, server: &Server) -> Result<(), ServerError> {
        server.admits_token(self.own_document)
    }

    /// Returns whether the user typed a server that the action itself does not name: a token that
    /// goes there is worth a word.
    pub fn is_foreign(&self, server: &Server) -> bool {
        let origin = server.url.origin();
        let names_it = |text: &str| url::Url::parse(text).is_ok_and(|url| url.origin() == origin);
        let projects = self.project.as_ref().and_then(|project| project.server.as_ref());
        let known = self.document_servers.iter().any(|text| names_it(text))
            || projects.is_some_and(|url| url.origin() == origin);
        !known && !server.is_loopback()
    }

    /// Returns where the tokens of the action come from. Nothing is opened yet.
    pub fn tokens<'a>(&'a self, system: &System, choice: &'a StoreChoice) -> TokenSource<'a> {
        tokens(self.project.as_ref(), system, choice)
    }
}

/// Returns where the tokens of a project come from, or of no project at all. Nothing is opened yet.
pub(super) fn tokens<'a>(
    project: Option<&'a Project>,
    system: &System,
    choice: &'a StoreChoice,
) -> TokenSource<'a> {
    // Whoever gives a token needs no store to be there.
    if let Some(token) = system.environment.variable(ACCESS_TOKEN_VARIABLE) {
        return TokenSource::Given(AccessToken::new(token));
    }
    match project {
        Some(project) if project.oauth.is_some() => {
            TokenSource::Session { project, choice, shared: SharedToken::default() }
        }
        Some(_) => TokenSource::NotNeeded,
        None => TokenSource::Nowhere,
    }
}
