//! What an operation takes, as the document says it.

use http::Method;
use serde_json::Value;

/// An operation as something that can be called.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The `operationId`, or method and path where there is none.
    pub name: String,
    /// The method.
    pub method: Method,
    /// The path template, as in the document.
    pub path: String,
    /// The summary, or else the description.
    pub summary: Option<String>,
    /// Whether the operation is called without a token: `security: []`.
    pub public: bool,
    /// Whether the user is asked before it is called.
    pub consequential: bool,
    /// The parameters, those of the path item merged in.
    pub parameters: Vec<Parameter>,
    /// The request body, where there is one.
    pub body: Option<Body>,
    /// The answers that the document describes.
    pub answers: Vec<Promise>,
}

/// An answer that the document describes.
#[derive(Debug, Clone)]
pub struct Promise {
    /// The status as written: `200`, `2XX`, `default`.
    pub status: String,
    /// Whether JSON, and nothing else, is promised.
    pub json: bool,
}

/// Where a parameter stands in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// A property of the request body, at its top.
    Body,
}

/// A parameter outside the body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name, case-sensitive.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Whether a call without it is not valid.
    pub required: bool,
    /// What it may be.
    pub shape: Shape,
    /// How a value stands there.
    pub encoding: Encoding,
}

/// How the value of a parameter is written (OpenAPI 3.1.1 §4.8.12.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// `style`, or what `content` stands for.
    pub style: Style,
    /// `explode`: each item or member on its own.
    pub explode: bool,
    /// `allowReserved`: reserved characters of a query value are not encoded.
    pub reserved: bool,
}

/// The styles of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `simple`: values joined by commas.
    Simple,
    /// `label`: after a point.
    Label,
    /// `matrix`: after a semicolon, with the name.
    Matrix,
    /// `form`: as in a form.
    Form,
    /// `spaceDelimited`.
    Spaces,
    /// `pipeDelimited`.
    Pipes,
    /// `deepObject`: `name[key]=value`.
    DeepObject,
    /// JSON text: the parameter has `content` in place of `schema`.
    Json,
}

impl Encoding {
    /// Returns the encoding that a parameter has where its document says nothing.
    pub fn of_place(place: Place) -> Self {
        let is_form = matches!(place, Place::Query | Place::Cookie);
        Self { style: if is_form { Style::Form } else { Style::Simple }, explode: is_form, reserved: false }
    }
}

/// A request body.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Whether a call without it is not valid.
    pub required: bool,
    /// Whether it can be sent as JSON, the one media type of an action.
    pub json: bool,
    /// Its type.
    pub kind: ShapeKind,
    /// Its properties, where the schema is an object.
    pub properties: Vec<Property>,
}

/// A property at the top of a request body.
#[derive(Debug, Clone)]
pub struct Property {
    /// The name, case-sensitive.
    pub name: String,
    /// Whether a body without it is not valid.
    pub required: bool,
    /// What it may be.
    pub shape: Shape,
}

/// What a value may be, as far as a command line needs to know.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// The type.
    pub kind: ShapeKind,
    /// What the items of an array may be.
    pub items: Option<Items>,
    /// Whether `null` is allowed as well.
    pub nullable: bool,
    /// The values of `enum` or `const`; empty where every value of the type is allowed.
    pub allowed: Vec<Value>,
    /// The `default` value, or else the only allowed one.
    pub default: Option<Value>,
    /// The `format`.
    pub format: Option<String>,
    /// The description.
    pub description: Option<String>,
}

/// What the items of an array may be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Items {
    /// The type.
    pub kind: ShapeKind,
    /// The values of `enum` or `const`; empty where every value of the type is allowed.
    pub allowed: Vec<Value>,
}

/// The types of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShapeKind {
    /// Text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    Array,
    /// A mapping.
    Object,
    /// Not said, or one of several.
    #[default]
    Any,
}

/// One thing that an operation takes by name.
#[derive(Debug, Clone, Copy)]
pub struct Argument<'a> {
    /// The name.
    pub name: &'a str,
    /// Where it stands.
    pub place: Place,
    /// Whether it must be given.
    pub required: bool,
    /// What it may be.
    pub shape: &'a Shape,
}

impl Signature {
    /// Returns all that the operation takes by name: parameters first, then properties of the body.
    pub fn arguments(&self) -> impl Iterator<Item = Argument<'_>> {
        let parameters = self.parameters.iter().map(|own| Argument {
            name: &own.name,
            place: own.place,
            required: own.required,
            shape: &own.shape,
        });
        let body = self.body.iter().flat_map(|body| {
            body.properties.iter().map(|own| Argument {
                name: &own.name,
                place: Place::Body,
                required: body.required && own.required,
                shape: &own.shape,
            })
        });
        parameters.chain(body)
    }

    /// Returns the name of an argument as it is typed: with its place where the name stands twice.
    pub fn typed_name(&self, argument: Argument<'_>) -> String {
        let same = self.arguments().filter(|own| own.name == argument.name).count();
        match same {
            0 | 1 => argument.name.to_owned(),
            _ => format!("{}:{}", argument.place.word(), argument.name),
        }
    }

    /// Returns whether the document promises JSON with that status: the nearest description counts.
    pub fn promises_json(&self, status: u16) -> bool {
        let exact = status.to_string();
        let range = format!("{}XX", status / 100);
        let described = |key: &str| self.answers.iter().find(|own| own.status.eq_ignore_ascii_case(key));
        described(&exact)
            .or_else(|| described(&range))
            .or_else(|| described("default"))
            .is_some_and(|own| own.json)
    }
}

impl Place {
    /// Returns the word for it: `path`, `query`, `header`, `cookie`, `body`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }

    /// Returns whether an action can send something there.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Path | Self::Query | Self::Body)
    }
}

impl ShapeKind {
    /// Returns the type of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Any => "any",
        }
    }
}
