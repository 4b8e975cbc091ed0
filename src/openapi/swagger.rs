//! What Swagger 2.0 says in other words than its successors.
//!
//! Nothing is rewritten: the views of operations, servers and security schemes look at the other
//! keys, so that every place stays one of the document. What has no counterpart is not made up.

use super::{Node, Parameter};

/// Returns the addresses that `schemes`, `host` and `basePath` make up, https first.
pub(super) fn addresses(root: Node<'_>) -> Vec<String> {
    let text = |key| root.get(key).and_then(Node::as_str).unwrap_or_default();
    let path = text("basePath").trim_end_matches('/');
    let host = text("host");
    if host.is_empty() {
        // The server that the document came from, which nobody here knows.
        return if path.is_empty() { Vec::new() } else { vec![path.to_owned()] };
    }
    let mut schemes: Vec<&str> =
        root.get("schemes").into_iter().flat_map(Node::items).filter_map(Node::as_str).collect();
    if schemes.is_empty() {
        schemes.push("https");
    }
    schemes.sort_by_key(|scheme| *scheme != "https");
    schemes.iter().map(|scheme| format!("{scheme}://{host}{path}")).collect()
}

/// Returns whether this parameter is part of the request body.
pub(super) fn is_body(parameter: &Parameter<'_>) -> bool {
    matches!(parameter.node().get("in").and_then(Node::as_str), Some("body" | "formData"))
}

/// Returns the media types of the request body: those of the operation, else of the document, else
/// what its parameters ask for.
pub(super) fn consumed<'a>(operation: Node<'a>, body: Node<'a>) -> Vec<&'a str> {
    let root = operation.document().root();
    let listed = operation.get("consumes").or_else(|| root.get("consumes"));
    let listed: Vec<_> = listed.into_iter().flat_map(Node::items).filter_map(Node::as_str).collect();
    let is_form = body.get("in").and_then(Node::as_str) == Some("formData");
    let fits = |media_type: &&str| media_type.contains("form") == is_form;
    let fitting: Vec<_> = listed.iter().copied().filter(fits).collect();
    match (fitting.is_empty(), listed.is_empty(), is_form) {
        (false, ..) => fitting,
        (true, _, true) if body.get("type").and_then(Node::as_str) == Some("file") => {
            vec!["multipart/form-data"]
        }
        (true, _, true) => vec!["application/x-www-form-urlencoded"],
        (true, true, false) => vec!["application/json"],
        (true, false, false) => listed,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        openapi::{Document, Node, ParameterIn, Version},
        source::Source,
    };

    const SWAGGER: &str = "\
swagger: '2.0'
host: api.example.com
basePath: /v1/
schemes: [http, https]
consumes: [application/json]
paths:
  /items/{id}:
    put:
      operationId: putItem
      parameters:
        - {name: id, in: path, type: integer, required: true}
        - {name: item, in: body, required: true, schema: {$ref: '#/definitions/Item'}}
  /upload:
    post:
      parameters:
        - {name: file, in: formData, type: file}
        - {name: note, in: formData, type: string}
definitions:
  Item: {type: object, x-nullable: true}
securityDefinitions:
  oauth: {type: oauth2, flow: accessCode, authorizationUrl: https://a.example/auth, tokenUrl: https://a.example/token, scopes: {read: r}}
";

    fn parse(text: &str) -> Document {
        Document::parse(Source::new("swagger.yaml", text)).unwrap()
    }

    #[test]
    fn s09_swagger_2_0_is_seen_through_the_views_of_its_successors() {
        let document = parse(SWAGGER);
        assert_eq!(document.version(), Version::Swagger2);
        let servers = document.servers();
        let addresses: Vec<_> = servers.iter().filter_map(|server| server.expanded()).collect();
        assert_eq!(addresses, ["https://api.example.com/v1", "http://api.example.com/v1"]);
        assert_eq!(servers[0].url().map(Node::pointer).as_deref(), Some("/host"));
        let operations = document.operations();
        let put = operations[0];
        let parameters = put.parameters();
        assert_eq!(parameters.len(), 1);
        assert_eq!(parameters[0].location(), Some(ParameterIn::Path));
        assert_eq!(parameters[0].schema().and_then(|schema| schema.get("type")?.as_str()), Some("integer"));
        let body = put.request_body().unwrap();
        assert!(body.is_required());
        assert_eq!(body.json_schema().map(Node::pointer).as_deref(), Some("/definitions/Item"));
        let scheme = document.security_schemes()[0];
        assert_eq!(scheme.token_url().and_then(Node::as_str), Some("https://a.example/token"));
        assert_eq!(scheme.scopes().collect::<Vec<_>>(), ["read"]);
        assert!(document.schemas().all(|(_, schema)| schema.is_nullable()));
    }

    #[test]
    fn a_form_has_the_media_type_that_its_parameters_ask_for() {
        let document = parse(SWAGGER);
        let body = document.operations()[1].request_body().unwrap();
        assert_eq!(body.media_types().map(|(name, _)| name).collect::<Vec<_>>(), ["multipart/form-data"]);
        assert!(body.json_schema().is_none());
        assert!(document.operations()[1].parameters().is_empty());
    }

    #[test]
    fn without_a_host_there_is_only_a_path() {
        let document = parse("swagger: '2.0'\nbasePath: /v1\n");
        assert_eq!(document.servers()[0].template(), Some("/v1"));
        assert!(parse("swagger: '2.0'\nschemes: [{}, 3]\n").servers().is_empty());
        let document = parse("swagger: '2.0'\nhost: x.example\n");
        assert_eq!(document.servers()[0].template(), Some("https://x.example"));
    }
}
