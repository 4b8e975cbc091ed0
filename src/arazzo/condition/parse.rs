//! A text into a condition.

use super::{Condition, ConditionError, Operator};
use crate::arazzo::expression::{self, Expression};
use serde_json::Value;

/// How deep parentheses and negations may stand in each other.
const MAX_DEPTH: usize = 32;

/// How long a condition may be, in bytes.
const MAX_LENGTH: usize = 16 * 1024;

pub(super) fn parse(text: &str) -> Result<Condition, ConditionError> {
    let mut parser = Parser { text, at: 0 };
    if text.len() > MAX_LENGTH {
        return Err(parser.wrong(format!("the condition is longer than {MAX_LENGTH} bytes"), None));
    }
    let condition = parser.any(MAX_DEPTH)?;
    match parser.rest().chars().next() {
        None => Ok(condition),
        Some('=') => Err(parser.wrong("`=` is no operator", Some("equality is `==`"))),
        Some(next) => Err(parser.wrong(
            format!("`{}` does not belong here", next.escape_debug()),
            Some("join conditions with `&&` or `||`"),
        )),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn wrong(&self, what: impl Into<String>, help: Option<&str>) -> ConditionError {
        ConditionError { what: what.into(), help: help.map(str::to_owned), at: self.at }
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        let is_there = self.rest().starts_with(sign);
        if is_there {
            self.at += sign.len();
        }
        is_there
    }

    fn any(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        let depth =
            depth.checked_sub(1).ok_or_else(|| self.wrong("the condition is nested too deeply", None))?;
        let mut parts = vec![self.all(depth)?];
        while self.takes("||") {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        let mut parts = vec![self.comparison(depth)?];
        while self.takes("&&") {
            parts.push(self.comparison(depth)?);
        }
        Ok(one_or(parts, Condition::All))
    }

    fn comparison(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        let left = self.operand(depth)?;
        let Some(operator) = self.operator() else { return Ok(left) };
        let right = self.operand(depth)?;
        if self.operator().is_some() {
            return Err(self.wrong("a comparison has two sides", Some("join comparisons with `&&`")));
        }
        Ok(Condition::Compare(Box::new(left), operator, Box::new(right)))
    }

    fn operator(&mut self) -> Option<Operator> {
        Operator::ALL.into_iter().find(|own| self.takes(own.sign()))
    }

    fn operand(&mut self, depth: usize) -> Result<Condition, ConditionError> {
        self.skip_blanks();
        let start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            None => Err(self.wrong("a value is missing", None)),
            Some('!') => {
                let depth = depth
                    .checked_sub(1)
                    .ok_or_else(|| self.wrong("the condition is nested too deeply", None))?;
                self.at += 1;
                Ok(Condition::Not(Box::new(self.operand(depth)?)))
            }
            // Braces around a condition or an expression group as parentheses do.
            Some(open @ ('(' | '{')) => {
                self.at += 1;
                let inner = self.any(depth)?;
                let close = if open == '(' { ")" } else { "}" };
                if self.takes(close) {
                    return Ok(inner);
                }
                self.at = start;
                Err(self.wrong(format!("`{open}` is not closed by `{close}`"), None))
            }
            Some('\'') => self.string(),
            Some('"') => Err(self.wrong("strings of a condition have single quotes", Some("write '…'"))),
            Some('$') => {
                let length = expression::extent(rest);
                let text = rest.get(..length).unwrap_or_default();
                let own = Expression::parse_operand(text).map_err(|error| ConditionError {
                    help: error.help(),
                    ..self.wrong(error.to_string(), None)
                })?;
                self.at += length;
                Ok(Condition::Expression(own))
            }
            Some(_) => self.word(),
        }
    }

    fn string(&mut self) -> Result<Condition, ConditionError> {
        let mut text = String::new();
        let mut rest = self.rest().strip_prefix('\'').unwrap_or_default();
        while let Some((before, after)) = rest.split_once('\'') {
            text.push_str(before);
            match after.strip_prefix('\'') {
                Some(more) => {
                    text.push('\'');
                    rest = more;
                }
                None => {
                    self.at = self.text.len() - after.len();
                    return Ok(Condition::Literal(text.into()));
                }
            }
        }
        Err(self.wrong("a quote is not closed", Some("a quote inside of a string is doubled: ''")))
    }

    fn word(&mut self) -> Result<Condition, ConditionError> {
        let rest = self.rest();
        let ends = |own: char| own.is_whitespace() || "()=<>!&|{}[]',\"".contains(own);
        let word = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or_default();
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            _ => match serde_json::from_str(word) {
                Ok(Value::Number(number)) => Value::Number(number),
                _ if word.is_empty() => {
                    let next = rest.chars().next().unwrap_or_default();
                    return Err(self
                        .wrong(format!("`{}` stands where a value is missing", next.escape_debug()), None));
                }
                _ => {
                    let help = format!("a string has single quotes, '{word}'; an expression starts with `$`");
                    return Err(
                        self.wrong(format!("`{word}` is neither a literal nor an expression"), Some(&help))
                    );
                }
            },
        };
        self.at += word.len();
        Ok(Condition::Literal(value))
    }
}

fn one_or(mut parts: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            several(parts)
        }
    }
}
