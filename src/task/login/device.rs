//! Signing in on another device: a code is shown here, typed there, and the tokens are fetched from
//! here.

use super::{Event, LoginError, LoginOptions, Step, exchange::Answered, prepare::Prepared, walk::Walk};
use crate::{
    oauth::device::{self, DeviceAuthorization, DeviceRequest, Polled},
    system::{HttpError, System},
    task::discover::send_small,
};

/// Asks for a code, shows it, and polls until the user has signed in with it.
pub(super) async fn sign_in(
    system: &System,
    prepared: &Prepared<'_>,
    options: &LoginOptions,
    walk: &mut Walk<'_>,
) -> Result<Answered, LoginError> {
    let Prepared { settings, credentials, provider, .. } = prepared;
    walk.begin(Step::AuthorizationRequest);
    let endpoint = provider.device_authorization_endpoint.as_ref().ok_or(LoginError::NoDeviceEndpoint)?;
    let extra = options.extra(settings)?;
    let asked = DeviceRequest { scope: &settings.scope, extra: &extra };
    let client = credentials.client(system, provider)?;
    let response =
        send_small(system, device::request(endpoint, &client, asked)).await.map_err(LoginError::Asking)?;
    let device = device::judge(&response, &client)?;
    walk.done();

    walk.begin(Step::SignIn);
    walk.tell(Event::Device {
        user_code: device.user_code.clone(),
        verification_uri: device.verification_uri.clone(),
        verification_uri_complete: device.verification_uri_complete.clone(),
        expires_in: device.expires_in.min(options.timeout),
    });
    let answered = poll(system, prepared, device, asked, options).await?;
    walk.done();
    walk.skip(Step::Callback);
    // The last poll was it.
    walk.begin(Step::TokenRequest);
    walk.done();
    Ok(answered)
}

/// Polls until there are tokens, until the code has expired, or until nobody wants to wait longer. A
/// poll that got no answer is no reason to give up (RFC 8628 §3.5).
async fn poll(
    system: &System,
    prepared: &Prepared<'_>,
    mut device: DeviceAuthorization,
    asked: DeviceRequest<'_>,
    options: &LoginOptions,
) -> Result<Answered, LoginError> {
    let Prepared { settings, credentials, provider, .. } = prepared;
    let endpoint = provider.token_endpoint.as_ref().ok_or(LoginError::NoTokenEndpoint)?;
    let started = system.clock.elapsed();
    let limit = device.expires_in.min(options.timeout);
    let mut wait = device.interval();
    loop {
        let waited = system.clock.elapsed().saturating_sub(started);
        if waited + wait > limit {
            return Err(LoginError::NotTyped { limit, code_expired: device.expires_in <= options.timeout });
        }
        system.clock.sleep(wait).await;
        let client = credentials.client(system, provider)?;
        let asked_at = system.clock.now();
        let request = device.poll(endpoint, &client, asked, settings.token_content_type);
        let response = match system.http.send(request).await {
            Ok(response) => response,
            Err(error) if is_passing(&error) => {
                wait = device.back_off();
                continue;
            }
            Err(error) => return Err(LoginError::Asking(error)),
        };
        match device.judge(&response, &client, asked)? {
            Polled::Tokens(tokens) => {
                return Ok(Answered { tokens: *tokens, nonce: None, response, asked_at, outlook: None });
            }
            Polled::Waiting(longer) => wait = longer,
        }
    }
}

/// Returns whether an error may be gone the next time.
fn is_passing(error: &HttpError) -> bool {
    match error {
        HttpError::Resolve { .. }
        | HttpError::Connect { .. }
        | HttpError::Timeout { .. }
        | HttpError::Broken { .. } => true,
        HttpError::Unsendable { .. } | HttpError::Tls { .. } | HttpError::TooLarge { .. } => false,
    }
}

#[cfg(test)]
mod tests;
