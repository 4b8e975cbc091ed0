//! `token-endpoint`: does it answer as ChatGPT, and the standard, expect?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds,
    token::{self, Reading},
};
use crate::providers::Topic;
use http::header;

pub(super) static PROBE: Probe = Probe {
    name: "token-endpoint",
    group: Group::Client,
    question: "the token endpoint takes a form, and answers errors as the standard has them",
    exchanges: &[&token::WITH_SECRET, &token::WRONG_SECRET, &token::AS_JSON],
    kinds: &[
        &kinds::TOKEN_ENDPOINT_NOT_OAUTH,
        &kinds::TOKEN_ENDPOINT_REFUSES_FORM,
        &kinds::TOKEN_ERROR_STATUS,
        &kinds::TOKEN_ANSWER_CACHEABLE,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![token::typical(subject)?, token::as_json(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let [form, json] = answers else { return Judgement::default() };
    let found = |kind, message: String, help: &str| {
        Judgement::of(vec![Finding::new(kind, 0, message).help(help)], "")
    };
    let (reading, as_json) = (token::read(form), token::read(json));
    // Whoever cannot read the body misses the client and the grant type in it.
    let takes_json = as_json == Reading::GrantRefused;
    let unsupported = form.status().is_some_and(|status| status == 415);
    match reading {
        _ if unsupported || (takes_json && matches!(reading, Reading::NotOAuth | Reading::OtherError(_))) => {
            return found(
                &kinds::TOKEN_ENDPOINT_REFUSES_FORM,
                format!("the token endpoint answers a form with {}", form.words()),
                "let it read `application/x-www-form-urlencoded`: ChatGPT sends nothing else",
            );
        }
        Reading::NotOAuth => {
            let message = format!("the token endpoint gives no answer of OAuth: {}", form.words());
            return found(&kinds::TOKEN_ENDPOINT_NOT_OAUTH, message, subject.provider.advice(Topic::Issuer));
        }
        Reading::Unanswered(why) => {
            return Judgement::untold(format!("how the token endpoint answers: {why}"));
        }
        Reading::Moved(to) => {
            return Judgement::untold(format!("how the token endpoint answers: it redirects to `{to}`"));
        }
        _ => {}
    }
    let mut findings = Vec::new();
    if form.status().is_some_and(|status| status.is_success()) && reading != Reading::Issued {
        let message = format!("the token endpoint answers an error with {}", form.words());
        let help = "answer errors with 400, and 401 for the client (RFC 6749 §5.2)";
        findings.push(Finding::new(&kinds::TOKEN_ERROR_STATUS, 0, message).help(help));
    }
    let cached = form.header(header::CACHE_CONTROL).unwrap_or_default().to_ascii_lowercase();
    if !cached.contains("no-store") {
        let message = match cached.as_str() {
            "" => "the token endpoint answers without `Cache-Control`".to_owned(),
            other => format!("the token endpoint answers with `Cache-Control: {other}`"),
        };
        let help = "answer with `Cache-Control: no-store`, so that nothing on the way keeps a token";
        findings.push(Finding::new(&kinds::TOKEN_ANSWER_CACHEABLE, 0, message).help(help));
    }
    let also = if takes_json { ", and JSON as well" } else { "" };
    Judgement::of(findings, format!("takes a form{also}; errors are OAuth's"))
}
