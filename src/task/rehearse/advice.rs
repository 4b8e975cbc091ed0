//! How to spare the users of a platform what a rehearsal shows, at the provider in question.

use super::{Scenario, Verdict};
use crate::providers::{LOGTO, Provider};

/// Something to do or to know, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// The sentence.
    pub text: &'static str,
    /// Its source.
    pub source: &'static str,
}

const MEASURED: &str = "measured at a Logto of August 2026";

const ANSWER_401: Advice = Advice {
    text: "Let the API answer 401 wherever a valid token is missing; `gptauth test` proves it in CI.",
    source: "RFC 6750 §3.1",
};
const MAP_TO_401: Advice = Advice {
    text: "The standard prescribes 400 for a refused refresh token, so where users must not be stranded, a small proxy in front of the token endpoint has to answer 401 instead.",
    source: "RFC 6749 §5.2",
};
const LIVE_LONG: Advice = Advice {
    text: "Give refresh tokens a long life, so that few of them ever expire.",
    source: "RFC 9700 §4.14.2 leaves it to the provider",
};
const ASK_OFFLINE: Advice = Advice {
    text: "Ask for `offline_access`. A provider may want `prompt=consent` with it, which ChatGPT does not send.",
    source: "OpenID Connect Core 1.0 §11",
};
const NO_ROTATION: Advice = Advice {
    text: "Rotation is demanded for public clients only: turn it off for this one, which has a secret, or let a rotated refresh token be taken for some seconds more.",
    source: "RFC 9700 §2.2.2 and §4.14.2",
};
const LOGTO_TOGGLE: Advice = Advice {
    text: "Turn \"Always issue Refresh Token\" on in the application: ChatGPT sends no `prompt=consent`, and without either Logto drops `offline_access` and says nothing.",
    source: MEASURED,
};
const LOGTO_SESSION: Advice = Advice {
    text: "A refresh token that came without `prompt=consent` ends with the browser session: when the user signs out of Logto in that browser, or 14 days after their last visit to its sign-in page. Refreshing does not prolong it.",
    source: MEASURED,
};
const LOGTO_LIFETIME: Advice =
    Advice { text: "A refresh token lives for 14 days; the application takes up to 180.", source: MEASURED };
const LOGTO_ROTATION: Advice = Advice {
    text: "A client with a secret keeps its refresh token until 70 % of its life has passed; then it is rotated, and the old one is taken for 3 s more. Later, it ends the grant.",
    source: MEASURED,
};
const LOGTO_ONE_GRANT: Advice = Advice {
    text: "One browser session and one client share one grant: what a test revokes or sends twice ends the GPT's tokens as well, if the same browser signed in for both. Sign in for tests in a private window.",
    source: MEASURED,
};

/// Returns what to do and to know after `scenario`.
pub(super) fn on(
    scenario: Scenario,
    verdict: Verdict,
    provider: &Provider,
    refreshable: bool,
) -> Vec<Advice> {
    let mut advice = Vec::new();
    let logto = provider.is(&LOGTO);
    match (scenario, verdict) {
        (Scenario::NoToken, Verdict::SignsIn) => {}
        (Scenario::NoToken, _) | (_, Verdict::Unprotected) => advice.push(ANSWER_401),
        (Scenario::Expired, Verdict::NoticesNothing) if logto => {
            advice.extend([LOGTO_SESSION, LOGTO_LIFETIME])
        }
        (Scenario::Expired, Verdict::NoticesNothing) => advice.push(LIVE_LONG),
        (Scenario::Expired, _) if !refreshable => advice.push(if logto { LOGTO_TOGGLE } else { ASK_OFFLINE }),
        (Scenario::Expired | Scenario::RefreshRevoked, Verdict::SignsInAgain) => {}
        (Scenario::Expired | Scenario::RefreshRevoked, _) => {
            advice.push(MAP_TO_401);
            if logto {
                advice.extend([LOGTO_SESSION, LOGTO_LIFETIME]);
            } else {
                advice.push(LIVE_LONG);
            }
        }
        (Scenario::RefreshRace, _) if logto => advice.push(LOGTO_ROTATION),
        (Scenario::RefreshRace, Verdict::NoticesNothing) => {}
        (Scenario::RefreshRace, _) => advice.push(NO_ROTATION),
    }
    if logto && matches!(scenario, Scenario::RefreshRevoked | Scenario::RefreshRace) {
        advice.push(LOGTO_ONE_GRANT);
    }
    advice
}
