//! Lets only signed-in users through: a handler with a `User` among its parameters needs one.

use crate::{
    bearer::{Refusal, bearer_token},
    cache::User,
    verifier::Verifier,
};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};

impl<S> FromRequestParts<S> for User
where
    S: Send + Sync,
    Verifier: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let token = bearer_token(&parts.headers)?;
        Verifier::from_ref(state).verify(token).await
    }
}
