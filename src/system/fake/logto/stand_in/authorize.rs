//! The authorization endpoint.

use super::{
    StandIn,
    answer::{self, Answer, Stop},
    application::Application,
    discovery::SCOPES,
    grant::Code,
    received::{Received, parameter},
};
use http::StatusCode;
use url::{Url, form_urlencoded::Serializer};

/// An authorization request that passed.
#[derive(Debug, Clone)]
pub(super) struct AuthorizationRequest {
    pub(super) application: String,
    pub(super) redirect_uri: String,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) challenge: Option<String>,
    pub(super) scope: String,
    pub(super) prompt: String,
}

/// What is wrong with one.
pub(super) struct Wrong {
    pub(super) error: &'static str,
    pub(super) description: String,
    /// Where the browser goes with it; `None` where nobody can be trusted with it.
    redirect_uri: Option<String>,
    in_fragment: bool,
}

impl StandIn {
    /// Answers at `/oidc/auth`.
    pub(super) fn authorize(&mut self, received: &Received<'_>) -> Result<Answer, Stop> {
        let mut parameters = match received.method {
            &http::Method::POST => received.form()?,
            _ => received.query.clone(),
        };
        if let Some(uri) = parameter(&parameters, "request_uri") {
            let pushed = self.grants.pushed.remove(uri);
            parameters = pushed.ok_or_else(|| Stop::unmeasured("a `request_uri` that was not pushed"))?;
        }
        let state = parameter(&parameters, "state").map(str::to_owned);
        let issuer = self.issuer(received);
        let request = match self.judge(&parameters) {
            Ok(request) => request,
            Err(wrong) => return Ok(wrong.answer(state.as_deref(), &issuer)),
        };
        let back = |more: &[(&str, &str)]| {
            redirect(&request.redirect_uri, more, request.state.as_deref(), &issuer, false)
        };
        if request.prompt == "none" {
            return Ok(back(&[
                ("error", "login_required"),
                ("error_description", "End-User authentication is required"),
            ]));
        }
        self.remember_interaction(&request, received);
        if !self.signed_in {
            return Ok(answer::see_other(&format!("/sign-in?app_id={}", request.application)));
        }
        let scope = granted(&request);
        if scope.is_empty() {
            return Ok(back(&[("error", "access_denied")]));
        }
        let code = self.draw_token();
        let answer = back(&[("code", &code)]);
        self.grants.codes.insert(code, Code::new(request, scope, received.now));
        Ok(answer)
    }

    /// Checks an authorization request, in Logto's order.
    pub(super) fn judge(&self, parameters: &[(String, String)]) -> Result<AuthorizationRequest, Wrong> {
        let given = |name: &str| parameter(parameters, name).filter(|value| !value.is_empty());
        let nowhere = |error, description: &str| Wrong {
            error,
            description: description.to_owned(),
            redirect_uri: None,
            in_fragment: false,
        };
        if parameters.iter().filter(|(name, _)| name == "client_id").count() > 1 {
            return Err(nowhere("invalid_request", "'client_id' parameter must not be provided twice"));
        }
        let missing = |name: &str| format!("missing required parameter '{name}'");
        let Some(id) = given("client_id") else {
            return Err(nowhere("invalid_request", &missing("client_id")));
        };
        let Some(application) = self.find(id) else {
            return Err(nowhere("invalid_client", &format!("invalid client {id}")));
        };
        // A machine has none either, and is answered as if it had other ones.
        let registered = &application.uris.redirect;
        if registered.is_empty() && application.kind != "MachineToMachine" {
            return Err(nowhere("invalid_redirect_uri", "redirect_uris must contain members"));
        }
        let redirect_uri = match (given("redirect_uri"), registered.as_slice()) {
            (Some(uri), _) => uri,
            (None, [only]) => only,
            (None, _) => return Err(nowhere("invalid_request", &missing("redirect_uri"))),
        };
        if !application.accepts(redirect_uri) {
            let description = "redirect_uri did not match any of the client's registered redirect_uris";
            return Err(nowhere("invalid_redirect_uri", description));
        }
        let response_type = given("response_type");
        let there = |error, description: &str| Wrong {
            error,
            description: description.to_owned(),
            redirect_uri: Some(redirect_uri.to_owned()),
            in_fragment: ["token", "id_token"].contains(&response_type.unwrap_or_default()),
        };
        match response_type {
            Some("code") => {}
            Some("id_token") => {
                let description = "requested response_type is not allowed for this client";
                return Err(there("invalid_request", description));
            }
            Some(_) => {
                return Err(there("unsupported_response_type", "unsupported response_type requested"));
            }
            None => return Err(there("invalid_request", &missing("response_type"))),
        }
        let prompt = given("prompt").unwrap_or_default();
        if prompt.split(' ').any(|own| !["", "none", "login", "consent"].contains(&own)) {
            return Err(there("invalid_request", "unsupported prompt value requested"));
        }
        match (given("code_challenge"), given("code_challenge_method")) {
            (None, _) if application.is_public() => {
                let description = "Authorization Server policy requires PKCE to be used for this request";
                return Err(there("invalid_request", description));
            }
            (Some(_), None) => {
                return Err(there("invalid_request", "code_challenge_method must be provided"));
            }
            (Some(_), Some("S256")) | (None, _) => {}
            (Some(_), Some(_)) => {
                return Err(there("invalid_request", "not supported value of code_challenge_method"));
            }
        }
        match given("resource") {
            Some(resource) if Url::parse(resource).is_err() => {
                return Err(there("invalid_target", "resource indicator must be an absolute URI"));
            }
            Some(resource) if resource != self.resource() => {
                return Err(there("invalid_target", "resource indicator is missing, or unknown"));
            }
            _ => {}
        }
        let owned = |name: &str| given(name).map(str::to_owned);
        Ok(AuthorizationRequest {
            application: id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            state: owned("state"),
            nonce: owned("nonce"),
            challenge: owned("code_challenge"),
            scope: given("scope").unwrap_or_default().to_owned(),
            prompt: prompt.to_owned(),
        })
    }
}

impl Wrong {
    fn answer(&self, state: Option<&str>, issuer: &str) -> Answer {
        match &self.redirect_uri {
            Some(redirect_uri) => {
                let more = [("error", self.error), ("error_description", &self.description)];
                redirect(redirect_uri, &more, state, issuer, self.in_fragment)
            }
            None => {
                let mut more = vec![("iss", issuer)];
                if let Some(state) = state {
                    more.insert(0, ("state", state));
                }
                answer::refused_with(StatusCode::BAD_REQUEST, self.error, &self.description, &more)
            }
        }
    }
}

/// Returns the scopes that come out of a sign-in: `offline_access` only where consent was asked for.
fn granted(request: &AuthorizationRequest) -> String {
    let asks_consent = request.prompt.split(' ').any(|own| own == "consent");
    let granted = request
        .scope
        .split(' ')
        .filter(|own| SCOPES.contains(own) && (*own != "offline_access" || asks_consent));
    granted.collect::<Vec<_>>().join(" ")
}

fn redirect(
    redirect_uri: &str,
    parameters: &[(&str, &str)],
    state: Option<&str>,
    issuer: &str,
    in_fragment: bool,
) -> Answer {
    let mut query = Serializer::new(String::new());
    query.extend_pairs(parameters);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    let query = query.append_pair("iss", issuer).finish();
    let separator = if in_fragment {
        '#'
    } else if redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    answer::see_other(&format!("{redirect_uri}{separator}{query}"))
}

impl Application {
    /// Returns whether a redirect URI is a registered one: equal as URLs, or as a wildcard says.
    fn accepts(&self, redirect_uri: &str) -> bool {
        let Ok(wanted) = Url::parse(redirect_uri) else { return false };
        self.uris.redirect.iter().any(|registered| match registered.contains('*') {
            true => matches(registered, wanted.as_str()),
            false => Url::parse(registered).is_ok_and(|registered| registered == wanted),
        })
    }
}

/// Returns whether a text is like a pattern, in which a star stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, rest)) => text.strip_prefix(before).is_some_and(|text| {
            (0..=text.len()).filter_map(|at| text.get(at..)).any(|text| matches(rest, text))
        }),
    }
}
