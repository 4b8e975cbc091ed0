//! What to type into the GPT editor, and what to register at the provider.

use crate::{
    oauth::{discovery::Metadata, values::ClientAuthMethod},
    platform::{Claim, RedirectShape, gpt_action},
    project::{OAuth, Project},
    system::System,
    task::discover::{self, DiscoverError},
};
use url::Url;

use gpt_action::editor;

/// The form, filled in.
#[derive(Debug)]
pub struct FormOutcome {
    /// The fields of the editor, in its order.
    pub fields: Vec<Field>,
    /// What to register at the provider as redirect URIs.
    pub redirect_uris: Vec<RedirectUri>,
    /// What a builder must know, and how it is known.
    pub notes: &'static [Claim<&'static str>],
    /// Where the endpoints come from, where they were asked for.
    pub discovered_at: Option<Url>,
}

/// A field of the editor.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its label.
    pub label: &'static str,
    /// What to type, choose or paste.
    pub value: FieldValue,
}

/// What goes into a field.
#[derive(Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// This text.
    Text(String),
    /// The content of this file.
    File(String),
    /// A secret, which is not shown.
    Secret,
    /// Something that only the builder knows.
    Yours(&'static str),
    /// Nothing fits: the editor has no such choice.
    Impossible(&'static str),
}

/// A redirect URI to register.
#[derive(Debug, PartialEq, Eq)]
pub struct RedirectUri {
    /// The URI; `{callback id}` stands for what the editor will show.
    pub uri: String,
    /// Who uses it.
    pub user: RedirectUser,
}

/// Who uses a redirect URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectUser {
    /// ChatGPT.
    ChatGpt,
    /// `gptauth login`.
    Login,
}

/// Why the form cannot be filled in.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// The project has no OAuth settings.
    #[error("the project has no `[oauth]` table")]
    NoOAuth,
    /// The endpoints are not in the project, and the provider does not tell them.
    #[error(transparent)]
    Discover(#[from] DiscoverError),
    /// The provider's metadata names no such endpoint.
    #[error("neither the project nor the provider's metadata names the {name}")]
    NoEndpoint {
        /// The endpoint, in the specification's words.
        name: &'static str,
    },
}

/// What stands for the callback id until the editor has shown it.
const UNKNOWN_ID: &str = "{callback id}";

/// Fills in the form. The provider is asked only for endpoints that the project does not name.
///
/// # Errors
///
/// As [`FormError`].
pub async fn form(system: &System, project: &Project) -> Result<FormOutcome, FormError> {
    let oauth = project.oauth.as_ref().ok_or(FormError::NoOAuth)?;
    let metadata = match (&oauth.authorization_endpoint, &oauth.token_endpoint) {
        (Some(_), Some(_)) => Metadata::given(oauth),
        _ => discover::discover(system, oauth).await?,
    };
    Ok(FormOutcome {
        fields: fields(project, oauth, &metadata)?,
        redirect_uris: redirect_uris(oauth, &gpt_action::TARGET.redirect.value),
        notes: editor::NOTES,
        discovered_at: metadata.found_at,
    })
}

fn fields(project: &Project, oauth: &OAuth, metadata: &Metadata) -> Result<Vec<Field>, FormError> {
    let endpoint = |url: &Option<Url>, name| match url {
        Some(url) => Ok(FieldValue::Text(url.as_str().to_owned())),
        None => Err(FormError::NoEndpoint { name }),
    };
    let method = oauth.token_endpoint_auth_method;
    let secret = match method {
        ClientAuthMethod::None => FieldValue::Impossible("a public client has none; the editor wants one"),
        ClientAuthMethod::PrivateKeyJwt => {
            FieldValue::Impossible("the client proves itself with a key, and the editor takes a secret alone")
        }
        ClientAuthMethod::ClientSecretPost | ClientAuthMethod::ClientSecretBasic => FieldValue::Secret,
    };
    let exchange = match editor::token_exchange_label(method) {
        Some(label) => FieldValue::Text(label.to_owned()),
        None if method == ClientAuthMethod::PrivateKeyJwt => {
            FieldValue::Impossible("the editor has no choice for a client with a key")
        }
        None => FieldValue::Impossible("the editor has no choice for a public client"),
    };
    let scope = match oauth.scope.is_empty() {
        true => FieldValue::Yours("nothing is asked for; most providers want at least `openid`"),
        false => FieldValue::Text(oauth.scope.as_str().to_owned()),
    };
    let field = |label, value| Field { label, value };
    Ok(vec![
        field(editor::SCHEMA, FieldValue::File(project.schema_path().display().to_string())),
        field(editor::AUTHENTICATION_TYPE, FieldValue::Text(editor::OAUTH.to_owned())),
        field(editor::CLIENT_ID, FieldValue::Text(oauth.client_id.as_str().to_owned())),
        field(editor::CLIENT_SECRET, secret),
        field(
            editor::AUTHORIZATION_URL,
            endpoint(&metadata.authorization_endpoint, "authorization endpoint")?,
        ),
        field(editor::TOKEN_URL, endpoint(&metadata.token_endpoint, "token endpoint")?),
        field(editor::SCOPE, scope),
        field(editor::TOKEN_EXCHANGE_METHOD, exchange),
        field(editor::PRIVACY_POLICY, FieldValue::Yours("a public https page; not needed for \"Only me\"")),
    ])
}

fn redirect_uris(oauth: &OAuth, shape: &RedirectShape) -> Vec<RedirectUri> {
    let known = oauth.chatgpt_redirect_uris.iter().find_map(|uri| shape.callback_id(uri));
    let chatgpt = shape.uris(known.unwrap_or(UNKNOWN_ID));
    let login = match &oauth.loopback_redirect_uri {
        Some(uri) => uri.as_str().to_owned(),
        None => "http://127.0.0.1:{any port}/callback".to_owned(),
    };
    let own = |uri, user| RedirectUri { uri, user };
    let chatgpt = chatgpt.into_iter().map(|uri| own(uri, RedirectUser::ChatGpt));
    chatgpt.chain([own(login, RedirectUser::Login)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn project(oauth: &str) -> Project {
        let text = format!(
            "[oauth]\nclient_id = \"abc\"\nscope = \"openid\"\nauthorization_endpoint = \"https://a.example/auth\"\ntoken_endpoint = \"https://a.example/token\"\n{oauth}"
        );
        Project::parse(Source::new("gptauth.toml", text), "agenda", None).expect("a project")
    }

    fn filled(oauth: &str) -> Vec<(&'static str, FieldValue)> {
        let project = project(oauth);
        let oauth = project.oauth.as_ref().expect("settings");
        let fields = fields(&project, oauth, &Metadata::given(oauth)).expect("fields");
        fields.into_iter().map(|field| (field.label, field.value)).collect()
    }

    #[test]
    fn every_field_of_the_dialog_has_its_value_in_the_editors_order() {
        let fields = filled("");
        let labels: Vec<_> = fields.iter().map(|(label, _)| *label).collect();
        assert_eq!(
            labels,
            [
                "Schema",
                "Authentication Type",
                "Client ID",
                "Client Secret",
                "Authorization URL",
                "Token URL",
                "Scope",
                "Token Exchange Method",
                "Privacy policy"
            ]
        );
        assert_eq!(fields[3].1, FieldValue::Secret);
        assert_eq!(fields[7].1, FieldValue::Text("Default (POST request)".to_owned()));
    }

    #[test]
    fn a_public_client_has_no_place_in_the_editor() {
        let fields = filled("token_endpoint_auth_method = \"none\"");
        assert!(matches!(fields[3].1, FieldValue::Impossible(_)));
        assert!(matches!(fields[7].1, FieldValue::Impossible(_)));
    }

    #[test]
    fn both_hosts_are_registered_even_when_one_was_typed() {
        let project = project("chatgpt_redirect_uris = [\"https://chatgpt.com/aip/g-12/oauth/callback\"]");
        let oauth = project.oauth.as_ref().expect("settings");
        let uris: Vec<_> = redirect_uris(oauth, &gpt_action::TARGET.redirect.value)
            .into_iter()
            .map(|redirect| redirect.uri)
            .collect();
        assert_eq!(
            uris,
            [
                "https://chat.openai.com/aip/g-12/oauth/callback",
                "https://chatgpt.com/aip/g-12/oauth/callback",
                "http://127.0.0.1:{any port}/callback"
            ]
        );
    }

    #[test]
    fn until_the_first_save_the_callback_id_is_a_blank() {
        let project = project("");
        let oauth = project.oauth.as_ref().expect("settings");
        let uris = redirect_uris(oauth, &gpt_action::TARGET.redirect.value);
        assert_eq!(uris[0].uri, "https://chat.openai.com/aip/{callback id}/oauth/callback");
    }

    #[test]
    fn an_endpoint_that_nobody_names_is_an_error() {
        let project = project("");
        let oauth = project.oauth.as_ref().expect("settings");
        let error = fields(&project, oauth, &Metadata::default()).expect_err("no endpoint");
        assert!(matches!(error, FormError::NoEndpoint { name: "authorization endpoint" }));
    }
}
