//! The way to the provider's page and back, with a code.

use super::{
    Event, LoginError, LoginOptions, Step, Way, loopback::Landing, prepare::Prepared, pushed, wait::Wait,
    walk::Walk,
};
use crate::{
    oauth::authorization::{self, AuthorizationRequest, Authorized, Entropy},
    platform::{OWN_AUTHORIZATION, OWN_AUTHORIZATION_WITHOUT_PKCE},
    system::{BoundPort, System},
};

/// Sends the user to the provider and judges the answer that comes back.
pub(super) async fn sign_in(
    system: &System,
    prepared: &Prepared<'_>,
    options: &LoginOptions,
    port: Option<Box<dyn BoundPort>>,
    walk: &mut Walk<'_>,
) -> Result<Authorized, LoginError> {
    let Prepared { settings, provider, .. } = prepared;
    walk.begin(Step::AuthorizationRequest);
    let landing = Landing::of(settings, options)?;
    let (port, redirect_uri) = match port {
        Some(port) => {
            let redirect_uri = landing.redirect_uri(port.port());
            (Some(port), redirect_uri)
        }
        None => landing.bind(system, options.paste).await?,
    };
    let request = AuthorizationRequest {
        provider,
        client_id: &settings.client_id,
        redirect_uri: &redirect_uri,
        scope: &settings.scope,
        extra: &options.extra(settings)?,
    };
    let own = if options.pkce { &OWN_AUTHORIZATION } else { &OWN_AUTHORIZATION_WITHOUT_PKCE };
    let shape = options.imitating.map_or(own, |target| &target.authorization.value);
    let entropy = entropy(system)?;
    let (url, pending) = match pushed::endpoint(provider, options)? {
        None => authorization::begin(&request, shape, &entropy)?,
        Some(endpoint) => pushed::push(system, prepared, endpoint, &request, shape, &entropy).await?,
    };
    walk.done();

    walk.begin(Step::SignIn);
    walk.tell(Event::Visit { url: url.clone(), browser: options.way == Way::Browser });
    let wait = Wait { system, pending: &pending, page: &url, options, fixed: landing.is_fixed() };
    let redirect = wait.answer(port, walk).await?;
    walk.done();

    walk.begin(Step::Callback);
    let authorized = pending.finish(&redirect)?;
    walk.done();
    Ok(authorized)
}

fn entropy(system: &System) -> Result<Entropy, LoginError> {
    let mut entropy = Entropy { state: [0; 32], nonce: [0; 32], verifier: [0; 32] };
    for bytes in [&mut entropy.state, &mut entropy.nonce, &mut entropy.verifier] {
        system.random.fill(bytes).map_err(LoginError::Random)?;
    }
    Ok(entropy)
}
