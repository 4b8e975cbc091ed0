//! `access-token`: of which form is it, and for whom?

use super::{
    super::{Answered, Ask, Group, Judgement, Probe, Subject},
    signed_in,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

pub(in super::super) static PROBE: Probe = Probe {
    name: "access-token",
    group: Group::SignedIn,
    question: "what form the access token has",
    exchanges: &[],
    kinds: &[],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    signed_in(subject).map(|_| Vec::new())
}

fn judge(subject: &Subject<'_>, _: &[Answered]) -> Judgement {
    let Ok(own) = signed_in(subject) else { return Judgement::default() };
    Judgement::seen(form(own.access_token.expose()))
}

/// Returns what a token looks like. It is read for display alone: nobody validated it.
fn form(token: &str) -> String {
    let parts: Vec<_> = token.split('.').collect();
    match (parts.as_slice(), claims(&parts)) {
        ([_, _, _], Some(claims)) => {
            let audience = match claims.get("aud") {
                Some(Value::String(one)) => one.clone(),
                Some(Value::Array(all)) => {
                    all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
                }
                _ => return "a JWT without an audience".to_owned(),
            };
            format!("a JWT for `{audience}`, which an API can validate itself")
        }
        ([_, _, _, _, _], _) => "an encrypted JWT, which no API can read".to_owned(),
        _ => "opaque: the API must ask the Userinfo or introspection endpoint".to_owned(),
    }
}

fn claims(parts: &[&str]) -> Option<Map<String, Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(parts.get(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_token_is_told_by_its_looks() {
        let jwt = |claims: &str| format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims));
        for (token, words) in [
            ("opaque-token", "opaque"),
            ("a.b.c", "opaque"),
            (&jwt(r#"{"aud":"https://api.example.com"}"#), "for `https://api.example.com`"),
            (&jwt(r#"{"aud":["a","b"]}"#), "for `a, b`"),
            (&jwt("{}"), "without an audience"),
            ("a.b.c.d.e", "encrypted"),
        ] {
            assert!(form(token).contains(words), "{token}: {}", form(token));
        }
    }
}
