//! Why arguments do not fit an operation.

use crate::invoke::{
    depth::Fault,
    signature::{Place, Shape, ShapeKind},
};

/// Something that must be given and was not.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What it may be.
    pub shape: Shape,
}

/// Why the arguments do not fit the operation. Nothing was sent.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum BindError {
    /// Required arguments are missing, all of them named.
    #[error("`{operation}` needs {}", listed_names(.missing))]
    Missing {
        /// The operation.
        operation: String,
        /// What is missing, in the document's order.
        missing: Vec<Missing>,
    },
    /// The operation takes nothing of that name.
    #[error("`{operation}` takes no argument `{name}`")]
    Unknown {
        /// The operation.
        operation: String,
        /// The name as given.
        name: String,
        /// Names that are close to it, the closest first.
        nearest: Vec<String>,
        /// Every name that it takes.
        known: Vec<String>,
        /// Whether it takes a body as JSON besides.
        takes_body: bool,
    },
    /// A name was given twice, and is no list.
    #[error("argument `{name}` is given twice")]
    Duplicate {
        /// The name.
        name: String,
    },
    /// A name stands in two places of the request.
    #[error("`{name}` stands in the {} of the request", listed_places(.places))]
    Ambiguous {
        /// The name.
        name: String,
        /// The places.
        places: Vec<Place>,
    },
    /// A value is not of the type that the schema asks for.
    #[error("`{name}` must be {}, {}", article(*.expected), not(.value))]
    WrongType {
        /// The name.
        name: String,
        /// The value as given.
        value: String,
        /// The type.
        expected: ShapeKind,
    },
    /// An item of a list is not of the type that the schema asks for.
    #[error("an item of `{name}` must be {}, {}", article(*.expected), not(.value))]
    WrongItem {
        /// The name of the list.
        name: String,
        /// The item as given.
        value: String,
        /// The type of the items.
        expected: ShapeKind,
    },
    /// A value is none of the allowed ones.
    #[error("`{name}` cannot be `{value}`")]
    NotAllowed {
        /// The name.
        name: String,
        /// The value as given.
        value: String,
        /// The allowed values.
        allowed: Vec<String>,
    },
    /// Values are of the right type, and break their schemas all the same.
    #[error("what `{operation}` would be sent breaks its schema")]
    Unfit {
        /// The operation.
        operation: String,
        /// What is wrong, the first of it.
        faults: Vec<Fault>,
    },
    /// A header or cookie parameter: an action sends none.
    #[error("`{name}` is a {} parameter, and ChatGPT sends none", .place.word())]
    NotSent {
        /// The name.
        name: String,
        /// Header or cookie.
        place: Place,
    },
    /// Properties were given beside a whole body.
    #[error("`{name}` is part of the body, which is given whole")]
    BodyTwice {
        /// The name of the property.
        name: String,
    },
    /// A body is required that has no properties to be named: a list, a text.
    #[error("`{operation}` needs a body, {}", article(*.kind))]
    NoBodyGiven {
        /// The operation.
        operation: String,
        /// What the body is.
        kind: ShapeKind,
    },
    /// A body was given for an operation that takes none.
    #[error("`{operation}` takes no body")]
    NoBody {
        /// The operation.
        operation: String,
    },
    /// The operation takes a body, but not as JSON.
    #[error("`{operation}` takes no JSON, and ChatGPT can send nothing else")]
    NotJson {
        /// The operation.
        operation: String,
    },
    /// The body is not JSON.
    #[error("the body is not JSON: line {line}, column {column}")]
    BrokenBody {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// A value would change the depth of the path, or vanish from it.
    #[error("{} cannot stand in the path of `{operation}`", or_empty(.value))]
    UnsafePath {
        /// The operation.
        operation: String,
        /// The value, or the segment of the document's path.
        value: String,
    },
    /// The path names a variable that no parameter declares.
    #[error("the path of `{operation}` has `{{{name}}}`, which no parameter declares")]
    UndeclaredVariable {
        /// The operation.
        operation: String,
        /// The variable.
        name: String,
    },
}

fn listed_names(missing: &[Missing]) -> String {
    missing.iter().map(|own| format!("`{}`", own.name)).collect::<Vec<_>>().join(", ")
}

fn listed_places(places: &[Place]) -> String {
    let words: Vec<_> = places.iter().map(|place| place.word()).collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and the {last}", before.join(", the ")),
        _ => words.join(""),
    }
}

fn not(value: &str) -> String {
    if value.is_empty() { "and is empty".to_owned() } else { format!("not `{value}`") }
}

fn or_empty(value: &str) -> String {
    if value.is_empty() { "an empty text".to_owned() } else { format!("`{value}`") }
}

fn article(kind: ShapeKind) -> String {
    match kind {
        ShapeKind::Integer => "an integer".to_owned(),
        ShapeKind::Array => "a JSON array".to_owned(),
        ShapeKind::Object => "a JSON object".to_owned(),
        ShapeKind::Boolean => "`true` or `false`".to_owned(),
        ShapeKind::Any => "any JSON".to_owned(),
        other => format!("a {}", other.word()),
    }
}
