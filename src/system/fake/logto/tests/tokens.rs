//! What a sign-in leaves behind: recorded requests in, recorded answers out.

use super::{
    curl::{self, Recorded},
    replay::{ADMINS, Replay, SELF_HOSTED},
};
use crate::system::fake::logto::StandIn;
use http::Request;
use serde_json::json;

#[test]
fn tokens_are_issued_as_recorded() {
    if !curl::are_there() {
        return;
    }
    let mut replay = Replay::new(StandIn::self_hosted(SELF_HOSTED, ADMINS));
    let (off, on, spa) = ("9tvfmn1wkcyldz4oxss0v", "lvooqfjmpyg3xq35vo94p", "0y8qwtvsai48orcjygt36");
    for (theirs, kind, secret) in [
        (off, "Traditional", Some("9Abhqo99mAkVr7TxtdXsBNKG3ScC9v3O")),
        (on, "Traditional", Some("NbCUQ6KNLbHnk4KL1eGVvuvDSke88jKY")),
        (spa, "SPA", None),
    ] {
        let ours = replay.logto.put(kind, theirs, replay.now);
        let callbacks =
            ["http://127.0.0.1:4180/callback", "https://chat.openai.com/aip/g-abc123/oauth/callback"];
        replay.logto.set_redirect_uris(&ours, &callbacks, &[]);
        replay.know(theirs, &ours);
        if let Some(secret) = secret {
            let credentials = replay.logto.credentials(&ours);
            replay.know(secret, &credentials.secret);
        }
    }
    let ours = replay.ours[on].clone();
    replay.logto.set_setting(&ours, "alwaysIssueRefreshToken", json!(true));
    replay.logto.sign_in();
    for (client, name, query) in [
        (off, "token-01-basic", "scope=openid+offline_access&prompt=consent"),
        (on, "token-02-post", "scope=openid+offline_access&prompt=consent"),
        (off, "matrix-01-tradoff-prompt_consent-scope_openid+offline_access", CONSENT_OFFLINE),
        (off, "matrix-02-tradoff-prompt_consent-scope_openid", "scope=openid&prompt=consent"),
        (off, "matrix-06-tradoff-prompt_consent-scope_offline_access", "scope=offline_access&prompt=consent"),
        (
            off,
            "matrix-07-tradoff-prompt_consent-scope_openid+nonsense+profile+email",
            "scope=openid+nonsense+profile+email&prompt=consent",
        ),
        (off, "matrix-08-tradoff-prompt_None-scope_openid+offline_access", "scope=openid+offline_access"),
        (off, "matrix-10-tradoff-prompt_None-scope_profile", "scope=profile"),
        (on, "matrix-22-tradon-prompt_consent-scope_openid+offline_access", CONSENT_OFFLINE),
        (on, "matrix-23-tradon-prompt_consent-scope_openid", "scope=openid&prompt=consent"),
        (on, "matrix-29-tradon-prompt_None-scope_openid+offline_access", "scope=openid+offline_access"),
        (on, "matrix-31-tradon-prompt_None-scope_profile", "scope=profile"),
        (
            on,
            "matrix-36-tradon-prompt_login-scope_openid+offline_access",
            "scope=openid+offline_access&prompt=login",
        ),
        (on, "token-21-missing-redirect_uri", "scope=openid"),
        (on, "token-22-wrong-redirect_uri-registered-other", "scope=openid"),
        (on, "token-24-code-of-other-client", "scope=openid"),
        (on, "pkce-tradon-02-wrong-verifier", &format!("scope=openid&{CHALLENGE}")),
        (on, "pkce-tradon-03-missing-verifier", &format!("scope=openid&{CHALLENGE}")),
        (on, "pkce-tradon-04-short-verifier", &format!("scope=openid&{CHALLENGE}")),
        (on, "pkce-tradon-05-verifier-without-challenge", "scope=openid"),
    ] {
        replay.sign_in(client, name, query);
        replay.replay(&[name]);
    }
    replay.logto.sign_in();
    replay.sign_in(on, "token-25a-wrong-redirect-first", CONSENT_OFFLINE);
    replay.replay(&["token-25a-wrong-redirect-first", "token-25b-then-right-redirect"]);
    replay.sign_in(on, "token-23a-first-use", CONSENT_OFFLINE);
    replay.replay(&[
        "token-23a-first-use",
        "token-23b-userinfo-before-reuse",
        "token-23c-reused-code",
        "token-23d-userinfo-after-reuse",
        "token-23e-refresh-after-reuse",
    ]);
}

const CONSENT_OFFLINE: &str = "scope=openid+offline_access&prompt=consent";
const CHALLENGE: &str =
    "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

impl Replay {
    /// Signs in, so that the code of a recorded exchange has one of ours.
    fn sign_in(&mut self, client: &str, name: &str, query: &str) {
        let code = |url: &str| {
            let code = url.split(['?', '&']).find_map(|pair| pair.strip_prefix("code="));
            code.unwrap_or_else(|| panic!("{name}: no code in {url}")).to_owned()
        };
        let url = format!(
            "{SELF_HOSTED}/oidc/auth?client_id={}&response_type=code&redirect_uri={}&{query}",
            self.ours[client], "http%3A%2F%2F127.0.0.1%3A4180%2Fcallback"
        );
        let request = Request::get(url).body(Vec::new()).unwrap();
        let answer = self.logto.respond(&request, self.now);
        let ours = code(answer.headers()["location"].to_str().unwrap());
        let theirs = Recorded::read(name).form_value("code");
        self.know(&theirs, &ours);
    }
}
