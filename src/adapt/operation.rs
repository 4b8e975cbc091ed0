//! One operation, as ChatGPT can call it.

use super::{build::Builder, text::shortened};
use crate::{
    edit::is_function_name,
    openapi::{Method, Node, Operation, Parameter, ParameterIn, Version},
    platform::gpt_action::TARGET,
};
use serde_json::{Map, Value, json};

/// Keys of a parameter of Swagger 2.0 that are no words of its schema.
const NOT_OF_SCHEMA: [&str; 6] =
    ["name", "in", "description", "required", "collectionFormat", "allowEmptyValue"];

impl<'a> Builder<'a> {
    /// Returns an operation of the new document, or nothing where ChatGPT could not call it.
    pub(super) fn operation(&mut self, operation: &Operation<'a>) -> Option<Value> {
        let place = format!("{} {}", operation.method().as_str(), operation.path());
        self.subject = operation.name().map_or(place, str::to_owned);
        let body = match self.body(operation) {
            Body::None => None,
            Body::Json(body) => Some(body),
            Body::Impossible => return None,
        };
        let name = self.name(operation);
        self.subject.clone_from(&name);
        let mut new = Map::new();
        new.insert("operationId".to_owned(), name.into());
        // Whether a text of exactly the limit passes is disputed.
        let limit = TARGET.document.operation_text.value.saturating_sub(1);
        for (key, node) in [("summary", operation.summary()), ("description", operation.description())] {
            let Some(text) = node.and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty())
            else {
                continue;
            };
            new.insert(key.to_owned(), self.text(key, text, limit).into());
        }
        let flag = TARGET.call.consequential_key;
        if let Some(value) =
            operation.node().get(flag).and_then(Node::text).and_then(|text| text.parse::<bool>().ok())
        {
            new.insert(flag.to_owned(), value.into());
        }
        if operation.node().get("deprecated").and_then(Node::as_bool) == Some(true) {
            new.insert("deprecated".to_owned(), true.into());
        }
        if operation.is_public() {
            new.insert("security".to_owned(), json!([]));
        }
        let parameters = self.parameters(operation);
        if !parameters.is_empty() {
            new.insert("parameters".to_owned(), parameters.into());
        }
        new.extend(body.map(|body| ("requestBody".to_owned(), body)));
        new.insert("responses".to_owned(), self.responses(operation));
        Some(Value::Object(new))
    }

    fn name(&mut self, operation: &Operation<'a>) -> String {
        let Some(own) = operation.name() else {
            return self.names.propose(operation.method(), operation.path());
        };
        let name = if is_function_name(own) {
            self.names.take(own.to_owned())
        } else {
            match self.names.repair(own) {
                Some(name) => name,
                None => self.names.propose(operation.method(), operation.path()),
            }
        };
        if name != own {
            self.note(own, format!("is called `{name}`: a function can have no other name"), None);
        }
        name
    }

    fn text(&mut self, what: &str, text: &str, limit: usize) -> String {
        let short = shortened(text, limit);
        if short != text {
            let (before, after) = (text.chars().count(), short.chars().count());
            self.note(
                "",
                format!("the {what} is cut from {before} to {after} characters"),
                "see that it still says what matters",
            );
        }
        short
    }

    fn parameters(&mut self, operation: &Operation<'a>) -> Vec<Value> {
        let mut parameters = Vec::new();
        let mut variables = variables(operation.path());
        for parameter in operation.parameters() {
            let (Some(name), Some(place)) = (parameter.name(), parameter.location()) else {
                self.note(
                    "",
                    "a parameter without name or place is left out".to_owned(),
                    "complete it in the document",
                );
                continue;
            };
            if matches!(place, ParameterIn::Path | ParameterIn::Query) {
                variables.retain(|variable| *variable != name || place != ParameterIn::Path);
                parameters.push(self.parameter(&parameter, name, place));
            } else {
                self.left_out(&parameter, name, place);
            }
        }
        for variable in variables {
            self.note(
                "",
                format!("the path parameter `{variable}` was not declared; it is a string now"),
                "describe it",
            );
            parameters.push(
                json!({"name": variable, "in": "path", "required": true, "schema": {"type": "string"}}),
            );
        }
        parameters
    }

    /// Notes a parameter that ChatGPT does not send.
    fn left_out(&mut self, parameter: &Parameter<'_>, name: &str, place: ParameterIn) {
        if ["authorization", "accept", "content-type"].contains(&name.to_ascii_lowercase().as_str()) {
            return;
        }
        let required = if parameter.is_required() { "required " } else { "" };
        let advice = if parameter.is_required() {
            "let the API do without it, or take it from the query"
        } else {
            "if the API needs it, take it from the query"
        };
        self.note(
            "",
            format!("the {required}{} parameter `{name}` is left out: ChatGPT sends none", place.as_str()),
            advice,
        );
    }

    fn parameter(&mut self, parameter: &Parameter<'a>, name: &str, place: ParameterIn) -> Value {
        let node = parameter.node();
        let mut new = Map::new();
        new.insert("name".to_owned(), name.into());
        new.insert("in".to_owned(), place.as_str().into());
        if parameter.is_required() {
            new.insert("required".to_owned(), true.into());
        }
        if let Some(text) =
            parameter.description().and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty())
        {
            let text =
                self.text(&format!("description of `{name}`"), text, TARGET.document.parameter_text.value);
            new.insert("description".to_owned(), text.into());
        }
        for key in ["style", "explode", "allowReserved"] {
            if let Some(value) = node.get(key) {
                new.insert(key.to_owned(), value.to_json());
            }
        }
        let schema = if self.document.version() == Version::Swagger2 {
            if node.get("type").and_then(Node::as_str) == Some("array") && place == ParameterIn::Query {
                let style = match node.get("collectionFormat").and_then(Node::as_str) {
                    Some("multi") => ("form", true),
                    Some("pipes") => ("pipeDelimited", false),
                    Some("ssv") => ("spaceDelimited", false),
                    _ => ("form", false),
                };
                new.insert("style".to_owned(), style.0.into());
                new.insert("explode".to_owned(), style.1.into());
            }
            let Value::Object(mut schema) = self.schema(node) else { return Value::Object(new) };
            schema.retain(|key, _| !NOT_OF_SCHEMA.contains(&key.as_str()));
            Value::Object(schema)
        } else {
            let content = || node.get("content")?.entries().next()?.1.get("schema");
            match (node.get("schema"), content()) {
                (Some(schema), _) => self.schema(schema),
                (None, Some(schema)) => {
                    let schema = self.schema(schema);
                    let media_type =
                        node.get("content").and_then(|content| content.entries().next()?.0.text());
                    let mut content = Map::new();
                    content.insert(
                        media_type.unwrap_or("application/json").to_owned(),
                        json!({ "schema": schema }),
                    );
                    new.insert("content".to_owned(), Value::Object(content));
                    return Value::Object(new);
                }
                (None, None) => json!({"type": "string"}),
            }
        };
        new.insert("schema".to_owned(), schema);
        Value::Object(new)
    }

    fn body(&mut self, operation: &Operation<'a>) -> Body {
        let Some(body) = operation.request_body() else { return Body::None };
        if matches!(operation.method(), Method::Get | Method::Delete) {
            self.note(
                "",
                "the request body is left out: this method has none".to_owned(),
                "take it from the query",
            );
            return if body.is_required() { Body::Impossible } else { Body::None };
        }
        let types: Vec<_> = body.media_types().collect();
        let json = types.iter().find(|(name, _)| is_json(name)).and_then(|(_, node)| node.get("schema"));
        let Some(schema) = json else {
            let names: Vec<_> = types.iter().map(|(name, _)| format!("`{name}`")).collect();
            let names =
                if names.is_empty() { "nothing that is named".to_owned() } else { names.join(" or ") };
            return self
                .without_body(&format!("takes {names}, and ChatGPT sends JSON only"), body.is_required());
        };
        if let Some(fault) = self.document.resolve(schema).map_or(Some("is not described"), not_an_object) {
            return self.without_body(
                &format!("takes a body that {fault}; ChatGPT sends objects only"),
                body.is_required(),
            );
        }
        self.in_request = true;
        let schema = self.schema(schema);
        self.in_request = false;
        let mut new = Map::new();
        if let Some(description) = body.node().get("description").and_then(Node::as_str) {
            new.insert("description".to_owned(), description.trim().into());
        }
        new.insert("required".to_owned(), body.is_required().into());
        new.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
        Body::Json(Value::Object(new))
    }

    fn without_body(&mut self, why: &str, required: bool) -> Body {
        if required {
            self.note("", format!("is left out: it {why}"), "offer an operation that takes a JSON object");
            Body::Impossible
        } else {
            self.note(
                "",
                format!("is called without a body: it {why}"),
                "offer an operation that takes a JSON object",
            );
            Body::None
        }
    }

    fn responses(&mut self, operation: &Operation<'a>) -> Value {
        let mut responses = Map::new();
        for (status, response) in operation.responses() {
            let description =
                response.get("description").and_then(Node::as_str).map(str::trim).unwrap_or_default();
            let mut new = Map::new();
            new.insert("description".to_owned(), description.into());
            let mut content = Map::new();
            let schema = response.get("schema").filter(|_| self.document.version() == Version::Swagger2);
            if let Some(schema) = schema {
                let schema = self.schema(schema);
                content.insert("application/json".to_owned(), json!({ "schema": schema }));
            }
            for (media_type, node) in response.get("content").into_iter().flat_map(Node::entries) {
                let Some(name) = media_type.text() else { continue };
                let name = if is_json(name) { "application/json" } else { name };
                if (name != "application/json" && !name.starts_with("text/")) || content.contains_key(name) {
                    continue;
                }
                let schema = node.get("schema").map(|schema| self.schema(schema));
                let schema = schema.map_or_else(|| json!({}), |schema| json!({ "schema": schema }));
                content.insert(name.to_owned(), schema);
            }
            if !content.is_empty() {
                new.insert("content".to_owned(), Value::Object(content));
            }
            responses.insert(status.to_owned(), Value::Object(new));
        }
        if responses.is_empty() {
            responses.insert("200".to_owned(), json!({"description": "The answer."}));
        }
        Value::Object(responses)
    }
}

/// What becomes of a request body.
enum Body {
    None,
    Json(Value),
    /// Without it the operation cannot be called.
    Impossible,
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

/// Returns what a body is in place of an object.
fn not_an_object(schema: Node<'_>) -> Option<&'static str> {
    let kind = schema.get("type");
    match kind.and_then(Node::as_str) {
        Some("object") => return None,
        Some("array") => return Some("is a list"),
        Some(_) => return Some("is a single value"),
        None => {}
    }
    if schema.get("properties").is_some() || kind.is_some() {
        return None;
    }
    ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some()).then_some("is a choice between several")
}

/// Returns the names in braces of a path.
fn variables(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}
