//! The one table of rules.

use super::{rule::Rule, rules::*};
use crate::diagnostic::Kind;

/// Every rule, in the order of the codes.
pub(super) static RULES: &[&Rule] = &[
    &duplicate_key::RULE,
    &control_character::RULE,
    &operation_text_too_long::RULE,
    &operation_text_at_limit::RULE,
    &parameter_description_too_long::RULE,
    &operation_id_missing::RULE,
    &operation_id_duplicate::RULE,
    &too_many_operations::RULE,
    &no_operations::RULE,
    &root_domain_mismatch::RULE,
    &root_domain_unknown::RULE,
    &issuer_on_another_domain::RULE,
    &server_missing::RULE,
    &server_url_invalid::RULE,
    &server_placeholder::RULE,
    &server_not_https::RULE,
    &server_port::RULE,
    &server_not_public::RULE,
    &server_credentials::RULE,
    &several_servers::RULE,
    &server_host_upper_case::RULE,
    &server_host_not_ascii::RULE,
    &server_variable::RULE,
];

/// A code that once meant something and is never used again.
#[derive(Debug)]
pub struct Retired {
    /// The code.
    pub code: &'static str,
    /// The name that it had.
    pub name: &'static str,
    /// Why it went, and what stands in its place.
    pub why: &'static str,
}

/// The codes that are no longer in use.
pub static RETIRED: &[Retired] = &[];

/// Returns the kinds of finding of all rules, in the order of their codes.
pub fn kinds() -> impl Iterator<Item = &'static Kind> {
    let mut kinds: Vec<_> = RULES.iter().map(|rule| &rule.kind).collect();
    // What an acceptance is at fault in is known only after all rules.
    kinds.push(&acceptance_unused::KIND);
    kinds.sort_unstable_by_key(|kind| kind.code);
    kinds.into_iter()
}
