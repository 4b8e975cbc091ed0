//! The operations of an action, as they can be called.

use super::{escape, styles::Styles};
use crate::invoke::signature::{Argument, Place, Signature};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes the operations: what to type, and what it does.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn list(signatures: &[Signature], styles: Styles, out: &mut dyn Write) -> io::Result<()> {
    let width = signatures.iter().map(|own| own.name.chars().count()).max().unwrap_or_default().min(32);
    let verbs = signatures.iter().map(|own| own.method.as_str().len()).max().unwrap_or_default();
    for own in signatures {
        let name = escape::excerpt(&own.name, 32);
        let path = escape::line(&own.path);
        let arguments = arguments(own);
        let line = format!(
            "{}{}  {:verbs$} {path}{}",
            styles.strong(&name),
            " ".repeat(width.saturating_sub(name.chars().count())),
            own.method.as_str(),
            if arguments.is_empty() { String::new() } else { format!("  {}", styles.typed(arguments)) },
        );
        writeln!(out, "{line}")?;
        if let Some(about) = about(own) {
            writeln!(out, "{}  {}", " ".repeat(width), styles.faint(about))?;
        }
    }
    Ok(())
}

/// Returns the arguments as they are typed, the optional ones in brackets.
fn arguments(signature: &Signature) -> String {
    let typed = |own: Argument<'_>| {
        let name = signature.typed_name(own);
        let name = escape::line(&name);
        if own.required { format!("{name}=…") } else { format!("[{name}=…]") }
    };
    let named = signature.arguments().filter(|own| own.place.is_sent()).map(typed);
    // A body without properties to be named is given whole.
    let whole = signature.body.as_ref().filter(|body| body.json && body.properties.is_empty());
    let whole = whole.map(|body| if body.required { "--body=…" } else { "[--body=…]" }.to_owned());
    named.chain(whole).collect::<Vec<_>>().join(" ")
}

fn about(signature: &Signature) -> Option<String> {
    let summary = signature.summary.as_deref().filter(|text| !text.is_empty());
    let parts = [
        summary.map(|text| escape::excerpt(text, 60)),
        signature.consequential.then(|| "asks first".to_owned()),
        signature.public.then(|| "no token".to_owned()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Returns the operations as a JSON document.
pub fn document(signatures: &[Signature]) -> Value {
    let operations: Vec<_> = signatures
        .iter()
        .map(|own| {
            json!({
                "name": own.name,
                "method": own.method.as_str(),
                "path": own.path,
                "summary": own.summary,
                "consequential": own.consequential,
                "public": own.public,
                "arguments": own.arguments().map(argument).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "schema": 1, "operations": operations })
}

fn argument(own: Argument<'_>) -> Value {
    json!({
        "name": own.name,
        "in": own.place.word(),
        "required": own.required,
        "type": own.shape.kind.word(),
        "allowed": own.shape.allowed,
        "sent": !matches!(own.place, Place::Header | Place::Cookie),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{invoke::read, openapi::Document, platform::gpt_action, source::Source};

    const DOCUMENT: &str = r#"
openapi: 3.1.0
paths:
  /items:
    get: {operationId: listItems, summary: "List \u001b[31mall", security: []}
  /items/{id}:
    patch:
      operationId: updateItemById
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: X-Key, in: header, required: true, schema: {type: string}}
      requestBody: {required: true, content: {application/json: {schema: {properties: {text: {type: string, enum: [a]}}}}}}
  /tags/{id}:
    put:
      operationId: tag
      parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: id, in: query, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {type: array}}}}
"#;

    fn signatures() -> Vec<Signature> {
        let document = Document::parse(Source::new("openapi.yaml", DOCUMENT)).unwrap();
        read::signatures(&document, &gpt_action::TARGET.call)
    }

    #[test]
    fn the_list_shows_what_to_type() {
        let mut out = Vec::new();
        list(&signatures(), Styles::default(), &mut out).unwrap();
        let expected = [
            "listItems       GET   /items",
            "                List \\u{1b}[31mall · no token",
            "updateItemById  PATCH /items/{id}  id=… [text=…]",
            "                asks first",
            "tag             PUT   /tags/{id}  path:id=… [query:id=…] --body=…",
            "                asks first",
        ];
        assert_eq!(String::from_utf8(out).unwrap().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_document_says_where_each_argument_goes() {
        let document = document(&signatures());
        assert_eq!(document["operations"][0]["public"], true);
        let arguments = &document["operations"][1]["arguments"];
        assert_eq!((&arguments[0]["in"], &arguments[0]["required"]), (&json!("path"), &json!(true)));
        assert_eq!((&arguments[1]["in"], &arguments[1]["sent"]), (&json!("header"), &json!(false)));
        assert_eq!((&arguments[2]["in"], &arguments[2]["allowed"]), (&json!("body"), &json!(["a"])));
    }
}
