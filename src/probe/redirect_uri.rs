//! `redirect-uri`: will the provider send users back to ChatGPT, on both of its hosts, and to us?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject,
    authorization::{self, Reading},
    kinds,
};
use crate::providers::{Refused, Topic};
use url::Url;

pub(super) static PROBE: Probe = Probe {
    name: "redirect-uri",
    group: Group::Client,
    question: "ChatGPT's redirect URIs are registered, and the one of `login`",
    exchanges: &[
        &authorization::AS_CHATGPT,
        &authorization::AS_LOGIN,
        &authorization::FOREIGN_REDIRECT_URI,
        &authorization::FOREIGN_CLIENT,
    ],
    kinds: &[
        &kinds::REDIRECT_URI_NOT_REGISTERED,
        &kinds::LOOPBACK_REDIRECT_URI_NOT_REGISTERED,
        &kinds::ANY_REDIRECT_URI_ACCEPTED,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let mut asks =
        vec![authorization::with_foreign_redirect_uri(subject)?, authorization::as_login(subject)?];
    for uri in &subject.oauth()?.chatgpt_redirect_uris {
        asks.push(authorization::as_chatgpt(subject, uri)?);
    }
    asks.push(authorization::with_foreign_client(subject)?);
    Ok(asks)
}

/// What is known of one redirect URI.
enum Known {
    Registered,
    NotRegistered,
    Untold(String),
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), Some(settings)) = (ask(subject), subject.settings) else { return Judgement::default() };
    let readings: Vec<_> =
        asks.iter().zip(answers).map(|(ask, answered)| authorization::read(subject, ask, answered)).collect();
    let [control, own @ .., foreign_client] = readings.as_slice() else { return Judgement::default() };
    // Some refuse a client that they do not know in the very same way.
    let is_doubtful = control == foreign_client && !own.iter().any(authorization::knows_client);
    let mut judgement = Judgement::default();
    if is_back_at_nobody(&asks[0], &answers[0]) {
        let message = "the provider sends users to a redirect URI that nobody registered";
        let help = "compare redirect URIs exactly: with any other rule, codes can be sent to a stranger";
        judgement.findings.push(Finding::new(&kinds::ANY_REDIRECT_URI_ACCEPTED, 0, message).help(help));
    }
    let (mut registered, mut missing) = (Vec::new(), Vec::new());
    let loopback = authorization::loopback(settings);
    let uris = std::iter::once(&loopback).chain(&settings.chatgpt_redirect_uris);
    for (at, (uri, reading)) in (1..).zip(uris.zip(own)) {
        match known(reading, control) {
            Known::NotRegistered if is_doubtful => judgement.untold.push(format!(
                "whether the redirect URI at {} is registered: a client that does not exist gets the same answer",
                host(uri)
            )),
            Known::Registered => registered.push(host(uri)),
            Known::Untold(why) => {
                let words = format!("whether the redirect URI at {} is registered: {why}", host(uri));
                judgement.untold.push(words);
            }
            Known::NotRegistered if at == 1 => judgement.findings.push(own_not_registered(subject, uri, at)),
            Known::NotRegistered => missing.push((uri.as_str(), at)),
        }
    }
    judgement.findings.extend(not_registered(subject, &missing));
    if settings.chatgpt_redirect_uris.is_empty() {
        judgement.untold.push(
            "ChatGPT's redirect URIs: `chatgpt_redirect_uris` is empty; the editor shows the callback URL after the first save"
                .to_owned(),
        );
    }
    judgement.seen = format!("registered: {}", registered.join(", "));
    judgement
}

/// One registration is behind all of them, so it is one finding.
fn not_registered(subject: &Subject<'_>, missing: &[(&str, usize)]) -> Option<Finding> {
    let (_, first) = missing.first()?;
    let uris: Vec<_> = missing.iter().map(|(uri, _)| format!("`{uri}`")).collect();
    let verb = if uris.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} not registered", uris.join(" and "));
    let finding = Finding::new(&kinds::REDIRECT_URI_NOT_REGISTERED, *first, message);
    Some(finding.help(subject.provider.advice(Topic::RedirectUri)))
}

fn own_not_registered(subject: &Subject<'_>, uri: &str, at: usize) -> Finding {
    let message = format!("`{uri}`, where `gptauth login` listens, is not registered");
    let advice = subject.provider.advice(Topic::RedirectUri);
    let help = match subject.settings.is_some_and(|own| own.loopback_redirect_uri.is_some()) {
        true => format!("register it as well, as long as you test: {advice}"),
        false => "register one with a fixed port, such as `http://127.0.0.1:4180/callback`, and name it as `loopback_redirect_uri`".to_owned(),
    };
    Finding::new(&kinds::LOOPBACK_REDIRECT_URI_NOT_REGISTERED, at, message).help(help)
}

fn known(reading: &Reading, control: &Reading) -> Known {
    match reading {
        Reading::Refused(Refused::RedirectUri) => Known::NotRegistered,
        Reading::Refused(Refused::Client) => Known::Untold("the client is refused first".to_owned()),
        // The refusal was sent to the redirect URI, so it is known.
        Reading::Accepted | Reading::Refused(_) => Known::Registered,
        Reading::SignIn if *control == Reading::SignIn => {
            Known::Untold("the provider shows its sign-in page before it looks".to_owned())
        }
        Reading::SignIn => Known::Registered,
        Reading::Other(_) if reading == control => Known::NotRegistered,
        Reading::Other(words) => Known::Untold(format!("the provider refuses the request: {words}")),
        Reading::Moved(_) => Known::Untold("the endpoint redirects".to_owned()),
        Reading::Nowhere(status) => Known::Untold(format!("there is nothing at the endpoint: {status}")),
        Reading::Unanswered(why) => Known::Untold(why.clone()),
    }
}

/// Returns whether an answer leads to the redirect URI that nobody registered.
fn is_back_at_nobody(ask: &Ask, answered: &Answered) -> bool {
    let location = answered.header(http::header::LOCATION).unwrap_or_default();
    let target = authorization::asked_url(ask).and_then(|asked| asked.join(&location).ok());
    target.is_some_and(|target| target.host_str() == Some("gptauth.invalid"))
}

fn host(uri: &str) -> String {
    Url::parse(uri).ok().and_then(|uri| uri.host_str().map(str::to_owned)).unwrap_or_else(|| uri.to_owned())
}
