//! The other user of a test: the same session code, with a token of its own.

use super::{Stop, TestError};
use crate::{
    project::Project,
    system::{Environment, StoreChoice, System},
    task::{
        action::{self, Action, ActionError, Selection, TokenSource},
        call::CallError,
        kept::{
            ACCESS_TOKEN_VARIABLE, OTHER_ACCESS_TOKEN_VARIABLE, OTHER_REFRESH_TOKEN_VARIABLE,
            REFRESH_TOKEN_VARIABLE,
        },
        project,
    },
};
use std::rc::Rc;

/// What the other account is called where only the environment knows it.
const FROM_ENVIRONMENT: &str = "the environment's";

/// What it is called where it is the one without a name.
const WITHOUT_NAME: &str = "the one without a name";

/// A second user of an action.
pub struct OtherUser {
    /// The name of the account.
    pub name: String,
    /// The project, as that user signed in for it.
    project: Project,
    /// The world, in which the tokens of the environment are that user's.
    system: System,
}

/// Who calls: whose tokens, in which world.
#[derive(Clone, Copy)]
pub struct User<'a> {
    /// The world.
    pub system: &'a System,
    /// The tokens.
    pub tokens: &'a TokenSource<'a>,
}

/// Returns the other user of a test, where one was named or the environment has its token; nothing
/// else is opened yet. The name of the account without one is empty.
///
/// # Errors
///
/// Where there is no project with OAuth.
pub fn other_user(
    system: &System,
    selection: Selection<'_>,
    name: Option<&str>,
) -> Result<Option<OtherUser>, TestError> {
    let system =
        System { environment: Rc::new(OtherEnvironment(Rc::clone(&system.environment))), ..system.clone() };
    let has_token = [ACCESS_TOKEN_VARIABLE, REFRESH_TOKEN_VARIABLE]
        .iter()
        .any(|variable| system.environment.variable(variable).is_some());
    if name.is_none() && !has_token {
        return Ok(None);
    }
    let mut project =
        project::open(&system, selection.project, selection.environment).map_err(ActionError::from)?;
    if project.oauth.is_none() {
        return Err(TestError::NoOther);
    }
    project.account = name.filter(|name| !name.is_empty()).map(str::to_owned);
    let name = match name {
        Some("") => WITHOUT_NAME,
        Some(name) => name,
        None => FROM_ENVIRONMENT,
    };
    let name = name.to_owned();
    Ok(Some(OtherUser { name, project, system }))
}

impl OtherUser {
    /// Returns where the tokens of that user come from. Nothing is opened yet.
    pub fn tokens<'a>(&'a self, choice: &'a StoreChoice) -> TokenSource<'a> {
        action::tokens(Some(&self.project), &self.system, choice)
    }

    /// Returns that user with these tokens.
    pub fn with<'a>(&'a self, tokens: &'a TokenSource<'a>) -> User<'a> {
        User { system: &self.system, tokens }
    }
}

/// Makes sure that there are two users, by what is known of them: their tokens differ, and so do their
/// names at the provider.
pub(super) async fn tell_apart(action: &Action, first: User<'_>, other: User<'_>) -> Result<(), Apart> {
    let operation = action.signatures.first().map(|own| own.name.as_str()).unwrap_or_default();
    let one = first.tokens.current(first.system, operation).await?;
    let two = other
        .tokens
        .current(other.system, operation)
        .await
        .map_err(|error| CallError::OtherUser(Box::new(error)))?;
    let same_token = one.zip(two).is_some_and(|(one, two)| one.expose() == two.expose());
    let subjects = first.tokens.subject().zip(other.tokens.subject());
    match same_token || subjects.is_some_and(|(one, two)| one == two) {
        true => Err(Apart::Same),
        false => Ok(()),
    }
}

/// Why two users are not told apart.
pub(super) enum Apart {
    /// They are one.
    Same,
    /// One of them has no token, or nobody wants to know any more.
    Stopped(Stop),
}

impl From<CallError> for Apart {
    fn from(error: CallError) -> Self {
        Self::Stopped(Stop::Failed(error))
    }
}

/// The environment as it is for the other user.
struct OtherEnvironment(Rc<dyn Environment>);

impl Environment for OtherEnvironment {
    fn variable(&self, name: &str) -> Option<String> {
        self.0.variable(match name {
            ACCESS_TOKEN_VARIABLE => OTHER_ACCESS_TOKEN_VARIABLE,
            REFRESH_TOKEN_VARIABLE => OTHER_REFRESH_TOKEN_VARIABLE,
            other => other,
        })
    }
}
