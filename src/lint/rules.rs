//! The rules, one file each beside its page.

pub(super) mod acceptance_unused;
pub(super) mod control_character;
pub(super) mod duplicate_key;
pub(super) mod issuer_on_another_domain;
pub(super) mod no_operations;
pub(super) mod operation_id_duplicate;
pub(super) mod operation_id_missing;
pub(super) mod operation_text_at_limit;
pub(super) mod operation_text_too_long;
pub(super) mod parameter_description_too_long;
pub(super) mod root_domain_mismatch;
pub(super) mod root_domain_unknown;
pub(super) mod server_credentials;
pub(super) mod server_host_not_ascii;
pub(super) mod server_host_upper_case;
pub(super) mod server_missing;
pub(super) mod server_not_https;
pub(super) mod server_not_public;
pub(super) mod server_placeholder;
pub(super) mod server_port;
pub(super) mod server_url_invalid;
pub(super) mod server_variable;
pub(super) mod several_servers;
pub(super) mod too_many_operations;
