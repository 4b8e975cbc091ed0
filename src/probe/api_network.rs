//! `api-network`: can ChatGPT reach the API, by TLS that it accepts?

use super::{Answered, Ask, Group, Judgement, Probe, Subject, api, kinds, network};
use crate::domain::is_this_machine;

const KINDS: network::Kinds = network::Kinds {
    unreachable: &kinds::API_UNREACHABLE,
    untrusted: &kinds::API_TLS_UNTRUSTED,
    not_public: &kinds::API_NOT_PUBLIC,
    expires_soon: &kinds::API_CERTIFICATE_ENDS,
    port: &kinds::API_PORT,
};

pub(super) static PROBE: Probe = Probe {
    name: "api-network",
    group: Group::Api,
    question: "the API is on a public address, by trusted TLS",
    exchanges: &[&network::ADDRESSES, &api::WITHOUT_TOKEN, &api::PUBLIC],
    kinds: &[
        &kinds::API_UNREACHABLE,
        &kinds::API_TLS_UNTRUSTED,
        &kinds::API_NOT_PUBLIC,
        &kinds::API_CERTIFICATE_ENDS,
        &kinds::API_PORT,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let mut asks = vec![api::without_token(subject)?];
    asks.extend(network::addresses(subject.api()?.server));
    Ok(asks)
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let Ok(api) = subject.api() else { return Judgement::default() };
    let mut judgement = Judgement::default();
    let mut left = None;
    for at in 0..answers.len() {
        let (found, days) = network::look(api.server, answers, at, &KINDS, subject.now);
        // A name that does not resolve fails twice.
        if judgement.findings.is_empty() {
            judgement.findings.extend(found);
        }
        left = left.or(days);
    }
    if is_this_machine(api.server) {
        judgement.untold.push(super::ON_THIS_MACHINE.to_owned());
        judgement.seen = "answers".to_owned();
    } else {
        judgement.seen = network::seen(left);
    }
    judgement
}
