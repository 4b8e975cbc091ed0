//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2).

use super::{
    Provider,
    error::ProtocolError,
    received::{Parameters, Received, twice},
    redirect_uri,
    responses::{self, Answer},
    settings::Client,
    state::{Authorized, Code, Interaction, Progress, Session, after},
};
use http::Method;
use jiff::{SignedDuration, Timestamp};
use url::{Url, form_urlencoded};

/// The scope tokens that mean something here; others are dropped without a word, as at Logto.
pub(super) const SCOPES: [&str; 4] = ["openid", "offline_access", "profile", "email"];

/// An authorization request that passed every check that needs no user.
#[derive(Debug, Clone)]
pub(super) struct AuthorizationRequest {
    pub(super) client_id: String,
    /// Where the answer goes, parsed.
    pub(super) redirect: Url,
    /// The same as it was sent: the token request must repeat it to the letter.
    redirect_uri: String,
    mode: ResponseMode,
    pub(super) scope: Vec<String>,
    state: Option<String>,
    nonce: Option<String>,
    challenge: Option<String>,
    prompt: Prompt,
    max_age: Option<u32>,
    pub(super) login_hint: Option<String>,
}

/// Where the parameters of the answer go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseMode {
    Query,
    Fragment,
}

/// What `prompt` asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Prompt {
    none: bool,
    login: bool,
    consent: bool,
}

/// What an authorization request needs next.
enum Next {
    SignIn,
    Consent,
    Refuse,
    Answer,
}

impl Provider {
    /// Answers an authorization request.
    pub(super) fn authorize(
        &mut self,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let parameters = match *request.method {
            Method::POST => request.form("/auth")?,
            _ => request.query.clone(),
        };
        // Until client and redirect URI are known to be good, nothing may be redirected anywhere
        // (RFC 6749 §4.1.2.1).
        let (client, redirect, redirect_uri) = self.destination(&parameters).map_err(|error| {
            let state = parameters.get("state").map(str::to_owned);
            error.at_authorization(state, &self.settings.issuer)
        })?;
        match AuthorizationRequest::check(client, redirect.clone(), redirect_uri, &parameters) {
            Ok(authorization) => Ok(self.proceed(authorization, None, Progress::default(), request, now)),
            Err(error) => Ok(self.refuse(
                &redirect,
                error_mode(&parameters),
                parameters.get("state"),
                error.error,
                error.description.as_deref(),
            )),
        }
    }

    /// Returns the client and where its answer may go, parsed and as sent.
    fn destination(&self, parameters: &Parameters) -> Result<(&Client, Url, String), ProtocolError> {
        for name in ["client_id", "redirect_uri"] {
            if parameters.all(name).count() > 1 {
                return Err(twice(name));
            }
        }
        let id = parameters.required("client_id")?;
        let client = self.client(id).ok_or_else(|| ProtocolError::unknown_client(id))?;
        let requested = match (parameters.get("redirect_uri"), client.redirect_uris.as_slice()) {
            (_, []) => {
                return Err(ProtocolError::new("invalid_redirect_uri", "redirect_uris must contain members"));
            }
            (Some(requested), _) => requested,
            (None, [only]) => only,
            (None, _) => return Err(ProtocolError::missing("redirect_uri")),
        };
        let redirect = redirect_uri::registered(client, requested).ok_or_else(|| {
            ProtocolError::new(
                "invalid_redirect_uri",
                "redirect_uri did not match any of the client's registered redirect_uris",
            )
        })?;
        Ok((client, redirect, requested.to_owned()))
    }

    /// Goes on after the sign-in page or the consent.
    pub(super) fn resume(
        &mut self,
        request: &Received<'_>,
        path: &str,
        now: Timestamp,
    ) -> Result<Answer, ProtocolError> {
        let id =
            path.strip_prefix("/auth/").filter(|id| request.cookie(&self.interaction_cookie) == Some(id));
        let Some(interaction) = self.state.interaction(id, now) else {
            return Err(ProtocolError::no_interaction(&self.settings.issuer));
        };
        let (authorization, progress) = (interaction.request.clone(), interaction.progress);
        Ok(self.proceed(authorization, id, progress, request, now))
    }

    /// Takes the next step of an authorization: sign-in, consent, or the answer.
    fn proceed(
        &mut self,
        authorization: AuthorizationRequest,
        interaction: Option<&str>,
        progress: Progress,
        request: &Received<'_>,
        now: Timestamp,
    ) -> Answer {
        let cookie = request.cookie(&self.session_cookie);
        let session = self.state.session(cookie, now);
        let next = self.next(&authorization, progress, session, now);
        if authorization.prompt.none {
            match next {
                Next::SignIn => {
                    let description = Some("End-User authentication is required");
                    return self.refuse_request(&authorization, "login_required", description);
                }
                Next::Consent | Next::Refuse => {
                    let description = Some("requested scopes not granted");
                    return self.refuse_request(&authorization, "consent_required", description);
                }
                Next::Answer => {}
            }
        }
        match next {
            Next::SignIn => self.ask(authorization, interaction, "/sign-in", now),
            Next::Consent => self.ask(authorization, interaction, "/consent", now),
            Next::Refuse => self
                .finish_interaction(interaction, self.refuse_request(&authorization, "access_denied", None)),
            Next::Answer => {
                let answer = self.answer(&authorization, cookie.unwrap_or_default(), now);
                self.finish_interaction(interaction, answer)
            }
        }
    }

    fn next(
        &self,
        authorization: &AuthorizationRequest,
        progress: Progress,
        session: Option<&Session>,
        now: Timestamp,
    ) -> Next {
        let Some(session) = session else { return Next::SignIn };
        let age = now.duration_since(session.signed_in_at);
        let stale =
            authorization.max_age.is_some_and(|max_age| age > SignedDuration::from_secs(i64::from(max_age)));
        if !progress.signed_in && (authorization.prompt.login || stale) {
            return Next::SignIn;
        }
        if authorization.scope.is_empty() {
            return Next::Refuse;
        }
        if progress.consented {
            return Next::Answer;
        }
        let granted = self.state.has_granted(session, &authorization.client_id, &authorization.scope);
        if authorization.prompt.consent || !granted { Next::Consent } else { Next::Answer }
    }

    /// Sends the browser to a page of ours and remembers what for.
    fn ask(
        &mut self,
        request: AuthorizationRequest,
        interaction: Option<&str>,
        page: &str,
        now: Timestamp,
    ) -> Answer {
        let client_id: String = form_urlencoded::byte_serialize(request.client_id.as_bytes()).collect();
        let mut answer = responses::see_other(&format!("{page}?app_id={client_id}"));
        if interaction.is_none() {
            let (id, csrf) = (self.draw(), self.draw());
            let lifetime = self.settings.lifetimes.interaction;
            responses::set_cookie(&mut answer, &self.interaction_cookie, &id, lifetime.as_secs());
            let expires_at = after(now, lifetime);
            let progress = Progress::default();
            self.state.keep_interaction(id, Interaction { request, csrf, progress, expires_at });
        }
        answer
    }

    /// Issues a code and returns the authorization response.
    fn answer(&mut self, authorization: &AuthorizationRequest, cookie: &str, now: Timestamp) -> Answer {
        let lifetimes = self.settings.lifetimes;
        let client_id = &authorization.client_id;
        let grant = self.state.grant(cookie, client_id, &authorization.scope);
        let (Some(grant), Some(session)) = (grant, self.state.sessions.get_mut(cookie)) else {
            return self.refuse_request(authorization, "login_required", None);
        };
        session.expires_at = after(now, lifetimes.session);
        let offline = authorization.scope.iter().any(|name| name == "offline_access");
        let authorized = Authorized {
            client_id: client_id.clone(),
            sub: session.sub.clone(),
            grant,
            session: (!offline).then_some(session.id),
            scope: authorization.scope.clone(),
            nonce: authorization.nonce.clone(),
            auth_time: authorization.max_age.map(|_| session.signed_in_at),
        };
        let code = self.draw();
        let parameters = [("code", Some(code.as_str())), ("state", authorization.state.as_deref())];
        let mut answer =
            self.authorization_response(&authorization.redirect, authorization.mode, &parameters);
        responses::set_cookie(&mut answer, &self.session_cookie, cookie, lifetimes.session.as_secs());
        let code_kept = Code {
            authorized,
            redirect_uri: authorization.redirect_uri.clone(),
            challenge: authorization.challenge.clone(),
            expires_at: after(now, lifetimes.code),
            used: false,
        };
        self.state.codes.insert(code, code_kept);
        answer
    }

    /// Forgets an interaction, here and in the browser.
    pub(super) fn finish_interaction(&mut self, interaction: Option<&str>, mut answer: Answer) -> Answer {
        if let Some(id) = interaction {
            self.state.interactions.remove(id);
            responses::set_cookie(&mut answer, &self.interaction_cookie, "", 0);
        }
        answer
    }

    /// Returns an authorization error response.
    pub(super) fn refuse_request(
        &self,
        request: &AuthorizationRequest,
        error: &'static str,
        description: Option<&str>,
    ) -> Answer {
        self.refuse(&request.redirect, request.mode, request.state.as_deref(), error, description)
    }

    fn refuse(
        &self,
        redirect: &Url,
        mode: ResponseMode,
        state: Option<&str>,
        error: &'static str,
        description: Option<&str>,
    ) -> Answer {
        let parameters = [("error", Some(error)), ("error_description", description), ("state", state)];
        self.authorization_response(redirect, mode, &parameters)
    }

    /// Returns the redirect to the client. `iss` is on every one of them (RFC 9207 §2).
    fn authorization_response(
        &self,
        redirect: &Url,
        mode: ResponseMode,
        parameters: &[(&str, Option<&str>)],
    ) -> Answer {
        let mut location = redirect.clone();
        let issuer = ("iss", self.settings.issuer.as_str());
        let given = parameters.iter().filter_map(|&(name, value)| value.map(|value| (name, value)));
        match mode {
            ResponseMode::Query => {
                location.query_pairs_mut().extend_pairs(given.chain([issuer]));
            }
            ResponseMode::Fragment => {
                let mut fragment = form_urlencoded::Serializer::new(String::new());
                fragment.extend_pairs(given.chain([issuer]));
                location.set_fragment(Some(&fragment.finish()));
            }
        }
        responses::see_other(location.as_str())
    }
}

impl AuthorizationRequest {
    /// Checks everything whose failure the client is told by a redirect.
    fn check(
        client: &Client,
        redirect: Url,
        redirect_uri: String,
        parameters: &Parameters,
    ) -> Result<Self, ProtocolError> {
        if let Some(name) = parameters.duplicate() {
            return Err(twice(name));
        }
        for (name, error) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
            ("registration", "registration_not_supported"),
        ] {
            if parameters.get(name).is_some() {
                return Err(ProtocolError::bare(error));
            }
        }
        let mode = match parameters.get("response_mode") {
            None | Some("query") => ResponseMode::Query,
            Some("fragment") => ResponseMode::Fragment,
            Some(_) => {
                let description = "unsupported response_mode requested";
                return Err(ProtocolError::new("unsupported_response_mode", description));
            }
        };
        check_response_type(parameters)?;
        let prompt = Prompt::check(parameters)?;
        check_resource(parameters)?;
        let max_age = parameters
            .get("max_age")
            .map(|text| {
                text.parse().map_err(|_| ProtocolError::invalid_request("invalid max_age parameter value"))
            })
            .transpose()?;
        let text = |name| parameters.get(name).map(str::to_owned);
        Ok(Self {
            client_id: client.id.clone(),
            challenge: check_challenge(client, parameters)?,
            scope: effective_scope(parameters, prompt),
            state: text("state"),
            nonce: text("nonce"),
            login_hint: text("login_hint"),
            redirect,
            redirect_uri,
            mode,
            prompt,
            max_age,
        })
    }
}

fn check_response_type(parameters: &Parameters) -> Result<(), ProtocolError> {
    match parameters.required("response_type")? {
        "code" => Ok(()),
        "id_token" | "code id_token" | "id_token code" | "none" => {
            let description = "requested response_type is not allowed for this client";
            Err(ProtocolError::invalid_request(description))
        }
        _ => {
            let description = "unsupported response_type requested";
            Err(ProtocolError::new("unsupported_response_type", description))
        }
    }
}

/// Returns where an error goes: into the fragment where a response type asked for one that would
/// have brought tokens.
fn error_mode(parameters: &Parameters) -> ResponseMode {
    let implicit = parameters
        .get("response_type")
        .is_some_and(|kind| kind.split(' ').any(|part| matches!(part, "token" | "id_token")));
    match parameters.get("response_mode") {
        Some("fragment") => ResponseMode::Fragment,
        None if implicit => ResponseMode::Fragment,
        _ => ResponseMode::Query,
    }
}

/// Returns the code challenge: S256 or nothing, and never nothing for a public client.
fn check_challenge(client: &Client, parameters: &Parameters) -> Result<Option<String>, ProtocolError> {
    let challenge = parameters.get("code_challenge");
    match (challenge, parameters.get("code_challenge_method")) {
        (_, Some(method)) if method != "S256" => {
            Err(ProtocolError::invalid_request("not supported value of code_challenge_method"))
        }
        (Some(_), None) => Err(ProtocolError::invalid_request("code_challenge_method must be provided")),
        (None, Some(_)) => {
            Err(ProtocolError::invalid_request("code_challenge must be provided with code_challenge_method"))
        }
        (None, None) if client.requires_pkce() => Err(ProtocolError::invalid_request(
            "Authorization Server policy requires PKCE to be used for this request",
        )),
        (None, None) => Ok(None),
        (Some(challenge), Some(_)) => {
            check_pkce_format("code_challenge", challenge)?;
            Ok(Some(challenge.to_owned()))
        }
    }
}

/// Checks the form of a code challenge or verifier (RFC 7636 §4.1).
pub(super) fn check_pkce_format(name: &str, value: &str) -> Result<(), ProtocolError> {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let fault = match value.len() {
        ..43 => "must be a string with a minimum length of 43 characters",
        129.. => "must be a string with a maximum length of 128 characters",
        _ if !value.bytes().all(unreserved) => "contains invalid characters",
        _ => return Ok(()),
    };
    Err(ProtocolError::invalid_request(format!("{name} {fault}")))
}

/// Refuses every resource indicator: this provider has no API of its own to issue tokens for.
fn check_resource(parameters: &Parameters) -> Result<(), ProtocolError> {
    let Some(resource) = parameters.all("resource").next() else { return Ok(()) };
    let description = match Url::parse(resource) {
        Ok(_) => "resource indicator is missing, or unknown",
        Err(_) => "resource indicator must be an absolute URI",
    };
    Err(ProtocolError::new("invalid_target", description))
}

/// Returns the scope that can be granted: known tokens only, and `offline_access` only together
/// with `prompt=consent` (OpenID Connect Core 1.0 §11).
fn effective_scope(parameters: &Parameters, prompt: Prompt) -> Vec<String> {
    let mut scope: Vec<String> = Vec::new();
    for name in parameters.get("scope").unwrap_or_default().split(' ') {
        let known = SCOPES.contains(&name) && (name != "offline_access" || prompt.consent);
        if known && !scope.iter().any(|own| own == name) {
            scope.push(name.to_owned());
        }
    }
    scope
}

impl Prompt {
    fn check(parameters: &Parameters) -> Result<Self, ProtocolError> {
        let mut prompt = Self::default();
        for value in parameters.get("prompt").unwrap_or_default().split(' ').filter(|value| !value.is_empty())
        {
            match value {
                "none" => prompt.none = true,
                "login" => prompt.login = true,
                "consent" => prompt.consent = true,
                _ => return Err(ProtocolError::invalid_request("unsupported prompt value requested")),
            }
        }
        if prompt.none && (prompt.login || prompt.consent) {
            return Err(ProtocolError::invalid_request("prompt none must only be used alone"));
        }
        Ok(prompt)
    }
}
