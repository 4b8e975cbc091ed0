//! Refreshes now, whatever the expiry.

use super::{
    kept::Kept,
    session::{
        Renewal, SessionError, exchange, expiry, refresh_locked, refresh_token_from_environment, settings,
    },
};
use crate::{
    oauth::{
        note::Note,
        stored::StoredTokens,
        values::{AccessToken, RefreshToken, Scope},
    },
    project::{OAuth, Project},
    system::{StoreError, System, TokenStore},
};
use jiff::Timestamp;

/// What came of a refresh.
#[derive(Debug)]
pub struct RefreshOutcome {
    /// When the access token expires; `None` where the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// The granted scope.
    pub scope: Scope,
    /// What happened to the refresh token.
    pub rotation: Rotation,
    /// What was worth a word.
    pub notes: Vec<Note>,
    /// The tokens themselves, for who asks to see them.
    pub tokens: NewTokens,
    /// Whether they are kept.
    pub kept: Keeping,
}

/// Whether new tokens are kept.
#[derive(Debug)]
pub enum Keeping {
    /// They are in the store.
    Kept,
    /// They are for a refresh token from the environment, which is not ours to keep.
    NotOurs,
    /// The store did not take them; it has the old ones.
    Failed(StoreError),
}

/// The tokens that a refresh left us with.
#[derive(Debug)]
pub struct NewTokens {
    /// The access token.
    pub access: AccessToken,
    /// The refresh token to use next time.
    pub refresh: Option<RefreshToken>,
}

/// What happened to the refresh token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The provider gave a new one.
    Rotated,
    /// The old one stays good.
    Unchanged,
    /// Another process refreshed at the same time, and its tokens are used.
    ByAnother,
}

/// Exchanges the stored refresh token for new tokens and keeps them; or the one in
/// `GPTAUTH_REFRESH_TOKEN`, of which nothing is kept. New tokens that the store does not take are in
/// the outcome all the same: nobody else has them.
///
/// # Errors
///
/// As [`SessionError`].
pub async fn refresh(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
) -> Result<RefreshOutcome, SessionError> {
    let settings = settings(project)?;
    if let Some(token) = refresh_token_from_environment(system) {
        return exchanged(system, store, project, settings, token).await;
    }
    let before = Kept::new(store, project, settings).tokens()?.ok_or(SessionError::NotSignedIn)?;
    let unchanged = |tokens: &StoredTokens| tokens.access_token.expose() == before.access_token.expose();
    let (renewed, kept) = match refresh_locked(system, store, project, settings, unchanged).await {
        Ok(Renewal::ByAnother(tokens)) => {
            return Ok(outcome(*tokens, Rotation::ByAnother, Vec::new(), Keeping::Kept));
        }
        Ok(Renewal::Done(renewed)) => (renewed, Keeping::Kept),
        Err(SessionError::Unkept { renewed, error }) => (renewed, Keeping::Failed(error)),
        Err(error) => return Err(error),
    };
    let rotation = if renewed.rotated { Rotation::Rotated } else { Rotation::Unchanged };
    Ok(outcome(renewed.tokens, rotation, renewed.notes, kept))
}

fn outcome(tokens: StoredTokens, rotation: Rotation, notes: Vec<Note>, kept: Keeping) -> RefreshOutcome {
    RefreshOutcome {
        expires_at: tokens.expires_at,
        scope: tokens.scope,
        rotation,
        notes,
        tokens: NewTokens { access: tokens.access_token, refresh: tokens.refresh_token },
        kept,
    }
}

async fn exchanged(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    settings: &OAuth,
    token: RefreshToken,
) -> Result<RefreshOutcome, SessionError> {
    let asked_at = system.clock.now();
    let new = exchange(system, store, project, settings, &token, &settings.scope).await?;
    let rotated = new.refresh_token.as_ref().is_some_and(|new| new.expose() != token.expose());
    Ok(RefreshOutcome {
        expires_at: expiry(asked_at, new.expires_in),
        scope: new.scope,
        rotation: if rotated { Rotation::Rotated } else { Rotation::Unchanged },
        notes: new.notes,
        tokens: NewTokens { access: new.access_token, refresh: Some(new.refresh_token.unwrap_or(token)) },
        kept: Keeping::NotOurs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        system::{
            StoreItem,
            fake::{World, run},
        },
        task::fixture::{answer, kept, key, project, provide, sign_in, store},
    };
    use serde_json::{Value, json};

    fn world(tokens: Value) -> World {
        let world = World::new();
        sign_in(&world, json!({}));
        provide(&world, move |_, _| answer(200, &tokens));
        world
    }

    fn refreshed(world: &World) -> Result<RefreshOutcome, SessionError> {
        run(refresh(&world.system(), &*store(world), &project()))
    }

    #[test]
    fn a_fresh_token_is_refreshed_all_the_same() {
        let world = world(json!({ "access_token": "at1", "token_type": "Bearer", "expires_in": 60 }));
        let outcome = refreshed(&world).unwrap();
        assert_eq!(outcome.rotation, Rotation::Unchanged);
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
    }

    #[test]
    fn a_rotated_token_is_kept_and_said() {
        let world = world(json!({ "access_token": "at1", "token_type": "Bearer", "refresh_token": "rt1" }));
        assert_eq!(refreshed(&world).unwrap().rotation, Rotation::Rotated);
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt1");
    }

    #[test]
    fn a_refresh_token_from_the_environment_is_tried_and_nothing_is_kept() {
        for (given, rotation) in [("rt9", Rotation::Unchanged), ("rt8", Rotation::Rotated)] {
            let world = World::new();
            provide(&world, |_, _| {
                answer(200, &json!({ "access_token": "at1", "token_type": "Bearer", "refresh_token": "rt9" }))
            });
            world.set_variable(crate::task::kept::REFRESH_TOKEN_VARIABLE, given);
            let outcome = refreshed(&world).unwrap();
            assert_eq!(outcome.rotation, rotation);
            assert!(matches!(outcome.kept, Keeping::NotOurs));
            assert_eq!(outcome.tokens.refresh.unwrap().expose(), "rt9");
            assert_eq!(kept(&world), None);
        }
    }

    #[test]
    fn r03_tokens_that_cannot_be_kept_are_handed_out() {
        let world = world(json!({ "access_token": "at1", "token_type": "Bearer", "refresh_token": "rt1" }));
        world.break_store();
        let outcome = refreshed(&world).unwrap();
        assert!(matches!(outcome.kept, Keeping::Failed(StoreError::Io { .. })));
        assert_eq!(outcome.tokens.refresh.unwrap().expose(), "rt1");
        assert_eq!(kept(&world).unwrap()["refresh_token"], "rt0");
    }

    #[test]
    fn r01_who_waited_for_another_refresh_does_not_refresh_again() {
        let world = world(json!({}));
        world.lock(&key(StoreItem::Tokens));
        world.on_sleep(|world| {
            sign_in(world, json!({ "access_token": "other" }));
            world.release(&key(StoreItem::Tokens));
        });
        assert_eq!(refreshed(&world).unwrap().rotation, Rotation::ByAnother);
        assert_eq!(world.requests().len(), 0);
    }
}
