//! Runtime expressions (Arazzo 1.0.1 §Runtime Expressions).
//!
//! Beyond the ABNF, `.name` and `[0]` lead into a value wherever an expression stands, as they do in
//! conditions: that is how published descriptions write `$response.body.items[0].id`.

use crate::nearest::nearest;
use std::fmt;

/// A value that is known only while a workflow runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `$url`: where the request went.
    Url,
    /// `$method`.
    Method,
    /// `$statusCode`.
    StatusCode,
    /// `$request.…`
    Request(Part),
    /// `$response.…`
    Response(Part),
    /// `$inputs.name`
    Inputs(Vec<Access>),
    /// `$outputs.name`
    Outputs(Vec<Access>),
    /// `$steps.id.outputs.name`
    Steps {
        /// The `stepId`.
        step: String,
        /// The output, and the way into it.
        output: Vec<Access>,
    },
    /// `$workflows.id.inputs.name` and `$workflows.id.outputs.name`
    Workflows {
        /// The `workflowId`.
        workflow: String,
        /// Which of its values.
        side: Side,
        /// The value, and the way into it.
        path: Vec<Access>,
    },
    /// `$sourceDescriptions.name.url`, or the name of an operation or workflow in its place.
    Source {
        /// The name of the source description.
        name: String,
        /// What stands behind it.
        member: String,
    },
    /// `$components.parameters.name` and its siblings.
    Component {
        /// `inputs`, `parameters`, `successActions` or `failureActions`.
        kind: String,
        /// The key below it.
        name: String,
    },
}

/// A part of a request or a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `header.token`
    Header(String),
    /// `query.name`
    Query(String),
    /// `path.name`
    Path(String),
    /// `body`, and the way into it.
    Body(Vec<Access>),
}

/// Inputs or outputs of a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What it was given.
    Inputs,
    /// What it gave.
    Outputs,
}

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// A member, or a part of its name: the names of inputs may have points.
    Name(String),
    /// An item, from 0.
    Index(usize),
    /// A JSON Pointer (RFC 6901).
    Pointer(String),
}

/// Why a text is no runtime expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// It starts with no word that an expression starts with.
    #[error("`{text}` is no runtime expression")]
    Unknown {
        /// The text.
        text: String,
        /// What it may have been meant for.
        nearest: Option<&'static str>,
    },
    /// A name is missing.
    #[error("`{text}` names no {what}")]
    Unnamed {
        /// The text.
        text: String,
        /// What is not named.
        what: &'static str,
    },
    /// A character that has no place there.
    #[error("`{text}` has `{}` where no such character can stand", .character.escape_debug())]
    Stray {
        /// The text.
        text: String,
        /// The character.
        character: char,
    },
    /// It is no JSON Pointer.
    #[error("`{text}`: what follows `#` is no JSON Pointer")]
    Pointer {
        /// The text.
        text: String,
    },
}

impl ExpressionError {
    /// Returns what to do about it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Unknown { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::Unknown { nearest: None, .. } => Some(
                "an expression starts with `$response.`, `$inputs.`, `$steps.`, `$statusCode`, …".to_owned(),
            ),
            Self::Pointer { .. } => {
                Some("write `#/items/0/id`; `~` is `~0` and `/` is `~1` in a name".to_owned())
            }
            Self::Unnamed { .. } | Self::Stray { .. } => None,
        }
    }
}

/// The words that an expression starts with.
const WORDS: [&str; 11] = [
    "$url",
    "$method",
    "$statusCode",
    "$request.",
    "$response.",
    "$inputs.",
    "$outputs.",
    "$steps.",
    "$workflows.",
    "$sourceDescriptions.",
    "$components.",
];

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Setting {
    /// By itself: a pointer goes on to its end.
    Value,
    /// In a condition, where brackets are operators.
    Condition,
}

impl Expression {
    /// Reads a text that is an expression and nothing else.
    ///
    /// # Errors
    ///
    /// As [`ExpressionError`].
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        parse(text, Setting::Value)
    }

    /// Reads an expression as it stands in a condition.
    ///
    /// # Errors
    ///
    /// As [`ExpressionError`].
    pub(super) fn parse_operand(text: &str) -> Result<Self, ExpressionError> {
        parse(text, Setting::Condition)
    }

    /// Returns whether a text wants to be an expression: `$5.00` does not.
    pub fn is_meant(text: &str) -> bool {
        text.strip_prefix('$').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
    }
}

/// Returns how many bytes of `text`, which starts with `$`, are an expression of a condition.
pub(super) fn extent(text: &str) -> usize {
    let ends = |own: char| own.is_whitespace() || "()=<>!&|{}',\"".contains(own);
    let mut in_brackets = false;
    for (at, own) in text.char_indices() {
        match own {
            '[' => in_brackets = true,
            ']' if in_brackets => in_brackets = false,
            ']' => return at,
            _ if ends(own) => return at,
            _ => {}
        }
    }
    text.len()
}

fn parse(text: &str, setting: Setting) -> Result<Expression, ExpressionError> {
    let reader = Reader { text, setting };
    match text {
        "$url" => return Ok(Expression::Url),
        "$method" => return Ok(Expression::Method),
        "$statusCode" => return Ok(Expression::StatusCode),
        _ => {}
    }
    let (word, rest) = text.split_once('.').ok_or_else(|| reader.unknown())?;
    match word {
        "$request" => Ok(Expression::Request(reader.part(rest)?)),
        "$response" => match reader.part(rest)? {
            part @ (Part::Header(_) | Part::Body(_)) => Ok(Expression::Response(part)),
            Part::Query(_) | Part::Path(_) => Err(reader.unknown()),
        },
        "$inputs" => Ok(Expression::Inputs(reader.named(rest, "input")?)),
        "$outputs" => Ok(Expression::Outputs(reader.named(rest, "output")?)),
        "$steps" => {
            let (step, output) = rest
                .split_once(".outputs.")
                .ok_or_else(|| reader.unnamed("output: `$steps.ID.outputs.NAME`"))?;
            Ok(Expression::Steps {
                step: reader.identifier(step, "step")?,
                output: reader.named(output, "output")?,
            })
        }
        "$workflows" => reader.workflows(rest),
        "$sourceDescriptions" => {
            let (name, member) = rest.split_once('.').unwrap_or((rest, ""));
            let name = reader.identifier(name, "source description")?;
            let member = reader.word(member, "member of the source description")?;
            Ok(Expression::Source { name, member })
        }
        "$components" => {
            let (kind, name) = rest.split_once('.').unwrap_or((rest, ""));
            let known = ["inputs", "parameters", "successActions", "failureActions"];
            let kind = known.into_iter().find(|own| *own == kind).ok_or_else(|| reader.unknown())?.to_owned();
            Ok(Expression::Component { kind, name: reader.word(name, "component")? })
        }
        _ => Err(reader.unknown()),
    }
}

struct Reader<'a> {
    text: &'a str,
    setting: Setting,
}

impl Reader<'_> {
    fn unknown(&self) -> ExpressionError {
        // `$response.headers.Location` is a slip of one letter in the second word.
        let second = ["$request.header.", "$request.query.", "$request.path.", "$request.body"];
        let third = ["$response.header.", "$response.body"];
        let known = WORDS.into_iter().chain(second).chain(third);
        let words: Vec<_> = self.text.split(['.', '#', '[']).collect();
        let heads = [words.iter().take(2).copied().collect::<Vec<_>>().join("."), words[0].to_owned()];
        let nearest = heads.iter().find_map(|head| nearest(head, known.clone()).first().copied());
        ExpressionError::Unknown { text: self.text.to_owned(), nearest }
    }

    fn unnamed(&self, what: &'static str) -> ExpressionError {
        ExpressionError::Unnamed { text: self.text.to_owned(), what }
    }

    fn stray(&self, character: char) -> ExpressionError {
        ExpressionError::Stray { text: self.text.to_owned(), character }
    }

    fn part(&self, rest: &str) -> Result<Part, ExpressionError> {
        if let Some(way) = rest.strip_prefix("body") {
            let leads_on = way.is_empty() || way.starts_with(['.', '[', '#']);
            return if leads_on { Ok(Part::Body(self.way(way)?)) } else { Err(self.unknown()) };
        }
        match rest.split_once('.') {
            Some(("header", name)) => match name.chars().find(|own| !is_token(*own)) {
                Some(character) => Err(self.stray(character)),
                None => Ok(Part::Header(self.word(name, "header")?)),
            },
            Some(("query", name)) => Ok(Part::Query(self.word(name, "query parameter")?)),
            Some(("path", name)) => Ok(Part::Path(self.word(name, "path parameter")?)),
            _ => Err(self.unknown()),
        }
    }

    fn workflows(&self, rest: &str) -> Result<Expression, ExpressionError> {
        let sides = [(".inputs.", Side::Inputs), (".outputs.", Side::Outputs)];
        let (workflow, side, path) = sides
            .into_iter()
            .find_map(|(word, side)| rest.split_once(word).map(|(workflow, path)| (workflow, side, path)))
            .ok_or_else(|| self.unnamed("value: `$workflows.ID.outputs.NAME`"))?;
        Ok(Expression::Workflows {
            workflow: self.identifier(workflow, "workflow")?,
            side,
            path: self.named(path, "value")?,
        })
    }

    /// Returns a name that more follows.
    fn identifier(&self, name: &str, what: &'static str) -> Result<String, ExpressionError> {
        let name = self.word(name, what)?;
        match name.chars().find(|own| "#[]".contains(*own)) {
            Some(character) => Err(self.stray(character)),
            None => Ok(name),
        }
    }

    /// Returns a name that ends the expression.
    fn word(&self, name: &str, what: &'static str) -> Result<String, ExpressionError> {
        if name.is_empty() {
            return Err(self.unnamed(what));
        }
        match name.chars().find(|own| own.is_whitespace() || own.is_control() || "{}".contains(*own)) {
            Some(character) => Err(self.stray(character)),
            None => Ok(name.to_owned()),
        }
    }

    /// Returns a name and the way into its value.
    fn named(&self, text: &str, what: &'static str) -> Result<Vec<Access>, ExpressionError> {
        if text.is_empty() || text.starts_with(['.', '#', '[']) {
            return Err(self.unnamed(what));
        }
        self.way(&format!(".{text}"))
    }

    /// Reads `.name`, `[0]` and `#/pointer`, as often as they come.
    fn way(&self, text: &str) -> Result<Vec<Access>, ExpressionError> {
        let mut way = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let after = &rest[first.len_utf8()..];
            rest = match first {
                '.' => {
                    let (name, rest) = after.split_at(after.find(['.', '[', '#']).unwrap_or(after.len()));
                    match name
                        .chars()
                        .find(|own| own.is_whitespace() || own.is_control() || "{}]".contains(*own))
                    {
                        _ if name.is_empty() => return Err(self.unnamed("member after a point")),
                        Some(character) => return Err(self.stray(character)),
                        None => way.push(Access::Name(name.to_owned())),
                    }
                    rest
                }
                '[' => {
                    let (digits, rest) = after.split_once(']').ok_or_else(|| self.stray('['))?;
                    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
                    let index =
                        digits.parse().ok().filter(|_| plain).ok_or_else(|| self.unnamed("index in `[]`"))?;
                    way.push(Access::Index(index));
                    rest
                }
                '#' => {
                    let end = match self.setting {
                        Setting::Value => after.len(),
                        Setting::Condition => after.find('[').unwrap_or(after.len()),
                    };
                    let (pointer, rest) = after.split_at(end);
                    way.push(Access::Pointer(self.pointer(pointer)?));
                    rest
                }
                other => return Err(self.stray(other)),
            };
        }
        Ok(way)
    }

    fn pointer(&self, pointer: &str) -> Result<String, ExpressionError> {
        let starts = pointer.is_empty() || pointer.starts_with('/');
        let mut escapes = pointer.split('~').skip(1);
        if starts && escapes.all(|own| own.starts_with(['0', '1'])) {
            return Ok(pointer.to_owned());
        }
        Err(ExpressionError::Pointer { text: self.text.to_owned() })
    }
}

/// Returns whether a character may stand in the name of a header (RFC 9110 §5.6.2).
fn is_token(own: char) -> bool {
    own.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(own)
}

impl fmt::Display for Expression {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url => out.write_str("$url"),
            Self::Method => out.write_str("$method"),
            Self::StatusCode => out.write_str("$statusCode"),
            Self::Request(part) => write!(out, "$request.{part}"),
            Self::Response(part) => write!(out, "$response.{part}"),
            Self::Inputs(way) => write!(out, "$inputs{}", Way(way)),
            Self::Outputs(way) => write!(out, "$outputs{}", Way(way)),
            Self::Steps { step, output } => write!(out, "$steps.{step}.outputs{}", Way(output)),
            Self::Workflows { workflow, side, path } => {
                let side = if *side == Side::Inputs { "inputs" } else { "outputs" };
                write!(out, "$workflows.{workflow}.{side}{}", Way(path))
            }
            Self::Source { name, member } => write!(out, "$sourceDescriptions.{name}.{member}"),
            Self::Component { kind, name } => write!(out, "$components.{kind}.{name}"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(out, "header.{name}"),
            Self::Query(name) => write!(out, "query.{name}"),
            Self::Path(name) => write!(out, "path.{name}"),
            Self::Body(way) => write!(out, "body{}", Way(way)),
        }
    }
}

/// The way into a value, as it is written.
pub(super) struct Way<'a>(pub(super) &'a [Access]);

impl fmt::Display for Way<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|own| match own {
            Access::Name(name) => write!(out, ".{name}"),
            Access::Index(index) => write!(out, "[{index}]"),
            Access::Pointer(pointer) => write!(out, "#{pointer}"),
        })
    }
}
