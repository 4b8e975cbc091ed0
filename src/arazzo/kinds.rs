//! The kinds of fault that a workflow shows.

use crate::diagnostic::{Basis, Confidence, Kind, Outcome, Severity};

/// Every kind of this module, sorted by code.
pub static KINDS: [&Kind; 3] = [&CRITERION_NOT_MET, &STEP_NOT_CALLED, &WORKFLOW_WITHOUT_END];

const STEP_OBJECT: Basis =
    Basis { confidence: Confidence::Specification, source: "Arazzo 1.0.1 §Step Object", read: "2026-11" };

const ACTIONS: Basis = Basis {
    confidence: Confidence::Specification,
    source: "Arazzo 1.0.1 §Success Action Object, §Failure Action Object",
    read: "2026-11",
};

/// What a workflow says must hold does not.
pub static CRITERION_NOT_MET: Kind = Kind {
    code: "GA640",
    name: "criterion-not-met",
    severity: Severity::Error,
    outcome: Outcome::Advice,
    says: None,
    basis: STEP_OBJECT,
    page: include_str!("kinds/criterion-not-met.md"),
};

/// A step of a workflow needs a value that is not there, or does not fit.
pub static STEP_NOT_CALLED: Kind = Kind {
    code: "GA641",
    name: "step-not-called",
    severity: Severity::Error,
    outcome: Outcome::Advice,
    says: None,
    basis: STEP_OBJECT,
    page: include_str!("kinds/step-not-called.md"),
};

/// A workflow goes round in circles.
pub static WORKFLOW_WITHOUT_END: Kind = Kind {
    code: "GA642",
    name: "workflow-without-end",
    severity: Severity::Error,
    outcome: Outcome::Advice,
    says: None,
    basis: ACTIONS,
    page: include_str!("kinds/workflow-without-end.md"),
};
