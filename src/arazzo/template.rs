//! Values with expressions in them.

use super::{
    context::{Absent, Context},
    expression::{Expression, ExpressionError},
};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value that is whole only once its expressions have been evaluated.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// Nothing to evaluate.
    Literal(Value),
    /// An expression; its value keeps its type.
    Expression(Expression),
    /// A text with expressions in braces.
    Text(Vec<Piece>),
    /// A list.
    List(Vec<Template>),
    /// A mapping.
    Object(Vec<(String, Template)>),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Literal(String),
    /// In braces.
    Expression(Expression),
}

/// Why a text cannot be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// What stands in braces, or by itself, is none.
    #[error(transparent)]
    Expression(#[from] ExpressionError),
    /// A brace is never closed.
    #[error("`{{$` is not closed by `}}`")]
    Open,
}

impl Template {
    /// Reads a text: an expression, a text with expressions in braces, or neither.
    ///
    /// # Errors
    ///
    /// As [`TemplateError`].
    pub fn of_text(text: &str) -> Result<Self, TemplateError> {
        if Expression::is_meant(text) {
            return Ok(Self::Expression(Expression::parse(text)?));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find("{$").filter(|at| Expression::is_meant(&rest[at + 1..])) {
            let (literal, after) = rest.split_at(at);
            if !literal.is_empty() {
                pieces.push(Piece::Literal(literal.to_owned()));
            }
            let (inner, after) = after[1..].split_once('}').ok_or(TemplateError::Open)?;
            pieces.push(Piece::Expression(Expression::parse(inner)?));
            rest = after;
        }
        if pieces.is_empty() {
            return Ok(Self::Literal(text.into()));
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Ok(Self::Text(pieces))
    }

    /// Returns every expression in the value.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Expression(own) => vec![own],
            Self::Text(pieces) => pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Literal(_) => None,
                    Piece::Expression(own) => Some(own),
                })
                .collect(),
            Self::List(items) => items.iter().flat_map(Self::expressions).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, own)| own.expressions()).collect(),
        }
    }

    /// Returns the value, or nothing where it is an input that need not be given and was not. A member
    /// or item that is such an input is left out.
    ///
    /// # Errors
    ///
    /// [`Absent`] for the first expression that has no value.
    pub fn evaluate(&self, context: &Context<'_>) -> Result<Option<Value>, Absent> {
        Ok(match self {
            Self::Literal(value) => Some(value.clone()),
            Self::Expression(own) => match context.value(own) {
                Ok(value) => Some(value.into_owned()),
                Err(absent) if absent.may_be_left_out => None,
                Err(absent) => return Err(absent),
            },
            Self::Text(pieces) => Some(text(pieces, context, |value| plain(&value).into_owned())?.into()),
            Self::List(items) => {
                let items = items.iter().filter_map(|own| own.evaluate(context).transpose());
                Some(Value::Array(items.collect::<Result<_, _>>()?))
            }
            Self::Object(members) => {
                let members = members.iter().filter_map(|(name, own)| {
                    own.evaluate(context).transpose().map(|value| Ok((name.clone(), value?)))
                });
                Some(Value::Object(members.collect::<Result<Map<_, _>, Absent>>()?))
            }
        })
    }

    /// Returns a text that is JSON: what is put between its quotes cannot end them.
    ///
    /// # Errors
    ///
    /// [`Absent`] for the first expression that has no value.
    pub(super) fn evaluate_json_text(&self, context: &Context<'_>) -> Result<Option<String>, Absent> {
        let Self::Text(pieces) = self else {
            let value = self.evaluate(context)?;
            return Ok(value.and_then(|value| value.as_str().map(str::to_owned)));
        };
        let escaped = |value: Cow<'_, Value>| match &*value {
            Value::String(_) => {
                let quoted = value.to_string();
                quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
            }
            other => other.to_string(),
        };
        text(pieces, context, escaped).map(Some)
    }
}

fn text(
    pieces: &[Piece],
    context: &Context<'_>,
    write: impl Fn(Cow<'_, Value>) -> String,
) -> Result<String, Absent> {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Literal(text) => Ok(text.clone()),
        Piece::Expression(own) => match context.value(own) {
            Ok(value) => Ok(write(value)),
            Err(absent) if absent.may_be_left_out => Ok(String::new()),
            Err(absent) => Err(absent),
        },
    });
    pieces.collect()
}

/// Returns a value as it stands in a text: strings bare, everything else as JSON.
pub(super) fn plain(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}
