//! What a call brought back, and what ChatGPT would have made of it.

use super::{bind::BoundCall, kinds, read::is_json, signature::Signature};
use crate::{
    diagnostic::{Diagnostic, Kind, Severity},
    platform::CallShape,
};
use http::{HeaderMap, Method, StatusCode, header};
use std::time::Duration;
use url::Url;

/// How much of an error answer outlives its judgement, in bytes.
const MAX_KEPT: usize = 1024;

/// A call and its answer.
#[derive(Debug)]
pub struct CallOutcome {
    /// The operation.
    pub operation: String,
    /// The method.
    pub method: Method,
    /// Where it was sent.
    pub url: Url,
    /// With which credentials.
    pub authorization: Authorization,
    /// The length of the body that was sent, in characters.
    pub request_characters: usize,
    /// Required header and cookie parameters that were left out.
    pub left_out: Vec<String>,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body of the answer, decompressed.
    pub body: Vec<u8>,
    /// The length of the answer, in characters and in bytes, also where its body is kept no more.
    pub answer_length: [usize; 2],
    /// From sending to the last byte.
    pub duration: Duration,
    /// Whether the access token was renewed on the way, after a first 401.
    pub renewed: bool,
    /// What the API says about the token that it refused.
    pub challenge: Option<Challenge>,
    /// What ChatGPT would stumble over.
    pub findings: Vec<Diagnostic>,
}

/// The credentials that a call carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Authorization {
    /// The access token.
    Bearer,
    /// None: the operation is `security: []`, or the action has no OAuth.
    Public,
    /// None, because it was asked for so.
    Withheld,
    /// A token that nobody issued.
    Forged,
}

/// The challenge of a refusal (RFC 6750 §3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Challenge {
    /// `error`: `invalid_token`, `insufficient_scope`, …
    pub error: Option<String>,
    /// `error_description`.
    pub description: Option<String>,
    /// `scope`: what the token would have to have.
    pub scope: Option<String>,
}

/// What came back over the wire.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, decompressed.
    pub body: Vec<u8>,
    /// From sending to the last byte.
    pub duration: Duration,
}

impl Authorization {
    /// Returns the word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Public => "none",
            Self::Withheld => "withheld",
            Self::Forged => "forged",
        }
    }
}

impl CallOutcome {
    /// Returns the outcome of `call`, judged.
    pub fn new(
        signature: &Signature,
        call: &BoundCall,
        url: Url,
        authorization: Authorization,
        answer: Answer,
        shape: &CallShape,
    ) -> Self {
        let request_characters = call.body.as_deref().map_or(0, characters);
        let findings = judge(signature, request_characters, &answer, shape);
        Self {
            operation: signature.name.clone(),
            method: call.method.clone(),
            url,
            authorization,
            request_characters,
            left_out: call.left_out.iter().map(|(name, _)| name.clone()).collect(),
            status: answer.status,
            headers: answer.headers,
            answer_length: [characters(&answer.body), answer.body.len()],
            body: answer.body,
            duration: answer.duration,
            renewed: false,
            challenge: None,
            findings,
        }
    }

    /// Returns the length of the answer, in characters.
    pub fn answer_characters(&self) -> usize {
        self.answer_length[0]
    }

    /// Returns the outcome without the content of its answer: of an error the beginning is kept, of the
    /// headers where a redirect leads, and how long is to be waited.
    #[must_use]
    pub fn without_content(mut self) -> Self {
        let kept = if self.status.is_success() { 0 } else { self.body.len().min(MAX_KEPT) };
        let told = [header::LOCATION, header::RETRY_AFTER];
        let told = told.into_iter().filter_map(|name| Some((name.clone(), self.headers.remove(name)?)));
        self.headers = told.collect();
        self.body.truncate(kept);
        self.body.shrink_to_fit();
        self
    }

    /// Returns where a redirect points, as the API wrote it.
    pub fn redirects_to(&self) -> Option<String> {
        if !self.status.is_redirection() {
            return None;
        }
        location(&self.headers)
    }

    /// Returns whether the API did what was asked, in a way that ChatGPT can use.
    pub fn is_good(&self) -> bool {
        self.status.is_success() && self.faults().next().is_none()
    }

    /// Returns the findings that are more than notes.
    pub fn faults(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| finding.severity != Severity::Note)
    }
}

fn judge(
    signature: &Signature,
    request_characters: usize,
    answer: &Answer,
    shape: &CallShape,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut find = |kind: &'static Kind, message: String, help: &str| {
        findings.push(Diagnostic { help: Some(help.to_owned()), ..Diagnostic::new(kind, message) });
    };
    let limit = shape.characters.value;
    if request_characters >= limit {
        find(
            &kinds::REQUEST_TOO_LONG,
            format!("the request has {request_characters} characters; ChatGPT sends fewer than {limit}"),
            "take the content in parts",
        );
    }
    let time = shape.time.value;
    if answer.duration > time {
        find(
            &kinds::ANSWER_TOO_SLOW,
            format!(
                "the answer took {:.1} s; ChatGPT waits {} s",
                answer.duration.as_secs_f32(),
                time.as_secs()
            ),
            "answer at once with an id, and let the result be asked for",
        );
    }
    let comfortable = shape.comfortable_time.value;
    if answer.duration > comfortable && answer.duration <= time {
        find(
            &kinds::ANSWER_SLOW,
            format!(
                "the answer took {:.1} s; ChatGPT waits {} s, and more than {} s is too close to that",
                answer.duration.as_secs_f32(),
                time.as_secs(),
                comfortable.as_secs()
            ),
            "answer at once with an id, and let the result be asked for",
        );
    }
    let text = std::str::from_utf8(&answer.body);
    let length = characters(&answer.body);
    if length >= limit {
        find(
            &kinds::ANSWER_TOO_LONG,
            format!("the answer has {length} characters; ChatGPT takes fewer than {limit}"),
            "page the list, or leave out what the model does not need",
        );
    }
    if answer.status.is_redirection() && answer.status != StatusCode::NOT_MODIFIED {
        match location(&answer.headers) {
            Some(to) => find(
                &kinds::REDIRECT_ANSWERED,
                format!("the API sends the caller to `{to}`; it was not followed"),
                "put the final URL into `servers` and `paths`",
            ),
            None => find(
                &kinds::REDIRECT_ANSWERED,
                "the API sends the caller elsewhere, and has no `location` that says where".to_owned(),
                "answer the call itself",
            ),
        }
    }
    match text {
        Err(_) if is_textual(content_type(&answer.headers)) => find(
            &kinds::ANSWER_NOT_TEXT,
            format!("the answer is not in UTF-8 (`{}`)", content_type(&answer.headers)),
            "write it in UTF-8, the one encoding of JSON between systems (RFC 8259 §8.1)",
        ),
        Err(_) => find(
            &kinds::ANSWER_NOT_TEXT,
            format!("the answer is not text ({})", content_type(&answer.headers)),
            "answer JSON with a link to the file",
        ),
        Ok(text)
            if answer.status.is_success()
                && signature.method != Method::HEAD
                && signature.promises_json(answer.status.as_u16()) =>
        {
            if let Some(what) = not_json(text, answer) {
                find(
                    &kinds::ANSWER_NOT_JSON,
                    format!("the document promises JSON, {what}"),
                    "answer JSON of the schema, or describe the answer as what it is",
                );
            }
        }
        Ok(_) => {}
    }
    findings
}

/// Returns what a text is in place of the JSON that was promised, or nothing where it is JSON.
fn not_json(text: &str, answer: &Answer) -> Option<String> {
    let may_be_empty = matches!(answer.status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT);
    if text.is_empty() {
        return (!may_be_empty).then(|| "the answer is empty".to_owned());
    }
    let error = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    let media_type = content_type(&answer.headers);
    Some(match is_json(media_type) {
        true if text.starts_with('\u{feff}') => {
            "and the answer begins with a byte order mark, which JSON has none of (RFC 8259 §8.1)".to_owned()
        }
        true => format!("the answer only says so: line {}, column {}", error.line(), error.column()),
        false => format!("the answer is not (`{media_type}`)"),
    })
}

/// Returns whether what has that media type should be text.
fn is_textual(media_type: &str) -> bool {
    is_json(media_type) || media_type.trim_start().to_ascii_lowercase().starts_with("text/")
}

/// Returns the media type of an answer, as the API wrote it.
pub fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("no content-type")
}

fn location(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::LOCATION)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Returns the length of a text in characters (Unicode scalar values); bytes that are none count one
/// each, about.
fn characters(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or(bytes.len(), |text| text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        invoke::{fixture, signature::Promise},
        platform::gpt_action,
    };
    use http::HeaderValue;

    fn signature() -> Signature {
        Signature {
            answers: vec![Promise { status: "2XX".to_owned(), json: true }],
            ..fixture::reading("listItems")
        }
    }

    fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.into(),
            duration: Duration::from_millis(5),
        }
    }

    fn codes(request_characters: usize, answer: &Answer) -> Vec<&'static str> {
        let findings = judge(&signature(), request_characters, answer, &gpt_action::TARGET.call);
        findings.iter().map(|finding| finding.kind.code).collect()
    }

    #[test]
    fn a_plain_answer_has_no_finding() {
        assert!(codes(0, &answer(200, "[]")).is_empty());
        assert!(codes(0, &answer(204, "")).is_empty());
        assert!(codes(99_999, &answer(200, format!("\"{}\"", "ü".repeat(99_997)))).is_empty());
        assert!(codes(0, &answer(404, "not found")).is_empty());
        assert!(codes(0, &answer(304, "")).is_empty());
    }

    #[test]
    fn c07_what_chatgpt_would_not_take_is_found() {
        assert_eq!(codes(100_000, &answer(200, "[]")), ["GA603"]);
        assert_eq!(codes(0, &answer(200, format!("\"{}\"", "x".repeat(99_998)))), ["GA602"]);
        assert_eq!(codes(0, &answer(200, [0xff, 0xfe, 0])), ["GA605"]);
        assert_eq!(codes(0, &Answer { duration: Duration::from_secs(46), ..answer(200, "1") }), ["GA601"]);
        assert_eq!(codes(0, &Answer { duration: Duration::from_secs(45), ..answer(200, "1") }), ["GA614"]);
    }

    #[test]
    fn an_answer_that_is_not_the_promised_json_is_found() {
        assert_eq!(codes(0, &answer(200, "<html>")), ["GA604"]);
        assert_eq!(codes(0, &answer(200, "")), ["GA604"]);
        let text = Signature { answers: Vec::new(), ..signature() };
        assert!(judge(&text, 0, &answer(200, "pong"), &gpt_action::TARGET.call).is_empty());
    }

    #[test]
    fn c07_what_keeps_an_answer_from_being_text_or_json_is_said() {
        let of_type = |content_type: &'static str, body: &[u8]| {
            let mut answer = answer(200, body);
            answer.headers.insert("content-type", HeaderValue::from_static(content_type));
            let findings = judge(&signature(), 0, &answer, &gpt_action::TARGET.call);
            findings.into_iter().map(|own| (own.kind.code, own.message)).collect::<Vec<_>>()
        };
        for (content_type, body, code, message) in [
            (
                "application/json; charset=latin1",
                &b"\"\xe9\""[..],
                "GA605",
                "the answer is not in UTF-8 (`application/json; charset=latin1`)",
            ),
            ("Text/CSV", b"\xe9", "GA605", "the answer is not in UTF-8 (`Text/CSV`)"),
            ("image/png", b"\x89PNG", "GA605", "the answer is not text (image/png)"),
            (
                "application/json",
                b"\xef\xbb\xbf[]",
                "GA604",
                "the document promises JSON, and the answer begins with a byte order mark, which JSON has none of (RFC 8259 \u{a7}8.1)",
            ),
            (
                "application/json",
                b"[\n1,]",
                "GA604",
                "the document promises JSON, the answer only says so: line 2, column 3",
            ),
            (
                "application/x-ndjson",
                b"{}\n{}\n",
                "GA604",
                "the document promises JSON, the answer is not (`application/x-ndjson`)",
            ),
        ] {
            assert_eq!(of_type(content_type, body), [(code, message.to_owned())]);
        }
    }

    #[test]
    fn c07_characters_are_counted_and_neither_bytes_nor_halves_of_a_pair() {
        assert_eq!(characters("ü€😀".as_bytes()), 3);
        assert_eq!(characters(br#""\ud83d\ude00""#), 14, "an escape is what is sent");
        assert_eq!(characters(b"\xff\xfe"), 2);
        let emoji = |count: usize| answer(200, format!("\"{}\"", "😀".repeat(count)));
        assert_eq!(codes(0, &emoji(99_997)), [""; 0]);
        assert_eq!(codes(0, &emoji(99_998)), ["GA602"]);
    }

    #[test]
    fn c01_a_redirect_to_nowhere_is_told_as_one() {
        let findings = judge(&signature(), 0, &answer(302, ""), &gpt_action::TARGET.call);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("has no `location`"), "{}", findings[0].message);
    }

    #[test]
    fn c01_a_redirect_is_shown_with_where_it_points() {
        let mut redirect = answer(307, "");
        redirect.headers.insert("location", HeaderValue::from_static("https://evil.example/"));
        let findings = judge(&signature(), 0, &redirect, &gpt_action::TARGET.call);
        assert_eq!(findings[0].kind.code, "GA606");
        assert!(findings[0].message.contains("`https://evil.example/`"));
    }
}
