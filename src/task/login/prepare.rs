//! Everything that can fail without the user.

use super::{Event, Impossible, LoginError, LoginOptions, Step, walk::Walk};
use crate::{
    oauth::{discovery::Metadata, note::Note, stored::StoredTokens, values::ClientAuthMethod},
    project::{OAuth, Project},
    system::{System, TokenStore},
    task::{
        credentials::{Credentials, Given},
        discover::discover,
        kept::Kept,
    },
};

/// What is there before anybody is sent anywhere.
pub(super) struct Prepared<'a> {
    pub(super) settings: &'a OAuth,
    pub(super) credentials: Credentials,
    pub(super) provider: Metadata,
    pub(super) before: Option<StoredTokens>,
    pub(super) notes: Vec<Note>,
}

/// Makes sure that what is kept can be read, that the secret is there, that the provider is known.
pub(super) async fn prepare<'a>(
    system: &System,
    store: &dyn TokenStore,
    project: &'a Project,
    options: &LoginOptions,
    walk: &mut Walk<'_>,
) -> Result<Prepared<'a>, LoginError> {
    let settings = project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
    let method = settings.token_endpoint_auth_method;
    if options.imitating.is_some() && method == ClientAuthMethod::PrivateKeyJwt {
        return Err(Impossible::ClientKey.into());
    }
    let before = Kept::new(store, project, settings).tokens()?;
    let given =
        Given { secret: options.client_secret.as_ref(), key_file: options.client_key_file.as_deref() };
    let credentials = Credentials::of(system, store, project, settings, &given)?;
    let provider = discovery(system, settings, walk).await?;
    let notes = [provider.notes.clone(), doubts(&provider, settings, options)].concat();
    for note in &notes {
        walk.tell(Event::Note(note.clone()));
    }
    if provider.token_endpoint.is_none() {
        return Err(LoginError::NoTokenEndpoint);
    }
    Ok(Prepared { settings, credentials, provider, before, notes })
}

async fn discovery(system: &System, settings: &OAuth, walk: &mut Walk<'_>) -> Result<Metadata, LoginError> {
    if settings.issuer.is_none() {
        walk.skip(Step::Discovery);
        return Ok(discover(system, settings).await?);
    }
    walk.begin(Step::Discovery);
    let provider = discover(system, settings).await?;
    walk.done();
    Ok(provider)
}

/// Notes what the metadata does not promise.
fn doubts(provider: &Metadata, settings: &OAuth, options: &LoginOptions) -> Vec<Note> {
    let mut notes = Vec::new();
    if provider.found_at.is_none() {
        return notes;
    }
    if options.imitating.is_some() && !settings.resource.is_empty() {
        notes.push(Note::ResourceLeftOut);
    }
    if provider.code_challenge_methods.is_none() && options.pkce && options.imitating.is_none() {
        notes.push(Note::PkceNotAnnounced);
    }
    let method = settings.token_endpoint_auth_method;
    // Without the member it is client_secret_basic (RFC 8414 §2).
    let announced = provider.token_endpoint_auth_methods.clone();
    let announced = announced.unwrap_or_else(|| vec![ClientAuthMethod::ClientSecretBasic.name().to_owned()]);
    if !announced.iter().any(|own| own == method.name()) {
        notes.push(Note::MethodNotAnnounced { method: method.name(), announced });
    }
    notes
}
