//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core 1.0 §3.1.2).

use super::{
    Provider,
    authorization_request::{AuthorizationRequest, ResponseMode, error_mode},
    error::ProtocolError,
    received::{Parameters, Received, twice},
    redirect_uri,
    responses::{self, Answer},
    settings::Client,
    state::{Authorized, Code, Interaction, Progress, Session, after},
};
use crate::demo::fault::{Behaviour, Object, Point};
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::{Url, form_urlencoded};

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
        let checked = self
            .check_pkce_policy(&parameters)
            .and_then(|()| AuthorizationRequest::check(client, redirect.clone(), redirect_uri, &parameters));
        match checked {
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
        let unregistered = self.faults.has(Behaviour::UnregisteredRedirectUri);
        let registered = redirect_uri::registered(client, requested).filter(|_| !unregistered);
        let redirect = registered.ok_or_else(|| {
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
        let issuer = self.settings.issuer.as_str();
        let given = parameters.iter().copied().chain([("iss", Some(issuer))]);
        let given = given.filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))));
        let mut given = Object::from_iter(given);
        self.faults.change(Point::AuthorizationResponse, &mut given, issuer);
        let given = given.iter().filter_map(|(name, value)| Some((name, value.as_str()?)));
        match mode {
            ResponseMode::Query => {
                location.query_pairs_mut().extend_pairs(given);
            }
            ResponseMode::Fragment => {
                let mut fragment = form_urlencoded::Serializer::new(String::new());
                fragment.extend_pairs(given);
                location.set_fragment(Some(&fragment.finish()));
            }
        }
        responses::see_other(location.as_str())
    }
}
