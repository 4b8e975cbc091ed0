//! A browser that keeps cookies, a clock that is set by hand, and requests in one line.

mod authorize;
mod captures;
mod code;
mod faults;
mod hostile;
mod refresh;
mod session;
mod sign_in;
mod tokens;

use super::{Client, ClientKind, Provider, Settings};
use crate::{
    demo::{self, fault::Faults},
    oauth::values::ClientSecret,
};
use aws_lc_rs::{rand::SystemRandom, signature::EcdsaKeyPair};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{Method, Request, Response, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};

pub(super) const ISSUER: &str = "http://127.0.0.1:3001/oidc";
pub(super) const CALLBACK: &str = demo::LOOPBACK_REDIRECT_URI;
pub(super) const SECRET: &str = "s3cret/with+odd=characters";
/// The example of RFC 7636 appendix B.
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

type Answer = Response<Vec<u8>>;

/// A provider and the time.
pub(super) struct World {
    pub(super) provider: Provider,
    pub(super) now: Timestamp,
}

/// A browser: what it is, is its cookies.
#[derive(Default, Clone)]
pub(super) struct Browser {
    pub(super) cookies: BTreeMap<String, String>,
}

pub(super) fn new_key() -> Vec<u8> {
    let algorithm = &aws_lc_rs::signature::ECDSA_P384_SHA384_FIXED_SIGNING;
    EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).unwrap().as_ref().to_vec()
}

pub(super) fn settings() -> Settings {
    let mut settings = demo::settings(ISSUER, ClientSecret::new(SECRET));
    let client = |id: &str, kind, secret: Option<&str>, always| Client {
        id: id.to_owned(),
        name: format!("The <{id}>"),
        kind,
        secret: secret.map(ClientSecret::new),
        redirect_uris: vec![CALLBACK.to_owned()],
        post_logout_redirect_uris: vec!["http://127.0.0.1:4180/bye".to_owned()],
        always_issue_refresh_token: always,
    };
    settings.clients.extend([
        client("tradoff", ClientKind::Traditional, Some(SECRET), false),
        client("spa", ClientKind::Spa, None, true),
        client("native-always", ClientKind::Native, None, true),
        Client { redirect_uris: Vec::new(), ..client("no-redirects", ClientKind::Spa, None, false) },
    ]);
    settings
}

impl World {
    pub(super) fn new() -> Self {
        Self::with_faults(&new_key(), Faults::default())
    }

    pub(super) fn with_faults(key: &[u8], faults: Faults) -> Self {
        let mut count: u64 = 0;
        let entropy = move |bytes: &mut [u8]| {
            count += 1;
            bytes.fill(0x5a);
            bytes[..8].copy_from_slice(&count.to_be_bytes());
        };
        let provider = Provider::new(settings(), key, Box::new(entropy)).unwrap();
        let provider = provider.with_faults(faults).unwrap();
        Self { provider, now: "2026-11-22T05:00:00Z".parse().unwrap() }
    }

    pub(super) fn wait(&mut self, seconds: i64) {
        self.now = self.now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }

    pub(super) fn send(&mut self, request: Request<Vec<u8>>) -> Answer {
        self.provider.respond(&request, self.now)
    }

    pub(super) fn get(&mut self, target: &str) -> Answer {
        self.send(Request::get(target).body(Vec::new()).unwrap())
    }

    /// Sends a form; `credentials` make it Basic.
    pub(super) fn post(
        &mut self,
        path: &str,
        credentials: Option<(&str, &str)>,
        form: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some((id, secret)) = credentials {
            request = request.header(header::AUTHORIZATION, basic(id, secret));
        }
        self.send(request.body(encode(form).into_bytes()).unwrap())
    }

    /// Sends a token request of the demo's confidential client.
    pub(super) fn token(&mut self, form: &[(&str, &str)]) -> Answer {
        self.post("/oidc/token", Some((demo::CLIENT_ID, SECRET)), form)
    }

    pub(super) fn exchange(&mut self, code: &str) -> Answer {
        self.token(&[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)])
    }

    pub(super) fn refresh(&mut self, refresh_token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)])
    }

    pub(super) fn me(&mut self, access_token: &str) -> Answer {
        let bearer = format!("Bearer {access_token}");
        self.send(Request::get("/oidc/me").header(header::AUTHORIZATION, bearer).body(Vec::new()).unwrap())
    }

    /// Signs alice in with `parameters` and returns the token response of a confidential client.
    pub(super) fn tokens(&mut self, browser: &mut Browser, parameters: &[(&str, &str)]) -> Value {
        let code = self.code(browser, parameters);
        let client_id = parameters.iter().find(|(name, _)| *name == "client_id").map(|(_, id)| *id);
        let form = [("grant_type", "authorization_code"), ("code", &*code), ("redirect_uri", CALLBACK)];
        let answer = self.post("/oidc/token", Some((client_id.unwrap_or(demo::CLIENT_ID), SECRET)), &form);
        assert_eq!(answer.status(), StatusCode::OK, "{}", text(&answer));
        json(&answer)
    }

    /// Signs alice in with `parameters` and returns the code.
    pub(super) fn code(&mut self, browser: &mut Browser, parameters: &[(&str, &str)]) -> String {
        let callback = browser.authorize(self, parameters);
        parameter(&callback, "code").unwrap_or_else(|| panic!("no code in {callback}"))
    }
}

impl Browser {
    pub(super) fn send(&mut self, world: &mut World, mut request: Request<Vec<u8>>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let answer = world.send(request);
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.ends_with("; SameSite=Lax; HttpOnly"), "{cookie}");
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub(super) fn get(&mut self, world: &mut World, target: &str) -> Answer {
        self.send(world, Request::get(target).body(Vec::new()).unwrap())
    }

    pub(super) fn post(&mut self, world: &mut World, target: &str, form: &[(&str, &str)]) -> Answer {
        let request = Request::post(target).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(world, request.body(encode(form).into_bytes()).unwrap())
    }

    /// Follows redirects as long as they stay at the provider. Returns the last answer, and where
    /// else it leads.
    pub(super) fn follow(&mut self, world: &mut World, mut answer: Answer) -> (Answer, Option<Url>) {
        for _ in 0..8 {
            let Some(location) = location(&answer) else { return (answer, None) };
            let target = Url::parse(ISSUER).unwrap().join(&location).unwrap();
            if target.origin() != Url::parse(ISSUER).unwrap().origin() {
                return (answer, Some(target));
            }
            answer = self.get(world, target.as_str());
        }
        panic!("the redirects do not end");
    }

    /// Runs an authorization request to its end; signs alice in where a page asks.
    pub(super) fn authorize(&mut self, world: &mut World, parameters: &[(&str, &str)]) -> Url {
        let first = self.get(world, &authorization(parameters));
        let (page, callback) = self.follow(world, first);
        callback.unwrap_or_else(|| self.sign_in(world, &page, "alice", "alice-demo-password"))
    }

    pub(super) fn sign_in(&mut self, world: &mut World, page: &Answer, name: &str, password: &str) -> Url {
        let form =
            [("csrf", &*csrf(page)), ("username", name), ("password", password), ("action", "sign-in")];
        let answer = self.post(world, "/sign-in", &form);
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", text(&answer));
        self.follow(world, answer).1.expect("an authorization response")
    }
}

/// Returns the target of an authorization request: a good one of the demo's client with
/// `parameters` added or replaced. An empty value leaves a parameter out.
pub(super) fn authorization(parameters: &[(&str, &str)]) -> String {
    let mut all = BTreeMap::from([
        ("client_id", demo::CLIENT_ID),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid offline_access"),
        ("state", "st4te"),
    ]);
    all.extend(parameters.iter().copied());
    let all: Vec<(&str, &str)> = all.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("/oidc/auth?{}", encode(&all))
}

pub(super) fn encode(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

pub(super) fn basic(id: &str, secret: &str) -> String {
    let encode = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
}

pub(super) fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body().clone()).unwrap()
}

pub(super) fn json(answer: &Answer) -> Value {
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "application/json; charset=utf-8", "{}", text(answer));
    serde_json::from_slice(answer.body()).unwrap()
}

pub(super) fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

pub(super) fn member<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

pub(super) fn location(answer: &Answer) -> Option<String> {
    answer.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned())
}

/// Returns a parameter of a redirect, from its query or its fragment.
pub(super) fn parameter(url: &Url, name: &str) -> Option<String> {
    let encoded = url.fragment().or(url.query()).unwrap_or_default();
    form_urlencoded::parse(encoded.as_bytes())
        .find(|(own, _)| own == name)
        .map(|(_, value)| value.into_owned())
}

pub(super) fn csrf(page: &Answer) -> String {
    let page = text(page);
    let (_, rest) = page.split_once(r#"name="csrf" value=""#).unwrap_or_else(|| panic!("no form in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Asserts an error answer of Logto's shape.
pub(super) fn assert_error(answer: &Answer, status: u16, error: &str, description: &str) {
    let body = text(answer);
    assert_eq!(answer.status().as_u16(), status, "{body}");
    let body = json(answer);
    assert_eq!((member(&body, "error"), member(&body, "error_description")), (error, description));
    assert_eq!(keys(&body)[..2], ["code", "message"]);
}

/// Asserts a redirect to the callback with an error, the state and the issuer.
pub(super) fn assert_redirect_error(answer: &Answer, error: &str, description: Option<&str>) {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", text(answer));
    let url = Url::parse(&location(answer).unwrap()).unwrap();
    assert!(url.as_str().starts_with(CALLBACK), "{url}");
    assert_eq!(parameter(&url, "error").as_deref(), Some(error), "{url}");
    assert_eq!(parameter(&url, "error_description").as_deref(), description, "{url}");
    assert_eq!(parameter(&url, "state").as_deref(), Some("st4te"), "{url}");
    assert_eq!(parameter(&url, "iss").as_deref(), Some(ISSUER), "{url}");
}

pub(super) fn request(method: Method, target: &str) -> http::request::Builder {
    Request::builder().method(method).uri(target)
}
