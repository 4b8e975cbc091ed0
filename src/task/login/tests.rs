use super::*;
use crate::{
    oauth::{
        authorization::AuthorizationError,
        callback::IgnoredReason,
        id_token::IdTokenError,
        note::Note,
        token::TokenError,
        values::{ClientAuthMethod, ClientSecret, Nonce},
    },
    platform::gpt_action,
    system::{
        HttpError, StoreError, StoreItem,
        fake::{World, run},
    },
    task::fixture::{ISSUER, answer, body, kept, key, project, project_with, provide, sign_in, store},
};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Request, Response};
use serde_json::{Value, json};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};
use url::Url;

mod accounts;
mod asking;
mod failures;
mod ways;
mod with_the_demo;

/// Returns a parameter of the page that was opened.
fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

/// Answers in the user's place, at the redirect URI and with the state of the request.
fn come_back(world: &World, url: &Url, query: &str) -> std::io::Result<()> {
    let (redirect, state) = (parameter(url, "redirect_uri").unwrap(), parameter(url, "state").unwrap());
    let issuer = "iss=https%3A%2F%2Fid.example.com%2Foidc";
    world.follow(&format!("{redirect}?{query}&state={state}&{issuer}"))
}

/// A provider whose answers a test can spoil, one at a time.
struct Canned {
    pair: EcdsaKeyPair,
    nonce: RefCell<Option<Nonce>>,
    claims: RefCell<Value>,
    token: RefCell<Option<Response<Vec<u8>>>>,
    me: RefCell<Response<Vec<u8>>>,
    /// How many key sets come before the one that has the key.
    stale_key_sets: Cell<usize>,
}

impl Canned {
    fn id_token(&self, now: i64) -> String {
        let nonce = self.nonce.borrow();
        let mut claims = json!({ "iss": ISSUER, "aud": "agenda", "sub": "u1", "iat": now, "exp": now + 60,
            "nonce": nonce.as_ref().map(|nonce| nonce.expose()) });
        for (name, value) in self.claims.borrow().as_object().unwrap() {
            claims[name] = value.clone();
        }
        let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
        let message =
            format!("{}.{}", encode(r#"{"alg":"ES384","kid":"k1"}"#.to_owned()), encode(claims.to_string()));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn key_set(&self) -> Value {
        let left = self.stale_key_sets.get();
        self.stale_key_sets.set(left.saturating_sub(1));
        if left > 0 {
            return json!({ "keys": [] });
        }
        let point = self.pair.public_key().as_ref();
        json!({ "keys": [{ "kty": "EC", "crv": "P-384", "kid": "k1",
            "x": URL_SAFE_NO_PAD.encode(&point[1..49]), "y": URL_SAFE_NO_PAD.encode(&point[49..]) }] })
    }

    fn respond(&self, path: &str, now: i64) -> Response<Vec<u8>> {
        match path {
            "/jwks" => answer(200, &self.key_set()),
            "/me" => self.me.borrow().clone(),
            "/token" => self.token.borrow().clone().unwrap_or_else(|| {
                answer(
                    200,
                    &json!({ "access_token": "at1", "refresh_token": "rt1", "token_type": "Bearer",
                        "expires_in": 3600, "id_token": self.id_token(now), "scope": "openid offline_access" }),
                )
            }),
            path => panic!("nobody should ask {path}"),
        }
    }
}

/// A world with that provider, whose user signs in at once.
fn willing() -> (World, Rc<Canned>) {
    let world = World::new();
    let canned = Rc::new(Canned {
        pair: EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap(),
        nonce: RefCell::default(),
        claims: RefCell::new(json!({})),
        token: RefCell::default(),
        me: RefCell::new(answer(200, &json!({ "sub": "u1", "name": "Ada" }))),
        stale_key_sets: Cell::default(),
    });
    let (provider, clock) = (Rc::clone(&canned), world.clone());
    provide(&world, move |path, _| provider.respond(path, clock.now().as_second()));
    let provider = Rc::clone(&canned);
    world.on_open(move |world, url| {
        provider.nonce.replace(parameter(url, "nonce").map(Nonce::new));
        come_back(world, url, "code=c0de")
    });
    (world, canned)
}

fn signed_in_with(
    world: &World,
    project: &Project,
    options: LoginOptions,
) -> (Result<LoginOutcome, LoginError>, Vec<Event>) {
    let mut events = Vec::new();
    let mut on = |event| events.push(event);
    let outcome = run(login(&world.system(), &*store(world), project, options, &mut on));
    (outcome.map_err(|failed| *failed.error), events)
}

fn signed_in(world: &World) -> Result<LoginOutcome, LoginError> {
    signed_in_with(world, &project(), LoginOptions::default()).0
}

fn token_requests(world: &World) -> Vec<Request<Vec<u8>>> {
    let requests = world.requests().into_iter();
    requests.filter(|request| request.uri().path().ends_with("/token")).collect()
}

#[test]
fn a_sign_in_takes_its_steps_in_order_and_keeps_the_tokens() {
    let (world, _) = willing();
    let (outcome, events) = signed_in_with(&world, &project(), LoginOptions::default());
    let outcome = outcome.unwrap();
    let steps = [
        Step::Discovery,
        Step::AuthorizationRequest,
        Step::SignIn,
        Step::Callback,
        Step::TokenRequest,
        Step::TokenValidation,
        Step::Userinfo,
        Step::Storing,
    ];
    let ended = events.iter().filter_map(|event| match event {
        Event::Ended(taken) => Some(*taken),
        _ => None,
    });
    assert_eq!(outcome.steps, ended.collect::<Vec<_>>());
    assert_eq!(outcome.steps.iter().map(|taken| taken.step).collect::<Vec<_>>(), steps);
    assert!(outcome.steps.iter().all(|taken| taken.turn == Turn::Done));
    assert_eq!(outcome.subject.as_deref(), Some("u1"));
    assert_eq!(outcome.account.unwrap().claims["name"], "Ada");
    let kept = kept(&world).unwrap();
    assert_eq!((&kept["access_token"], &kept["refresh_token"]), (&json!("at1"), &json!("rt1")));
    assert_eq!((&kept["subject"], &kept["expires_at"]), (&json!("u1"), &json!("2026-01-01T01:00:00Z")));
    assert!(!world.is_listening(40000));
}

#[test]
fn the_token_request_repeats_the_redirect_uri_and_proves_the_challenge() {
    let (world, _) = willing();
    signed_in(&world).unwrap();
    let requests = token_requests(&world);
    let sent = url::form_urlencoded::parse(requests[0].body()).into_owned().collect::<Vec<_>>();
    let value = |name: &str| &sent.iter().find(|(own, _)| own == name).unwrap().1;
    assert_eq!(value("redirect_uri"), "http://127.0.0.1:40000/callback");
    assert_eq!(value("code"), "c0de");
    let challenge = crate::oauth::values::CodeVerifier::new(value("code_verifier").as_str()).challenge();
    assert_eq!(parameter(&world.opened()[0], "code_challenge"), Some(challenge));
}

#[test]
fn as_chatgpt_nothing_is_sent_that_chatgpt_would_not_send() {
    let (world, _) = willing();
    let project = project_with("token_endpoint_auth_method = \"client_secret_post\"");
    world.set_secret(&key(StoreItem::ClientSecret), "s3cret");
    let options = LoginOptions { imitating: Some(&gpt_action::TARGET), ..LoginOptions::default() };
    signed_in_with(&world, &project, options).0.unwrap();
    let names =
        |pairs: url::form_urlencoded::Parse<'_>| pairs.map(|(name, _)| name.into_owned()).collect::<Vec<_>>();
    assert_eq!(
        names(world.opened()[0].query_pairs()),
        ["response_type", "client_id", "redirect_uri", "state", "scope"]
    );
    assert_eq!(
        names(url::form_urlencoded::parse(token_requests(&world)[0].body())),
        ["grant_type", "client_id", "client_secret", "code", "redirect_uri"]
    );
}

#[test]
fn l02_l09_strangers_at_the_port_do_not_end_the_wait() {
    let (world, canned) = willing();
    world.on_open(move |world, url| {
        canned.nonce.replace(parameter(url, "nonce").map(Nonce::new));
        for path in ["favicon.ico", "callback?code=evil&state=foreign", "callback?error=access_denied"] {
            world.follow(&format!("http://127.0.0.1:40000/{path}"))?;
        }
        come_back(world, url, "code=c0de")
    });
    let (outcome, events) = signed_in_with(&world, &project(), LoginOptions::default());
    outcome.unwrap();
    let ignored = events.iter().filter(|event| matches!(event, Event::Ignored(IgnoredReason::ForeignState)));
    assert_eq!(ignored.count(), 2);
    assert_eq!(token_requests(&world).len(), 1);
    assert!(body(&token_requests(&world)[0]).contains("code=c0de"));
}

#[test]
fn l05_a_refusal_ends_the_sign_in_without_a_token_request() {
    let (world, _) = willing();
    world.on_open(|world, url| come_back(world, url, "error=access_denied"));
    let error = signed_in(&world).unwrap_err();
    assert!(matches!(error, LoginError::Authorization(AuthorizationError::Refused { .. })));
    assert_eq!((token_requests(&world).len(), kept(&world)), (0, None));
}

#[test]
fn l13_a_reload_repeats_no_exchange() {
    let (world, canned) = willing();
    world.on_open(move |world, url| {
        canned.nonce.replace(parameter(url, "nonce").map(Nonce::new));
        come_back(world, url, "code=c0de")?;
        come_back(world, url, "code=c0de")
    });
    signed_in(&world).unwrap();
    assert_eq!(token_requests(&world).len(), 1);
}

#[test]
fn l15_l26_nobody_came_back_and_the_redirect_uri_is_named() {
    let (world, _) = willing();
    world.on_open(|_, _| Ok(()));
    let Err(LoginError::TimedOut { waited, redirect_uri, fixed_port: false }) = signed_in(&world) else {
        panic!()
    };
    assert_eq!((waited.as_secs(), redirect_uri.as_str()), (300, "http://127.0.0.1:40000/callback"));
    assert!(!world.is_listening(40000));
    assert_eq!(kept(&world), None);
}

#[test]
fn l19_without_a_browser_the_page_is_named_and_the_wait_goes_on() {
    let (world, canned) = willing();
    world.on_open(move |world, url| {
        canned.nonce.replace(parameter(url, "nonce").map(Nonce::new));
        come_back(world, url, "code=c0de")?;
        Err(std::io::ErrorKind::NotFound.into())
    });
    let (outcome, events) = signed_in_with(&world, &project(), LoginOptions::default());
    outcome.unwrap();
    assert!(events.iter().any(|event| matches!(event, Event::Visit { browser: true, .. })));
    assert!(events.iter().any(|event| matches!(event, Event::NoBrowser { .. })));
}

#[test]
fn no_browser_opens_none() {
    let (world, _) = willing();
    let options = LoginOptions { way: Way::ByHand, ..LoginOptions::default() };
    let (outcome, _) = signed_in_with(&world, &project(), options);
    assert!(matches!(outcome, Err(LoginError::TimedOut { .. })));
    assert_eq!(world.opened().len(), 0);
}

#[test]
fn l27_a_wrong_clock_is_measured_by_the_answers_date() {
    let (world, canned) = willing();
    let now = world.now().as_second();
    let id_token = canned.id_token(now - 86_400);
    let mut late =
        answer(200, &json!({ "access_token": "at1", "token_type": "Bearer", "id_token": id_token }));
    late.headers_mut().insert("date", "Wed, 31 Dec 2025 00:00:00 GMT".parse().unwrap());
    canned.token.replace(Some(late));
    let Err(LoginError::IdToken { error: IdTokenError::Time { .. }, ahead }) = signed_in(&world) else {
        panic!()
    };
    assert_eq!(ahead.unwrap().as_secs(), 86_400);
}

#[test]
fn t12_no_answer_to_the_token_request_is_not_asked_for_again() {
    let (world, _) = willing();
    world.answer(|request| {
        let path = request.uri().path();
        if path.ends_with("/openid-configuration") {
            return Ok(answer(200, &crate::task::fixture::metadata()));
        }
        Err(HttpError::Timeout {
            origin: "https://id.example.com".to_owned(),
            limit: Duration::from_secs(30),
        })
    });
    assert!(matches!(signed_in(&world), Err(LoginError::Exchange(HttpError::Timeout { .. }))));
    assert_eq!(token_requests(&world).len(), 1);
}

#[test]
fn t01_a_refused_code_keeps_what_was_kept_before() {
    let (world, canned) = willing();
    sign_in(&world, json!({}));
    canned.token.replace(Some(answer(400, &json!({ "error": "invalid_grant" }))));
    assert!(matches!(signed_in(&world), Err(LoginError::Token(TokenError::Refused(_)))));
    assert_eq!(kept(&world).unwrap()["access_token"], "at0");
}

#[test]
fn a_userinfo_endpoint_that_fails_loses_no_tokens() {
    let (world, canned) = willing();
    canned.me.replace(answer(500, &json!({})));
    let (outcome, events) = signed_in_with(&world, &project(), LoginOptions::default());
    assert_eq!(outcome.unwrap().subject.as_deref(), Some("u1"));
    assert!(events.iter().any(|event| matches!(event, Event::NoAccount(_))));
    assert!(kept(&world).is_some());
}

#[test]
fn r10_what_is_damaged_is_noticed_before_anybody_is_sent_anywhere() {
    let (world, _) = willing();
    world.set_secret(&key(StoreItem::Tokens), "{");
    assert!(matches!(signed_in(&world), Err(LoginError::Store(StoreError::Corrupt { .. }))));
    assert_eq!((world.requests().len(), world.opened().len()), (0, 0));
    assert_eq!(world.secret(&key(StoreItem::Tokens)).unwrap(), "{");
}

#[test]
fn a_missing_secret_is_noticed_before_anybody_is_sent_anywhere() {
    let (world, _) = willing();
    let (outcome, _) = signed_in_with(&world, &project_with(""), LoginOptions::default());
    assert!(matches!(
        outcome,
        Err(LoginError::Credentials(crate::task::credentials::CredentialsError::NoClientSecret(_)))
    ));
    assert_eq!((world.requests().len(), world.opened().len()), (0, 0));
}

#[test]
fn a_given_secret_is_kept_only_once_it_has_proved_right() {
    let (world, canned) = willing();
    let options = || LoginOptions {
        client_secret: Some(ClientSecret::new("s3cret")),
        keep_client_secret: true,
        ..LoginOptions::default()
    };
    canned.token.replace(Some(answer(401, &json!({ "error": "invalid_client" }))));
    assert!(signed_in_with(&world, &project_with(""), options()).0.is_err());
    assert_eq!(world.secret(&key(StoreItem::ClientSecret)), None);
    canned.token.replace(None);
    signed_in_with(&world, &project_with(""), options()).0.unwrap();
    assert_eq!(world.secret(&key(StoreItem::ClientSecret)).as_deref(), Some("s3cret"));
}

#[test]
fn a_provider_without_id_token_is_noted() {
    let (world, canned) = willing();
    canned.token.replace(Some(answer(200, &json!({ "access_token": "at1", "token_type": "Bearer" }))));
    let outcome = signed_in(&world).unwrap();
    assert!(outcome.notes.contains(&Note::NoIdToken));
    assert_eq!((outcome.subject.as_deref(), outcome.refreshable), (Some("u1"), false));
}
