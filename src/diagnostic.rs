//! What is wrong with the subject, as a value.
//!
//! One type for every command. A finding is not an error: the program did its work, and this is
//! what it saw.

use std::ops::Range;

/// One thing that was found.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// What kind of fault this is.
    pub kind: &'static Kind,
    /// How loudly it is reported: as its kind says, unless the project says otherwise.
    pub severity: Severity,
    /// One fact, with the actual and the expected value in backticks.
    pub message: String,
    /// Where it is, for a fault that has a place.
    pub location: Option<Location>,
    /// One imperative: what to do about it.
    pub help: Option<String>,
    /// Whether the program can do it, where that is known.
    pub repair: Option<Repair>,
}

/// What the program can do about a finding itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// There is one right answer.
    Safe,
    /// The document says less afterwards, or is known by other names.
    Unsafe,
}

/// A kind of fault: its name for ever, what ChatGPT does about it, and how that is known.
#[derive(Debug)]
pub struct Kind {
    /// `GA` and three digits. Codes are never reused.
    pub code: &'static str,
    /// The kebab-case name; it shows the fault and reads after "allow …".
    pub name: &'static str,
    /// How loudly it is reported.
    pub severity: Severity,
    /// What ChatGPT does with such a document.
    pub outcome: Outcome,
    /// The exact text that the GPT editor or ChatGPT shows, where it is known.
    pub says: Option<&'static str>,
    /// Why we believe this.
    pub basis: Basis,
    /// The page of this kind, in Markdown: what, why, example, instead.
    pub page: &'static str,
}

/// How loudly a finding is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// ChatGPT refuses or fails.
    Error,
    /// ChatGPT works worse, or the basis is too thin for an error.
    Warning,
    /// Advice, or something that is not known.
    Note,
}

/// What the editor or the runtime does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The editor refuses the whole document or the save.
    Rejected,
    /// The operation silently becomes unusable.
    Dropped,
    /// The editor prints a line and goes on.
    Warned,
    /// The editor accepts it; the call fails.
    FailsWhenCalled,
    /// Nothing breaks; it could be better.
    Advice,
}

/// Why a claim is believed, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// How sure it is.
    pub confidence: Confidence,
    /// Where it stands: a URL, a section of a specification, or what was seen.
    pub source: &'static str,
    /// When the source was read, as `YYYY-MM`.
    pub read: &'static str,
}

/// How sure a claim is, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// A specification says so.
    Specification,
    /// OpenAI's documentation says so.
    Documented,
    /// The editor's own client code says so.
    EditorCode,
    /// Several independent reports say so.
    SeveralReports,
    /// One report says so.
    OneReport,
    /// It follows from other evidence.
    Inference,
    /// Nobody is known to have seen it either way.
    Unknown,
}

/// A place in a source: a JSON Pointer and the bytes that it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// Which text the span belongs to.
    pub file: File,
    /// The JSON Pointer (RFC 6901) of the node, without `#`; empty for the whole document.
    pub pointer: String,
    /// The bytes to underline.
    pub span: Range<usize>,
}

/// The texts that a finding can point into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum File {
    /// The OpenAPI document.
    Schema,
    /// A text that the OpenAPI document refers to, by its number from 1.
    Part(u16),
    /// The project file.
    Project,
}

impl Diagnostic {
    /// Returns a finding without place and help, as loud as its kind.
    pub fn new(kind: &'static Kind, message: impl Into<String>) -> Self {
        let severity = kind.severity;
        Self { kind, severity, message: message.into(), location: None, help: None, repair: None }
    }
}

impl Repair {
    /// Returns the word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }

    /// Returns the flags that do it.
    pub fn flags(self) -> &'static str {
        match self {
            Self::Safe => "--fix",
            Self::Unsafe => "--fix --unsafe-fixes",
        }
    }
}

impl Severity {
    /// Returns the word for it: `error`, `warning`, `note`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Kind {
    /// Returns what ChatGPT does, in words; of what is not sure, that it may do so.
    pub fn outcome_words(&self) -> String {
        let words = self.outcome.words();
        match (self.severity, self.outcome) {
            (Severity::Error, _) | (_, Outcome::Warned | Outcome::Advice) => words.to_owned(),
            (_, Outcome::FailsWhenCalled) => "may fail when called".to_owned(),
            (_, Outcome::Rejected | Outcome::Dropped) => format!("may be {words}"),
        }
    }
}

impl Outcome {
    /// Returns the words for it, as they stand in tables.
    pub fn words(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Dropped => "dropped",
            Self::Warned => "warned",
            Self::FailsWhenCalled => "fails when called",
            Self::Advice => "advice",
        }
    }
}

impl Confidence {
    /// Returns the words for it, as they stand after a finding.
    pub fn words(self) -> &'static str {
        match self {
            Self::Specification => "specification",
            Self::Documented => "documented by OpenAI",
            Self::EditorCode => "read in the editor's code",
            Self::SeveralReports => "several reports",
            Self::OneReport => "one report",
            Self::Inference => "inferred",
            Self::Unknown => "not known",
        }
    }

    /// Returns whether this is enough for an error.
    ///
    /// An unsure claim is a warning or a note: a check that cries wolf is switched off.
    pub fn carries_an_error(self) -> bool {
        self <= Self::SeveralReports
    }
}
