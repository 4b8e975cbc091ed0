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

/// The refresh request in the words of a builder who served it; no captured one was found.
pub const REFRESH_REQUEST: Basis = basis(Confidence::OneReport, "a builder's notes of May 2026");

/// What ChatGPT shows where a token endpoint answers without an access token.
pub const MISSING_ACCESS_TOKEN: Basis =
    basis(Confidence::SeveralReports, "community.openai.com thread 665758, as others quote it");

/// What a refused refresh does to the user, by its status.
pub const REFRESH_REFUSED: Basis = basis(
    Confidence::OneReport,
    "a builder's notes of May 2026; community.openai.com thread 665758 fits them",
);

/// How a user whose refresh was refused gets on.
pub const WAY_OUT: Basis = basis(Confidence::OneReport, "community.openai.com thread 533147");

/// The form of a token endpoint's answer.
pub const JSON_TOKEN_ANSWER: Basis = basis(
    Confidence::Inference,
    "https://developers.openai.com/api/docs/actions/authentication shows JSON; no report of another form that worked",
);

/// The types of token in use.
pub const TOKEN_TYPE: Basis = basis(
    Confidence::SeveralReports,
    "https://developers.openai.com/api/docs/actions/authentication and builders' working answers",
);

/// What becomes of a session without a refresh token.
pub const NO_REFRESH_TOKEN: Basis =
    basis(Confidence::SeveralReports, "community.openai.com thread 156658 and builders' notes");

/// What ChatGPT makes of a token without a lifetime.
pub const NO_LIFETIME: Basis =
    basis(Confidence::Inference, "inferred from the reports that ChatGPT refreshes on 401");

/// Two calls that refresh at once.
pub const PARALLEL_REFRESHES: Basis = basis(
    Confidence::OneReport,
    "a builder's notes of May 2026, who added 30 seconds of grace because of it",
);

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

/// ChatGPT sends the scope as it was typed; a provider splits it at spaces.
pub const SCOPE_VERBATIM: Basis = basis(
    Confidence::SeveralReports,
    "authorization requests captured by builders, community.openai.com threads 527074 and 541025, RFC 6749 §3.3",
);

/// A blank scope was seen sent empty, and seen left out.
pub const BLANK_SCOPE: Basis = basis(
    Confidence::OneReport,
    "community.openai.com thread 527074, and captured requests that contradict each other",
);

/// Without `openid` there is no OpenID Connect.
pub const OPENID_SCOPE: Basis =
    basis(Confidence::Specification, "OpenID Connect Core 1.0 §3.1.2.1 and §5.3.1");

/// A refresh token is asked for by name.
pub const OFFLINE_ACCESS: Basis = basis(
    Confidence::SeveralReports,
    "OpenID Connect Core 1.0 §11, community.openai.com threads 156658 and 527074",
);

/// No endpoint of OAuth has a fragment.
pub const ENDPOINT_FRAGMENT: Basis = basis(Confidence::Specification, "RFC 6749 §3.1 and §3.2");

/// The endpoints of OAuth are reached by TLS.
pub const ENDPOINT_TLS: Basis = basis(
    Confidence::Specification,
    "RFC 6749 §3.1 and §3.2, and https://developers.openai.com/api/docs/actions/production",
);

/// A parameter of an authorization request is there once.
pub const PARAMETER_ONCE: Basis = basis(Confidence::Specification, "RFC 6749 §3.1");

/// Whether ChatGPT merges its parameters into those that are there.
pub const ENDPOINT_QUERY: Basis =
    basis(Confidence::Unknown, "widely recommended, and no report found of what is sent");

/// The redirect URIs of MCP apps and plugins are not those of actions.
pub const OTHER_REDIRECTS: Basis = basis(
    Confidence::SeveralReports,
    "OpenAI's documentation of plugins and MCP apps as quoted by builders in 2026",
);

/// The editor's OAuth comes from its own form; the document's schemes do nothing.
pub const SCHEMES_IGNORED: Basis =
    basis(Confidence::SeveralReports, "five builders whose calls came without a token");

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

/// The versions that the editor names in its own message.
pub const OPENAPI_VERSION: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by six builders, 2024 to 2026");

/// What the editor prints for Swagger 2.0 says nothing of the version.
pub const SWAGGER: Basis = basis(Confidence::SeveralReports, "editor messages quoted by two builders");

/// What must stand in `info`, in the words of an imitation of the editor.
pub const INFO_FIELDS: Basis = basis(Confidence::OneReport, "the source code of an imitation of the editor");

/// A key with nothing after its colon.
pub const EMPTY_MAPPINGS: Basis = basis(Confidence::OneReport, "an editor message quoted by one builder");

/// What is a mapping, a list or a text.
pub const SHAPES: Basis = basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html");

/// The line that the editor prints about `components`.
pub const SCHEMAS_SECTION: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by three builders");

/// The line that the editor prints about references to nothing.
pub const REFERENCES: Basis = basis(Confidence::SeveralReports, "editor messages quoted by two builders");

/// The editor is given one text, and nobody has seen it fetch another.
pub const OTHER_DOCUMENTS: Basis =
    basis(Confidence::Inference, "the editor is given one text; a reference out of it can only be unknown");

/// The line that the editor prints about recursive components.
pub const CIRCULAR: Basis = basis(Confidence::SeveralReports, "editor messages quoted by four builders");

/// Which reader the editor tries on what starts like JSON.
pub const LOOSE_JSON: Basis = basis(Confidence::Unknown, "no report found either way");

/// Constructs of schema generators that gave parse failures or odd warnings.
pub const GENERATED_SCHEMAS: Basis =
    basis(Confidence::OneReport, "a builder's notes of July 2026 on generated schemas");

/// Paths start with a slash.
pub const PATHS_OBJECT: Basis =
    basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html#paths-object");

/// The keys of a path item that become operations, and the line about the others.
pub const PATH_ITEM_KEYS: Basis = basis(Confidence::OneReport, "editor messages quoted by two builders");

/// What a path is, and what becomes of dot segments on the way.
pub const PATH_SYNTAX: Basis = basis(Confidence::Specification, "RFC 3986 §3.3 and §5.2.4");

/// Parameters in the path are declared and required.
pub const PARAMETER_OBJECT: Basis =
    basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html#parameter-object");

/// The line that the editor prints about parameters in which it finds no name.
pub const PARAMETER_NAMES: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by five builders");

/// The line that the editor prints about a name that comes twice.
pub const PARAMETER_DUPLICATES: Basis =
    basis(Confidence::OneReport, "an editor message quoted by one builder");

/// What a header field may be called, and which ones no parameter sets.
pub const HEADER_FIELDS: Basis = basis(
    Confidence::Specification,
    "RFC 9110 §5.1, and https://spec.openapis.org/oas/v3.1.1.html#parameter-object",
);

/// The line that the editor prints about request bodies that are no objects.
pub const OBJECT_BODIES: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by four builders, 2024 to 2026");

/// The line that the editor prints about objects without properties.
pub const OBJECT_PROPERTIES: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by a dozen builders");

/// What ChatGPT raises for an argument that the schema does not name.
pub const OPEN_MAPS: Basis =
    basis(Confidence::SeveralReports, "messages of ChatGPT quoted by several builders");

/// An action sends JSON only.
pub const JSON_ONLY: Basis = basis(Confidence::OneReport, "a builder's notes");

/// The body of a GET request means nothing.
pub const GET_BODY: Basis = basis(Confidence::Specification, "RFC 9110 §9.3.1");

/// An operation becomes a function, and functions have narrow names.
pub const FUNCTION_NAMES: Basis =
    basis(Confidence::Inference, "the rule for names of functions in OpenAI's API reference");

/// The model knows of an operation what its texts say.
pub const MODEL_READS_TEXTS: Basis =
    basis(Confidence::Inference, "the texts are what the model is shown of an operation");

/// OpenAI's page on sending files.
pub const FILES_PAGE: Basis =
    basis(Confidence::Documented, "https://developers.openai.com/api/docs/actions/sending-files");

/// The line that the editor prints about several security schemes.
pub const SECURITY_SCHEMES: Basis =
    basis(Confidence::SeveralReports, "editor messages quoted by two builders");

/// `nullable` ended with OpenAPI 3.0.
pub const NULLABLE: Basis =
    basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html#schema-object");

/// The names in `security` are those of declared schemes.
pub const SECURITY_REQUIREMENTS: Basis =
    basis(Confidence::Specification, "https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object");
