//! `provider-network`: can ChatGPT reach the endpoints, by TLS that it accepts, without a detour?

use super::{Answered, Ask, Finding, Group, Judgement, Probe, Subject, authorization, kinds, network, token};
use crate::domain::is_this_machine;
use url::Url;

const KINDS: network::Kinds = network::Kinds {
    unreachable: &kinds::PROVIDER_UNREACHABLE,
    untrusted: &kinds::PROVIDER_TLS_UNTRUSTED,
    not_public: &kinds::PROVIDER_NOT_PUBLIC,
    expires_soon: &kinds::PROVIDER_CERTIFICATE_ENDS,
    port: &kinds::ENDPOINT_PORT,
};

pub(super) static PROBE: Probe = Probe {
    name: "provider-network",
    group: Group::Provider,
    question: "the endpoints are on public addresses, by trusted TLS, and do not redirect",
    exchanges: &[&network::ADDRESSES, &authorization::AS_CHATGPT, &token::WITH_SECRET, &token::WRONG_SECRET],
    kinds: &[
        &kinds::PROVIDER_UNREACHABLE,
        &kinds::PROVIDER_TLS_UNTRUSTED,
        &kinds::PROVIDER_NOT_PUBLIC,
        &kinds::PROVIDER_CERTIFICATE_ENDS,
        &kinds::ENDPOINT_REDIRECTS,
        &kinds::PROVIDER_SLOW,
        &kinds::ENDPOINT_PORT,
    ],
    ask,
    judge,
};

/// The endpoints that ChatGPT uses.
fn endpoints<'a>(subject: &Subject<'a>) -> Result<[&'a Url; 2], String> {
    Ok([subject.authorization_endpoint()?, subject.token_endpoint()?])
}

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let [authorization, token_endpoint] = endpoints(subject)?;
    let mut asks = vec![self::authorization::typical(subject)?, token::typical(subject)?];
    asks.extend(network::addresses(authorization));
    asks.extend(network::addresses(token_endpoint).filter(|_| token_endpoint.host() != authorization.host()));
    Ok(asks)
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let Ok(urls) = endpoints(subject) else { return Judgement::default() };
    let [authorization, token_endpoint] = urls;
    let mut findings: Vec<Finding> = Vec::new();
    let mut left = None;
    for (at, _) in answers.iter().enumerate() {
        let url = if at == 1 || at == 3 { token_endpoint } else { authorization };
        let (mut found, days) = network::look(url, answers, at, &KINDS, subject.now);
        // One host that is down is one fault.
        let is_known = |own: &Finding| findings.iter().any(|other| other.is_of_the_kind_of(own));
        found.retain(|own| authorization.host() != token_endpoint.host() || !is_known(own));
        findings.extend(found);
        left = left.into_iter().chain(days).min();
    }
    findings.extend(moved(subject, answers));
    for (at, url) in urls.into_iter().enumerate() {
        let took = answers.get(at).filter(|own| own.response().is_some()).map(|own| own.duration);
        if let Some(took) = took.filter(|took| *took > kinds::SLOW) {
            let message = format!("`{}` took {:.1} s to answer", url.path(), took.as_secs_f32());
            let help = "find out what it waits for: a user waits for it at every sign-in";
            findings.push(Finding::new(&kinds::PROVIDER_SLOW, at, message).help(help));
        }
    }
    let mut judgement = Judgement::of(findings, "");
    if urls.iter().all(|url| is_this_machine(url)) {
        judgement.untold.push(super::ON_THIS_MACHINE.to_owned());
        judgement.seen = "answers, without a redirect".to_owned();
    } else {
        judgement.seen = format!("{}, no redirect", network::seen(left));
    }
    judgement
}

fn moved(subject: &Subject<'_>, answers: &[Answered]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut redirects = |at: usize, what: &str, to: &str| {
        let message = format!("the {what} endpoint redirects to `{to}`");
        let help = format!("use `{to}` as the {what} endpoint, in the GPT editor as well");
        findings.push(Finding::new(&kinds::ENDPOINT_REDIRECTS, at, message).help(help));
    };
    let first = answers.first().zip(self::authorization::typical(subject).ok());
    if let Some((answered, ask)) = first
        && let authorization::Reading::Moved(to) = authorization::read(subject, &ask, answered)
    {
        redirects(0, "authorization", &to);
    }
    if let Some(token::Reading::Moved(to)) = answers.get(1).map(token::read) {
        redirects(1, "token", &to);
    }
    findings
}
