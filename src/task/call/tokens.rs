//! The token of an action, shared by calls that run at the same time.
//!
//! Whoever comes first fetches or renews it; the others wait, and use what came. A token that came from
//! a renewal and was never accepted is not renewed again: an API that refuses every token would have it
//! renewed for each call, and a provider that rotates takes that for theft.

use super::CallError;
use crate::system::TokenStore;
use crate::{
    oauth::values::AccessToken,
    system::System,
    task::{
        action::TokenSource,
        kept,
        session::{self, AccessDoubt, SessionError},
    },
};
use std::cell::RefCell;

/// What a session has given so far.
#[derive(Default)]
pub struct SharedToken {
    /// Held while the session is asked: one at a time.
    asking: tokio::sync::Mutex<Option<Box<dyn TokenStore>>>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    current: Option<AccessToken>,
    doubt: Option<AccessDoubt>,
    /// Who is signed in, where that is known.
    subject: Option<String>,
    /// Whether renewing would be in vain: it failed, or gave a token that nobody has accepted yet.
    in_vain: bool,
}

impl SharedToken {
    fn current(&self) -> Option<AccessToken> {
        self.state.borrow().current.clone()
    }

    fn take(&self, access: session::Access) -> AccessToken {
        let token = access.token.clone();
        let mut state = self.state.borrow_mut();
        state.subject = access.subject.or(state.subject.take());
        state.doubt = access.doubt;
        state.current = Some(access.token);
        token
    }
}

impl TokenSource<'_> {
    /// Returns the token to send; nothing where none is needed. `operation` is what it is for.
    ///
    /// # Errors
    ///
    /// Where there is none.
    pub async fn current(&self, system: &System, operation: &str) -> Result<Option<AccessToken>, CallError> {
        match self {
            Self::NotNeeded => Ok(None),
            Self::Nowhere => Err(CallError::NoSession { operation: operation.to_owned() }),
            Self::Given(token) => Ok(Some(token.clone())),
            Self::Session { project, choice, shared } => {
                if let Some(token) = shared.current() {
                    return Ok(Some(token));
                }
                let mut store = shared.asking.lock().await;
                if let Some(token) = shared.current() {
                    return Ok(Some(token));
                }
                let store = store.insert(kept::open(system, choice, project)?);
                let access = session::access(system, &**store, project).await?;
                Ok(Some(shared.take(access)))
            }
        }
    }

    /// Returns the token that stands in for one that was refused; nothing where there is no other.
    pub(super) async fn renewed(
        &self,
        system: &System,
        refused: &AccessToken,
    ) -> Result<Option<AccessToken>, SessionError> {
        let Self::Session { project, shared, .. } = self else { return Ok(None) };
        let store = shared.asking.lock().await;
        let other = shared.current().filter(|current| current.expose() != refused.expose());
        if other.is_some() || shared.state.borrow().in_vain {
            return Ok(other);
        }
        let Some(store) = store.as_deref() else { return Ok(None) };
        // Whatever comes of it: it is not tried again before a token has been accepted.
        shared.state.borrow_mut().in_vain = true;
        let access = session::renew(system, store, project, refused).await?;
        Ok(access.map(|access| shared.take(access)))
    }

    /// Takes note that an API accepted a token.
    pub(super) fn accepted(&self, token: &AccessToken) {
        if let Self::Session { shared, .. } = self {
            let mut state = shared.state.borrow_mut();
            if state.current.as_ref().is_some_and(|current| current.expose() == token.expose()) {
                state.in_vain = false;
            }
        }
    }

    /// Returns what the user should know about the token that was sent.
    pub fn doubt(&mut self) -> Option<&AccessDoubt> {
        match self {
            Self::Session { shared, .. } => shared.state.get_mut().doubt.as_ref(),
            Self::Given(_) | Self::NotNeeded | Self::Nowhere => None,
        }
    }

    /// Returns who is signed in, where a token was fetched and that is known.
    pub fn subject(&self) -> Option<String> {
        match self {
            Self::Session { shared, .. } => shared.state.borrow().subject.clone(),
            Self::Given(_) | Self::NotNeeded | Self::Nowhere => None,
        }
    }
}

#[cfg(test)]
mod tests;
