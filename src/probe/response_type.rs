//! `response-type`: may the client use the authorization code flow?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject,
    authorization::{self, Reading},
    kinds,
};
use crate::providers::{Refused, Topic};

pub(super) static PROBE: Probe = Probe {
    name: "response-type",
    group: Group::Client,
    question: "the client may use the authorization code flow",
    exchanges: &[&authorization::AS_CHATGPT],
    kinds: &[&kinds::RESPONSE_TYPE_REFUSED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![authorization::typical(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), [answered]) = (ask(subject), answers) else { return Judgement::default() };
    match authorization::read(subject, &asks[0], answered) {
        Reading::Refused(Refused::ResponseType) => {
            let message = "the client may not use `response_type=code`";
            let finding = Finding::new(&kinds::RESPONSE_TYPE_REFUSED, 0, message);
            Judgement::of(vec![finding.help(subject.provider.advice(Topic::ApplicationType))], "")
        }
        Reading::Accepted | Reading::Refused(Refused::NoPkce | Refused::Scope | Refused::Resource) => {
            Judgement::seen("`code` is accepted")
        }
        other => {
            Judgement::untold(format!("whether the code flow is allowed: {}", authorization::why(&other)))
        }
    }
}
