//! `scope`: are scope and audience accepted as ChatGPT asks for them?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject,
    authorization::{self, Reading},
    kinds,
};
use crate::providers::{Refused, Topic};

pub(super) static PROBE: Probe = Probe {
    name: "scope",
    group: Group::Client,
    question: "the scope is accepted, and that no resource is named",
    exchanges: &[&authorization::AS_CHATGPT],
    kinds: &[&kinds::SCOPE_REFUSED, &kinds::RESOURCE_REQUIRED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![authorization::typical(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), [answered], Some(settings)) = (ask(subject), answers, subject.settings) else {
        return Judgement::default();
    };
    let found = |kind, message: String, topic| {
        Judgement::of(vec![Finding::new(kind, 0, message).help(subject.provider.advice(topic))], "")
    };
    match authorization::read(subject, &asks[0], answered) {
        Reading::Refused(Refused::Scope) => {
            found(&kinds::SCOPE_REFUSED, format!("the scope `{}` is refused", settings.scope), Topic::Scope)
        }
        Reading::Refused(Refused::Resource) => found(
            &kinds::RESOURCE_REQUIRED,
            "the provider wants a resource or audience, and ChatGPT names none".to_owned(),
            Topic::Audience,
        ),
        Reading::Accepted => Judgement {
            seen: format!("`{}` is accepted", settings.scope),
            untold: vec![super::AFTER_SIGN_IN.to_owned()],
            findings: Vec::new(),
        },
        other => Judgement::untold(format!("whether the scope is accepted: {}", authorization::why(&other))),
    }
}
