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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{call::status, failure::ExitStatus},
        invoke::{
            bind::{self, Arguments},
            fixture,
            outcome::{Answer, Challenge},
        },
        platform::gpt_action,
    };
    use http::{HeaderMap, HeaderValue, StatusCode};
    use std::time::Duration;

    fn outcome(code: u16, authorization: Authorization) -> CallOutcome {
        let signature = fixture::reading("listItems");
        let bound = bind::bind(&signature, &Arguments::default()).unwrap();
        let answer = Answer {
            status: StatusCode::from_u16(code).unwrap(),
            headers: HeaderMap::new(),
            body: Vec::new(),
            duration: Duration::ZERO,
        };
        let url = "https://api.example.com/items".parse().unwrap();
        CallOutcome::new(&signature, &bound, url, authorization, answer, &gpt_action::TARGET.call)
    }

    fn refused(code: u16, error: &str, scope: Option<&str>) -> CallOutcome {
        let scope = scope.map(str::to_owned);
        let challenge = Challenge { error: Some(error.to_owned()), description: None, scope };
        CallOutcome { challenge: Some(challenge), ..outcome(code, Authorization::Bearer) }
    }

    #[test]
    fn an_answer_ends_the_command_by_what_it_means() {
        let ends = |code, authorization| status(&outcome(code, authorization));
        assert_eq!(ends(200, Authorization::Bearer), ExitStatus::Success);
        assert_eq!(ends(204, Authorization::Withheld), ExitStatus::Success);
        assert_eq!(ends(302, Authorization::Bearer), ExitStatus::Findings);
        assert_eq!(ends(404, Authorization::Bearer), ExitStatus::Findings);
        assert_eq!(ends(403, Authorization::Bearer), ExitStatus::Findings);
        assert_eq!(ends(401, Authorization::Withheld), ExitStatus::Findings);
        assert_eq!(ends(401, Authorization::Public), ExitStatus::Findings);
        assert_eq!(ends(401, Authorization::Bearer), ExitStatus::SignIn);
    }

    #[test]
    fn c05_a_missing_scope_is_named() {
        let refused = refused(403, "insufficient_scope", Some("items:write"));
        assert_eq!(status(&refused), ExitStatus::SignIn);
        assert!(advice(&refused).unwrap().contains("`items:write`"));
    }

    #[test]
    fn c04_a_401_without_an_error_was_perhaps_not_read() {
        assert!(advice(&outcome(401, Authorization::Bearer)).unwrap().contains("may not have seen it"));
        let refused = refused(401, "invalid_token", None);
        assert!(advice(&refused).unwrap().contains("does not accept this token"));
    }

    #[test]
    fn c06_retry_after_is_shown() {
        let mut waiting = outcome(429, Authorization::Bearer);
        assert_eq!(advice(&waiting), None);
        waiting.headers.insert(RETRY_AFTER, HeaderValue::from_static("120"));
        assert!(advice(&waiting).unwrap().contains("Retry-After 120"));
    }

    #[test]
    fn a_call_without_a_token_is_explained_either_way() {
        let withheld = |code| advice(&outcome(code, Authorization::Withheld));
        assert!(withheld(401).unwrap().contains("good"));
        assert!(withheld(403).unwrap().contains("401, not 403"));
        assert!(withheld(200).unwrap().contains("answers without a token"));
        assert_eq!(withheld(500), None);
        assert_eq!(advice(&outcome(200, Authorization::Bearer)), None);
    }
}
