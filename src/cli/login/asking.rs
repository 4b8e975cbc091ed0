//! How a sign-in asks: the flags beyond the usual.

use super::super::failure::Failure;
use crate::{
    oauth::{
        parameters::{ExtraParameters, ParameterError},
        values::{ClientAuthMethod, TokenContentType},
    },
    project::Project,
    task::{credentials::CLIENT_KEY_VARIABLE, login::LoginOptions},
};
use clap::ValueEnum;
use std::path::PathBuf;

/// How a sign-in asks.
#[derive(Debug, clap::Args)]
pub(super) struct Asking {
    /// Sign in on another device: a code is shown here and typed there
    ///
    /// The provider must offer the device authorization grant (RFC 8628). No port is opened here, and
    /// no browser.
    #[arg(long, conflicts_with_all = ["as_chatgpt", "no_browser", "par", "pkce"])]
    device: bool,

    /// Add a parameter to the authorization request, such as prompt=consent or audience=agenda;
    /// repeatable
    ///
    /// `resource` (RFC 8707) may be given more than once, and goes to the token endpoint too. To name
    /// it with every refresh as well, write `resource` into `[oauth]` of gptauth.toml.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter, conflicts_with = "as_chatgpt")]
    parameters: Vec<(String, String)>,

    /// Proof Key for Code Exchange: by S256, or none at all
    #[arg(long, value_name = "HOW", default_value = "s256", conflicts_with = "as_chatgpt")]
    pkce: Pkce,

    /// Push the authorization request to the provider first (RFC 9126)
    ///
    /// Without this it is pushed where the provider takes no other.
    #[arg(long, conflicts_with = "as_chatgpt")]
    par: bool,

    /// The client's private key, for `private_key_jwt`: PEM or a JSON Web Key; by default
    /// GPTAUTH_CLIENT_KEY_FILE, then `client_key` of gptauth.toml
    ///
    /// `client_key` names a file in the project's folder and no other, so that a project from
    /// somebody else cannot have one of your keys used.
    #[arg(long, value_name = "FILE", conflicts_with = "client_secret_stdin")]
    client_key: Option<PathBuf>,

    /// How token requests are written; by default `token_content_type` of gptauth.toml, or form
    #[arg(long, value_name = "HOW", conflicts_with = "as_chatgpt")]
    token_content_type: Option<ContentType>,

    /// Where the client is refused, try the other client authentication methods with a made-up code
    ///
    /// They are tried at the same token endpoint, and the real code is not sent again.
    #[arg(long)]
    try_auth_methods: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Pkce {
    /// A code challenge by S256.
    S256,
    /// No code challenge; a provider that needs one refuses.
    No,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ContentType {
    /// As RFC 6749 has it, and as ChatGPT sends it.
    Form,
    /// As JSON, for a provider that takes nothing else.
    Json,
}

impl Asking {
    /// Writes what was asked for into the project and the options of this sign-in.
    pub(super) fn apply(&self, project: &mut Project, options: &mut LoginOptions) -> Result<(), Failure> {
        options.device = self.device;
        options.push = self.par;
        options.pkce = self.pkce == Pkce::S256;
        options.try_auth_methods = self.try_auth_methods;
        options.client_key_file.clone_from(&self.client_key);
        options.parameters = self.extra().map_err(crate::task::login::LoginError::Parameter)?;
        let Some(settings) = &mut project.oauth else { return Ok(()) };
        if self.client_key.is_some() && settings.token_endpoint_auth_method != ClientAuthMethod::PrivateKeyJwt
        {
            return Err(Failure::usage(format!(
                "the project's client authenticates with `{}`, not with a key",
                settings.token_endpoint_auth_method.name()
            ))
            .hinted(
                "write `token_endpoint_auth_method = \"private_key_jwt\"` into `[oauth]` of gptauth.toml",
            ));
        }
        match self.token_content_type {
            None => {}
            Some(ContentType::Form) => settings.token_content_type = TokenContentType::Form,
            Some(ContentType::Json) => settings.token_content_type = TokenContentType::Json,
        }
        Ok(())
    }

    fn extra(&self) -> Result<ExtraParameters, ParameterError> {
        let mut extra = ExtraParameters::default();
        for (name, value) in &self.parameters {
            extra.add(name, value)?;
        }
        Ok(extra)
    }

    /// Returns what to write into the project so that a refresh asks like this sign-in.
    pub(super) fn to_keep(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(file) = &self.client_key {
            let file = crate::report::escape::line(&file.to_string_lossy()).into_owned();
            lines.push(format!(
                "`client_key` in gptauth.toml where the file is in the project's folder, or else \
                 {CLIENT_KEY_VARIABLE}={file} into the environment"
            ));
        }
        if self.token_content_type == Some(ContentType::Json) {
            lines.push("`token_content_type = \"json\"` in gptauth.toml".to_owned());
        }
        if self.parameters.iter().any(|(name, _)| name == "resource") {
            lines.push("`resource` in gptauth.toml".to_owned());
        }
        lines
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_cut_at_its_first_equals_sign() {
        assert_eq!(parameter("a=b=c"), Ok(("a".to_owned(), "b=c".to_owned())));
        assert_eq!(parameter("a="), Ok(("a".to_owned(), String::new())));
        assert!(parameter("prompt").is_err());
    }
}
