//! Why the claims about ChatGPT's actions are believed, and when their sources were read.
//!
//! Nothing here was tried on a live GPT: a claim is as good as its confidence.

use crate::diagnostic::{Basis, Confidence};

const READ: &str = "2026-11";

const fn basis(confidence: Confidence, source: &'static str) -> Basis {
    Basis { confidence, source, read: READ }
}

/// OpenAI's page on production use: limits, time, exempt domains, consent.
pub const PRODUCTION_PAGE: Basis =
    basis(Confidence::Documented, "https://developers.openai.com/api/docs/actions/production");

/// OpenAI's page on authentication: redirect URIs, token exchange.
pub const AUTHENTICATION_PAGE: Basis =
    basis(Confidence::Documented, "https://developers.openai.com/api/docs/actions/authentication");

/// The exemption is documented; the list of hosts behind it is not published.
pub const EXEMPTIONS: Basis = basis(
    Confidence::Inference,
    "https://developers.openai.com/api/docs/actions/production names Google, Microsoft and Adobe; the hosts are inferred",
);

/// Authorization URLs as builders captured them at their providers.
pub const CAPTURED_AUTHORIZATION: Basis =
    basis(Confidence::SeveralReports, "authorization requests captured by builders, 2023 to 2026");

/// The headers of one real call, as its receiver published them.
pub const HEADER_DUMP: Basis =
    basis(Confidence::OneReport, "request headers published by the builder of an action, August 2025");

/// When ChatGPT refreshes, and that only 401 means anything to it.
pub const REFRESH_ON_401: Basis =
    basis(Confidence::SeveralReports, "community.openai.com thread 533147 and builders' notes of 2026");

/// The operation limit, in the editor's words.
pub const OPERATION_LIMIT: Basis =
    basis(Confidence::SeveralReports, "community.openai.com thread 586484 and three builders' notes");

/// The root-domain rule for OAuth endpoints, in the editor's words.
pub const ROOT_DOMAIN: Basis = basis(
    Confidence::SeveralReports,
    "community.openai.com thread 491072, four builders' notes, and https://developers.openai.com/api/docs/actions/production",
);

/// The root-origin rule for servers, in the editor's words.
pub const ROOT_ORIGIN: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by seven builders, 2024 to 2026");

/// The lines that the editor prints about operations that it leaves out.
pub const SKIPPED_OPERATIONS: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by builders, 2024 to 2026");

/// What the editor's own client code shows.
pub const EDITOR_CODE: Basis =
    basis(Confidence::EditorCode, "the GPT editor's client code, builds of 2025 and 2026");

/// The id in the callback URL is not the GPT's id, and it appears after the first save.
pub const CALLBACK_ID: Basis = basis(
    Confidence::SeveralReports,
    "OpenAI Cookbook's GPT Actions library and authorization requests captured by builders",
);

/// The callback URL is shown after the first save.
pub const CALLBACK_URL: Basis = basis(
    Confidence::Documented,
    "https://help.openai.com/en/articles/9442513 and OpenAI Cookbook's GPT Actions library",
);

/// The stored credentials are never read back into the dialog; that saving it then posts them empty
/// is inferred.
pub const BLANK_CREDENTIALS: Basis =
    basis(Confidence::Inference, "inferred from the GPT editor's client code, builds of 2025 and 2026");

/// Follows from other evidence.
pub const INFERRED: Basis = basis(Confidence::Inference, "inferred from the documented limits");

/// Nobody is known to have seen it either way.
pub const UNKNOWN: Basis = basis(Confidence::Unknown, "no report found either way");

/// What a project file says is for this program alone.
pub const PROJECT_FILE: Basis = basis(Confidence::Specification, "README of gptauth, \"Settings for check\"");

/// Duplicate keys are among the causes that builders name for the editor's shortest message.
pub const DUPLICATE_KEYS: Basis = basis(
    Confidence::OneReport,
    "a builder's list of what makes the editor print \"Could not parse valid OpenAPI spec\"",
);

/// The limit says "max", and one builder found that the limit itself fails.
pub const TEXT_AT_LIMIT: Basis = basis(
    Confidence::OneReport,
    "a builder's note of July 2026, against https://developers.openai.com/api/docs/actions/production",
);

/// Operations are told apart by their ids.
pub const OPERATION_ID_UNIQUE: Basis =
    basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html#operation-object");

/// A document without operations, in the words of an imitation of the editor.
pub const NO_OPERATIONS: Basis =
    basis(Confidence::OneReport, "the source code of an imitation of the editor");

/// The lines that the editor prints about servers beyond the one that it uses.
pub const SEVERAL_SERVERS: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by three builders");

/// Whether customers of one hoster share a root domain.
pub const PRIVATE_SUFFIXES: Basis = basis(Confidence::Unknown, "no report found either way");

/// Discovery is the provider's: its answer is not known offline.
pub const DISCOVERED_ENDPOINTS: Basis =
    basis(Confidence::Inference, "endpoints are nearly always on the host of their issuer");

/// The root origin is lower-cased and the server, it seems, is not.
pub const HOST_LETTERS: Basis =
    basis(Confidence::Inference, "inferred from one editor message about a host with upper-case letters");

/// YAML forbids them; the editor's messages are those of a reader in Python, which refuses them.
pub const CONTROL_CHARACTERS: Basis =
    basis(Confidence::Inference, "YAML 1.2.2 §5.1, and the manners of readers in Python");
