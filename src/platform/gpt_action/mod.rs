//! The target `gpt-action`: the actions of a custom GPT in ChatGPT.

pub mod basis;
pub mod callback;
pub mod editor;
pub mod failures;
mod reactions;

use super::{
    AuthorizationParameter, AuthorizationShape, CallShape, Claim, DocumentLimits, FileShape, RedirectShape,
    StateForm, Target, TokenParameter, TokenShape,
};
use crate::oauth::values::TokenContentType;
use std::time::Duration;

/// The actions of a custom GPT.
pub static TARGET: Target = Target {
    name: "gpt-action",
    authorization: Claim::new(
        AuthorizationShape {
            // No PKCE, no nonce, no prompt, no audience, no resource; scope last.
            parameters: &[
                AuthorizationParameter::ResponseType,
                AuthorizationParameter::ClientId,
                AuthorizationParameter::RedirectUri,
                AuthorizationParameter::State,
                AuthorizationParameter::Scope,
            ],
            state: StateForm::Uuid,
        },
        basis::CAPTURED_AUTHORIZATION,
    ),
    token: Claim::new(
        TokenShape {
            code: &[
                TokenParameter::GrantType,
                TokenParameter::ClientId,
                TokenParameter::ClientSecret,
                TokenParameter::Code,
                TokenParameter::RedirectUri,
            ],
            refresh: &[
                TokenParameter::GrantType,
                TokenParameter::ClientId,
                TokenParameter::ClientSecret,
                TokenParameter::RefreshToken,
            ],
            // The editor stores `authorization_content_type` with this one value.
            content_type: TokenContentType::Form,
        },
        basis::AUTHENTICATION_PAGE,
    ),
    reactions: reactions::REACTIONS,
    call: CallShape {
        headers: Claim::new(
            &[
                (
                    "user-agent",
                    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
                ),
                ("accept", "*/*"),
                ("content-type", "application/json"),
            ],
            basis::HEADER_DUMP,
        ),
        uuid_headers: Claim::new(&["openai-conversation-id", "openai-ephemeral-user-id"], basis::HEADER_DUMP),
        time: Claim::new(Duration::from_secs(45), basis::PRODUCTION_PAGE),
        comfortable_time: Claim::new(Duration::from_secs(30), basis::INFERRED),
        characters: Claim::new(100_000, basis::PRODUCTION_PAGE),
        sign_in_status: Claim::new(401, basis::REFRESH_ON_401),
        consequential_key: "x-openai-isConsequential",
        harmless_methods: Claim::new(&["GET"], basis::PRODUCTION_PAGE),
        files: Claim::new(
            FileShape {
                property: "openaiFileResponse",
                most: 10,
                bytes: 10 * 1024 * 1024,
                refused: &["image/", "video/"],
            },
            basis::FILES_PAGE,
        ),
    },
    document: DocumentLimits {
        operations: Claim::new(30, basis::OPERATION_LIMIT),
        operation_text: Claim::new(300, basis::PRODUCTION_PAGE),
        parameter_text: Claim::new(700, basis::PRODUCTION_PAGE),
        versions: Claim::new(&["3.1.0", "3.1.1"], basis::OPENAPI_VERSION),
        methods: Claim::new(&["get", "put", "post", "delete", "patch"], basis::PATH_ITEM_KEYS),
        operation_id: Claim::new(64, basis::FUNCTION_NAMES),
        file_ids: Claim::new("openaiFileIdRefs", basis::FILES_PAGE),
        file_response: Claim::new("openaiFileResponse", basis::FILES_PAGE),
    },
    redirect: Claim::new(
        RedirectShape {
            hosts: &["chat.openai.com", "chatgpt.com"],
            path_prefix: "/aip/",
            path_suffix: "/oauth/callback",
        },
        basis::AUTHENTICATION_PAGE,
    ),
    exempt_hosts: Claim::new(
        &[
            "accounts.google.com",
            "oauth2.googleapis.com",
            "login.microsoftonline.com",
            "ims-na1.adobelogin.com",
        ],
        basis::EXEMPTIONS,
    ),
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_id_comes_out_of_the_redirect_uri_it_went_into() {
        let shape = TARGET.redirect.value;
        let id = "g-369c00bd47b6f501275b414d19d5244ac411097b";
        let uris = shape.uris(id);
        assert_eq!(uris[0], format!("https://chat.openai.com/aip/{id}/oauth/callback"));
        assert!(uris.iter().all(|uri| shape.callback_id(uri) == Some(id)));
    }

    #[test]
    fn other_redirect_uris_have_no_callback_id() {
        let shape = TARGET.redirect.value;
        for uri in [
            "https://chatgpt.com/connector/oauth/abc",
            "https://chatgpt.com.evil.example/aip/g-1/oauth/callback",
            "http://chatgpt.com/aip/g-1/oauth/callback",
            "https://chatgpt.com/aip//oauth/callback",
            "https://chatgpt.com/aip/a/b/oauth/callback",
        ] {
            assert_eq!(shape.callback_id(uri), None, "{uri}");
        }
    }
}
