//! Conditions of the `simple` kind (Arazzo 1.0.1 §Criterion Object).

mod evaluate;
mod parse;

use super::expression::Expression;
use serde_json::Value;
use std::fmt;

/// A condition over literals and expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `||`: one of them holds.
    Any(Vec<Condition>),
    /// `&&`: all of them hold.
    All(Vec<Condition>),
    /// `!`
    Not(Box<Condition>),
    /// Two values compared.
    Compare(Box<Condition>, Operator, Box<Condition>),
    /// A literal.
    Literal(Value),
    /// A runtime expression.
    Expression(Expression),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
}

/// Why a text is no condition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct ConditionError {
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where, in bytes from the beginning of the condition.
    pub at: usize,
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    ///
    /// [`ConditionError`].
    pub fn parse(text: &str) -> Result<Self, ConditionError> {
        parse::parse(text)
    }

    /// Returns every expression in the condition.
    pub fn expressions(&self) -> Vec<&Expression> {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().flat_map(Self::expressions).collect(),
            Self::Not(inner) => inner.expressions(),
            Self::Compare(left, _, right) => {
                [left, right].into_iter().flat_map(|own| own.expressions()).collect()
            }
            Self::Literal(_) => Vec::new(),
            Self::Expression(own) => vec![own],
        }
    }
}

impl Operator {
    /// Every operator, the longer before those that they begin with.
    pub(super) const ALL: [Self; 6] =
        [Self::AtMost, Self::AtLeast, Self::Equal, Self::NotEqual, Self::Less, Self::More];

    /// Returns the sign for it.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::NotEqual => "!=",
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |parts: &[Self], sign: &str, out: &mut fmt::Formatter<'_>| {
            for (at, part) in parts.iter().enumerate() {
                let before = if at == 0 { "" } else { sign };
                write!(out, "{before}{}", Grouped(part))?;
            }
            Ok(())
        };
        match self {
            Self::Any(parts) => joined(parts, " || ", out),
            Self::All(parts) => joined(parts, " && ", out),
            Self::Not(inner) => write!(out, "!{}", Grouped(inner)),
            Self::Compare(left, operator, right) => {
                write!(out, "{} {} {}", Grouped(left), operator.sign(), Grouped(right))
            }
            Self::Literal(Value::String(text)) => write!(out, "'{}'", text.replace('\'', "''")),
            Self::Literal(value) => write!(out, "{value}"),
            Self::Expression(own) => write!(out, "{own}"),
        }
    }
}

/// A part of a condition, in parentheses where it has parts of its own.
struct Grouped<'a>(&'a Condition);

impl fmt::Display for Grouped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Condition::Literal(_) | Condition::Expression(_) => write!(out, "{}", self.0),
            _ => write!(out, "({})", self.0),
        }
    }
}
