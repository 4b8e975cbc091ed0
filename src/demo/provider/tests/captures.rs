//! Comparison with exchanges recorded at a real Logto, where they are there.

use super::*;
use std::path::{Path, PathBuf};

/// Returns the folder of the recordings, or says why there is nothing to compare with.
#[expect(clippy::disallowed_methods, reason = "recordings are looked for in a test only")]
fn recordings() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captures/logto");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no recordings of a real provider in {}", folder.display());
    None
}

struct Recorded {
    status: u16,
    challenge: Option<String>,
    body: Value,
}

#[expect(clippy::disallowed_methods, reason = "recordings are read in a test only")]
fn recorded(folder: &Path, name: &str) -> Recorded {
    let recording = std::fs::read_to_string(folder.join(format!("{name}.http"))).unwrap().replace('\r', "");
    let (head, body) = recording.split_once("\n\n").unwrap();
    let status = head.lines().find_map(|line| line.strip_prefix("HTTP/1.1 ")).unwrap();
    let challenge = head.lines().find_map(|line| line.strip_prefix("WWW-Authenticate: "));
    Recorded {
        status: status[..3].parse().unwrap(),
        challenge: challenge.map(str::to_owned),
        body: serde_json::from_str(body.trim()).unwrap(),
    }
}

fn assert_like(folder: &Path, name: &str, answer: &Answer) {
    let recorded = recorded(folder, name);
    assert_eq!(answer.status().as_u16(), recorded.status, "{name}");
    let challenge =
        answer.headers().get(header::WWW_AUTHENTICATE).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(challenge, recorded.challenge, "{name}");
    assert_eq!(keys(&json(answer)), keys(&recorded.body), "{name}");
    if let Some(error) = recorded.body.get("error") {
        assert_eq!(&json(answer)["error"], error, "{name}");
        assert_eq!(json(answer)["message"], recorded.body["message"], "{name}");
        if error != "invalid_client" {
            assert_eq!(json(answer), recorded.body, "{name}");
        }
    }
}

#[test]
fn answers_are_what_a_real_logto_answered() {
    let Some(folder) = recordings() else { return };
    let mut world = World::new();
    let ours = Some((demo::CLIENT_ID, SECRET));
    let code = |code| [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];

    let code_in_hand = world.code(&mut Browser::default(), &[("prompt", "consent")]);
    let answer = world.token(&code(&code_in_hand));
    assert_like(&folder, "token-01-basic", &answer);
    let tokens = json(&answer);
    let profile = world.tokens(&mut Browser::default(), &[("scope", "profile")]);
    let all = world.tokens(&mut Browser::default(), &[("scope", "openid profile email")]);
    let bound = world.tokens(&mut Browser::default(), &[]);

    for (name, answer) in [
        ("token-08-right-secret-basic-bogus-code", world.token(&code("bogus"))),
        ("token-06-wrong-secret-basic-bogus-code", {
            world.post("/oidc/token", Some((demo::CLIENT_ID, "wrong")), &code("bogus"))
        }),
        ("token-10-unknown-client-bogus-code", world.post("/oidc/token", Some(("x", "x")), &code("bogus"))),
        ("token-12-no-client-at-all", world.post("/oidc/token", None, &code("bogus"))),
        (
            "token-20-missing-code",
            world.token(&[("grant_type", "authorization_code"), ("redirect_uri", CALLBACK)]),
        ),
        ("token-30-unsupported-grant", world.token(&[("grant_type", "password")])),
        ("token-32-client-credentials", world.token(&[("grant_type", "client_credentials")])),
        ("rt-06b-scope-incl-offline_access", {
            let token = member(&bound, "refresh_token");
            world.token(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
                ("scope", "openid offline_access"),
            ])
        }),
        ("rt-01-first-refresh", world.refresh(member(&tokens, "refresh_token"))),
        ("me-01-good", world.me(member(&tokens, "access_token"))),
        ("me-02-bad", world.me("not-a-token")),
        ("me-03-none", world.get("/oidc/me")),
        ("me-07-query-token", world.get("/oidc/me?access_token=x")),
        ("me-13-token-without-openid", world.me(member(&profile, "access_token"))),
        ("me-14-profile-email", world.me(member(&all, "access_token"))),
        ("intro-01-access", {
            world.post("/oidc/token/introspection", ours, &[("token", member(&tokens, "access_token"))])
        }),
        ("intro-02-refresh", {
            world.post("/oidc/token/introspection", ours, &[("token", member(&tokens, "refresh_token"))])
        }),
        ("intro-03-bogus", world.post("/oidc/token/introspection", ours, &[("token", "nope")])),
        ("disc-07-oidc-root", world.get("/oidc")),
        ("disc-08-unknown-oidc-path", world.get("/oidc/authorize?client_id=x")),
        ("end-05-bad-hint", world.get("/oidc/session/end?id_token_hint=nope")),
        ("exp-3-resume-without-cookie", world.get("/oidc/auth/doesnotexist")),
        ("authz-02-unregistered-redirect", {
            world.get(&authorization(&[(
                "redirect_uri",
                "https://chat.openai.com/aip/g-WRONG/oauth/callback",
            )]))
        }),
        ("authz-03-unknown-client", world.get(&authorization(&[("client_id", "nosuchclient")]))),
        ("authz-03b-missing-client-id", world.get(&authorization(&[("client_id", "")]))),
        ("authz-03c-app-without-redirects", world.get(&authorization(&[("client_id", "no-redirects")]))),
    ] {
        assert_like(&folder, name, &answer);
    }
}

#[test]
fn discovery_is_logtos_without_what_is_not_there() {
    let document = json(&World::new().get("/oidc/.well-known/openid-configuration"));
    let again = json(&World::new().get("/oidc/.well-known/oauth-authorization-server"));
    assert_eq!(document, again);
    assert_eq!(document["issuer"], ISSUER);
    assert_eq!(document["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    for absent in
        ["pushed_authorization_request_endpoint", "device_authorization_endpoint", "registration_endpoint"]
    {
        assert!(document.get(absent).is_none(), "{absent}");
    }
    let Some(folder) = recordings() else { return };
    let recorded = recorded(&folder, "disc-01-openid-configuration").body;
    let ours: Vec<&str> =
        keys(&document).into_iter().filter(|&key| key != "request_parameter_supported").collect();
    let theirs: Vec<&str> = keys(&recorded).into_iter().filter(|key| ours.contains(key)).collect();
    assert_eq!(ours, theirs);
    for endpoint in ours.iter().filter(|key| key.ends_with("_endpoint") || **key == "jwks_uri") {
        assert_eq!(document[endpoint], recorded[endpoint], "{endpoint}");
    }
}
