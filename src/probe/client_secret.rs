//! `client-secret`: is the secret right? A code that cannot exist tells, without a login.

use super::{
    Answered, Ask, Finding, Group, Judgement, Probe, Subject, authorization, kinds,
    token::{self, Reading},
};
use crate::providers::{Refused, Topic};

pub(super) static PROBE: Probe = Probe {
    name: "client-secret",
    group: Group::Client,
    question: "the client secret is right",
    exchanges: &[&token::WITH_SECRET, &token::WRONG_SECRET, &token::OTHER_METHOD, &authorization::AS_CHATGPT],
    kinds: &[&kinds::CLIENT_SECRET_WRONG, &kinds::CLIENT_PUBLIC, &kinds::CODE_OF_NOBODY_ACCEPTED],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![
        token::with_secret(subject)?,
        token::with_wrong_secret(subject)?,
        token::by_other_method(subject)?,
        authorization::typical(subject)?,
    ])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let (Ok(asks), [own, wrong, other, authorize]) = (ask(subject), answers) else {
        return Judgement::default();
    };
    let authorize = authorization::read(subject, &asks[3], authorize);
    let found = |kind, message: &str, topic| {
        Judgement::of(vec![Finding::new(kind, 0, message).help(subject.provider.advice(topic))], "")
    };
    match (token::read(own), token::read(wrong)) {
        (Reading::Issued, _) => found(
            &kinds::CODE_OF_NOBODY_ACCEPTED,
            "the token endpoint issued a token for a code that nobody has",
            Topic::ClientSecret,
        ),
        (Reading::ClientRefused, _) if authorize == authorization::Reading::Refused(Refused::Client) => {
            Judgement::untold("whether the secret is right: the client is not known")
        }
        (Reading::ClientRefused, _) if authorize == authorization::Reading::Refused(Refused::NoPkce) => {
            found(
                &kinds::CLIENT_PUBLIC,
                "the client is a public one: it demands PKCE and takes no secret",
                Topic::ApplicationType,
            )
        }
        (Reading::ClientRefused, _) if accepts_client(other) => {
            Judgement::seen("right by the other method; see `client-authentication`")
        }
        (Reading::ClientRefused, _) => found(
            &kinds::CLIENT_SECRET_WRONG,
            &format!("the token endpoint refuses the client secret: it answered {}", own.words()),
            Topic::ClientSecret,
        ),
        (Reading::GrantRefused | Reading::GrantTypeRefused, Reading::ClientRefused) => {
            Judgement::seen("right: a wrong one is refused otherwise")
        }
        (Reading::GrantRefused | Reading::GrantTypeRefused, _) => {
            Judgement::untold("whether the client secret is right: a wrong one gets the same answer as yours")
        }
        (Reading::OtherError(error), _) => {
            Judgement::untold(format!("whether the client secret is right: the endpoint answers `{error}`"))
        }
        (Reading::Moved(_), _) => {
            Judgement::untold("whether the client secret is right: the endpoint redirects")
        }
        (Reading::NotOAuth, _) => {
            Judgement::untold("whether the client secret is right: the endpoint gives no answer of OAuth")
        }
        (Reading::Unanswered(why), _) => {
            Judgement::untold(format!("whether the client secret is right: {why}"))
        }
    }
}

fn accepts_client(answered: &Answered) -> bool {
    matches!(token::read(answered), Reading::GrantRefused | Reading::GrantTypeRefused)
}
