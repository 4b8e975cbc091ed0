#![doc = include_str!("public_client.md")]

use super::super::{
    rule::{Reporter, Rule},
    subject::Subject,
};
use crate::diagnostic::{Kind, Outcome, Severity};
use crate::oauth::values::ClientAuthMethod;
use crate::platform::gpt_action::basis;

pub(in crate::lint) static RULE: Rule = Rule {
    kind: Kind {
        code: "GA328",
        name: "public-client",
        severity: Severity::Warning,
        outcome: Outcome::FailsWhenCalled,
        says: None,
        basis: basis::EDITOR_CODE,
        page: include_str!("public_client.md"),
    },
    check,
};

fn check(subject: &Subject<'_>, reporter: &mut Reporter<'_>) {
    let Some(settings) = subject.oauth() else { return };
    if settings.oauth.token_endpoint_auth_method == ClientAuthMethod::None {
        let message = "the client authenticates with `none`, which the GPT editor does not offer".to_owned();
        reporter
            .report(settings.place("token_endpoint_auth_method"), message)
            .help("use a client with a secret, \"Traditional web\" in Logto, and `client_secret_post`");
    }
}
