//! Answers and bodies that are not what was asked for, whatever the endpoint.

use super::{Answer, Context, Delivery, Object};
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, LOCATION, RETRY_AFTER},
};
use serde_json::Value;
use std::borrow::Cow;
use url::form_urlencoded;

/// A sign-in page of somebody's: what an application answers to every path it does not know.
const PAGE: &str =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><div id=\"app\"></div></body></html>";

/// What a web application firewall sends to whom it takes for a robot.
const CHALLENGE: &str = "<!DOCTYPE html><html><head><title>Just a moment...</title></head>\
                         <body>Checking your browser before accessing the site.</body></html>";

/// Where redirects lead: a host that is nobody's (RFC 2606 §3).
pub(super) const ELSEWHERE: &str = "https://elsewhere.example";

pub(super) fn text_answer(status: StatusCode, content_type: &'static str, body: &str) -> Answer {
    let mut answer = Response::new(body.as_bytes().to_vec());
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

/// Returns a page, with 200.
pub(super) fn page() -> Answer {
    text_answer(StatusCode::OK, "text/html; charset=utf-8", PAGE)
}

/// Answers with the status that was typed and a page; one that asks for patience says for how long.
pub(super) fn status(context: &Context<'_>) -> Option<Answer> {
    let status = context.status();
    let mut answer = text_answer(status, "text/plain; charset=utf-8", &format!("{status}\n"));
    if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("7"));
    }
    Some(answer)
}

/// Answers with the redirect whose status was typed, to another host.
pub(super) fn redirect(context: &Context<'_>) -> Option<Answer> {
    let mut answer = text_answer(context.status(), "text/plain; charset=utf-8", "Moved.\n");
    put(&mut answer, LOCATION, &format!("{ELSEWHERE}/"));
    Some(answer)
}

/// Answers with a firewall's challenge.
pub(super) fn challenge(_: &Context<'_>) -> Option<Answer> {
    let mut answer = text_answer(StatusCode::FORBIDDEN, "text/html; charset=UTF-8", CHALLENGE);
    put(&mut answer, HeaderName::from_static("cf-mitigated"), "challenge");
    Some(answer)
}

pub(super) fn html(answer: &mut Answer, _: &Context<'_>) {
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    *answer.body_mut() = PAGE.as_bytes().to_vec();
}

pub(super) fn empty(answer: &mut Answer, _: &Context<'_>) {
    answer.body_mut().clear();
}

pub(super) fn truncated(answer: &mut Answer, _: &Context<'_>) {
    let half = answer.body().len() / 2;
    answer.body_mut().truncate(half);
}

/// Wraps the object in a list.
pub(super) fn list(answer: &mut Answer, _: &Context<'_>) {
    answer.body_mut().insert(0, b'[');
    answer.body_mut().push(b']');
}

pub(super) fn byte_order_mark(answer: &mut Answer, _: &Context<'_>) {
    answer.body_mut().splice(0..0, *b"\xef\xbb\xbf");
}

/// Makes the answer larger than we read: white space after the object, which JSON allows.
pub(super) fn large(answer: &mut Answer, _: &Context<'_>) {
    const LARGE: usize = 20 * 1024 * 1024;
    answer.body_mut().resize(LARGE, b' ');
}

/// Encodes the members as a form, which is what GitHub does where nobody asks for JSON.
pub(super) fn form(answer: &mut Answer, _: &Context<'_>) {
    let Some(members) = object(answer) else { return };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(members.iter().map(|(name, value)| (name, text(value))));
    *answer.body_mut() = form.finish().into_bytes();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, form);
}

/// Encodes the members as a form where nobody asked for JSON.
pub(super) fn form_unless_json(answer: &mut Answer, context: &Context<'_>) {
    let accept = context.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if !accept.contains("json") {
        form(answer, context);
    }
}

pub(super) fn never(answer: &mut Answer, _: &Context<'_>) {
    answer.extensions_mut().insert(Delivery::Never);
}

pub(super) fn closed(answer: &mut Answer, _: &Context<'_>) {
    answer.extensions_mut().insert(Delivery::Closed);
}

pub(super) fn cut(answer: &mut Answer, _: &Context<'_>) {
    answer.extensions_mut().insert(Delivery::Cut);
}

/// Returns the members of an answer that is an object.
pub(super) fn object(answer: &Answer) -> Option<Object> {
    serde_json::from_slice(answer.body()).ok()
}

/// Sets a header. A value that cannot be one is left out.
pub(super) fn put(answer: &mut Answer, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// Sets a member.
pub(super) fn set(object: &mut Object, name: &str, value: impl Into<Value>) {
    object.insert(name.to_owned(), value.into());
}

/// Changes the text of a member that is there.
pub(super) fn edit(object: &mut Object, name: &str, edit: impl FnOnce(&str) -> Cow<'_, str>) {
    let changed = object.get(name).and_then(Value::as_str).map(|text| edit(text).into_owned());
    if let Some(changed) = changed {
        set(object, name, changed);
    }
}

/// Moves a number by some seconds.
pub(super) fn shift(object: &mut Object, name: &str, seconds: i64) {
    if let Some(number) = object.get(name).and_then(Value::as_i64) {
        set(object, name, number.saturating_add(seconds));
    }
}

/// Takes the member out that is named like the value that was typed.
pub(super) fn without_argument(object: &mut Object, context: &Context<'_>) {
    object.shift_remove(context.argument);
}
