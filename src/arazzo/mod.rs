//! Arazzo 1.0: workflows over the operations of an API, read and judged.
//!
//! A description is read whole before anything of it is run: names that lead nowhere, misspelt keys
//! and expressions that are none are faults with a place. What a workflow does with the answers is
//! decided here, value by value; to call operations is left to others.

mod body;
mod condition;
mod context;
mod criterion;
mod description;
mod expression;
mod fault;
pub mod kinds;
mod read;
mod template;
#[cfg(test)]
mod tests;

pub use body::BodyError;
pub use condition::{Condition, ConditionError};
pub use context::{Absent, Answered, Context, Ran, Sent};
pub use criterion::Criterion;
pub use description::{
    Body, Description, Destination, FailureAction, FailureThen, Parameter, ParameterPlace, Replacement,
    SourceDescription, SourceKind, Step, SuccessAction, SuccessThen, Target, Workflow,
};
pub use expression::{Access, Expression, ExpressionError, Part, Side};
pub use fault::{Fault, Faulty, ReadError};
pub use template::{Template, TemplateError};

/// The version that is written, and that is read with all its patches.
pub const VERSION: &str = "1.0.1";

/// The field of a step that names the step which takes back what it made, however the workflow ends: an
/// extension (Arazzo 1.0.1 §Specification Extensions).
pub const UNDONE_BY: &str = "x-gptauth-undone-by";

/// The beginning of every field that is ours.
const OWN_FIELDS: &str = "x-gptauth-";

/// How large an Arazzo description may be, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
