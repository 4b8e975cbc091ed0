//! The agenda API of the tutorial: five operations, items per user.
//!
//! It knows nothing of tokens: each request is validated by asking the userinfo endpoint with the
//! request's own `Authorization` header, as the tutorial's backend does.

mod refusal;
mod store;

#[cfg(test)]
mod tests;

use super::{
    Entropy,
    fault::{Behaviour, Endpoint, Faults},
};
use http::{
    HeaderValue, Method, Request, Response, StatusCode, Uri,
    header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, LOCATION, SERVER, X_CONTENT_TYPE_OPTIONS},
};
use jiff::Timestamp;
use refusal::Refusal;
use serde_json::{Map, Value};
use std::borrow::Cow;
use store::{Agendas, Item};
use url::form_urlencoded;

/// Where the API is mounted.
pub const BASE_PATH: &str = "/api";

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Whose items a fault shows to whoever asks.
const ANYBODY: &str = "anybody";

/// How many items a user can have.
const MAX_ITEMS: usize = 1000;

/// The API with everybody's items.
pub struct AgendaApi {
    agendas: Agendas,
    faults: Faults,
}

/// A path of the API.
enum Route {
    Items,
    Item(String),
}

impl AgendaApi {
    /// Returns an API without items. Their identifiers come from `entropy`.
    pub fn new(entropy: Entropy) -> Self {
        Self { agendas: Agendas::new(entropy), faults: Faults::default() }
    }

    /// Returns the API with these faults switched on.
    #[must_use]
    pub fn with_faults(self, faults: Faults) -> Self {
        Self { faults, ..self }
    }

    /// Answers a request as of `now`.
    ///
    /// `userinfo` sends a request to the provider's userinfo endpoint; its URI is relative, for
    /// only the caller knows where that is.
    pub fn respond(
        &mut self,
        request: &Request<Vec<u8>>,
        now: Timestamp,
        userinfo: &mut dyn FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
    ) -> Response<Vec<u8>> {
        // The API has no issuer, and its faults name none.
        let instead = self.faults.instead(Endpoint::Api, request.headers(), "");
        let mut answer = instead.unwrap_or_else(|| {
            self.answer(request, now, userinfo).unwrap_or_else(|refusal| refusal.answer())
        });
        let headers = answer.headers_mut();
        headers.insert(SERVER, HeaderValue::from_static("gptauth-demo"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        self.faults.spoil(Endpoint::Api, &mut answer, request.headers(), "");
        if request.method() == Method::HEAD {
            answer.body_mut().clear();
        }
        answer
    }

    fn answer(
        &mut self,
        request: &Request<Vec<u8>>,
        now: Timestamp,
        userinfo: &mut dyn FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let route = Route::of(request.uri().path())
            .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found", "there is no such path"))?;
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        if !route.allows().split(", ").any(|allowed| allowed == method.as_str()) {
            return Err(Refusal::method(route.allows()));
        }
        let sub = self.authenticate(request, userinfo)?;
        let items = self.agendas.of(&sub, now);
        match (method.as_str(), route) {
            ("GET", Route::Items) => Ok(json_answer(StatusCode::OK, &items.iter().map(Item::json).collect())),
            ("POST", Route::Items) => {
                let body = members(request)?;
                let (date, text) = (required(&body, "date")?, required(&body, "text")?);
                if items.len() >= MAX_ITEMS {
                    let description = format!("an agenda holds {MAX_ITEMS} items");
                    return Err(Refusal::new(StatusCode::CONFLICT, "agenda_full", description));
                }
                let item = self.agendas.add(&sub, date, text);
                let mut answer = json_answer(StatusCode::CREATED, &item.json());
                let location = format!("{BASE_PATH}/items/{}", item.id);
                if let Ok(location) = HeaderValue::try_from(location) {
                    answer.headers_mut().insert(LOCATION, location);
                }
                Ok(answer)
            }
            (method, Route::Item(id)) => {
                let at = items.iter().position(|item| item.id == id);
                let at =
                    at.ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "not_found", "item not found"))?;
                self.answer_item(request, method, &sub, at)
            }
            _ => Err(Refusal::new(StatusCode::NOT_FOUND, "not_found", "there is no such operation")),
        }
    }

    /// Returns whose token a request carries, or whom a fault takes it to be from.
    fn authenticate(
        &self,
        request: &Request<Vec<u8>>,
        userinfo: &mut dyn FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
    ) -> Result<String, Refusal> {
        authenticate(request, userinfo).or_else(|refusal| {
            let has_token = request.headers().get(AUTHORIZATION).is_some_and(carries_token);
            let open = if has_token { Behaviour::ApiWithForgedToken } else { Behaviour::ApiWithoutToken };
            if self.faults.has(open) { Ok(ANYBODY.to_owned()) } else { Err(refusal) }
        })
    }

    fn answer_item(
        &mut self,
        request: &Request<Vec<u8>>,
        method: &str,
        sub: &str,
        at: usize,
    ) -> Result<Response<Vec<u8>>, Refusal> {
        let missing = || Refusal::new(StatusCode::NOT_FOUND, "not_found", "item not found");
        if method == "DELETE" {
            self.agendas.remove(sub, at);
            let mut answer = Response::new(Vec::new());
            *answer.status_mut() = StatusCode::NO_CONTENT;
            return Ok(answer);
        }
        let item = self.agendas.item(sub, at).ok_or_else(missing)?;
        if method == "PATCH" {
            // Read both before writing either: a bad member changes nothing.
            let body = members(request)?;
            let (date, text) = (optional(&body, "date")?, optional(&body, "text")?);
            item.date = date.map_or_else(|| item.date.clone(), str::to_owned);
            item.text = text.map_or_else(|| item.text.clone(), str::to_owned);
        }
        Ok(json_answer(StatusCode::OK, &item.json()))
    }
}

impl Route {
    fn of(path: &str) -> Option<Self> {
        let below = path.strip_prefix(BASE_PATH)?.strip_prefix("/items")?;
        if below.is_empty() {
            return Some(Self::Items);
        }
        let id = below.strip_prefix('/').filter(|id| !id.is_empty() && !id.contains('/'))?;
        Some(Self::Item(percent_decoded(id)))
    }

    fn allows(&self) -> &'static str {
        match self {
            Self::Items => "GET, POST",
            Self::Item(_) => "GET, PATCH, DELETE",
        }
    }
}

fn percent_decoded(text: &str) -> String {
    // A form decoder is a percent decoder once the characters of the form are out of the way.
    let escaped = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// Returns whose token a request carries, by asking the provider.
fn authenticate(
    request: &Request<Vec<u8>>,
    userinfo: &mut dyn FnMut(Request<Vec<u8>>) -> Response<Vec<u8>>,
) -> Result<String, Refusal> {
    let authorization = request.headers().get(AUTHORIZATION).filter(|header| carries_token(header));
    let Some(authorization) = authorization else {
        return Err(Refusal::no_token());
    };
    let mut question = Request::new(Vec::new());
    *question.uri_mut() = Uri::from_static("/oidc/me");
    question.headers_mut().insert(AUTHORIZATION, authorization.clone());
    let answer = userinfo(question);
    // A wrong base path answers 200 with a page: the status alone proves nothing.
    let claims: Option<Value> =
        (answer.status() == StatusCode::OK).then(|| serde_json::from_slice(answer.body()).ok()).flatten();
    let sub = claims.as_ref().and_then(|claims| claims.get("sub")).and_then(Value::as_str);
    sub.filter(|sub| !sub.is_empty()).map(str::to_owned).ok_or_else(Refusal::unknown_token)
}

fn carries_token(header: &HeaderValue) -> bool {
    let scheme = header.to_str().ok().and_then(|header| header.split_once(' '));
    scheme.is_some_and(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
}

/// Returns the members of a JSON object body.
fn members(request: &Request<Vec<u8>>) -> Result<Map<String, Value>, Refusal> {
    if request.body().len() > MAX_BODY {
        let description = format!("the body is larger than {MAX_BODY} bytes");
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", description));
    }
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|header| header.to_str().ok());
    let media_type = media_type.and_then(|header| header.split(';').next()).unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        let description = "the body must be application/json";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", description));
    }
    match serde_json::from_slice(request.body()) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(bad("the body must be a JSON object")),
        Err(_) => Err(bad("the body is not JSON")),
    }
}

fn optional<'a>(members: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Refusal> {
    match members.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(format!("`{name}` must be a string"))),
    }
}

fn required<'a>(members: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refusal> {
    optional(members, name)?.ok_or_else(|| bad(format!("`{name}` is missing")))
}

fn bad(description: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "invalid_request", description)
}

fn json_answer(status: StatusCode, body: &Value) -> Response<Vec<u8>> {
    let mut answer = Response::new(body.to_string().into_bytes());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    answer
}
