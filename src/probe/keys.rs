//! `keys`: are the signing keys there? ChatGPT does not look at them; `login` and APIs do.

use super::{Answered, Ask, Exchange, Finding, Group, Judgement, Probe, Subject, kinds};
use crate::oauth::answer;
use http::{HeaderValue, Request, header};
use serde_json::Value;

static KEYS: Exchange = Exchange { method: "GET", to: "`jwks_uri`", with: "nothing: the keys are public" };

pub(super) static PROBE: Probe = Probe {
    name: "keys",
    group: Group::Provider,
    question: "the provider's signing keys can be read",
    exchanges: &[&KEYS],
    kinds: &[&kinds::KEYS_UNUSABLE],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    let own = subject.oauth()?.jwks_uri.as_ref();
    let found = own.or_else(|| subject.announced?.jwks_uri.as_ref());
    let url = found.ok_or("no `jwks_uri` is known")?;
    let mut request = Request::get(url.as_str()).body(Vec::new()).map_err(|error| error.to_string())?;
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    Ok(vec![Ask::http(&KEYS, request)])
}

fn judge(_: &Subject<'_>, answers: &[Answered]) -> Judgement {
    let Some(answered) = answers.first() else { return Judgement::default() };
    let unusable = |what: String| {
        let finding =
            Finding::new(&kinds::KEYS_UNUSABLE, 0, format!("the signing keys cannot be read: {what}"));
        let help = "correct `jwks_uri`: an API that checks tokens itself, and `gptauth login`, need it";
        Judgement::of(vec![finding.help(help)], "")
    };
    let Some(response) = answered.response().filter(|own| own.status() == 200) else {
        return unusable(answered.words());
    };
    let members = answer::object(response).unwrap_or_default();
    let keys: Vec<_> = members.get("keys").and_then(Value::as_array).into_iter().flatten().collect();
    if keys.is_empty() {
        return unusable("there is no key among them".to_owned());
    }
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
    if keys.iter().any(|key| key.get("d").is_some()) {
        return unusable("a private key is among them".to_owned());
    }
    let mut kinds: Vec<_> =
        keys.iter().filter_map(|key| text(key, "alg").or_else(|| text(key, "kty"))).collect();
    kinds.dedup();
    let count = if keys.len() == 1 { "1 key".to_owned() } else { format!("{} keys", keys.len()) };
    Judgement::seen(format!("{count}, {}", kinds.join(", ")))
}
