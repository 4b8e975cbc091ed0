//! Arguments as typed, bound to what an operation takes.
//!
//! A name is routed to path, query or body by the document, as ChatGPT does with the flat arguments
//! that its model writes. Whether values fit their schemas in depth is looked at in
//! [`depth`](super::depth).

mod error;
mod values;

pub use error::{BindError, Missing};
pub(super) use values::read;

use super::{
    encode::encode_literal,
    signature::{Argument, Encoding, Place, ShapeKind, Signature},
    style, value,
};
use crate::nearest::nearest;
use http::Method;
use serde_json::{Map, Value};

/// Arguments as they came from outside.
#[derive(Debug, Clone, Default)]
pub struct Arguments {
    /// Names and values as texts, in order. A name may say its place: `body:id`.
    pub named: Vec<(String, String)>,
    /// Names and values that have their type already, in order.
    pub typed: Vec<Typed>,
    /// Values for parameters that were not given, or only in part.
    pub filled: Vec<(String, Value)>,
    /// A body for what of it was not given, or only in part.
    pub filled_body: Option<Value>,
    /// The whole body as JSON text, in place of its properties one by one.
    pub body: Option<String>,
    /// Whether the schemas are insisted on.
    pub rigor: Rigor,
}

/// Whether what the schemas say of values is insisted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rigor {
    /// Each value is of its type and one of those that are allowed, and none that is required is
    /// missing.
    #[default]
    Strict,
    /// The API is to say itself what is wrong.
    Lenient,
}

/// A value with its type, for an argument or a place inside of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Typed {
    /// The name of the argument; it may say its place.
    pub name: String,
    /// The keys below it, from the outside; none for the argument itself.
    pub path: Vec<String>,
    /// The value.
    pub value: Value,
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
    /// The values in path and query.
    pub parameters: Vec<(Place, String, Value)>,
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
    let whole_body = arguments.body.is_some() || arguments.filled_body.is_some();
    if arguments.rigor == Rigor::Strict
        && let Some(missing) = missing(signature, &given, whole_body)
    {
        return Err(missing);
    }
    let body = body(signature, &given, arguments)?;
    let path = path(signature, &given)?;
    let query = query(signature, &given);
    let mut shown: Vec<_> =
        given.iter().map(|given| (signature.typed_name(given.argument), value::text(&given.value))).collect();
    let filling = arguments.filled_body.as_ref().and(body.as_deref());
    if let Some(text) = arguments.body.as_deref().map(str::as_bytes).or(filling) {
        shown.retain(|(name, _)| filling.is_none() || !is_of_body(signature, name));
        shown.push(("body".to_owned(), String::from_utf8_lossy(text).into_owned()));
    }
    let parameters = given.iter().filter(|own| own.argument.place != Place::Body);
    let parameters =
        parameters.map(|own| (own.argument.place, own.argument.name.to_owned(), own.value.clone())).collect();
    let left_out = signature.parameters.iter().filter(|own| own.required && !own.place.is_sent());
    Ok(BoundCall {
        operation: signature.name.clone(),
        method: signature.method.clone(),
        path,
        query,
        body,
        parameters,
        shown,
        left_out: left_out.map(|own| (own.name.clone(), own.place)).collect(),
    })
}

fn is_of_body(signature: &Signature, name: &str) -> bool {
    find(signature, name).is_ok_and(|argument| argument.place == Place::Body)
}

/// Returns the properties of the body that the arguments give, whole or in part.
///
/// # Errors
///
/// Where they do not fit the operation.
pub fn given_of_body(signature: &Signature, arguments: &Arguments) -> Result<Map<String, Value>, BindError> {
    let given = route(signature, arguments)?.into_iter();
    let of_body = given.filter(|own| own.argument.place == Place::Body);
    Ok(of_body.map(|own| (own.argument.name.to_owned(), own.value)).collect())
}

/// An argument with its value.
struct Given<'a> {
    argument: Argument<'a>,
    value: Value,
    /// Whether only places inside of it were given.
    partial: bool,
}

fn route<'a>(signature: &'a Signature, arguments: &Arguments) -> Result<Vec<Given<'a>>, BindError> {
    let mut all: Vec<Given<'a>> = Vec::new();
    for (name, text) in &arguments.named {
        let argument = sent(signature, name, arguments.body.is_some())?;
        match same(&mut all, &argument) {
            // A list may be given item by item: `tag=a tag=b`.
            Some(Given { value: Value::Array(items), .. }) if argument.shape.kind == ShapeKind::Array => {
                items.push(values::read_item(name, text, argument.shape, arguments.rigor)?);
            }
            Some(_) => return Err(BindError::Duplicate { name: name.clone() }),
            None => {
                let value = read(name, text, argument.shape, arguments.rigor)?;
                all.push(Given { argument, value, partial: false });
            }
        }
    }
    for typed in &arguments.typed {
        let argument = sent(signature, &typed.name, arguments.body.is_some())?;
        match (same(&mut all, &argument), typed.path.as_slice()) {
            (Some(given), path @ [_, ..]) => put(&mut given.value, path, typed)?,
            (Some(_), []) => return Err(BindError::Duplicate { name: typed.name.clone() }),
            (None, []) => {
                values::admits(&typed.name, &typed.value, argument.shape, arguments.rigor)?;
                all.push(Given { argument, value: typed.value.clone(), partial: false });
            }
            (None, path) => {
                let mut value = Value::Object(Map::new());
                put(&mut value, path, typed)?;
                all.push(Given { argument, value, partial: true });
            }
        }
    }
    for (name, value) in &arguments.filled {
        let argument = sent(signature, name, arguments.body.is_some())?;
        match same(&mut all, &argument) {
            Some(given) if given.partial => fill(&mut given.value, value),
            Some(_) => {}
            None => all.push(Given { argument, value: value.clone(), partial: true }),
        }
    }
    Ok(all)
}

/// Returns the argument of a name, where an action can send it.
fn sent<'a>(signature: &'a Signature, name: &str, whole_body: bool) -> Result<Argument<'a>, BindError> {
    let argument = find(signature, name)?;
    if !argument.place.is_sent() {
        return Err(BindError::NotSent { name: name.to_owned(), place: argument.place });
    }
    if argument.place == Place::Body && whole_body {
        return Err(BindError::BodyTwice { name: name.to_owned() });
    }
    Ok(argument)
}

fn same<'v, 'a>(all: &'v mut [Given<'a>], argument: &Argument<'_>) -> Option<&'v mut Given<'a>> {
    all.iter_mut()
        .find(|given| given.argument.name == argument.name && given.argument.place == argument.place)
}

/// Puts a value at a place inside of another; a list takes one item after the other.
fn put(whole: &mut Value, path: &[String], typed: &Typed) -> Result<(), BindError> {
    let twice = || BindError::Duplicate { name: format!("{}.{}", typed.name, typed.path.join(".")) };
    let Value::Object(members) = whole else { return Err(twice()) };
    match path {
        [] => Err(twice()),
        [last] => match (members.get_mut(last), &typed.value) {
            (None, value) => {
                members.insert(last.clone(), value.clone());
                Ok(())
            }
            (Some(Value::Array(items)), Value::Array(more)) => {
                items.extend(more.iter().cloned());
                Ok(())
            }
            (Some(_), _) => Err(twice()),
        },
        [first, rest @ ..] => {
            put(members.entry(first.clone()).or_insert_with(|| Value::Object(Map::new())), rest, typed)
        }
    }
}

/// Returns the value that a text stands for where an argument was missing.
///
/// # Errors
///
/// Where it is not of the argument's type, or none of the allowed ones.
pub fn value(missing: &Missing, text: &str) -> Result<Value, BindError> {
    read(&missing.name, text, &missing.shape, Rigor::Strict)
}

/// Adds what `filling` has and `given` has not, member by member.
fn fill(given: &mut Value, filling: &Value) {
    let (Value::Object(given), Value::Object(filling)) = (given, filling) else { return };
    for (name, value) in filling {
        match given.get_mut(name) {
            Some(own) => fill(own, value),
            None => drop(given.insert(name.clone(), value.clone())),
        }
    }
}

/// Returns what the signature calls `name`, which may say its place.
pub(super) fn argument<'a>(signature: &'a Signature, name: &str) -> Option<Argument<'a>> {
    find(signature, name).ok()
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
    let nearest: Vec<_> =
        nearest(name, known.iter().map(String::as_str)).into_iter().map(str::to_owned).collect();
    let takes_body = signature.body.as_ref().is_some_and(|body| body.json);
    if nearest.is_empty() && signature.body.is_some() && !takes_body {
        return BindError::NotJson { operation: signature.name.clone() };
    }
    BindError::Unknown {
        operation: signature.name.clone(),
        name: name.to_owned(),
        nearest,
        known,
        takes_body,
    }
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
            shape: argument.shape.clone(),
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
    arguments: &Arguments,
) -> Result<Option<Vec<u8>>, BindError> {
    let operation = || signature.name.clone();
    let whole = arguments.body.as_deref();
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
    let own = || given.iter().filter(|own| own.argument.place == Place::Body);
    let mut properties: Map<_, _> =
        own().map(|own| (own.argument.name.to_owned(), own.value.clone())).collect();
    match &arguments.filled_body {
        Some(Value::Object(filling)) => {
            for (name, value) in filling {
                match properties.get_mut(name) {
                    None => drop(properties.insert(name.clone(), value.clone())),
                    Some(own_value) if own().any(|own| own.partial && own.argument.name == name) => {
                        fill(own_value, value);
                    }
                    Some(_) => {}
                }
            }
        }
        Some(other) if properties.is_empty() => return Ok(Some(other.to_string().into_bytes())),
        _ => {}
    }
    let is_named = matches!(declared.kind, ShapeKind::Object | ShapeKind::Any) || !properties.is_empty();
    if declared.required && !is_named && arguments.rigor == Rigor::Strict {
        return Err(BindError::NoBodyGiven { operation: operation(), kind: declared.kind });
    }
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
        let text = style::in_path(variable, &own.value, encoding(signature, &own.argument));
        if text.is_empty() {
            return Err(unsafe_path(&text));
        }
        path.push_str(&text);
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

fn query(signature: &Signature, given: &[Given<'_>]) -> Option<String> {
    let mut pairs = Vec::new();
    for own in given.iter().filter(|own| own.argument.place == Place::Query) {
        style::in_query(own.argument.name, &own.value, encoding(signature, &own.argument), &mut pairs);
    }
    (!pairs.is_empty()).then(|| pairs.join("&"))
}

fn encoding(signature: &Signature, argument: &Argument<'_>) -> Encoding {
    let own =
        signature.parameters.iter().find(|own| own.place == argument.place && own.name == argument.name);
    own.map_or_else(|| Encoding::of_place(argument.place), |own| own.encoding)
}

#[cfg(test)]
mod tests;
