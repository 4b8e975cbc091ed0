//! What to do about an answer.

use crate::invoke::outcome::{Authorization, CallOutcome};
use http::header::RETRY_AFTER;

/// Returns the next step, where the answer suggests one.
pub(super) fn advice(outcome: &CallOutcome) -> Option<String> {
    let challenge = outcome.challenge.as_ref();
    let error = challenge.and_then(|own| own.error.as_deref());
    Some(match (outcome.status.as_u16(), outcome.authorization) {
        (401, Authorization::Withheld) => {
            "the API asks for a token: good. On this answer ChatGPT shows its sign-in card".to_owned()
        }
        (200..=299, Authorization::Withheld) => {
            "the API answers without a token; if that is not meant, let it answer 401".to_owned()
        }
        (403, Authorization::Withheld) => {
            "answer 401, not 403: only 401 makes ChatGPT show its sign-in card".to_owned()
        }
        (401, Authorization::Public) => {
            "the API asks for a token, but the document or the project says that none is sent: \
             look for `security: []`, or add `[oauth]` to gptauth.toml"
                .to_owned()
        }
        (401, Authorization::Bearer) if error.is_some() => {
            "the API does not accept this token: run `gptauth login`, and look at how the API validates it"
                .to_owned()
        }
        (401, Authorization::Bearer) => {
            "the API says nothing about the token, so it may not have seen it: look at how it reads \
             `Authorization`, or run `gptauth login`"
                .to_owned()
        }
        (403, Authorization::Bearer) if error == Some("insufficient_scope") => {
            match challenge.and_then(|own| own.scope.as_deref()) {
                Some(scope) => format!(
                    "the token lacks a scope: add `{scope}` to `scope` in gptauth.toml, then `gptauth login`"
                ),
                None => "the token lacks a scope: add it to `scope` in gptauth.toml, then `gptauth login`"
                    .to_owned(),
            }
        }
        (429 | 503, _) => {
            let value = outcome.headers.get(RETRY_AFTER)?.to_str().ok()?;
            format!("the API asks to wait: Retry-After {value}. It was not tried again")
        }
        _ => return None,
    })
}
