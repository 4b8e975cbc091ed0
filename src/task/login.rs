//! Signs a user in: authorization code over a loopback redirect, tokens validated and kept.

mod error;
mod id_token;
mod loopback;

pub use error::LoginError;

use super::{
    discover::discover,
    kept::{self, Kept},
    session::expiry,
    userinfo::{self, AccountError},
};
use crate::{
    oauth::{
        authorization::{self, AuthorizationRequest, Authorized, Entropy},
        callback::IgnoredReason,
        client_auth::Client,
        discovery::Metadata,
        note::Note,
        stored::StoredTokens,
        token,
        userinfo::{UserInfo, UserinfoError},
        values::{ClientAuthMethod, ClientSecret, Scope},
    },
    platform::{OWN_AUTHORIZATION, OWN_TOKEN, Target},
    project::{OAuth, Project},
    system::{BoundPort, System, TokenStore},
};
use jiff::Timestamp;
use std::time::Duration;
use url::Url;

/// How a sign-in is done.
pub struct LoginOptions {
    /// The platform whose manner is imitated; `None` for our own, with PKCE and nonce.
    pub imitating: Option<&'static Target>,
    /// Whether a browser is opened; the URL is reported in any case.
    pub browser: bool,
    /// How long to wait for the answer.
    pub timeout: Duration,
    /// A client secret that was given for this sign-in.
    pub client_secret: Option<ClientSecret>,
    /// Whether that secret is kept once it has proved right.
    pub keep_client_secret: bool,
}

impl Default for LoginOptions {
    fn default() -> Self {
        Self {
            imitating: None,
            browser: true,
            timeout: Duration::from_secs(300),
            client_secret: None,
            keep_client_secret: false,
        }
    }
}

/// A step that has been taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The provider's metadata is read.
    Discovered,
    /// The loopback port is ours.
    Listening,
    /// The answer came back through the browser, with a code in it.
    Authorized,
    /// The code was exchanged for tokens.
    Exchanged,
    /// The ID token is validated.
    Validated,
    /// The provider said who signed in.
    Identified,
    /// The tokens are kept.
    Kept,
}

/// What happened on the way.
#[derive(Debug)]
pub enum Event {
    /// A step was taken.
    Done {
        /// Which.
        step: Step,
        /// How long it took.
        took: Duration,
    },
    /// This page is to be visited.
    Visit {
        /// The authorization request.
        url: Url,
        /// Whether a browser is being opened for it.
        browser: bool,
    },
    /// No browser could be opened.
    NoBrowser {
        /// The system's words.
        reason: String,
    },
    /// Something else knocked at the port, and the wait goes on.
    Ignored(IgnoredReason),
    /// Something worth a word.
    Note(Note),
    /// The provider would not say who signed in; the tokens are good all the same.
    NoAccount(AccountError),
}

/// What came of a sign-in.
#[derive(Debug)]
pub struct LoginOutcome {
    /// Who signed in, as the ID token or the Userinfo endpoint says.
    pub subject: Option<String>,
    /// What the Userinfo endpoint says.
    pub account: Option<UserInfo>,
    /// The granted scope.
    pub scope: Scope,
    /// When the access token expires; `None` where the provider did not say.
    pub expires_at: Option<Timestamp>,
    /// Whether a refresh token came.
    pub refreshable: bool,
    /// The redirect URI that was used.
    pub redirect_uri: Url,
    /// Who was signed in before, where it was somebody else.
    pub replaced: Option<String>,
    /// What was worth a word, in order.
    pub notes: Vec<Note>,
}

/// Signs a user in, on the port that the project names or on a free one.
///
/// # Errors
///
/// As [`LoginError`]. Until the last step nothing that was kept before has changed.
pub async fn login(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    options: LoginOptions,
    on: &mut dyn FnMut(Event),
) -> Result<LoginOutcome, LoginError> {
    let prepared = prepare(system, store, project, &options, on).await?;
    let started = system.clock.elapsed();
    let port = loopback::bind(system, prepared.settings)?;
    on(Event::Done { step: Step::Listening, took: since(system, started) });
    sign_in(system, store, project, prepared, options, port, on).await
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
) -> Result<LoginOutcome, LoginError> {
    let prepared = prepare(system, store, project, &options, on).await?;
    sign_in(system, store, project, prepared, options, port, on).await
}

/// What is there before anybody is sent anywhere.
struct Prepared<'a> {
    settings: &'a OAuth,
    client: Client,
    provider: Metadata,
    before: Option<StoredTokens>,
    notes: Vec<Note>,
}

/// Does everything that can fail without the user: what is kept can be read, the secret is there,
/// the provider is known.
async fn prepare<'a>(
    system: &System,
    store: &dyn TokenStore,
    project: &'a Project,
    options: &LoginOptions,
    on: &mut dyn FnMut(Event),
) -> Result<Prepared<'a>, LoginError> {
    let settings = project.oauth.as_ref().ok_or(LoginError::NoSettings)?;
    let before = Kept::new(store, project, settings).tokens()?;
    let client = match &options.client_secret {
        Some(secret) => Client::new(
            settings.client_id.clone(),
            settings.token_endpoint_auth_method,
            Some(secret.clone()),
        )?,
        None => kept::client::<LoginError>(system, store, project, settings)?,
    };
    let started = system.clock.elapsed();
    let provider = discover(system, settings).await?;
    if provider.found_at.is_some() {
        on(Event::Done { step: Step::Discovered, took: since(system, started) });
    }
    let notes = [provider.notes.clone(), doubts(&provider, settings, options)].concat();
    for note in &notes {
        on(Event::Note(note.clone()));
    }
    if provider.token_endpoint.is_none() {
        return Err(LoginError::NoTokenEndpoint);
    }
    Ok(Prepared { settings, client, provider, before, notes })
}

/// Notes what the metadata does not promise.
fn doubts(provider: &Metadata, settings: &OAuth, options: &LoginOptions) -> Vec<Note> {
    let mut notes = Vec::new();
    if provider.found_at.is_none() {
        return notes;
    }
    if provider.code_challenge_methods.is_none() && options.imitating.is_none() {
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

async fn sign_in(
    system: &System,
    store: &dyn TokenStore,
    project: &Project,
    prepared: Prepared<'_>,
    options: LoginOptions,
    port: Box<dyn BoundPort>,
    on: &mut dyn FnMut(Event),
) -> Result<LoginOutcome, LoginError> {
    let Prepared { settings, client, provider, before, mut notes } = prepared;
    let redirect_uri = loopback::redirect_uri(settings, port.port());
    let request = AuthorizationRequest {
        provider: &provider,
        client_id: &settings.client_id,
        redirect_uri: &redirect_uri,
        scope: &settings.scope,
    };
    let shape = options.imitating.map_or(&OWN_AUTHORIZATION, |target| &target.authorization.value);
    let (url, pending) = authorization::begin(&request, shape, &entropy(system)?)?;
    let started = system.clock.elapsed();
    on(Event::Visit { url: url.clone(), browser: options.browser });
    let redirect = loopback::wait(system, port, &pending, &url, settings, &options, on).await?;
    let authorized = pending.finish(&redirect)?;
    on(Event::Done { step: Step::Authorized, took: since(system, started) });

    let mut received = exchange(system, &provider, settings, &client, authorized, &options, on).await?;
    notes.append(&mut received.notes);
    let account = match identify(system, &provider, &received).await {
        Some((account, took)) => match account {
            Ok(account) => {
                on(Event::Done { step: Step::Identified, took });
                Some(account)
            }
            Err(AccountError::Userinfo(error @ UserinfoError::OtherSubject { .. })) => {
                return Err(LoginError::Account(error));
            }
            Err(error) => {
                on(Event::NoAccount(error));
                None
            }
        },
        None => None,
    };
    let subject =
        received.tokens.subject.take().or_else(|| account.as_ref().map(|user| user.subject.clone()));
    let tokens = StoredTokens { subject: subject.clone(), ..received.tokens };

    let started = system.clock.elapsed();
    let kept = Kept::new(store, project, settings);
    {
        let _lock = kept.lock(system).await?;
        kept.save(&tokens)?;
    }
    if let Some(secret) = options.client_secret.as_ref().filter(|_| options.keep_client_secret) {
        kept::keep_client_secret(store, project, settings, secret)?;
    }
    on(Event::Done { step: Step::Kept, took: since(system, started) });
    let other = |before: StoredTokens| before.subject.filter(|before| Some(before) != subject.as_ref());
    Ok(LoginOutcome {
        replaced: subject.is_some().then(|| before.and_then(other)).flatten(),
        subject,
        account,
        scope: tokens.scope,
        expires_at: tokens.expires_at,
        refreshable: tokens.refresh_token.is_some(),
        redirect_uri,
        notes,
    })
}

/// Tokens that came, judged, and not kept yet.
struct Received {
    tokens: StoredTokens,
    notes: Vec<Note>,
}

/// Exchanges the code, once, and validates what comes.
async fn exchange(
    system: &System,
    provider: &Metadata,
    settings: &OAuth,
    client: &Client,
    mut authorized: Authorized,
    options: &LoginOptions,
    on: &mut dyn FnMut(Event),
) -> Result<Received, LoginError> {
    let endpoint = provider.token_endpoint.as_ref().ok_or(LoginError::NoTokenEndpoint)?;
    let nonce = authorized.nonce.take();
    let shape = options.imitating.map_or(&OWN_TOKEN, |target| &target.token.value);
    let (request, pending) = token::exchange_code(endpoint, client, authorized, &settings.scope, shape);
    let (started, asked_at) = (system.clock.elapsed(), system.clock.now());
    let response = system.http.send(request).await.map_err(LoginError::Exchange)?;
    let tokens = pending.judge(&response)?;
    on(Event::Done { step: Step::Exchanged, took: since(system, started) });
    let mut notes = tokens.notes.clone();

    let started = system.clock.elapsed();
    let checked = id_token::check(system, provider, settings, &tokens, nonce.as_ref(), &response).await?;
    let subject = match checked {
        Some(claims) => {
            on(Event::Done { step: Step::Validated, took: since(system, started) });
            notes.extend(claims.notes);
            Some(claims.subject)
        }
        None => {
            notes.extend(settings.scope.contains("openid").then_some(Note::NoIdToken));
            None
        }
    };
    for note in &notes {
        on(Event::Note(note.clone()));
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
    })
}

/// Asks who signed in, where there is an endpoint to ask.
async fn identify(
    system: &System,
    provider: &Metadata,
    received: &Received,
) -> Option<(Result<UserInfo, AccountError>, Duration)> {
    let endpoint = provider.userinfo_endpoint.as_ref()?;
    let started = system.clock.elapsed();
    let tokens = &received.tokens;
    let account = userinfo::account(system, endpoint, &tokens.access_token, tokens.subject.as_deref()).await;
    Some((account, since(system, started)))
}

fn entropy(system: &System) -> Result<Entropy, LoginError> {
    let mut entropy = Entropy { state: [0; 32], nonce: [0; 32], verifier: [0; 32] };
    for bytes in [&mut entropy.state, &mut entropy.nonce, &mut entropy.verifier] {
        system.random.fill(bytes).map_err(LoginError::Random)?;
    }
    Ok(entropy)
}

fn since(system: &System, started: Duration) -> Duration {
    system.clock.elapsed().saturating_sub(started)
}

#[cfg(test)]
mod tests;
