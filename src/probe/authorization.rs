//! Authorization requests with `prompt=none`, which show no page and sign nobody in (OpenID Connect
//! Core 1.0 §3.1.2.1), and what the answers mean.
//!
//! A provider looks at client, redirect URI, response type, PKCE and resource before it finds that
//! nobody is signed in. So `login_required` is the best answer: everything else was accepted.

use super::{Answered, Ask, Exchange, Subject};
use crate::{
    oauth::values::CodeVerifier, platform::AuthorizationParameter, project::OAuth, providers::Refused,
};
use http::{Request, header};
use url::Url;

/// As ChatGPT asks, at one of its redirect URIs.
pub(super) static AS_CHATGPT: Exchange = Exchange {
    method: "GET",
    to: "authorization endpoint",
    with: "ChatGPT's parameters for each redirect URI of `chatgpt_redirect_uris`, without PKCE, and `prompt=none`",
};
/// As `login` asks.
pub(super) static AS_LOGIN: Exchange = Exchange {
    method: "GET",
    to: "authorization endpoint",
    with: "the parameters of `gptauth login` for the loopback redirect URI, with PKCE S256, and `prompt=none`",
};
/// With a redirect URI that nobody can have registered.
pub(super) static FOREIGN_REDIRECT_URI: Exchange = Exchange {
    method: "GET",
    to: "authorization endpoint",
    with: "the same with the redirect URI `https://gptauth.invalid/callback`, to see what a refusal looks like",
};
/// With a client that cannot exist.
pub(super) static FOREIGN_CLIENT: Exchange = Exchange {
    method: "GET",
    to: "authorization endpoint",
    with: "the same with a client id that does not exist, to see what a refusal looks like",
};

/// A redirect URI that nobody can have registered: `.invalid` is nobody's (RFC 6761 §6.4).
const NOBODYS: &str = "https://gptauth.invalid/callback";

/// Where `login` listens when the project does not say: any port stands for the one that it gets.
const ANY_LOOPBACK: &str = "http://127.0.0.1:49999/callback";

/// What an answer to an authorization request says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// Back at the redirect URI with an error that needs a user: all of the request is accepted.
    Accepted,
    /// This part of it is refused.
    Refused(Refused),
    /// It is refused for another reason.
    Other(String),
    /// A sign-in page, or the way to it: accepted as far as was looked at.
    SignIn,
    /// The same address elsewhere: another scheme, host or slash.
    Moved(String),
    /// There is nothing at this address.
    Nowhere(String),
    /// The provider cannot answer now, or did not.
    Unanswered(String),
}

/// Returns the request that ChatGPT would send the browser to, for its first redirect URI or another.
pub(super) fn as_chatgpt(subject: &Subject<'_>, redirect_uri: &str) -> Result<Ask, String> {
    ask(subject, &AS_CHATGPT, redirect_uri, None, false)
}

/// Returns the request that stands for all that ChatGPT sends.
pub(super) fn typical(subject: &Subject<'_>) -> Result<Ask, String> {
    as_chatgpt(subject, &typical_redirect_uri(subject.oauth()?))
}

/// Returns ChatGPT's first redirect URI, or ours where none is known yet.
fn typical_redirect_uri(settings: &OAuth) -> String {
    settings.chatgpt_redirect_uris.first().cloned().unwrap_or_else(|| loopback(settings))
}

/// Returns the request that `login` would send the browser to.
pub(super) fn as_login(subject: &Subject<'_>) -> Result<Ask, String> {
    ask(subject, &AS_LOGIN, &loopback(subject.oauth()?), None, true)
}

/// Returns the typical request with a redirect URI that nobody registered.
pub(super) fn with_foreign_redirect_uri(subject: &Subject<'_>) -> Result<Ask, String> {
    ask(subject, &FOREIGN_REDIRECT_URI, NOBODYS, None, false)
}

/// Returns the typical request with a client that does not exist.
pub(super) fn with_foreign_client(subject: &Subject<'_>) -> Result<Ask, String> {
    let redirect_uri = typical_redirect_uri(subject.oauth()?);
    ask(subject, &FOREIGN_CLIENT, &redirect_uri, Some(&subject.forged("client")), false)
}

/// Returns the loopback redirect URI of `login`.
pub(super) fn loopback(settings: &OAuth) -> String {
    settings.loopback_redirect_uri.as_ref().map_or_else(|| ANY_LOOPBACK.to_owned(), Url::to_string)
}

fn ask(
    subject: &Subject<'_>,
    exchange: &'static Exchange,
    redirect_uri: &str,
    client_id: Option<&str>,
    with_pkce: bool,
) -> Result<Ask, String> {
    let parameters = parameters(subject, redirect_uri, client_id, with_pkce)?;
    let mut url = subject.authorization_endpoint()?.clone();
    url.query_pairs_mut().extend_pairs(&parameters);
    let request = Request::get(url.as_str())
        .header(header::ACCEPT, "text/html,application/json;q=0.9")
        .body(Vec::new())
        .map_err(|_| "the authorization endpoint is no address".to_owned())?;
    Ok(Ask::http(exchange, request))
}

/// Returns the parameters of the request, in ChatGPT's order.
fn parameters(
    subject: &Subject<'_>,
    redirect_uri: &str,
    client_id: Option<&str>,
    with_pkce: bool,
) -> Result<Vec<(&'static str, String)>, String> {
    let settings = subject.oauth()?;
    let mut parameters = Vec::new();
    for parameter in subject.target.authorization.value.parameters {
        match parameter {
            AuthorizationParameter::ResponseType => parameters.push(("response_type", "code".to_owned())),
            AuthorizationParameter::ClientId => {
                let id = client_id.unwrap_or(settings.client_id.as_str());
                parameters.push(("client_id", id.to_owned()));
            }
            AuthorizationParameter::RedirectUri => parameters.push(("redirect_uri", redirect_uri.to_owned())),
            AuthorizationParameter::Scope if settings.scope.is_empty() => {}
            AuthorizationParameter::Scope => parameters.push(("scope", settings.scope.as_str().to_owned())),
            AuthorizationParameter::State => parameters.push(("state", subject.state())),
            AuthorizationParameter::Nonce | AuthorizationParameter::CodeChallenge => {}
        }
    }
    if with_pkce {
        let verifier = CodeVerifier::from_random(&subject.seeds.verifier);
        parameters.push(("code_challenge", verifier.challenge()));
        parameters.push(("code_challenge_method", "S256".to_owned()));
    }
    parameters.push(("prompt", "none".to_owned()));
    Ok(parameters)
}

/// Returns the parameters of the request that stands for all that ChatGPT sends.
pub(super) fn typical_parameters(subject: &Subject<'_>) -> Result<Vec<(&'static str, String)>, String> {
    parameters(subject, &typical_redirect_uri(subject.oauth()?), None, false)
}

/// Reads an answer to a request whose redirect URI was `redirect_uri`.
pub(super) fn read(subject: &Subject<'_>, ask: &Ask, answered: &Answered) -> Reading {
    let Some(response) = answered.response() else { return Reading::Unanswered(answered.words()) };
    let status = response.status();
    if status.is_redirection() {
        return redirected(subject, ask, answered);
    }
    if status.is_server_error() || status.as_u16() == 429 {
        return Reading::Unanswered(format!("it answered {status}"));
    }
    if let Some(error) = answered.oauth_error() {
        let description = error.description.unwrap_or_default();
        return meaning(&error.error, &description, Place::Page).unwrap_or_else(|| {
            Reading::Other(format!("{} {}: {description}", status.as_u16(), error.error))
        });
    }
    let text = answered.text();
    if let Some(refusal) = own_words(subject, &text) {
        return Reading::Refused(refusal);
    }
    if status.is_success() {
        return Reading::SignIn;
    }
    match in_page(&text) {
        Some(refused) => Reading::Refused(refused),
        None if matches!(status.as_u16(), 404 | 405 | 410) => Reading::Nowhere(status.to_string()),
        None => Reading::Other(answered.words()),
    }
}

fn redirected(subject: &Subject<'_>, ask: &Ask, answered: &Answered) -> Reading {
    let location = answered.header(header::LOCATION).unwrap_or_default();
    let asked = asked_url(ask);
    let target = asked.as_ref().and_then(|asked| asked.join(&location).ok());
    let (Some(asked), Some(target)) = (asked, target) else {
        return Reading::Other("it redirects to what is no address".to_owned());
    };
    let redirect_uri = asked.query_pairs().find(|(name, _)| name == "redirect_uri");
    let back = redirect_uri.and_then(|(_, uri)| Url::parse(&uri).ok());
    if back.is_some_and(|back| same_place(&back, &target)) {
        return came_back(&target);
    }
    // To a sign-in page nobody is sent for ever.
    let for_ever = answered.status().is_some_and(|status| matches!(status.as_u16(), 301 | 308));
    if for_ever || is_moved(&asked, &target) {
        return Reading::Moved(without_query(&target));
    }
    // Some providers show their refusals at an address of their own.
    let errors: Vec<_> = sent_back(&target).collect();
    let of = |wanted: &str| errors.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    if let Some(error) = of("error") {
        let words = of("error_description").unwrap_or_default();
        if let Some(refusal) = own_words(subject, words) {
            return Reading::Refused(refusal);
        }
        return meaning(error, words, Place::Page)
            .unwrap_or_else(|| Reading::Other(format!("{error}: {words}")));
    }
    Reading::SignIn
}

fn came_back(target: &Url) -> Reading {
    let find = |wanted: &str| sent_back(target).find(|(name, _)| name == wanted).map(|(_, value)| value);
    let Some(error) = find("error") else {
        // A code for nobody: what matters here is that the request was accepted.
        return Reading::Accepted;
    };
    let words = find("error_description").unwrap_or_default();
    meaning(&error, &words, Place::RedirectUri)
        .unwrap_or_else(|| Reading::Other(if words.is_empty() { error } else { format!("{error}: {words}") }))
}

/// Where an error was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the redirect URI, so that client and redirect URI are known to the provider.
    RedirectUri,
    /// On a page of the provider.
    Page,
}

/// Returns what an error code means, with its description where the code says too little.
fn meaning(error: &str, description: &str, place: Place) -> Option<Reading> {
    let words = format!("{error} {description}").to_ascii_lowercase();
    let says = |part: &str| words.contains(part);
    if says("pkce") || says("code_challenge") || says("code challenge") {
        return Some(Reading::Refused(Refused::NoPkce));
    }
    let refused = match error {
        "login_required"
        | "interaction_required"
        | "consent_required"
        | "account_selection_required"
        | "access_denied" => return Some(Reading::Accepted),
        "temporarily_unavailable" | "server_error" => {
            return Some(Reading::Unanswered(format!("it answered `{error}`")));
        }
        "unsupported_response_type" => Refused::ResponseType,
        "unauthorized_client" if place == Place::RedirectUri => Refused::ResponseType,
        "invalid_scope" => Refused::Scope,
        "invalid_target" => Refused::Resource,
        "invalid_redirect_uri" | "redirect_uri_mismatch" | "redirect_mismatch" => Refused::RedirectUri,
        _ if place == Place::Page && (says("redirect_uri") || says("redirect uri")) => Refused::RedirectUri,
        "invalid_client" | "unauthorized_client" | "unknown_client" => Refused::Client,
        _ if place == Place::Page && says("client") => Refused::Client,
        _ if says("response_type") => Refused::ResponseType,
        _ if says("audience") || says("resource") => Refused::Resource,
        _ if says("scope") => Refused::Scope,
        _ => return None,
    };
    Some(Reading::Refused(refused))
}

/// Returns what the provider refuses in words of its own.
fn own_words(subject: &Subject<'_>, text: &str) -> Option<Refused> {
    let text = text.to_ascii_lowercase();
    let says = |own: &&crate::providers::Refusal| text.contains(&own.says.to_ascii_lowercase());
    subject.provider.refusals.iter().find(says).map(|own| own.about)
}

/// Returns what an error page is about, by the words of the standard in it.
fn in_page(text: &str) -> Option<Refused> {
    let text = text.to_ascii_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| text.contains(part));
    if says(&["code_challenge", "code challenge", "pkce"]) {
        Some(Refused::NoPkce)
    } else if says(&["redirect_uri", "redirect uri", "redirect url", "callback url"]) {
        Some(Refused::RedirectUri)
    } else if says(&["client_id", "client id", "invalid_client", "unknown client", "client not found"]) {
        Some(Refused::Client)
    } else {
        None
    }
}

/// Returns whether an answer shows that the provider knows the client: what it says, it says at the
/// redirect URI of that client.
pub(super) fn knows_client(reading: &Reading) -> bool {
    match reading {
        Reading::Accepted => true,
        Reading::Refused(refused) => !matches!(refused, Refused::Client | Refused::RedirectUri),
        _ => false,
    }
}

/// Returns the URL that was asked.
pub(super) fn asked_url(ask: &Ask) -> Option<Url> {
    match &ask.question {
        super::Question::Http(request) => Url::parse(&request.uri().to_string()).ok(),
        super::Question::Addresses(_) => None,
    }
}

/// Returns the parameters of the query and of the fragment, where the implicit flow puts its errors.
fn sent_back(url: &Url) -> impl Iterator<Item = (String, String)> {
    let fragment = url.fragment().unwrap_or_default().as_bytes();
    url.query_pairs()
        .chain(url::form_urlencoded::parse(fragment))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
}

fn same_place(left: &Url, right: &Url) -> bool {
    left.origin() == right.origin() && left.path() == right.path()
}

/// Returns whether `target` is the endpoint itself by another scheme, with or without `www.`, or with
/// another slash at its end.
pub(super) fn is_moved(asked: &Url, target: &Url) -> bool {
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
    };
    let path = |url: &Url| url.path().trim_end_matches('/').to_owned();
    host(asked) == host(target) && path(asked) == path(target)
}

pub(super) fn without_query(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

/// Returns why an answer tells nothing about one part of the request, as a clause.
pub(super) fn why(reading: &Reading) -> String {
    match reading {
        Reading::Accepted => "everything is accepted".to_owned(),
        Reading::Refused(Refused::RedirectUri) => "the redirect URI is refused first".to_owned(),
        Reading::Refused(Refused::Client) => "the client is refused first".to_owned(),
        Reading::Refused(Refused::NoPkce) => "PKCE is demanded first".to_owned(),
        Reading::Refused(Refused::ResponseType) => "the code flow is refused first".to_owned(),
        Reading::Refused(Refused::Scope) => "the scope is refused first".to_owned(),
        Reading::Refused(Refused::Resource) => "a resource is demanded first".to_owned(),
        Reading::Other(words) => format!("the request is refused: {words}"),
        Reading::SignIn => "the provider shows its sign-in page, and says nothing before it".to_owned(),
        Reading::Moved(to) => format!("the endpoint redirects to `{to}`"),
        Reading::Nowhere(status) => format!("there is nothing at the endpoint: {status}"),
        Reading::Unanswered(why) => why.clone(),
    }
}

#[cfg(test)]
mod tests;
