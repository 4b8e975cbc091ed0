//! What the network says about a host: for the provider and for the API alike.

use super::{Answer, Answered, Ask, Exchange, Finding, Trouble};
use crate::{
    diagnostic::Kind,
    domain::{is_public, is_this_machine},
};
use jiff::{SignedDuration, Timestamp};
use std::net::IpAddr;
use url::{Host, Url};

/// Where a host is.
pub(super) static ADDRESSES: Exchange = Exchange {
    method: "DNS",
    to: "the system's resolver",
    with: "the names of the provider's and the API's hosts",
};

/// How long before its end a certificate is worth a word.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The kinds of fault of one side.
pub(super) struct Kinds {
    pub(super) unreachable: &'static Kind,
    pub(super) untrusted: &'static Kind,
    pub(super) not_public: &'static Kind,
    pub(super) expires_soon: &'static Kind,
    pub(super) port: &'static Kind,
}

/// Returns the question where the host of `url` is, unless it is an address or this machine.
pub(super) fn addresses(url: &Url) -> Option<Ask> {
    let host = url.domain().filter(|_| !is_this_machine(url))?;
    let question = super::Question::Addresses(host.to_owned());
    Some(Ask { exchange: &ADDRESSES, question, secrets: Vec::new() })
}

/// Returns what is wrong with the way to `url`, and for how many days its certificate is good.
pub(super) fn look(
    url: &Url,
    answers: &[Answered],
    at: usize,
    kinds: &Kinds,
    now: Timestamp,
) -> (Vec<Finding>, Option<i64>) {
    let Some(answered) = answers.get(at) else { return (Vec::new(), None) };
    let host = url.host_str().unwrap_or_default();
    let mut findings = Vec::new();
    let mut left = None;
    match &answered.answer {
        Answer::Nothing(nothing) if nothing.trouble == Trouble::NotAsked => {}
        Answer::Nothing(nothing) => {
            let kind = if nothing.trouble == Trouble::Tls { kinds.untrusted } else { kinds.unreachable };
            let message = format!("`{host}` cannot be reached: {}", nothing.words);
            findings.push(Finding::new(kind, at, message).help(help(nothing.trouble)));
        }
        Answer::Addresses(found) => {
            findings.extend(not_public(host, found.iter().copied(), at, kinds));
        }
        Answer::Response { certificate_until, .. } => {
            if !is_this_machine(url) {
                findings.extend(not_public(host, literal(url), at, kinds));
                findings.extend(port(url, at, kinds));
            }
            if let Some(until) = certificate_until {
                let remains = until.duration_since(now);
                left = Some(remains.as_hours() / 24);
                findings.extend((remains < SOON).then(|| ends_soon(host, remains, at, kinds)));
            }
        }
    }
    (findings, left)
}

/// Returns how the way to a public host is, in words.
pub(super) fn seen(left: Option<i64>) -> String {
    // Nothing else is ever agreed on: the handshake fails below 1.2.
    let tls = "public address, trusted TLS ≥ 1.2";
    left.map_or_else(|| tls.to_owned(), |days| format!("{tls}, {}", counted(days)))
}

fn not_public(
    host: &str,
    found: impl IntoIterator<Item = IpAddr>,
    at: usize,
    kinds: &Kinds,
) -> Option<Finding> {
    let private = found.into_iter().find(|address| !is_public(*address))?;
    let message = format!("`{host}` is at {private}, which is no address of the internet");
    let help = "give the name a public address: ChatGPT calls from outside";
    Some(Finding::new(kinds.not_public, at, message).help(help))
}

/// Returns the address that stands in a URL in place of a name.
fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

fn port(url: &Url, at: usize, kinds: &Kinds) -> Option<Finding> {
    let port = url.port()?;
    let message = format!("`{}` is called on port {port}", url.host_str().unwrap_or_default());
    let help = "serve it on port 443, and leave the port out of its URL: ChatGPT calls no other";
    Some(Finding::new(kinds.port, at, message).help(help))
}

fn ends_soon(host: &str, left: SignedDuration, at: usize, kinds: &Kinds) -> Finding {
    let message = format!("the certificate of `{host}` ends in {}", counted(left.as_hours() / 24));
    let help = "see whether it renews itself, and renew it otherwise";
    Finding::new(kinds.expires_soon, at, message).help(help)
}

fn counted(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Returns what to do about an exchange without an answer.
pub(super) fn help(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Name => "compare the name with the DNS records; a new record takes a while to be seen",
        Trouble::Connection => "start the server, and let port 443 through its firewall",
        Trouble::Tls => "serve the whole chain of a certificate that browsers accept, with TLS 1.2 or later",
        Trouble::Time | Trouble::Answer | Trouble::NotAsked => {
            "look at the server: ChatGPT waits 45 s in all, and a person waits less"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_asked_where_this_machine_or_an_address_is() {
        for text in
            ["http://127.0.0.1:1/", "http://localhost/", "https://93.184.216.34/", "http://api.localhost/"]
        {
            assert!(addresses(&Url::parse(text).unwrap()).is_none(), "{text}");
        }
        assert!(addresses(&Url::parse("https://api.example.com/").unwrap()).is_some());
    }
}
