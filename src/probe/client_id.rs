//! `client-id`: does the provider know the client?

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject,
    authorization::{self, Reading},
    kinds,
};
use crate::providers::{Refused, Topic};

pub(super) static PROBE: Probe = Probe {
    name: "client-id",
    group: Group::Client,
    question: "the provider knows the client",
    exchanges: &[&authorization::AS_CHATGPT, &authorization::AS_LOGIN, &authorization::FOREIGN_CLIENT],
    kinds: &[
        &kinds::CLIENT_UNKNOWN,
        &kinds::AUTHORIZATION_ENDPOINT_NOT_FOUND,
        &kinds::AUTHORIZATION_REQUEST_REFUSED,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let asks = [authorization::typical, authorization::with_foreign_client, authorization::as_login];
    asks.into_iter().map(|ask| ask(subject)).collect()
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), [own, foreign, login]) = (ask(subject), answers) else { return Judgement::default() };
    let reading = authorization::read(subject, &asks[0], own);
    let control = authorization::read(subject, &asks[1], foreign);
    let login = authorization::read(subject, &asks[2], login);
    let found = |kind, message: String, help: &str| {
        Judgement::of(vec![Finding::new(kind, 0, message).help(help)], "")
    };
    let id = subject.settings.map(|own| own.client_id.as_str()).unwrap_or_default();
    match reading {
        Reading::Refused(Refused::Client) => found(
            &kinds::CLIENT_UNKNOWN,
            format!("the provider does not know the client `{id}`"),
            subject.provider.advice(Topic::ClientId),
        ),
        Reading::Nowhere(status) => found(
            &kinds::AUTHORIZATION_ENDPOINT_NOT_FOUND,
            format!("there is nothing at the authorization endpoint: {status}"),
            subject.provider.advice(Topic::Issuer),
        ),
        Reading::SignIn if control == Reading::SignIn && is_elsewhere(subject) => found(
            &kinds::AUTHORIZATION_ENDPOINT_NOT_FOUND,
            "the authorization endpoint answers every request with the same page".to_owned(),
            subject.provider.advice(Topic::Issuer),
        ),
        Reading::Other(words) if matches!(control, Reading::Other(ref other) if *other == words) => {
            if authorization::knows_client(&login) {
                return Judgement::seen(format!("`{id}` is known"));
            }
            found(
                &kinds::AUTHORIZATION_REQUEST_REFUSED,
                format!("`{id}` is refused as a client that does not exist is: {words}"),
                "compare the client id and the registered redirect URIs: the provider says the same of both",
            )
        }
        // `metadata` tells of this one.
        Reading::Other(_) if subject.announced.is_some_and(|own| own.requires_pushed_requests) => {
            Judgement::untold("whether the client is known: only pushed requests are looked at")
        }
        Reading::Other(words) => found(
            &kinds::AUTHORIZATION_REQUEST_REFUSED,
            format!("the provider refuses ChatGPT's authorization request: {words}"),
            "look the words up in the provider's documentation",
        ),
        Reading::Unanswered(why) => Judgement::untold(format!("whether the client is known: {why}")),
        Reading::Moved(_) => Judgement::untold("whether the client is known: the endpoint redirects"),
        Reading::SignIn if control == Reading::SignIn => Judgement::untold(
            "whether the client is known: the provider shows its sign-in page before it looks",
        ),
        Reading::Accepted | Reading::SignIn | Reading::Refused(_) => {
            Judgement::seen(format!("`{id}` is known"))
        }
    }
}

/// Returns whether the endpoint is not where this provider always has it.
fn is_elsewhere(subject: &Subject<'_>) -> bool {
    let (Some(paths), Ok(endpoint)) = (subject.provider.paths, subject.authorization_endpoint()) else {
        return false;
    };
    !endpoint.path().trim_end_matches('/').ends_with(paths.authorization.trim_end_matches('/'))
}
