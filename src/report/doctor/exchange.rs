//! What was sent and what came back, short and masked.

use crate::{
    probe::{Answer, Answered, Ask, Question},
    report::{escape, mask},
};
use http::{HeaderMap, header};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// How much of a body is shown, in characters.
const BODY: usize = 240;

/// The headers of an answer that findings are about.
const TELLING: [header::HeaderName; 4] =
    [header::LOCATION, header::WWW_AUTHENTICATE, header::CACHE_CONTROL, header::RETRY_AFTER];

/// Returns what was sent, as lines.
pub(super) fn sent(ask: &Ask) -> Vec<String> {
    let lines = match &ask.question {
        Question::Addresses(host) => vec![format!("DNS {}", escape::line(host))],
        Question::Http(request) => {
            let first = format!("{} {}", request.method(), mask::reference(&request.uri().to_string()));
            let credentials = request.headers().get(header::AUTHORIZATION);
            let credentials = credentials.map(|value| {
                let value = String::from_utf8_lossy(value.as_bytes());
                format!("authorization: {}", mask::header("authorization", &value))
            });
            let body = (!request.body().is_empty()).then(|| body(request.headers(), request.body()));
            [Some(first), credentials, body].into_iter().flatten().collect()
        }
    };
    lines.into_iter().map(|line| without(ask, line)).collect()
}

/// Returns what came back, as lines.
pub(super) fn back(ask: &Ask, answered: &Answered) -> Vec<String> {
    let lines = match &answered.answer {
        Answer::Nothing(nothing) => vec![format!("no answer: {}", mask::text(&nothing.words))],
        Answer::Addresses(found) => {
            vec![found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")]
        }
        Answer::Response { response, certificate_until } => {
            let telling = TELLING.iter().filter_map(|name| {
                let value = String::from_utf8_lossy(response.headers().get(name)?.as_bytes()).into_owned();
                Some(format!("{name}: {}", escape::excerpt(&mask::header(name.as_str(), &value), BODY)))
            });
            let until = certificate_until.map(|until| format!("certificate until {until}"));
            let body = (!response.body().is_empty()).then(|| body(response.headers(), response.body()));
            std::iter::once(response.status().to_string()).chain(telling).chain(until).chain(body).collect()
        }
    };
    lines.into_iter().map(|line| without(ask, line)).collect()
}

/// Returns an exchange as JSON.
pub(super) fn value(ask: &Ask, answered: &Answered) -> Value {
    json!({
        "what": format!("{} {}: {}", ask.exchange.method, ask.exchange.to, ask.exchange.with),
        "sent": sent(ask),
        "received": back(ask, answered),
        "duration_ms": super::super::call::milliseconds(answered.duration),
    })
}

fn body(headers: &HeaderMap, bytes: &[u8]) -> String {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let shown = mask::body(content_type, bytes, 4 * BODY);
    let one_line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    escape::excerpt(&one_line, BODY)
}

/// Masks what the probe itself knows to be secret, wherever an answer echoes it.
fn without(ask: &Ask, line: String) -> String {
    ask.secrets.iter().map(ExposeSecret::expose_secret).filter(|secret| secret.len() >= 4).fold(
        line,
        |line, secret| {
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            line.replace(secret, mask::MASK).replace(&encoded, mask::MASK)
        },
    )
}
