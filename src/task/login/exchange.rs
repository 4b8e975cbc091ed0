//! The code for tokens, and the tokens judged.

use super::{Event, LoginError, LoginOptions, Step, diagnosis, id_token, prepare::Prepared, walk::Walk};
use crate::{
    oauth::{
        authorization::Authorized,
        note::Note,
        outlook::Outlook,
        stored::StoredTokens,
        token::{self, TokenError, TokenSet},
        values::Nonce,
    },
    platform::{OWN_TOKEN, TokenShape},
    system::System,
    task::session::expiry,
};
use http::{Response, StatusCode};
use jiff::Timestamp;

/// What the token endpoint gave, not validated yet.
pub(super) struct Answered {
    pub(super) tokens: TokenSet,
    /// The nonce that the ID token must carry, where one was sent.
    pub(super) nonce: Option<Nonce>,
    /// The answer itself, whose `Date` tells the provider's time.
    pub(super) response: Response<Vec<u8>>,
    pub(super) asked_at: Timestamp,
    /// What the platform that is imitated makes of the answer.
    pub(super) outlook: Option<Outlook>,
}

/// Tokens that came, judged, and not kept yet.
pub(super) struct Received {
    pub(super) tokens: StoredTokens,
    pub(super) notes: Vec<Note>,
    /// What the platform that is imitated makes of them.
    pub(super) outlook: Option<Outlook>,
}

/// Exchanges the code, once.
pub(super) async fn exchange(
    system: &System,
    prepared: &Prepared<'_>,
    mut authorized: Authorized,
    options: &LoginOptions,
    walk: &mut Walk<'_>,
) -> Result<Answered, LoginError> {
    let Prepared { settings, credentials, provider, .. } = prepared;
    walk.begin(Step::TokenRequest);
    let endpoint = provider.token_endpoint.as_ref().ok_or(LoginError::NoTokenEndpoint)?;
    let nonce = authorized.nonce.take();
    let redirect_uri = authorized.redirect_uri.clone();
    let own = TokenShape { content_type: settings.token_content_type, ..OWN_TOKEN };
    let shape = options.imitating.map_or(own, |target| target.token.value);
    let client = credentials.client(system, provider)?;
    let (request, pending) = token::exchange_code(endpoint, &client, authorized, &settings.scope, &shape);
    let asked_at = system.clock.now();
    let response = system.http.send(request).await.map_err(LoginError::Exchange)?;
    let outlook = options.imitating.map(|target| pending.outlook(&target.reactions, endpoint, &response));
    if let Some(outlook) = &outlook {
        walk.judged(outlook.clone());
    }
    let tokens = match pending.judge(&response) {
        Ok(tokens) => tokens,
        Err(error) if options.try_auth_methods && is_about_the_client(&error) => {
            let tried = diagnosis::try_methods(system, prepared, endpoint, &redirect_uri, &shape).await?;
            return Err(LoginError::ClientRefused { error, tried });
        }
        Err(error) => return Err(error.into()),
    };
    walk.done();
    Ok(Answered { tokens, nonce, response, asked_at, outlook })
}

fn is_about_the_client(error: &TokenError) -> bool {
    matches!(error, TokenError::Refused(refusal)
        if refusal.error == "invalid_client" || refusal.status == StatusCode::UNAUTHORIZED)
}

/// Validates what came.
pub(super) async fn validate(
    system: &System,
    prepared: &Prepared<'_>,
    answered: Answered,
    walk: &mut Walk<'_>,
) -> Result<Received, LoginError> {
    let Prepared { settings, provider, .. } = prepared;
    let Answered { tokens, nonce, response, asked_at, outlook } = answered;
    let mut notes = tokens.notes.clone();
    let subject = match &tokens.id_token {
        Some(id_token) => {
            walk.begin(Step::TokenValidation);
            let claims =
                id_token::check(system, provider, settings, id_token, &tokens, nonce.as_ref(), &response)
                    .await?;
            walk.done();
            notes.extend(claims.notes);
            Some(claims.subject)
        }
        None => {
            walk.skip(Step::TokenValidation);
            notes.extend(settings.scope.contains("openid").then_some(Note::NoIdToken));
            None
        }
    };
    for note in &notes {
        walk.tell(Event::Note(note.clone()));
    }
    Ok(Received {
        tokens: StoredTokens {
            access_token: tokens.access_token,
            expires_at: expiry(asked_at, tokens.expires_in),
            refresh_token: tokens.refresh_token,
            id_token: tokens.id_token,
            scope: tokens.scope,
            subject,
            obtained_at: asked_at,
            issuer: provider.issuer.clone(),
            unknown: Default::default(),
        },
        notes,
        outlook,
    })
}
