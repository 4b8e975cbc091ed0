//! `grant`: did a refresh token come, and all of the scope?

use super::{
    super::{Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds},
    signed_in,
};
use crate::{diagnostic::Diagnostic, providers::Topic};

pub(in super::super) static PROBE: Probe = Probe {
    name: "grant",
    group: Group::SignedIn,
    question: "the sign-in brought a refresh token and the whole scope",
    exchanges: &[],
    kinds: &[&kinds::NO_REFRESH_TOKEN, &kinds::SCOPE_NARROWED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let own = signed_in(subject)?;
    own.scope
        .map(|_| Vec::new())
        .ok_or_else(|| "the token comes from the environment, and says nothing of its grant".to_owned())
}

fn judge(subject: &Subject<'_>, _: &[Answered]) -> Judgement {
    let (Ok(own), Some(settings)) = (signed_in(subject), subject.settings) else {
        return Judgement::default();
    };
    let Some(granted) = own.scope else { return Judgement::default() };
    let found = |kind, message: String, topic| {
        Finding::from(Diagnostic::new(kind, message)).help(subject.provider.advice(topic))
    };
    let refreshable = own.refresh_token == Some(true);
    let mut findings = Vec::new();
    if !refreshable {
        let message = "the sign-in brought no refresh token".to_owned();
        findings.push(found(&kinds::NO_REFRESH_TOKEN, message, Topic::RefreshToken));
    }
    // A refresh token is what `offline_access` is for; it may come under another rule.
    let dropped: Vec<_> = settings
        .scope
        .tokens()
        .filter(|token| !granted.contains(token) && *token != "offline_access")
        .collect();
    if !dropped.is_empty() {
        let message = format!("asked for and not granted: `{}`", dropped.join("`, `"));
        findings.push(found(&kinds::SCOPE_NARROWED, message, Topic::Scope));
    }
    let refresh = if refreshable { "a refresh token, " } else { "" };
    Judgement::of(findings, format!("{refresh}scope `{granted}`"))
}
