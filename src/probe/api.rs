//! Calls of one operation that changes nothing, with credentials that are no good.

use super::{Answered, Ask, Exchange, Subject};
use crate::{
    invoke::{
        bind::BoundCall,
        outcome::{Answer, Authorization, CallOutcome},
        request::{self, Conversation},
        signature::Signature,
    },
    oauth::values::AccessToken,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderValue, header};
use serde_json::json;

/// Without a token.
pub(super) static WITHOUT_TOKEN: Exchange = Exchange {
    method: "GET",
    to: "an operation of the API that needs a token and no argument",
    with: "ChatGPT's headers, no token",
};
/// With a token that nobody issued.
pub(super) static FORGED: Exchange = Exchange {
    method: "GET",
    to: "the same operation",
    with: "ChatGPT's headers, a bearer token that nobody issued",
};
/// With a token that looks expired.
pub(super) static EXPIRED: Exchange = Exchange {
    method: "GET",
    to: "the same operation",
    with: "ChatGPT's headers, a JWT that expired in 2001 and that nobody signed",
};
/// With another scheme.
pub(super) static WRONG_SCHEME: Exchange = Exchange {
    method: "GET",
    to: "the same operation",
    with: "ChatGPT's headers, `Authorization: Basic` with a user that does not exist",
};
/// Without ChatGPT's headers.
pub(super) static AS_OURSELVES: Exchange = Exchange {
    method: "GET",
    to: "the same operation",
    with: "our own `User-Agent` in place of ChatGPT's headers, no token",
};
/// An operation without security.
pub(super) static PUBLIC: Exchange = Exchange {
    method: "GET",
    to: "an operation of the API with `security: []` and no argument",
    with: "ChatGPT's headers, no token",
};

/// An operation that needs a token, or as a clause why there is none.
pub(super) fn guarded<'a>(subject: &Subject<'a>) -> Result<(&'a Signature, &'a BoundCall), String> {
    let none = "no GET operation needs a token and no argument";
    subject.api()?.guarded.ok_or_else(|| none.to_owned())
}

/// Any operation: one that needs a token rather than one that needs none.
pub(super) fn any<'a>(
    subject: &Subject<'a>,
) -> Result<(&'a Signature, &'a BoundCall, &'static Exchange), String> {
    let api = subject.api()?;
    let guarded = api.guarded.map(|(signature, call)| (signature, call, &WITHOUT_TOKEN));
    let public = api.public.map(|(signature, call)| (signature, call, &PUBLIC));
    guarded.or(public).ok_or_else(|| "no GET operation can be called without arguments".to_owned())
}

/// Returns the call without a token.
pub(super) fn without_token(subject: &Subject<'_>) -> Result<Ask, String> {
    let (_, call, exchange) = any(subject)?;
    build(subject, exchange, call, None)
}

/// Returns the call of a public operation.
pub(super) fn public(subject: &Subject<'_>) -> Result<Ask, String> {
    let (_, call) = subject.api()?.public.ok_or("no GET operation is public")?;
    build(subject, &PUBLIC, call, None)
}

/// Returns the call with a token that nobody issued.
pub(super) fn forged(subject: &Subject<'_>) -> Result<Ask, String> {
    let (_, call) = guarded(subject)?;
    build(subject, &FORGED, call, Some(&subject.forged("token")))
}

/// Returns the call with a JWT that is long expired, unsigned in all but form.
pub(super) fn expired(subject: &Subject<'_>) -> Result<Ask, String> {
    let (_, call) = guarded(subject)?;
    let part = |value: serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let issuer = subject.settings.and_then(|own| own.issuer.as_ref()).map(|issuer| issuer.as_str());
    let head = part(json!({ "alg": "RS256", "typ": "at+jwt", "kid": "gptauth-doctor" }));
    let claims =
        part(json!({ "iss": issuer, "sub": "gptauth-doctor", "iat": 1_000_000_000, "exp": 1_000_003_600 }));
    let token = format!("{head}.{claims}.{}", URL_SAFE_NO_PAD.encode(subject.seeds.forged));
    build(subject, &EXPIRED, call, Some(&token))
}

/// Returns the call with credentials of another scheme.
pub(super) fn wrong_scheme(subject: &Subject<'_>) -> Result<Ask, String> {
    let (_, call) = guarded(subject)?;
    let mut ask = build(subject, &WRONG_SCHEME, call, None)?;
    if let super::Question::Http(request) = &mut ask.question {
        // gptauth-doctor:nobody
        let basic = HeaderValue::from_static("Basic Z3B0YXV0aC1kb2N0b3I6bm9ib2R5");
        request.headers_mut().insert(header::AUTHORIZATION, basic);
    }
    Ok(ask)
}

/// Returns the call without a token and without ChatGPT's headers.
pub(super) fn as_ourselves(subject: &Subject<'_>) -> Result<Ask, String> {
    let mut ask = without_token(subject)?;
    ask.exchange = &AS_OURSELVES;
    if let super::Question::Http(request) = &mut ask.question {
        request.headers_mut().clear();
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("*/*"));
    }
    Ok(ask)
}

pub(super) fn build(
    subject: &Subject<'_>,
    exchange: &'static Exchange,
    call: &BoundCall,
    token: Option<&str>,
) -> Result<Ask, String> {
    let conversation = Conversation { seeds: subject.seeds.conversation };
    let server = subject.api()?.server;
    let own = token.map(AccessToken::new);
    let shape = &subject.target.call;
    let request = request::request(call, server, own.as_ref(), shape, &conversation)
        .map_err(|error| error.to_string())?;
    let ask = Ask::http(exchange, request);
    Ok(match token {
        Some(token) => ask.keeping(token),
        None => ask,
    })
}

/// Returns what ChatGPT would stumble over in an answer.
pub(super) fn outcome(
    subject: &Subject<'_>,
    (signature, call): (&Signature, &BoundCall),
    answered: &Answered,
    authorization: Authorization,
) -> Option<CallOutcome> {
    let url = request::url(subject.api().ok()?.server, call).ok()?;
    let response = answered.response()?;
    let answer = Answer {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.body().clone(),
        duration: answered.duration,
    };
    Some(CallOutcome::new(signature, call, url, authorization, answer, &subject.target.call))
}
