//! What is wrong with an Arazzo description, and where.

use crate::{
    openapi::{Document, ParseError},
    source::{Position, Source},
};
use std::{fmt, ops::Range};

/// One thing that keeps a description from being run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// One fact.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The bytes of the description that it is about.
    pub span: Range<usize>,
}

/// Why there is no description to run.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is neither YAML nor JSON.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It breaks the specification, or needs what is not done here.
    #[error(transparent)]
    Faulty(#[from] Box<Faulty>),
}

/// A description with faults.
#[derive(Debug)]
pub struct Faulty {
    document: Document,
    faults: Vec<Fault>,
}

impl Faulty {
    pub(super) fn new(document: Document, mut faults: Vec<Fault>) -> Box<Self> {
        faults.sort_by_key(|fault| fault.span.start);
        Box::new(Self { document, faults })
    }

    /// Returns the faults in the order of the text; there is at least one.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Returns the text that they are in.
    pub fn source(&self) -> &Source {
        self.document.source()
    }

    /// Returns where a fault is.
    pub fn position(&self, fault: &Fault) -> Position {
        self.source().position(fault.span.start)
    }
}

impl fmt::Display for Faulty {
    /// Names the first; the others are for who lists them.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.faults.first() else { return Ok(()) };
        let Position { line, column } = self.position(first);
        write!(out, "{}:{line}:{column}: {}", self.source().name(), first.message)?;
        match self.faults.len() - 1 {
            0 => Ok(()),
            1 => write!(out, "; and 1 more"),
            more => write!(out, "; and {more} more"),
        }
    }
}

impl std::error::Error for Faulty {}
