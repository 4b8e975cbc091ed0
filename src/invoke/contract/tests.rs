use super::*;
use crate::{openapi::Document, platform::gpt_action, source::Source};
use http::HeaderValue;
use serde_json::json;

const DOCUMENT: &str = r#"
openapi: 3.1.0
paths:
  /items:
    get:
      operationId: listItems
      responses:
        '200':
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Item'}}}
            text/*: {}
        '204': {description: nothing}
        4XX: {content: {application/problem+json: {schema: {type: object, required: [title]}}}}
components:
  schemas:
    Item: {type: object, required: [id], properties: {id: {type: string, format: uuid}, at: {type: string, format: date}}}
"#;

fn findings(status: u16, content_type: &'static str, body: &str) -> Vec<Diagnostic> {
    let document = Document::parse(Source::new("x", DOCUMENT)).unwrap();
    let headers =
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
    let status = StatusCode::from_u16(status).unwrap();
    judge(&document.operations()[0], status, &headers, body.as_bytes(), &gpt_action::TARGET.call)
}

fn codes(status: u16, content_type: &'static str, body: &str) -> Vec<&'static str> {
    findings(status, content_type, body).iter().map(|finding| finding.kind.code).collect()
}

const JSON: &str = "application/json; charset=utf-8";

#[test]
fn what_the_document_describes_has_no_finding() {
    assert!(codes(200, JSON, "[]").is_empty());
    assert!(
        codes(200, JSON, r#"[{"id":"00000000-0000-4000-8000-000000000000","at":"2026-01-15"}]"#).is_empty()
    );
    assert!(codes(200, "Text/Plain", "pong").is_empty());
    assert!(codes(204, JSON, "").is_empty());
    assert!(codes(404, "application/problem+json", r#"{"title":"no such item"}"#).is_empty());
    assert!(codes(401, JSON, "{}").is_empty());
    assert!(codes(500, JSON, "{}").is_empty());
}

#[test]
fn an_undocumented_status_or_content_type_is_told() {
    let created = findings(201, JSON, "{}");
    assert_eq!((created[0].kind.code, created[0].severity), ("GA609", Severity::Warning));
    assert_eq!(created[0].message, "the document does not describe status 201; it knows `200`, `204`, `4XX`");
    assert_eq!(codes(200, "application/xml", "<a/>"), ["GA610"]);
    let document = Document::parse(Source::new("x", DOCUMENT)).unwrap();
    let untyped =
        judge(&document.operations()[0], StatusCode::OK, &HeaderMap::new(), b"[]", &gpt_action::TARGET.call);
    assert_eq!(
        untyped[0].message,
        "the answer has no `content-type`; the document describes `application/json`, `text/*`"
    );
    let unpromised = findings(204, JSON, "{}");
    assert_eq!((unpromised[0].kind.code, unpromised[0].severity), ("GA610", Severity::Note));
    // The status is the message of an error; its form is only its form.
    assert!(codes(404, "text/plain", "no").is_empty());
}

#[test]
fn c09_an_answer_against_its_schema_is_told_by_place() {
    let found = findings(200, JSON, r#"[{"id":"canary"},{"at":"soon"}]"#);
    let messages: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`/0/id` of the answer is not a \"uuid\"",
            "`/1` of the answer: \"id\" is a required property",
            "`/1/at` of the answer is not a \"date\""
        ]
    );
    assert_eq!(codes(200, JSON, "{}"), ["GA611"]);
    assert_eq!(codes(422, "application/problem+json", "{}"), ["GA611"]);
    let many = findings(200, JSON, &json!(vec![json!({}); 40]).to_string());
    assert_eq!(many.len(), MAX_TOLD);
    assert!(many[4].message.ends_with("; 35 more like it"));
}

#[test]
fn c09_files_that_chatgpt_does_not_take_are_told() {
    let wrong = |files: Value| {
        let findings = files_of(&files);
        assert!(findings.iter().all(|finding| finding.kind.code == "GA612"));
        findings.len()
    };
    let file = json!({"name": "a.csv", "mime_type": "text/csv", "content": "YSxi"});
    assert_eq!(wrong(json!([file, "https://files.example.com/a.csv"])), 0);
    assert_eq!(wrong(json!({"0": file})), 1);
    assert_eq!(wrong(json!(vec![file.clone(); 11])), 1);
    assert_eq!(wrong(json!(["http://files.example.com/a.csv", 3, {"name": "a"}])), 3);
    assert_eq!(wrong(json!([{"name": "a.png", "mime_type": "image/png", "content": ""}])), 1);
    assert_eq!(wrong(json!([{"name": "a", "mime_type": "text/plain", "content": "not base64"}])), 1);
    let large = "A".repeat(14 * 1024 * 1024);
    assert_eq!(wrong(json!([{"name": "a", "mime_type": "text/plain", "content": large}])), 1);
}

fn files_of(files: &Value) -> Vec<Diagnostic> {
    super::files(&json!({ "openaiFileResponse": files }), &gpt_action::TARGET.call)
}

#[test]
fn a_schema_that_cannot_be_used_is_no_fault_of_the_answer() {
    let text = DOCUMENT.replace("format: uuid", "pattern: '('");
    let document = Document::parse(Source::new("x", text)).unwrap();
    let headers = HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static(JSON))]);
    let found = judge(&document.operations()[0], StatusCode::OK, &headers, b"[{}]", &gpt_action::TARGET.call);
    assert_eq!((found.len(), found[0].severity), (1, Severity::Note));
}
