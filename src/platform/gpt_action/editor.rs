//! The words of the GPT editor: labels of its fields and the lines that it prints.

use super::basis;
use crate::{oauth::values::ClientAuthMethod, platform::Claim};

/// The label of the field for the authorization endpoint.
pub const AUTHORIZATION_URL: &str = "Authorization URL";
/// The label of the field for the token endpoint.
pub const TOKEN_URL: &str = "Token URL";
/// The label of the field for the client identifier.
pub const CLIENT_ID: &str = "Client ID";
/// The label of the field for the client secret.
pub const CLIENT_SECRET: &str = "Client Secret";
/// The label of the field for the scope.
pub const SCOPE: &str = "Scope";
/// The label of the choice of a client authentication method.
pub const TOKEN_EXCHANGE_METHOD: &str = "Token Exchange Method";
/// The label of the choice of an authentication type.
pub const AUTHENTICATION_TYPE: &str = "Authentication Type";
/// The label of the field for the OpenAPI document.
pub const SCHEMA: &str = "Schema";
/// The authentication type that signs users in.
pub const OAUTH: &str = "OAuth";
/// The label of the field for the privacy policy.
pub const PRIVACY_POLICY: &str = "Privacy policy";

/// Returns the editor's label for a client authentication method. A public client has none, and
/// neither has one with a key: both choices of the editor send a secret.
pub fn token_exchange_label(method: ClientAuthMethod) -> Option<&'static str> {
    match method {
        ClientAuthMethod::ClientSecretPost => Some("Default (POST request)"),
        ClientAuthMethod::ClientSecretBasic => Some("Basic authorization header"),
        ClientAuthMethod::PrivateKeyJwt | ClientAuthMethod::None => None,
    }
}

/// Printed when the OAuth endpoints and the API are on different domains.
pub const ROOT_DOMAIN_MISMATCH: &str =
    "Authorization URL, Token URL, and API hostname must share a root domain";
/// Printed when no server is usable.
pub const NO_SERVER_UNDER_ORIGIN: &str = "None of the provided servers is under the root origin";
/// Printed when there is no server, and for other broken documents.
pub const NO_SERVER: &str = "Could not find a valid URL in `servers`";
/// Printed for several servers.
pub const SEVERAL_SERVERS: &str = "Multiple servers found, using";
/// Printed for an operation without an id.
pub const MISSING_OPERATION_ID: &str = "is missing operationId; skipping";
/// Printed above the operation limit.
pub const TOO_MANY_OPERATIONS: &str = "OpenAPI spec can have a maximum of 30 operations";
/// Printed for a summary or description over its limit.
pub const TEXT_TOO_LONG: &str = "description has length N exceeding limit of 300";
/// Shown to a user whose token exchange or refresh failed.
pub const MISSING_ACCESS_TOKEN: &str = "Missing access token, received";

/// What a builder must know while filling in the form, each with how it is known.
pub const NOTES: &[Claim<&str>] = &[
    Claim::new(
        "The callback URL appears at the bottom of the GPT's Configure page, and only after the first save.",
        basis::CALLBACK_URL,
    ),
    Claim::new(
        "The id in it is not the id of the GPT in the address bar, and it can change when the schema or the OAuth settings are changed: look again after every save.",
        basis::CALLBACK_ID,
    ),
    Claim::new(
        "Both hosts are in use: register the callback URL once with chat.openai.com and once with chatgpt.com.",
        basis::AUTHENTICATION_PAGE,
    ),
    Claim::new(
        "The dialog opens with Client ID and Client Secret blank: type both again whenever you change anything in it.",
        basis::BLANK_CREDENTIALS,
    ),
    Claim::new(
        "ChatGPT sends no PKCE: the client must be a confidential one, of the type \"Traditional web\" in Logto.",
        basis::CAPTURED_AUTHORIZATION,
    ),
];
/// Printed for a document that could not be read at all.
pub const NOT_VALID: &str = "Could not parse valid OpenAPI spec";
/// Printed for a document without paths.
pub const NO_PATHS: &str = "No paths found";
/// Printed for another version of OpenAPI.
pub const VERSION: &str = "Input should be '3.1.1' or '3.1.0'";
/// Printed for a document without a title.
pub const INFO_FIELD: &str = "('info', 'title'): field required";
/// Printed for a key with nothing after its colon.
pub const EMPTY_MAPPING: &str = "'NoneType' object has no attribute 'items'";
/// Printed for `components` without a mapping of schemas.
pub const SCHEMAS_SECTION: &str = "In components section, schemas subsection is not an object";
/// Printed for a reference to nothing.
pub const UNKNOWN_COMPONENT: &str = "reference to unknown component";
/// Printed for recursive components.
pub const CIRCULAR: &str = "Components section contains a circular dependency";
/// Printed for a path without a slash in front.
pub const NO_SLASH: &str = "does not start with a slash; skipping";
/// Printed for a key of a path item that is no method.
pub const UNRECOGNIZED_METHOD: &str = "has unrecognized method";
/// Printed for a parameter in which no name is found.
pub const PARAMETER_NAME: &str = "is has missing or non-string name; skipping";
/// Printed for a parameter name that comes twice.
pub const PARAMETER_DUPLICATED: &str = "is duplicated";
/// Printed for a request body that is no object.
pub const BODY_NOT_OBJECT: &str = "request body schema is not an object schema; skipping";
/// Printed for an object without properties.
pub const MISSING_PROPERTIES: &str = "object schema missing properties";
/// Raised for an argument that the schema does not name.
pub const UNRECOGNIZED_ARGUMENT: &str = "UnrecognizedKwargsError";
/// Printed for several security schemes.
pub const SEVERAL_SECURITY_SCHEMES: &str = "Found multiple security schemes, only 1 is supported";
