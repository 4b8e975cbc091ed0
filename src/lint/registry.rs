//! The one table of rules.

use super::{rule::Rule, rules::*};
use crate::diagnostic::Kind;

/// Every rule, in the order of the codes.
pub(super) static RULES: &[&Rule] = &[
    &duplicate_key::RULE,
    &control_character::RULE,
    &openapi_version_unsupported::RULE,
    &swagger_document::RULE,
    &info_incomplete::RULE,
    &empty_value::RULE,
    &wrong_type::RULE,
    &components_without_schemas::RULE,
    &reference_unresolved::RULE,
    &reference_without_slash::RULE,
    &reference_outside_document::RULE,
    &circular_reference::RULE,
    &not_strict_json::RULE,
    &null_as_alternative::RULE,
    &reference_beside_alternatives::RULE,
    &schema_without_type::RULE,
    &nullable_keyword::RULE,
    &operation_text_too_long::RULE,
    &operation_text_at_limit::RULE,
    &parameter_description_too_long::RULE,
    &operation_id_missing::RULE,
    &operation_id_duplicate::RULE,
    &too_many_operations::RULE,
    &no_operations::RULE,
    &path_without_slash::RULE,
    &path_item_key_unrecognised::RULE,
    &path_level_parameters::RULE,
    &path_item_text_ignored::RULE,
    &path_with_query::RULE,
    &path_with_dot_segments::RULE,
    &path_variable_undeclared::RULE,
    &path_parameter_not_required::RULE,
    &path_parameter_without_variable::RULE,
    &parameter_reference::RULE,
    &parameter_name_missing::RULE,
    &parameter_duplicate::RULE,
    &header_parameter::RULE,
    &cookie_parameter::RULE,
    &header_parameter_forbidden::RULE,
    &request_body_not_object::RULE,
    &request_object_without_properties::RULE,
    &object_without_properties::RULE,
    &map_in_request_body::RULE,
    &request_not_json::RULE,
    &response_not_text::RULE,
    &consequential_flag_unusable::RULE,
    &operation_id_unusable::RULE,
    &operation_text_missing::RULE,
    &file_parameter_unusable::RULE,
    &file_property_misspelt::RULE,
    &file_response_unusable::RULE,
    &body_of_get::RULE,
    &several_security_schemes::RULE,
    &security_scheme_undeclared::RULE,
    &scope_not_space_separated::RULE,
    &scope_blank::RULE,
    &openid_missing::RULE,
    &offline_access_missing::RULE,
    &endpoint_fragment::RULE,
    &authorization_endpoint_query::RULE,
    &authorization_endpoint_repeats_parameter::RULE,
    &endpoint_not_https::RULE,
    &public_client::RULE,
    &redirect_uri_with_gpt_id::RULE,
    &redirect_uri_id_unseen::RULE,
    &redirect_uri_of_other_product::RULE,
    &redirect_uri_unusable::RULE,
    &redirect_uri_host_missing::RULE,
    &redirect_uri_ids_differ::RULE,
    &user_operation_public::RULE,
    &public_operation_looks_private::RULE,
    &document_endpoints_differ::RULE,
    &security_scheme_unsupported::RULE,
    &required_operation_unknown::RULE,
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
