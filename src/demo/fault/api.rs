//! Faults of the agenda API.

use super::{Answer, Behaviour, Choice, Context, Delivery, Effect, Endpoint, Form, Switch, bodies};
use http::{
    StatusCode,
    header::{USER_AGENT, WWW_AUTHENTICATE},
};
use std::time::Duration;

const AT: Endpoint = Endpoint::Api;

/// What a tunnel shows to whoever comes for the first time.
const INTERSTITIAL: &str = "<!DOCTYPE html><html><head><title>You are about to visit a tunnel</title></head>\
                            <body>This website is served for free. <button>Visit Site</button></body></html>";

pub(super) const SWITCHES: &[Switch] = &[
    Switch {
        name: "api.no_token",
        about: "What the API does without an access token.",
        choices: &[Choice::word(
            "200",
            "answers as if there were one",
            &[Effect::Behaviour(Behaviour::ApiWithoutToken)],
        )],
    },
    Switch {
        name: "api.forged",
        about: "What the API does with an access token that nobody issued.",
        choices: &[Choice::word(
            "200",
            "answers as if it were good",
            &[Effect::Behaviour(Behaviour::ApiWithForgedToken)],
        )],
    },
    Switch {
        name: "api.www_authenticate",
        about: "The challenge of the API's refusals.",
        choices: &[Choice::word(
            "missing",
            "is missing",
            &[Effect::Spoil(AT, |answer, _| {
                answer.headers_mut().remove(WWW_AUTHENTICATE);
            })],
        )
        .from("RFC 6750 §3")],
    },
    Switch {
        name: "api.status",
        about: "The status of the API's answers.",
        choices: &[Choice::new(
            Form::Status,
            "answers with this status, whatever it is asked; 401 with a challenge",
            &[Effect::Instead(AT, |context| {
                let mut answer = bodies::status(context)?;
                if answer.status() == StatusCode::UNAUTHORIZED {
                    let challenge = "Bearer realm=\"agenda\", error=\"invalid_token\"";
                    bodies::put(&mut answer, WWW_AUTHENTICATE, challenge);
                }
                Some(answer)
            })],
        )
        .from("OIDF fapi2 refresh-token-test, with 401:1")],
    },
    Switch {
        name: "api.redirect",
        about: "Where the API is.",
        choices: &[Choice::new(
            Form::Status,
            "redirects to another host with this status",
            &[Effect::Instead(AT, bodies::redirect)],
        )],
    },
    Switch {
        name: "api.body",
        about: "The body of the API's answers.",
        choices: &[
            Choice::word("html", "is a page", &[Effect::Spoil(AT, bodies::html)]),
            Choice::word("truncated", "ends in the middle", &[Effect::Spoil(AT, bodies::truncated)]),
            Choice::word("large", "has 20 MiB", &[Effect::Spoil(AT, bodies::large)]),
        ],
    },
    Switch {
        name: "api.interstitial",
        about: "What a tunnel in front of the API shows.",
        choices: &[Choice::word(
            "page",
            "shows a page with a button, with 200",
            &[Effect::Instead(AT, |_| {
                Some(bodies::text_answer(StatusCode::OK, "text/html; charset=utf-8", INTERSTITIAL))
            })],
        )
        .from("ngrok, localtunnel")],
    },
    Switch {
        name: "api.user_agent",
        about: "Who may ask the API.",
        choices: &[Choice::word(
            "blocked",
            "refuses `ChatGPT-User` with a firewall's challenge",
            &[Effect::Instead(AT, |context| {
                is_chatgpt(context).then(|| bodies::challenge(context)).flatten()
            })],
        )
        .from("Cloudflare")],
    },
    Switch {
        name: "api.latency",
        about: "How long the API takes.",
        choices: &[Choice::new(Form::Milliseconds, "is this many milliseconds", &[Effect::Spoil(AT, late)])],
    },
    Switch {
        name: "api.connection",
        about: "The connection to the API.",
        choices: &[
            Choice::word("hang", "stays open without an answer", &[Effect::Spoil(AT, bodies::never)]),
            Choice::word("close", "is closed without an answer", &[Effect::Spoil(AT, bodies::closed)]),
            Choice::word("cut", "is closed in the middle of the answer", &[Effect::Spoil(AT, bodies::cut)]),
        ],
    },
];

fn late(answer: &mut Answer, context: &Context<'_>) {
    let time = Duration::from_millis(context.argument.parse().unwrap_or_default());
    answer.extensions_mut().insert(Delivery::Late(time));
}

fn is_chatgpt(context: &Context<'_>) -> bool {
    let agent = context.headers.get(USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()));
    agent.is_some_and(|agent| agent.contains("ChatGPT-User"))
}
