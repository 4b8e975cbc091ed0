//! How the requests before a sign-in end the program: the client's proof, its parameters, and the
//! requests that go ahead of the browser.

use super::{
    ExitStatus, Failure,
    answer::{refused, unusable},
};
use crate::{
    oauth::{
        answer::ErrorResponse,
        assertion::{AssertionError, ClientKeyError},
        device::DeviceError,
        parameters::ParameterError,
        pushed::PushError,
        values::ClientAuthMethod,
    },
    task::{
        credentials::CredentialsError,
        login::{Impossible, Verdict},
    },
};

impl From<CredentialsError> for Failure {
    fn from(error: CredentialsError) -> Self {
        let (status, hint) = match error {
            CredentialsError::Store(error) => return error.into(),
            CredentialsError::Project(error) => return error.into(),
            CredentialsError::Read(error) => return error.into(),
            CredentialsError::NoClientSecret(_) => (ExitStatus::SignIn, super::no_client_secret()),
            CredentialsError::NoClientKey => (
                ExitStatus::SignIn,
                "name its file: `client_key` in `[oauth]` of gptauth.toml, GPTAUTH_CLIENT_KEY_FILE, or `gptauth login --client-key`",
            ),
            CredentialsError::ClientKey { ref source, .. } => (ExitStatus::Usage, client_key(source)),
            CredentialsError::Assertion(AssertionError::Algorithm { .. }) => {
                (ExitStatus::Usage, "register a key of another kind at the provider, and name it here")
            }
            CredentialsError::Assertion(AssertionError::Signing) | CredentialsError::Random(_) => {
                (ExitStatus::Network, "try again")
            }
        };
        Self::new(status, error).hinted(hint)
    }
}

fn client_key(error: &ClientKeyError) -> &'static str {
    match error {
        ClientKeyError::Unreadable | ClientKeyError::Public => {
            "name the private key: PEM (PKCS #8, PKCS #1, SEC 1) or a JSON Web Key"
        }
        ClientKeyError::Encrypted => {
            "decrypt it first: `openssl pkcs8 -in KEY -out NEW`, into a file that only you can read"
        }
        ClientKeyError::Several { .. } => "put the one key into a file of its own",
        ClientKeyError::Kind => {
            "make a key of one of these kinds, and register its public half at the provider"
        }
        ClientKeyError::Algorithm { .. } => "correct `alg` in the JSON Web Key, or leave it out",
    }
}

pub(super) fn parameter(error: &ParameterError) -> &'static str {
    match error {
        ParameterError::Own { name } if name.starts_with("code_challenge") => "PKCE is switched by `--pkce`",
        ParameterError::Own { .. } => {
            "client, scope and redirect URI come from gptauth.toml; the rest is made for every sign-in"
        }
        ParameterError::Empty { .. } | ParameterError::Twice { .. } => {
            "give each parameter once: `--param prompt=consent`"
        }
        ParameterError::Resource { .. } => {
            "a resource is the API's identifier, such as `https://api.example.com`"
        }
    }
}

pub(super) fn impossible(why: Impossible) -> &'static str {
    match why {
        Impossible::ClientKey => {
            "register a client with a secret for ChatGPT; with the key sign in without `--as-chatgpt`"
        }
        Impossible::PushedRequests => "allow ordinary authorization requests for this client at the provider",
    }
}

pub(super) fn push(error: &PushError) -> (ExitStatus, String) {
    match error {
        PushError::Refused(refusal) if refusal.error == "invalid_request" => (
            ExitStatus::SignIn,
            "is the redirect URI registered? compare the request: `gptauth login --verbose`".to_owned(),
        ),
        PushError::Refused(refusal) => (ExitStatus::SignIn, refused(refusal)),
        PushError::Unusable(answer) => {
            (unusable(answer), "check `pushed_authorization_request_endpoint` of the provider".to_owned())
        }
        PushError::NoReference { .. } => (
            ExitStatus::Protocol,
            "have the provider corrected; without `--par`, where it does not insist: `gptauth login`"
                .to_owned(),
        ),
    }
}

pub(super) fn device(error: &DeviceError) -> (ExitStatus, String) {
    match error {
        DeviceError::Refused(ErrorResponse { error, .. }) if error == "unauthorized_client" => (
            ExitStatus::SignIn,
            "allow the device authorization grant for this client at the provider".to_owned(),
        ),
        DeviceError::Refused(refusal) => (ExitStatus::SignIn, refused(refusal)),
        DeviceError::Unusable(answer) => {
            (unusable(answer), "check `device_authorization_endpoint` of the provider".to_owned())
        }
        DeviceError::Member { .. } => (
            ExitStatus::Protocol,
            "have the provider corrected; nothing of it was shown or opened".to_owned(),
        ),
    }
}

pub(super) fn not_typed(code_expired: bool) -> &'static str {
    if code_expired {
        "get a new code: `gptauth login --device`"
    } else {
        "more time: `gptauth login --device --timeout 900`"
    }
}

/// Returns what was learnt from the methods that were tried, and what to do about it.
pub(super) fn tried(tried: &[(ClientAuthMethod, Verdict)]) -> Vec<String> {
    let verdict = |(method, verdict): &(ClientAuthMethod, Verdict)| {
        let words = match verdict {
            Verdict::Accepted => "the client is known by it",
            Verdict::Refused => "the client is refused by it too",
            Verdict::Unclear => "the answer says nothing about the client",
        };
        format!("tried `{}` with a made-up code: {words}", method.name())
    };
    let mut hints: Vec<_> = tried.iter().map(verdict).collect();
    let good = tried.iter().find(|(_, verdict)| *verdict == Verdict::Accepted);
    hints.push(match good {
        Some((method, _)) => {
            format!("write `token_endpoint_auth_method = \"{}\"` in gptauth.toml", method.name())
        }
        None => "check client id and secret; a new secret: `gptauth login --client-secret-stdin`".to_owned(),
    });
    hints
}
