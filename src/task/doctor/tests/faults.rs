//! One fault, exactly one finding.

use super::*;
use crate::demo::provider::ClientKind;
use http::{HeaderValue, Method, StatusCode};
use serde_json::{Value, json};

fn found(stage: Stage) -> Vec<&'static str> {
    codes(&examined(&stage.world()))
}

fn text(status: u16, content_type: &'static str, body: &str) -> Answer {
    let answer = Response::builder().status(status).header("content-type", content_type);
    answer.body(body.as_bytes().to_vec()).unwrap()
}

/// Changes the provider's metadata.
fn with_metadata(change: fn(&mut Value)) -> Stage {
    Stage::new().front(move |request, mut answer| {
        if request.uri().path().ends_with("/openid-configuration") {
            let mut members: Value = serde_json::from_slice(answer.body()).unwrap();
            change(&mut members);
            *answer.body_mut() = members.to_string().into_bytes();
        }
        answer
    })
}

/// Answers otherwise at the paths that end like this.
fn at(end: &'static str, answer: impl Fn(&Request<Vec<u8>>, Answer) -> Answer + 'static) -> Stage {
    Stage::new().front(
        move |request, own| {
            if request.uri().path().ends_with(end) { answer(request, own) } else { own }
        },
    )
}

/// Answers otherwise at the API.
fn at_api(answer: impl Fn(&Request<Vec<u8>>, Answer) -> Answer + 'static) -> Stage {
    Stage::new().front(move |request, own| match request.uri().host() {
        Some("api.example.com") => answer(request, own),
        _ => own,
    })
}

fn has_agent(request: &Request<Vec<u8>>) -> bool {
    let agent = request.headers().get("user-agent").map(HeaderValue::as_bytes).unwrap_or_default();
    String::from_utf8_lossy(agent).contains("ChatGPT-User")
}

fn form(request: &Request<Vec<u8>>) -> bool {
    request.headers().get("content-type").is_some_and(|own| own == "application/x-www-form-urlencoded")
}

fn refused_client() -> Answer {
    text(
        401,
        "application/json",
        r#"{"error":"invalid_client","error_description":"client authentication failed"}"#,
    )
}

#[test]
fn faults_of_discovery() {
    assert_eq!(found(Stage::new().project("/oidc\"", "\"")), ["metadata-missing"]);
    assert_eq!(
        found(with_metadata(|own| own["issuer"] = json!("https://id.example.com/oidc/"))),
        ["issuer-differs"]
    );
    let page = |_: &Request<Vec<u8>>, _| text(200, "text/html", "<!doctype html><title>Sign in</title>");
    let everywhere =
        Stage::new().front(move |request, own| match request.uri().path().contains("/.well-known/") {
            true => page(request, own),
            false => own,
        });
    assert_eq!(found(everywhere), ["metadata-not-json"]);
}

#[test]
fn faults_of_the_metadata() {
    for (change, name) in [
        (
            (|own| own["userinfo_endpoint"] = json!("http://10.0.0.1/me")) as fn(&mut Value),
            "metadata-endpoint-unusable",
        ),
        (|own| own["userinfo_endpoint"] = json!("/me"), "metadata-endpoint-unusable"),
        (|own| own["require_pushed_authorization_requests"] = json!(true), "pushed-requests-required"),
        (|own| own["response_types_supported"] = json!(["id_token"]), "code-flow-not-announced"),
        (
            |own| own["token_endpoint_auth_methods_supported"] = json!(["private_key_jwt"]),
            "client-authentication-not-announced",
        ),
        (|own| own["jwks_uri"] = json!("https://id.example.com/oidc/nothing"), "keys-unusable"),
    ] {
        assert_eq!(found(with_metadata(change)), [name]);
    }
    let elsewhere = Stage::new().project("api.example.com", "api.example.net");
    let outcome = examined(&elsewhere.world());
    assert!(codes(&outcome).contains(&"metadata-endpoint-elsewhere"));
}

#[test]
fn faults_of_the_client() {
    assert_eq!(found(Stage::new().client(|own| own.id = "another".to_owned())), ["client-unknown"]);
    let chatgpt =
        |host: &'static str| move |own: &mut Client| own.redirect_uris.retain(|uri| !uri.contains(host));
    assert_eq!(found(Stage::new().client(chatgpt("chatgpt.com"))), ["redirect-uri-not-registered"]);
    assert_eq!(found(Stage::new().client(chatgpt("chat.openai.com"))), ["redirect-uri-not-registered"]);
    assert_eq!(found(Stage::new().client(chatgpt("127.0.0.1"))), ["loopback-redirect-uri-not-registered"]);
    let public = |kind| move |own: &mut Client| (own.kind, own.secret) = (kind, None);
    for kind in [ClientKind::Spa, ClientKind::Native] {
        assert_eq!(found(Stage::new().client(public(kind))), ["pkce-required", "client-public"]);
    }
}

#[test]
fn answers_of_the_authorization_endpoint() {
    let back = |error: &'static str, words: &'static str| {
        at("/auth", move |request, own| {
            let location = own.headers().get("location").map(|own| own.to_str().unwrap().to_owned());
            let accepted = location.is_some_and(|own| own.contains("login_required"));
            let url = url::Url::parse(&request.uri().to_string()).unwrap();
            let uri = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
            if !accepted {
                return own;
            }
            Response::builder()
                .status(303)
                .header("location", format!("{uri}?error={error}&error_description={words}"))
                .body(Vec::new())
                .unwrap()
        })
    };
    assert_eq!(found(back("unsupported_response_type", "")), ["response-type-refused"]);
    assert_eq!(found(back("unauthorized_client", "")), ["response-type-refused"]);
    assert_eq!(found(back("invalid_scope", "")), ["scope-refused"]);
    assert_eq!(found(back("invalid_target", "")), ["resource-required"]);
    assert_eq!(found(back("invalid_request", "audience+is+required")), ["resource-required"]);
    assert_eq!(found(back("unheard_of", "")), ["authorization-request-refused"]);
    assert_eq!(found(back("temporarily_unavailable", "")), [""; 0]);
    assert_eq!(
        found(at("/auth", |_, _| text(404, "text/plain", "Not Found"))),
        ["authorization-endpoint-not-found"]
    );
    let open = at("/auth", |request, _| {
        let url = url::Url::parse(&request.uri().to_string()).unwrap();
        let uri = url.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
        Response::builder()
            .status(302)
            .header("location", format!("{uri}?error=login_required"))
            .body(Vec::new())
            .unwrap()
    });
    assert_eq!(found(open), ["any-redirect-uri-accepted"]);
    let moved = at("/auth", |request, _| {
        let to = request.uri().to_string().replace("/auth?", "/auth/?");
        Response::builder().status(301).header("location", to).body(Vec::new()).unwrap()
    });
    assert_eq!(found(moved), ["endpoint-redirects"]);
}

#[test]
fn faults_of_the_token_endpoint() {
    let mut wrong = Stage::new();
    wrong.secret = "not-the-secret".to_owned();
    assert_eq!(found(wrong), ["client-secret-wrong"]);
    let token = |answer: fn(&Request<Vec<u8>>, Answer) -> Answer| at("/token", answer);
    assert_eq!(
        found(token(|request, own| if request.headers().contains_key("authorization") {
            own
        } else {
            refused_client()
        })),
        ["client-authentication-refused"]
    );
    assert_eq!(
        found(token(|_, _| text(404, "text/html", "<h1>Not Found</h1>"))),
        ["token-endpoint-not-oauth"]
    );
    assert_eq!(
        found(token(|request, own| if form(request) { text(415, "text/plain", "JSON only") } else { own })),
        ["token-endpoint-refuses-form"]
    );
    assert_eq!(
        found(token(|_, mut own| {
            *own.status_mut() = StatusCode::OK;
            own
        })),
        ["token-error-status"]
    );
    assert_eq!(
        found(token(|_, _| text(200, "application/json", r#"{"access_token":"x","token_type":"Bearer"}"#))),
        ["code-of-nobody-accepted"]
    );
    let refresh =
        token(|request, own| match String::from_utf8_lossy(request.body()).contains("refresh_token") {
            true => text(400, "application/json", r#"{"error":"unauthorized_client"}"#),
            false => own,
        });
    assert_eq!(found(refresh), ["refresh-not-allowed"]);
    let moved = token(|_, _| {
        Response::builder()
            .status(308)
            .header("location", "https://id.example.com/oidc/token/")
            .body(Vec::new())
            .unwrap()
    });
    assert_eq!(found(moved), ["endpoint-redirects"]);
}

#[test]
fn faults_of_the_api() {
    let items = r#"{"items":[]}"#;
    assert_eq!(
        found(at_api(|_, _| text(200, "application/json", r#"{"items":[]}"#))),
        ["unauthenticated-call-answered"]
    );
    let lets_in = |mark: &'static [u8]| {
        at_api(move |request, own| {
            let carried =
                request.headers().get("authorization").map(HeaderValue::as_bytes).unwrap_or_default();
            if carried.starts_with(mark) { text(200, "application/json", items) } else { own }
        })
    };
    assert_eq!(found(lets_in(b"Bearer gptauth")), ["unauthenticated-call-answered"]);
    assert_eq!(found(lets_in(b"Bearer eyJ")), ["unauthenticated-call-answered"]);
    assert_eq!(found(lets_in(b"Basic ")), ["unauthenticated-call-answered"]);
    assert_eq!(found(at_api(|_, _| text(403, "application/json", "{}"))), ["refusal-not-401"]);
    assert_eq!(
        found(at_api(|request, own| if has_agent(request) {
            text(403, "text/html", "<h1>Bots</h1>")
        } else {
            own
        })),
        ["chatgpt-blocked"]
    );
    let page = "<html>ERR_NGROK_6024 ngrok-skip-browser-warning</html>";
    assert_eq!(found(at_api(move |_, _| text(511, "text/html", page))), ["interstitial-page"]);
    let redirect = at_api(|_, _| {
        Response::builder()
            .status(302)
            .header("location", "https://www.example.com/login")
            .body(Vec::new())
            .unwrap()
    });
    assert_eq!(found(redirect), ["refusal-not-401", "redirect-answered"]);
}

#[test]
fn notes_are_found_too() {
    let notes = |stage: Stage| {
        let outcome = examined(&stage.world());
        let notes = outcome.findings().filter(|(_, own)| own.diagnostic.severity == Severity::Note);
        notes.map(|(_, own)| own.diagnostic.kind.name).collect::<Vec<_>>()
    };
    assert_eq!(
        notes(Stage::new()),
        [
            "failed-refresh-not-401",
            "refresh-token-uncertain",
            "refresh-token-rotation",
            "refresh-token-ends-early"
        ]
    );
    let bare = at_api(|_, mut own| {
        own.headers_mut().remove("www-authenticate");
        own
    });
    assert!(notes(bare).contains(&"challenge-missing"));
    let cached = at("/token", |_, mut own| {
        own.headers_mut().remove("cache-control");
        own
    });
    assert!(notes(cached).contains(&"token-answer-cacheable"));
    let unknown = Stage::new().project("offline_access", "offline_acces");
    assert!(notes(unknown).contains(&"scope-not-announced"));
}

#[test]
fn one_refusal_for_client_and_redirect_uri_alike_blames_neither_without_another_sign() {
    let refusal = |wanted: fn(&str) -> bool| {
        at("/auth", move |request, own| {
            let query = request.uri().query().unwrap_or_default();
            let is_foreign = query.contains("gptauth.invalid") || query.contains("gptauth-doctor");
            if is_foreign || wanted(query) { text(403, "text/plain", "") } else { own }
        })
    };
    assert_eq!(found(refusal(|_| true)), ["authorization-request-refused"]);
    // The loopback redirect URI shows that the client is known.
    assert_eq!(found(refusal(|query| query.contains("chatgpt.com"))), ["redirect-uri-not-registered"]);
    assert_eq!(found(refusal(|query| query.contains("aip"))), ["redirect-uri-not-registered"]);
    assert_eq!(found(refusal(|_| false)), [""; 0]);
}

#[test]
fn what_is_known_of_a_refresh_token_names_its_own_source_and_how_sure_it_is() {
    // The demo says in its headers that it is a Logto.
    let anonymous = || {
        Stage::new().front(|_, mut answer| {
            answer.headers_mut().remove("logto-core-request-id");
            answer
        })
    };
    let lives = |issuer: &str| {
        let stage = if issuer == ISSUER { Stage::new() } else { anonymous() };
        let outcome = examined(&stage.project(ISSUER, issuer).world());
        let own = outcome.findings().filter(|(_, own)| {
            matches!(own.diagnostic.kind.name, "refresh-token-rotation" | "refresh-token-ends-early")
        });
        let known: Vec<_> = own.map(|(_, own)| own.basis()).collect();
        let is_unknown = |own: &ProbeOutcome| {
            matches!(&own.verdict, Verdict::Judged(judgement)
                if judgement.untold.iter().any(|words| words.contains("nothing is known")))
        };
        (known, outcome.probes.iter().any(is_unknown))
    };
    let endpoints = |issuer: &str| {
        format!("{issuer}\"\nauthorization_endpoint = \"{ISSUER}/auth\"\ntoken_endpoint = \"{ISSUER}/token")
    };
    let (measured, is_unknown) = lives(ISSUER);
    assert!(!is_unknown && measured.len() == 2);
    assert!(measured.iter().all(|own| own.source.starts_with("measured")), "{measured:?}");
    let (documented, is_unknown) = lives(&endpoints("https://id.example.com/realms/agenda"));
    assert!(!is_unknown && documented.len() == 2);
    assert!(documented.iter().all(|own| own.source.ends_with("not measured")), "{documented:?}");
    let (nothing, is_unknown) = lives(&endpoints("https://id.example.com/oauth"));
    assert!(is_unknown && nothing.is_empty(), "{nothing:?}");
}

#[test]
fn a_write_is_never_sent_whatever_the_api_answers() {
    let world = at_api(|_, _| text(200, "application/json", "[]")).world();
    examined(&world);
    let api = world.requests().into_iter().filter(|own| own.uri().host() == Some("api.example.com"));
    assert!(api.map(|own| own.method().clone()).all(|method| method == Method::GET));
}
