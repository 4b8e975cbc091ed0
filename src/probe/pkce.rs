//! `pkce`: is a request without PKCE accepted? ChatGPT sends none.

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject,
    authorization::{self, Reading},
    kinds,
};
use crate::providers::{Refused, Topic};

pub(super) static PROBE: Probe = Probe {
    name: "pkce",
    group: Group::Client,
    question: "a request without PKCE is accepted, and one with it",
    exchanges: &[&authorization::AS_CHATGPT, &authorization::AS_LOGIN],
    kinds: &[&kinds::PKCE_REQUIRED, &kinds::PKCE_REFUSED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![authorization::typical(subject)?, authorization::as_login(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), [without, with]) = (ask(subject), answers) else { return Judgement::default() };
    let without = authorization::read(subject, &asks[0], without);
    let with = authorization::read(subject, &asks[1], with);
    let mut judgement = match without {
        Reading::Refused(Refused::NoPkce) => {
            let message = "the provider demands PKCE of this client, and ChatGPT sends none";
            let finding = Finding::new(&kinds::PKCE_REQUIRED, 0, message);
            return Judgement::of(vec![finding.help(subject.provider.advice(Topic::Pkce))], "");
        }
        Reading::Accepted | Reading::Refused(Refused::Scope | Refused::Resource) => {
            Judgement::seen("a request without it is accepted")
        }
        other => Judgement::untold(format!("whether PKCE is demanded: {}", authorization::why(&other))),
    };
    if with == Reading::Refused(Refused::NoPkce) {
        let message = "the provider refuses PKCE with S256, which `gptauth login` sends";
        let help = "allow S256 for the client, or sign in with `gptauth login --as-chatgpt`";
        judgement.findings.push(Finding::new(&kinds::PKCE_REFUSED, 1, message).help(help));
    }
    judgement
}
