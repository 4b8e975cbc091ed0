//! The HTTP exchange that a failed step had, masked.

use crate::{
    report::{escape, mask},
    task::login::Exchange,
};
use serde_json::{Value, json};

/// How much of a body is shown, in characters and in lines.
const MAX_SHOWN: (usize, usize) = (600, 12);

/// Returns the exchange as indented lines: the request, the status, the beginning of the body.
pub fn evidence(exchange: &Exchange) -> String {
    let mut lines = vec![format!("{} {}", exchange.method, mask::reference(&exchange.endpoint))];
    match exchange.status {
        None => lines.push("no answer".to_owned()),
        Some(status) => {
            let content_type = exchange
                .content_type()
                .map_or("no content type".into(), |content_type| escape::excerpt(content_type, 60));
            lines.push(format!("{status}, {content_type}"));
            let body = body(exchange);
            let shown = body.lines().count().min(MAX_SHOWN.1);
            lines.extend(body.lines().take(shown).map(str::to_owned));
            if body.lines().count() > shown {
                lines.push("…".to_owned());
            }
        }
    }
    lines.iter().map(|line| format!("  {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Returns the exchange as data.
pub fn evidence_json(exchange: &Exchange) -> Value {
    json!({
        "method": exchange.method.as_str(),
        "endpoint": mask::reference(&exchange.endpoint),
        "status": exchange.status.map(|status| status.as_u16()),
        "content_type": exchange.content_type(),
        "body": exchange.status.map(|_| body(exchange)),
    })
}

fn body(exchange: &Exchange) -> String {
    if exchange.body.is_empty() {
        return "(empty body)".to_owned();
    }
    mask::body(exchange.content_type(), &exchange.body, MAX_SHOWN.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderMap, HeaderValue, Method, StatusCode, header};

    fn exchange(status: Option<u16>, content_type: &'static str, body: &str) -> Exchange {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Exchange {
            method: Method::POST,
            endpoint: "https://id.example.com/token".to_owned(),
            status: status.map(|status| StatusCode::from_u16(status).unwrap()),
            headers,
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn x3_the_evidence_shows_the_answer_and_none_of_its_secrets() {
        let found = exchange(Some(200), "application/json", r#"{"access_token":"canary","error":"x"}"#);
        assert_eq!(
            evidence(&found),
            "  POST https://id.example.com/token\n  200 OK, application/json\n  {\n    \"access_token\": \
             \"[masked]\",\n    \"error\": \"x\"\n  }"
        );
        assert!(!evidence_json(&found).to_string().contains("canary"));
        assert_eq!(evidence_json(&found)["status"], 200);
    }

    #[test]
    fn l06_what_the_provider_wrote_cannot_move_the_cursor() {
        let found = exchange(Some(500), "text/html", "<h1>\u{1b}[2Jgone</h1>\u{202e}");
        assert!(!evidence(&found).contains(['\u{1b}', '\u{202e}']));
    }

    #[test]
    fn a_long_page_is_cut() {
        let found = exchange(Some(502), "text/html", &"<p>line</p>\n".repeat(40));
        assert_eq!(evidence(&found).lines().count(), 15);
    }

    #[test]
    fn where_no_answer_came_the_request_is_named() {
        let found = exchange(None, "text/html", "");
        assert_eq!(evidence(&found), "  POST https://id.example.com/token\n  no answer");
        assert!(evidence_json(&found)["body"].is_null());
    }
}
