//! `api-agent`: does ChatGPT's request get through to the API, as ours does?

use super::{Answered, Ask, Finding, Group, Judgement, Probe, Subject, api, kinds};

pub(super) static PROBE: Probe = Probe {
    name: "api-agent",
    group: Group::Api,
    question: "requests with ChatGPT's headers get through, and no page in between",
    exchanges: &[&api::WITHOUT_TOKEN, &api::PUBLIC, &api::AS_OURSELVES],
    kinds: &[&kinds::CHATGPT_BLOCKED, &kinds::INTERSTITIAL_PAGE],
    ask,
    judge,
};

/// A page that a tunnel or a protection puts in front of an API: its owner, marks of its body, marks
/// of its headers as name and value, and how to be rid of it.
struct Interstitial {
    owner: &'static str,
    body: &'static [&'static str],
    headers: &'static [(&'static str, &'static str)],
    help: &'static str,
}

const INTERSTITIALS: [Interstitial; 6] = [
    Interstitial {
        owner: "ngrok",
        body: &["ngrok-skip-browser-warning", "ERR_NGROK_"],
        headers: &[("ngrok-error-code", "")],
        help: "start the tunnel, or use a paid or reserved ngrok domain: its warning page cannot be skipped by ChatGPT",
    },
    Interstitial {
        owner: "localtunnel",
        body: &["loca.lt", "bypass-tunnel-reminder"],
        headers: &[],
        help: "use another tunnel: the reminder page of localtunnel cannot be skipped by ChatGPT",
    },
    Interstitial {
        owner: "Cloudflare's challenge",
        body: &["Just a moment...", "/cdn-cgi/challenge-platform"],
        headers: &[("cf-mitigated", "challenge")],
        help: "add a rule that skips challenges for the API's path or for the agent `ChatGPT-User`",
    },
    Interstitial {
        owner: "Vercel's deployment protection",
        body: &["_vercel_sso_nonce", "vercel.com/sso-api"],
        headers: &[("set-cookie", "_vercel_sso_nonce")],
        help: "switch deployment protection off for this deployment, or use the production domain",
    },
    Interstitial {
        owner: "a Microsoft dev tunnel",
        body: &["tunnels-prod", "devtunnels.ms"],
        headers: &[],
        help: "let the tunnel be anonymous: `devtunnel host --allow-anonymous`",
    },
    Interstitial {
        owner: "GitHub Codespaces",
        body: &["pf-signin", "github.dev/pf-signin"],
        headers: &[("location", "/auth/postback")],
        help: "make the forwarded port public",
    },
];

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    Ok(vec![api::without_token(subject)?, api::as_ourselves(subject)?])
}

fn judge(subject: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let [as_chatgpt, as_ourselves] = answers else { return Judgement::default() };
    let pages = (interstitial(as_chatgpt), interstitial(as_ourselves));
    if let (Some(page), Some(_)) = &pages {
        let message = format!("a page of {} stands in front of the API", page.owner);
        let finding = Finding::new(&kinds::INTERSTITIAL_PAGE, 0, message).help(page.help);
        return Judgement::of(vec![finding], "");
    }
    let name = api::any(subject).map(|(signature, ..)| signature.name.clone()).unwrap_or_default();
    let blocked = |words: String| {
        let message = format!("`{name}` answers us {}, and ChatGPT's headers {words}", as_ourselves.words());
        let help = "let the agent `ChatGPT-User` through the firewall or bot filter in front of the API";
        Judgement::of(vec![Finding::new(&kinds::CHATGPT_BLOCKED, 0, message).help(help)], "")
    };
    if let (Some(page), None) = pages {
        return blocked(format!("get a page of {}", page.owner));
    }
    match (as_chatgpt.status(), as_ourselves.status()) {
        (Some(theirs), Some(ours)) if theirs == ours => {
            Judgement::seen("ChatGPT's headers get the same answer as ours")
        }
        (Some(theirs), Some(ours)) if is_block(theirs.as_u16()) && !is_block(ours.as_u16()) => {
            blocked(as_chatgpt.words())
        }
        (Some(theirs), Some(ours)) => {
            Judgement::untold(format!("whether ChatGPT's headers matter: {theirs} with them, {ours} without"))
        }
        (None, Some(_)) => blocked(format!("get no answer ({})", as_chatgpt.words())),
        (_, None) => Judgement::untold(format!("whether ChatGPT's headers matter: {}", as_ourselves.words())),
    }
}

/// Statuses by which filters refuse.
fn is_block(status: u16) -> bool {
    matches!(status, 403 | 406 | 409 | 418 | 429 | 451 | 503)
}

/// Returns whether ChatGPT's request is stopped on its way, and ours is not.
pub(super) fn is_stopped(as_chatgpt: &Answered, as_ourselves: &Answered) -> bool {
    let blocked = |answered: &Answered| {
        interstitial(answered).is_some() || answered.status().is_some_and(|own| is_block(own.as_u16()))
    };
    blocked(as_chatgpt) && !blocked(as_ourselves) && as_ourselves.response().is_some()
}

/// What stands between us and the API.
pub(super) struct Page {
    owner: &'static str,
    help: &'static str,
}

/// Returns the page that was answered in place of the API.
pub(super) fn interstitial(answered: &Answered) -> Option<Page> {
    let response = answered.response()?;
    let body = answered.text();
    let marked = |own: &&Interstitial| {
        let in_body = answered.is_page() && own.body.iter().any(|mark| body.contains(mark));
        let in_headers = own.headers.iter().any(|(name, value)| {
            let values = response.headers().get_all(*name);
            values.iter().any(|own| String::from_utf8_lossy(own.as_bytes()).contains(value))
        });
        in_body || in_headers
    };
    let known = INTERSTITIALS.iter().find(marked).map(|own| Page { owner: own.owner, help: own.help });
    let any_page = || answered.is_page() && response.status().is_success();
    let nobodys = Page {
        owner: "a tunnel or a web server",
        help: "look at what answers there: ChatGPT gets this page in place of the API",
    };
    known.or_else(|| any_page().then_some(nobodys))
}
