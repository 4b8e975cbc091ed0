//! What can be mended, and what a fix is.

use super::change::Change;
use std::ops::Range;

/// A kind of fault that has an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mends {
    /// A version of OpenAPI that the editor does not take.
    Version,
    /// `nullable` in a document of 3.1.
    NullableKeyword,
    /// `components` without `schemas`, which the editor looks for.
    ComponentsWithoutSchemas,
    /// Parameters of a path item, which the editor passes over.
    PathLevelParameters,
    /// A parameter that is a reference.
    ParameterReference,
    /// A parameter in the path that is not `required`.
    PathParameterNotRequired,
    /// An object schema without `properties`.
    ObjectWithoutProperties,
    /// An operation without `operationId`.
    OperationIdMissing,
    /// An `operationId` that no function can have.
    OperationIdUnusable,
    /// `x-openai-isConsequential` as a string.
    Consequential,
    /// A summary or description of an operation that is too long.
    OperationText,
    /// A description of a parameter that is too long.
    ParameterText,
}

impl Mends {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Version,
        Self::NullableKeyword,
        Self::ComponentsWithoutSchemas,
        Self::PathLevelParameters,
        Self::ParameterReference,
        Self::PathParameterNotRequired,
        Self::ObjectWithoutProperties,
        Self::OperationIdMissing,
        Self::OperationIdUnusable,
        Self::Consequential,
        Self::OperationText,
        Self::ParameterText,
    ];

    /// Returns the name of the kind of finding that it mends.
    pub fn finding(self) -> &'static str {
        match self {
            Self::Version => "openapi-version-unsupported",
            Self::NullableKeyword => "nullable-keyword",
            Self::ComponentsWithoutSchemas => "components-without-schemas",
            Self::PathLevelParameters => "path-level-parameters",
            Self::ParameterReference => "parameter-reference",
            Self::PathParameterNotRequired => "path-parameter-not-required",
            Self::ObjectWithoutProperties => "object-without-properties",
            Self::OperationIdMissing => "operation-id-missing",
            Self::OperationIdUnusable => "operation-id-unusable",
            Self::Consequential => "consequential-flag-unusable",
            Self::OperationText => "operation-text-too-long",
            Self::ParameterText => "parameter-description-too-long",
        }
    }

    /// Returns whether the document says less afterwards, or is known by other names.
    pub fn is_unsafe(self) -> bool {
        matches!(self, Self::OperationIdUnusable | Self::OperationText | Self::ParameterText)
    }
}

/// A fault of a document with the changes that mend it, all of them or none.
#[derive(Debug, Clone)]
pub struct Fix<'a> {
    /// What it mends.
    pub mends: Mends,
    /// The JSON Pointer of what a finding about it points at.
    pub pointer: String,
    /// The bytes that the fault stands at.
    pub span: Range<usize>,
    /// What it does: a fragment in the third person, `names it …`.
    pub does: String,
    pub(super) changes: Vec<Change<'a>>,
}
