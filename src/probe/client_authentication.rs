//! `client-authentication`: does the provider take the secret as the GPT editor is told to send it?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds,
    token::{self, Reading},
};
use crate::{oauth::values::ClientAuthMethod, platform::gpt_action::editor};

pub(super) static PROBE: Probe = Probe {
    name: "client-authentication",
    group: Group::Client,
    question: "the secret is taken as the GPT editor is told to send it",
    exchanges: &[&token::WITH_SECRET, &token::OTHER_METHOD, &token::WRONG_SECRET],
    kinds: &[&kinds::CLIENT_AUTHENTICATION_REFUSED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![
        token::with_secret(subject)?,
        token::by_other_method(subject)?,
        token::with_wrong_secret(subject)?,
    ])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(method), [own, other, wrong]) = (token::method(subject), answers) else {
        return Judgement::default();
    };
    let other_method = token::other(method);
    if is_accepted(own) == Some(true) && is_accepted(wrong) == Some(true) {
        return Judgement::untold("which method is taken: a wrong secret gets the same answer as yours");
    }
    match (is_accepted(own), is_accepted(other)) {
        (Some(true), Some(true)) => Judgement::seen("in the body and in the header alike"),
        (Some(true), _) => Judgement::seen(format!("{}, and not otherwise", words(method))),
        (Some(false), Some(true)) => {
            let message = format!(
                "the provider refuses the secret {}, and takes it {}",
                words(method),
                words(other_method)
            );
            let label = editor::token_exchange_label(other_method).unwrap_or_default();
            let help = format!(
                "choose \"{label}\" in the GPT editor, and `token_endpoint_auth_method = \"{}\"` in the project",
                other_method.name()
            );
            let finding = Finding::new(&kinds::CLIENT_AUTHENTICATION_REFUSED, 0, message);
            Judgement::of(vec![finding.help(help)], "")
        }
        (Some(false), _) => Judgement::untold("which method is taken: the client is refused by both"),
        (None, _) => Judgement::untold(format!("which method is taken: it answered {}", own.words())),
    }
}

/// Returns whether the client was accepted, where the answer tells.
fn is_accepted(answered: &Answered) -> Option<bool> {
    match token::read(answered) {
        Reading::GrantRefused | Reading::GrantTypeRefused => Some(true),
        Reading::ClientRefused => Some(false),
        Reading::OtherError(_)
        | Reading::Issued
        | Reading::Moved(_)
        | Reading::NotOAuth
        | Reading::Unanswered(_) => None,
    }
}

fn words(method: ClientAuthMethod) -> &'static str {
    match method {
        ClientAuthMethod::ClientSecretBasic => "in the `Authorization` header",
        _ => "in the body",
    }
}
