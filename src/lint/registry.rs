//! The one table of rules, and what is known of the editor that is no rule.
//!
//! # What is known, and the rule it became
//!
//! | what the editor or the runtime does | rule |
//! |---|---|
//! | a text that is no YAML or JSON mapping | no finding: the reader refuses it with a place and a hint |
//! | duplicate keys, control characters, JSON that is none | GA101, GA102, GA113 |
//! | `openapi` other than 3.1.0 or 3.1.1, Swagger 2.0 | GA103, GA104 |
//! | `info` without title or version | GA105 |
//! | nothing where a mapping is expected, the wrong type | GA106, GA107 |
//! | `components` without `schemas` | GA108 |
//! | references to nothing, without a slash, out of the document | GA109, GA110, GA111 |
//! | recursive components | GA112; one that OpenAPI allows is refused as well |
//! | what schema generators write | GA114, GA115, GA116, GA117 |
//! | texts over 300 and 700 characters, exactly 300 | GA201, GA203, GA202 |
//! | `operationId` missing, twice, no name of a function | GA204, GA205, GA230 |
//! | more than 30 operations, none | GA206, GA207 |
//! | a path without a slash, with a query, with dot segments | GA208, GA212, GA213 |
//! | other methods and keys of a path item | GA209, GA210, GA211 |
//! | variables of the path | GA214, GA215, GA216 |
//! | `$ref` in parameters, no name, a name twice | GA217, GA218, GA219 |
//! | header and cookie parameters | GA220, GA221, GA222 |
//! | request bodies: no object, no properties, maps, not JSON, of GET | GA223, GA224, GA226, GA227, GA235 |
//! | responses: objects without properties, not text | GA225, GA228 |
//! | `x-openai-isConsequential`, files | GA229, GA232, GA233, GA234 |
//! | no summary and no description | GA231 |
//! | several security schemes, one that is not declared | GA301, GA302 |
//! | the root domain of the OAuth endpoints, with its exemptions | GA401, GA402, GA403 |
//! | the root origin of `servers`, several servers | GA404 to GA414 |
//!
//! # What is known, and why it is no rule
//!
//! | what the editor or the runtime does | why not |
//! |---|---|
//! | one action per host, at most 10 actions in a GPT | the other actions of the GPT are not in the document |
//! | a privacy policy for public GPTs | it is a field of the editor |
//! | name, description, instructions and category of the GPT | they are fields of the editor |
//! | known providers overwrite the OAuth settings | which hosts are known is not published |
//! | domains that a workspace allows | they are a setting of the workspace |
//! | a cap on the size of the document | no report of one |
//! | operations without `responses`, texts as answers | published actions work with both |
//! | no security scheme at all | OAuth is set in the editor; most documents declare none |
//! | `allOf` at the root of a request body, a DELETE with a body | no report either way |
//! | `description` of schemas, of the document and of responses | no limit is known for them |
//! | the server's certificate, TLS version, redirects, addresses that it lets in | they are seen live only |

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
    &client_key_unsupported::RULE,
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
