//! The authorization request, pushed to the provider before the browser goes there.

use super::{LoginError, LoginOptions, error::Impossible, prepare::Prepared};
use crate::{
    oauth::{
        authorization::{AuthorizationRequest, Entropy, PendingAuthorization},
        discovery::Metadata,
        pushed,
    },
    platform::AuthorizationShape,
    system::System,
    task::discover::send_small,
};
use url::Url;

/// Returns where the request is pushed to, where it is: because the provider takes no other, or because
/// that was asked for. A platform that is imitated pushes nothing.
pub(super) fn endpoint<'a>(
    provider: &'a Metadata,
    options: &LoginOptions,
) -> Result<Option<&'a Url>, LoginError> {
    match (options.imitating, provider.requires_pushed_requests) {
        (Some(_), true) => Err(LoginError::Impossible(Impossible::PushedRequests)),
        (Some(_), false) => Ok(None),
        (None, required) if required || options.push => {
            let endpoint = provider.pushed_authorization_request_endpoint.as_ref();
            endpoint.map(Some).ok_or(LoginError::NoPushEndpoint)
        }
        (None, _) => Ok(None),
    }
}

/// Pushes the request, and returns the URL that stands for it.
pub(super) async fn push(
    system: &System,
    prepared: &Prepared<'_>,
    endpoint: &Url,
    request: &AuthorizationRequest<'_>,
    shape: &AuthorizationShape,
    entropy: &Entropy,
) -> Result<(Url, PendingAuthorization), LoginError> {
    let client = prepared.credentials.client(system, &prepared.provider)?;
    let (request, pending) = pushed::push(endpoint, &client, request, shape, entropy)?;
    let response = send_small(system, request).await.map_err(LoginError::Asking)?;
    Ok(pending.judge(&response)?)
}
