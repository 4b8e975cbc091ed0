//! `discovery`: is the provider's metadata where the issuer says, and about that issuer?

use super::{Announced, Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, Trouble, kinds};
use crate::{
    oauth::{answer, discovery, values::Issuer},
    providers::Topic,
};
use serde_json::{Map, Value};

static METADATA: Exchange = Exchange {
    method: "GET",
    to: "the issuer's two well-known addresses",
    with: "nothing: the metadata is public",
};

pub(super) static PROBE: Probe = Probe {
    name: "discovery",
    group: Group::Discovery,
    question: "the provider's metadata is where the issuer says, and about that issuer",
    exchanges: &[&METADATA],
    kinds: &[
        &kinds::PROVIDER_UNREACHABLE,
        &kinds::PROVIDER_TLS_UNTRUSTED,
        &kinds::METADATA_MISSING,
        &kinds::METADATA_NOT_JSON,
        &kinds::ISSUER_DIFFERS,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let addresses = discovery::addresses(issuer(subject)?).map_err(|error| error.to_string())?;
    Ok(addresses.iter().map(|address| Ask::http(&METADATA, discovery::request(address))).collect())
}

fn issuer<'a>(subject: &Subject<'a>) -> Result<&'a Issuer, String> {
    let issuer = subject.oauth()?.issuer.as_ref();
    issuer.ok_or_else(|| "the project names its endpoints and no `issuer`".to_owned())
}

/// Returns the metadata, where it is about the project's issuer; nothing is believed of any other
/// (RFC 8414 §3.3).
pub(super) fn learn(subject: &Subject<'_>, answers: &[Answered]) -> Option<Announced> {
    let issuer = issuer(subject).ok()?;
    let ours = answers.iter().filter_map(document).find(|members| named(members) == issuer.as_str())?;
    Some(Announced::read(&ours))
}

fn document(answered: &Answered) -> Option<Map<String, Value>> {
    let response = answered.response().filter(|response| response.status() == 200)?;
    answer::object(response)
}

fn named(members: &Map<String, Value>) -> &str {
    members.get("issuer").and_then(Value::as_str).unwrap_or_default()
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let Ok(issuer) = issuer(subject) else { return Judgement::default() };
    let documents: Vec<_> = answers.iter().map(document).collect();
    if let Some(at) =
        documents.iter().position(|own| own.as_ref().is_some_and(|own| named(own) == issuer.as_str()))
    {
        let shape = if at == 0 { "openid-configuration" } else { "oauth-authorization-server" };
        return Judgement::seen(format!("`{shape}`, about this issuer"));
    }
    if let Some((at, other)) =
        documents.iter().enumerate().find_map(|(at, own)| own.as_ref().map(|own| (at, named(own))))
    {
        let message = format!("the metadata is about the issuer `{other}`, not `{issuer}`");
        let help = match other {
            "" => subject.provider.advice(Topic::Issuer).to_owned(),
            other => format!("set `issuer = \"{other}\"`, byte for byte, if that is your provider"),
        };
        return found(Finding::new(&kinds::ISSUER_DIFFERS, at, message).help(help));
    }
    if let Some(at) = answers.iter().position(|own| own.status().is_some_and(|status| status == 200)) {
        let what = if answers[at].is_page() { "a web page" } else { "no JSON object" };
        let message = format!("the address of the metadata answers 200 with {what}: `{issuer}` is no issuer");
        let help = subject.provider.advice(Topic::Issuer);
        return found(Finding::new(&kinds::METADATA_NOT_JSON, at, message).help(help));
    }
    match answers.iter().find_map(Answered::nothing) {
        Some(nothing) if answers.iter().all(|own| own.nothing().is_some()) => {
            let kind = match nothing.trouble {
                Trouble::Tls => &kinds::PROVIDER_TLS_UNTRUSTED,
                _ => &kinds::PROVIDER_UNREACHABLE,
            };
            let finding =
                Finding::new(kind, 0, format!("nothing of `{issuer}` can be read: {}", nothing.words));
            found(finding.help(super::network::help(nothing.trouble)))
        }
        _ => {
            let message = format!("the issuer `{issuer}` publishes no metadata: {}", answers[0].words());
            let help = subject.provider.advice(Topic::Issuer);
            found(Finding::new(&kinds::METADATA_MISSING, 0, message).help(help))
        }
    }
}

fn found(finding: Finding) -> Judgement {
    Judgement::of(vec![finding], "")
}
