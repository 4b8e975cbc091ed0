//! How to spare the users of a platform what a rehearsal shows, at the provider in question.

use super::{Scenario, Verdict};
use crate::providers::{Provider, Quirk, Setting, Topic};

/// Something to do or to know, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// What it is, without a capital at its beginning and a period at its end.
    pub text: &'static str,
    /// Its source.
    pub source: &'static str,
}

const ANSWER_401: Advice = Advice {
    text: "let the API answer 401 wherever a valid token is missing; `gptauth test` proves it in CI",
    source: "RFC 6750 §3.1",
};
const MAP_TO_401: Advice = Advice {
    text: "the standard prescribes 400 for a refused refresh token, so where users must not be stranded, a small proxy in front of the token endpoint has to answer 401 instead",
    source: "RFC 6749 §5.2",
};

impl From<&Quirk> for Advice {
    fn from(quirk: &Quirk) -> Self {
        Self { text: quirk.words, source: quirk.basis.source }
    }
}

impl From<&Setting> for Advice {
    fn from(setting: &Setting) -> Self {
        Self { text: setting.words, source: setting.basis.source }
    }
}

/// Returns what to do and to know after `scenario`.
pub(super) fn on(
    scenario: Scenario,
    verdict: Verdict,
    provider: &Provider,
    refreshable: bool,
) -> Vec<Advice> {
    let known = |topic| provider.quirks(topic).map(Advice::from);
    let to_do = |topic| provider.setting(topic).map(Advice::from);
    let mut advice = Vec::new();
    match (scenario, verdict) {
        (Scenario::NoToken, Verdict::SignsIn) => {}
        (Scenario::NoToken, _) | (_, Verdict::Unprotected) => advice.push(ANSWER_401),
        (Scenario::Expired, verdict) if !refreshable && verdict != Verdict::NoticesNothing => {
            advice.extend(known(Topic::RefreshToken));
            advice.extend(to_do(Topic::RefreshToken));
        }
        (Scenario::Expired | Scenario::RefreshRevoked, Verdict::SignsInAgain) => {}
        (Scenario::Expired | Scenario::RefreshRevoked, verdict) => {
            advice.extend((verdict != Verdict::NoticesNothing).then_some(MAP_TO_401));
            advice.extend(known(Topic::Session));
            advice.extend(to_do(Topic::Session));
        }
        (Scenario::RefreshRace, verdict) => {
            advice.extend(known(Topic::Rotation));
            if verdict != Verdict::NoticesNothing {
                advice.extend(to_do(Topic::Rotation));
            }
        }
    }
    let is_shared = provider.quirks(Topic::SharedGrant).next().is_some();
    if is_shared && matches!(scenario, Scenario::RefreshRevoked | Scenario::RefreshRace) {
        advice.extend(known(Topic::SharedGrant));
        advice.extend(to_do(Topic::SharedGrant));
    }
    advice
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::{ALL, STANDARD};

    #[test]
    fn whatever_goes_wrong_at_whichever_provider_there_is_something_to_do() {
        let worse = [Verdict::OneCallFails, Verdict::Stranded, Verdict::Unprotected, Verdict::NotKnown];
        for provider in ALL.into_iter().chain([&STANDARD]) {
            for scenario in Scenario::ALL {
                for (verdict, refreshable) in worse.iter().flat_map(|own| [(*own, true), (*own, false)]) {
                    let advice = on(scenario, verdict, provider, refreshable);
                    assert!(!advice.is_empty(), "{} {scenario:?} {verdict:?}", provider.name);
                    for Advice { text, source } in advice {
                        assert!(!text.ends_with('.') && !source.is_empty(), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn where_the_user_gets_along_nothing_is_demanded() {
        assert!(on(Scenario::NoToken, Verdict::SignsIn, &STANDARD, true).is_empty());
        assert!(on(Scenario::RefreshRace, Verdict::NoticesNothing, &STANDARD, true).is_empty());
        assert!(on(Scenario::RefreshRevoked, Verdict::SignsInAgain, &STANDARD, true).is_empty());
    }
}
