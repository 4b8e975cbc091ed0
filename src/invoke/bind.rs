//! Arguments as typed, bound to what an operation takes.
//!
//! A name is routed to path, query or body by the document, as ChatGPT does with the flat arguments
//! that its model writes. Whether a body fits its schema in depth is not looked at here.

mod error;

pub use error::{BindError, Missing};

use super::{
    encode::{encode, encode_literal, encoded},
    signature::{Argument, ListStyle, Parameter, Place, Shape, ShapeKind, Signature},
    value,
};
use crate::nearest::nearest;
use http::Method;
use serde_json::{Map, Value};

/// Arguments as they came from outside.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    /// Names and values, in order. A name may say its place: `body:id`.
    pub named: Vec<(String, String)>,
    /// The whole body as JSON text, in place of its properties one by one.
    pub body: Option<String>,
}

/// An operation with its arguments in place; only server and token are missing.
#[derive(Debug, Clone)]
pub struct BoundCall {
    /// The operation's name.
    pub operation: String,
    /// The method.
    pub method: Method,
    /// The path below the server's, with its leading slash, encoded.
    pub path: String,
    /// The query without its question mark, encoded.
    pub query: Option<String>,
    /// The body, JSON.
    pub body: Option<Vec<u8>>,
    /// What is sent, by name, for the person who must confirm it.
    pub shown: Vec<(String, String)>,
    /// Required header and cookie parameters, which an action leaves out.
    pub left_out: Vec<(String, Place)>,
}

/// Binds `arguments` to what the operation takes.
///
/// # Errors
///
/// [`BindError::Missing`] only where everything that was given fits, so that it can be asked for.
pub fn bind(signature: &Signature, arguments: &Arguments) -> Result<BoundCall, BindError> {
    let given = route(signature, arguments)?;
    if let Some(missing) = missing(signature, &given, arguments.body.is_some()) {
        return Err(missing);
    }
    let body = body(signature, &given, arguments.body.as_deref())?;
    let path = path(signature, &given)?;
    let query = query(signature, &given);
    let mut shown: Vec<_> =
        given.iter().map(|given| (given.argument.name.to_owned(), value::text(&given.value))).collect();
    if let Some(text) = &arguments.body {
        shown.push(("body".to_owned(), text.clone()));
    }
    let left_out = signature.parameters.iter().filter(|own| own.required && !own.place.is_sent());
    Ok(BoundCall {
        operation: signature.name.clone(),
        method: signature.method.clone(),
        path,
        query,
        body,
        shown,
        left_out: left_out.map(|own| (own.name.clone(), own.place)).collect(),
    })
}

/// An argument with its value.
struct Given<'a> {
    argument: Argument<'a>,
    value: Value,
}

fn route<'a>(signature: &'a Signature, arguments: &Arguments) -> Result<Vec<Given<'a>>, BindError> {
    let mut all: Vec<Given<'a>> = Vec::new();
    for (name, text) in &arguments.named {
        let argument = find(signature, name)?;
        if !argument.place.is_sent() {
            return Err(BindError::NotSent { name: name.clone(), place: argument.place });
        }
        if argument.place == Place::Body && arguments.body.is_some() {
            return Err(BindError::BodyTwice { name: name.clone() });
        }
        let same = |given: &&mut Given<'_>| {
            given.argument.name == argument.name && given.argument.place == argument.place
        };
        match all.iter_mut().find(same) {
            // A list may be given item by item: `tag=a tag=b`.
            Some(Given { value: Value::Array(items), .. }) if argument.shape.kind == ShapeKind::Array => {
                items.push(
                    value::parse_item(text, argument.shape)
                        .ok_or_else(|| wrong(name, text, argument.shape))?,
                );
            }
            Some(_) => return Err(BindError::Duplicate { name: name.clone() }),
            None => all.push(Given { argument, value: read(name, text, argument.shape)? }),
        }
    }
    Ok(all)
}

fn find<'a>(signature: &'a Signature, name: &str) -> Result<Argument<'a>, BindError> {
    let candidates: Vec<_> = signature.arguments().filter(|own| own.name == name).collect();
    match (candidates.as_slice(), name.split_once(':')) {
        ([only], _) => Ok(*only),
        ([], Some((place, rest))) => signature
            .arguments()
            .find(|own| own.place.word() == place && own.name == rest)
            .ok_or_else(|| unknown(signature, name)),
        ([], None) => Err(unknown(signature, name)),
        (several, _) => Err(BindError::Ambiguous {
            name: name.to_owned(),
            places: several.iter().map(|own| own.place).collect(),
        }),
    }
}

fn unknown(signature: &Signature, name: &str) -> BindError {
    let known: Vec<_> =
        signature.arguments().filter(|own| own.place.is_sent()).map(|own| own.name.to_owned()).collect();
    BindError::Unknown {
        operation: signature.name.clone(),
        name: name.to_owned(),
        nearest: nearest(name, known.iter().map(String::as_str)).into_iter().map(str::to_owned).collect(),
        known,
    }
}

fn read(name: &str, text: &str, shape: &Shape) -> Result<Value, BindError> {
    let value = match value::parse(text, shape) {
        Some(value) => value,
        None if shape.kind == ShapeKind::Array => {
            Value::Array(vec![value::parse_item(text, shape).ok_or_else(|| wrong(name, text, shape))?])
        }
        None => return Err(wrong(name, text, shape)),
    };
    if !value::is_allowed(&value, shape) {
        return Err(BindError::NotAllowed {
            name: name.to_owned(),
            value: text.to_owned(),
            allowed: shape.allowed.iter().map(value::text).collect(),
        });
    }
    Ok(value)
}

fn wrong(name: &str, text: &str, shape: &Shape) -> BindError {
    BindError::WrongType { name: name.to_owned(), value: text.to_owned(), expected: shape.kind }
}

fn missing(signature: &Signature, given: &[Given<'_>], whole_body: bool) -> Option<BindError> {
    let is_given = |argument: &Argument<'_>| {
        given.iter().any(|own| own.argument.name == argument.name && own.argument.place == argument.place)
    };
    // An optional body that was begun needs its required properties as well.
    let body_begun = given.iter().any(|own| own.argument.place == Place::Body);
    let required = |argument: &Argument<'_>| match argument.place {
        Place::Header | Place::Cookie => false,
        Place::Path | Place::Query => argument.required,
        Place::Body if whole_body => false,
        Place::Body => argument.required || (body_begun && is_required_property(signature, argument.name)),
    };
    let missing: Vec<_> = signature
        .arguments()
        .filter(|argument| required(argument) && !is_given(argument))
        .map(|argument| Missing {
            name: argument.name.to_owned(),
            place: argument.place,
            kind: argument.shape.kind,
            description: argument.shape.description.clone(),
        })
        .collect();
    (!missing.is_empty()).then(|| BindError::Missing { operation: signature.name.clone(), missing })
}

fn is_required_property(signature: &Signature, name: &str) -> bool {
    signature.body.iter().flat_map(|body| &body.properties).any(|own| own.name == name && own.required)
}

fn body(
    signature: &Signature,
    given: &[Given<'_>],
    whole: Option<&str>,
) -> Result<Option<Vec<u8>>, BindError> {
    let operation = || signature.name.clone();
    let Some(declared) = &signature.body else {
        return if whole.is_some() { Err(BindError::NoBody { operation: operation() }) } else { Ok(None) };
    };
    if !declared.json && (whole.is_some() || declared.required) {
        return Err(BindError::NotJson { operation: operation() });
    }
    if let Some(text) = whole {
        // The bytes go out as they were given; only that they are JSON is made sure of.
        serde_json::from_str::<serde::de::IgnoredAny>(text)
            .map_err(|error| BindError::BrokenBody { line: error.line(), column: error.column() })?;
        return Ok(Some(text.as_bytes().to_vec()));
    }
    let properties: Map<_, _> = given
        .iter()
        .filter(|own| own.argument.place == Place::Body)
        .map(|own| (own.argument.name.to_owned(), own.value.clone()))
        .collect();
    let wanted = declared.required || !properties.is_empty();
    Ok(wanted.then(|| Value::Object(properties).to_string().into_bytes()))
}

fn path(signature: &Signature, given: &[Given<'_>]) -> Result<String, BindError> {
    let unsafe_path =
        |value: &str| BindError::UnsafePath { operation: signature.name.clone(), value: value.to_owned() };
    let mut path = String::new();
    let mut rest = signature.path.split_once(['?', '#']).map_or(signature.path.as_str(), |(path, _)| path);
    if rest.len() != signature.path.len() {
        return Err(unsafe_path(&signature.path));
    }
    while let Some((literal, variable, after)) = rest
        .split_once('{')
        .and_then(|(literal, tail)| tail.split_once('}').map(|(name, after)| (literal, name, after)))
    {
        encode_literal(&mut path, literal);
        let own = given.iter().find(|own| own.argument.place == Place::Path && own.argument.name == variable);
        let own = own.ok_or_else(|| BindError::UndeclaredVariable {
            operation: signature.name.clone(),
            name: variable.to_owned(),
        })?;
        let text = path_text(&own.value);
        if text.is_empty() {
            return Err(unsafe_path(&text));
        }
        encode(&mut path, &text);
        rest = after;
    }
    encode_literal(&mut path, rest);
    // URL parsers take `..` for a step up even where it is encoded, so it cannot be sent at all.
    if let Some(dots) = path.split('/').find(|segment| matches!(undotted(segment).as_str(), "." | "..")) {
        return Err(unsafe_path(&undotted(dots)));
    }
    Ok(if path.starts_with('/') { path } else { format!("/{path}") })
}

fn undotted(segment: &str) -> String {
    segment.replace("%2e", ".").replace("%2E", ".")
}

/// Returns a value as it stands in a path: lists in the `simple` style, joined by commas.
fn path_text(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(value::text).collect::<Vec<_>>().join(","),
        other => value::text(other),
    }
}

fn query(signature: &Signature, given: &[Given<'_>]) -> Option<String> {
    let mut pairs = Vec::new();
    for own in given.iter().filter(|own| own.argument.place == Place::Query) {
        let list = signature
            .parameters
            .iter()
            .find(|parameter| parameter.place == Place::Query && parameter.name == own.argument.name)
            .map_or(ListStyle::default(), |parameter: &Parameter| parameter.list);
        match (&own.value, list) {
            (Value::Array(items), ListStyle::Repeated) => {
                pairs.extend(items.iter().map(|item| pair(own.argument.name, &value::text(item))));
            }
            (Value::Array(items), ListStyle::Joined(separator)) => {
                let items: Vec<_> = items.iter().map(|item| encoded(&value::text(item))).collect();
                pairs.push(format!("{}={}", encoded(own.argument.name), items.join(separator)));
            }
            (Value::Object(members), ListStyle::Repeated) => {
                pairs.extend(members.iter().map(|(name, member)| pair(name, &value::text(member))));
            }
            (other, _) => pairs.push(pair(own.argument.name, &value::text(other))),
        }
    }
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", encoded(name), encoded(value))
}

#[cfg(test)]
mod tests;
