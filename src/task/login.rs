//! Signs a user in: named steps in order, tokens validated and kept.
//!
//! Each step is a room of its own: what goes before (`prepare`), the way through the browser and
//! back (`sign_in`, `pushed`, `loopback`, `wait`) or over another device (`device`), code for tokens
//! (`exchange`, `id_token`), who it was and the store
//! (`keep`). `walk` tells of the steps as they are taken, and says at which one it ended.

mod device;
mod diagnosis;
mod error;
mod event;
mod exchange;
mod id_token;
mod keep;
mod loopback;
mod options;
mod prepare;
mod pushed;
mod sign_in;
mod wait;
mod walk;

pub use diagnosis::Verdict;
pub use error::{FailedLogin, Impossible, LoginError};
pub use event::{Event, LoginOutcome, Step, Taken, Turn};
pub use loopback::{PortOwner, TakenPorts};
pub use options::{LoginOptions, Paste, Replace, Way};
pub use walk::Exchange;

use crate::{
    project::Project,
    system::{BoundPort, System, TokenStore},
};
use loopback::Landing;
use url::Url;
use walk::Walk;

/// Signs a user in, on the port that the project names or on a free one.
///
/// # Errors
///
/// As [`FailedLogin`]. Until the last step nothing that was kept before has changed.
pub async fn login(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    options: LoginOptions,
    on: &mut dyn FnMut(Event),
) -> Result<LoginOutcome, FailedLogin> {
    let (system, mut walk) = Walk::through(system, on);
    match steps(&system, store, project, &options, None, &mut walk).await {
        Ok(outcome) => Ok(LoginOutcome { steps: walk.taken(), ..outcome }),
        Err(error) => Err(walk.ended(error)),
    }
}

/// Signs a user in, on a port that is ours already; its number goes into the redirect URI.
///
/// # Errors
///
/// As [`login`].
pub async fn login_on(
    port: Box<dyn BoundPort>,
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    options: LoginOptions,
    on: &mut dyn FnMut(Event),
) -> Result<LoginOutcome, FailedLogin> {
    let (system, mut walk) = Walk::through(system, on);
    match steps(&system, store, project, &options, Some(port), &mut walk).await {
        Ok(outcome) => Ok(LoginOutcome { steps: walk.taken(), ..outcome }),
        Err(error) => Err(walk.ended(error)),
    }
}

/// Takes the port that a sign-in will listen at, ahead of it; returns it with the redirect URI that
/// [`login_on`] will send.
///
/// # Errors
///
/// Where the project has no OAuth settings, or no port is to be had.
pub async fn land(
    system: &System,
    project: &Project,
    options: &LoginOptions,
) -> Result<(Box<dyn BoundPort>, Url), FailedLogin> {
    let landed = async {
        let settings = project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
        Landing::of(settings, options)?.listen(system).await
    };
    landed.await.map_err(FailedLogin::before)
}

/// The straight line through the steps.
async fn steps(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    options: &LoginOptions,
    port: Option<Box<dyn BoundPort>>,
    walk: &mut Walk<'_>,
) -> Result<LoginOutcome, LoginError> {
    let prepared = prepare::prepare(system, store, project, options, walk).await?;
    let (answered, redirect_uri) = if options.device {
        (device::sign_in(system, &prepared, options, walk).await?, None)
    } else {
        let authorized = sign_in::sign_in(system, &prepared, options, port, walk).await?;
        let redirect_uri = authorized.redirect_uri.clone();
        (exchange::exchange(system, &prepared, authorized, options, walk).await?, Some(redirect_uri))
    };
    let received = exchange::validate(system, &prepared, answered, walk).await?;
    keep::keep(system, store, project, prepared, received, redirect_uri, options, walk).await
}

#[cfg(test)]
mod tests;
