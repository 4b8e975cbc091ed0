#![doc = include_str!("client_key_unsupported.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::oauth::values::ClientAuthMethod;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA340",
        name: "client-key-unsupported",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::EDITOR_CODE,
        page: include_str!("client_key_unsupported.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    if settings.oauth.token_endpoint_auth_method == ClientAuthMethod::PrivateKeyJwt {
        let message =
            "the client authenticates with `private_key_jwt`, which the GPT editor does not offer".to_owned();
        reporter
            .report(settings.place("token_endpoint_auth_method"), message)
            .help("register a client with a secret for ChatGPT, and use `client_secret_post`");
    }
}
