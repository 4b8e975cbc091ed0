//! What the network says about a host: for the provider and for the API alike.

use super::{Answer, Answered, Ask, Exchange, Finding, Trouble};
use crate::{diagnostic::Kind, domain::is_this_machine};
use jiff::Timestamp;
use std::net::IpAddr;
use url::Url;

/// Where a host is.
pub(super) static ADDRESSES: Exchange = Exchange {
    method: "DNS",
    to: "the system's resolver",
    with: "the names of the provider's and the API's hosts",
};

/// How long before its end a certificate is worth a word.
const SOON: jiff::SignedDuration = jiff::SignedDuration::from_hours(14 * 24);

/// The kinds of fault of one side.
pub(super) struct Kinds {
    pub(super) unreachable: &'static Kind,
    pub(super) untrusted: &'static Kind,
    pub(super) not_public: &'static Kind,
    pub(super) expires_soon: &'static Kind,
}

/// Returns the question where the host of `url` is, unless it is an address or this machine.
pub(super) fn addresses(url: &Url) -> Option<Ask> {
    let host = url.domain().filter(|_| !is_this_machine(url))?;
    let question = super::Question::Addresses(host.to_owned());
    Some(Ask { exchange: &ADDRESSES, question, secrets: Vec::new() })
}

/// Returns what is wrong with the way to `url`, and what was seen of it.
pub(super) fn look(
    url: &Url,
    answers: &[Answered],
    at: usize,
    kinds: &Kinds,
    now: Timestamp,
) -> (Vec<Finding>, Option<String>) {
    let Some(answered) = answers.get(at) else { return (Vec::new(), None) };
    let host = url.host_str().unwrap_or_default();
    let mut findings = Vec::new();
    match &answered.answer {
        Answer::Nothing(nothing) if nothing.trouble == Trouble::NotAsked => {}
        Answer::Nothing(nothing) => {
            let kind = if nothing.trouble == Trouble::Tls { kinds.untrusted } else { kinds.unreachable };
            let message = format!("`{host}` cannot be reached: {}", nothing.words);
            findings.push(Finding::new(kind, at, message).help(help(nothing.trouble)));
        }
        Answer::Addresses(found) => {
            if let Some(private) = found.iter().find(|address| !is_public(**address)) {
                let message = format!("`{host}` is at {private}, which is no address of the internet");
                let help = "give the name a public address: ChatGPT calls from outside";
                findings.push(Finding::new(kinds.not_public, at, message).help(help));
            }
        }
        Answer::Response { certificate_until: Some(until), .. } => {
            let left = until.duration_since(now);
            if left < SOON {
                let message = format!("the certificate of `{host}` ends in {} days", left.as_hours() / 24);
                let help = "see whether it renews itself, and renew it otherwise";
                findings.push(Finding::new(kinds.expires_soon, at, message).help(help));
            }
            return (findings, Some(format!("certificate for {} days", left.as_hours() / 24)));
        }
        Answer::Response { certificate_until: None, .. } => {}
    }
    (findings, None)
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

/// Returns whether an address can be one of the internet.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let shared = first == 100 && second & 0xc0 == 64;
            !(address.is_private()
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified()
                || address.is_documentation()
                || address.is_broadcast()
                || address.is_multicast()
                || shared)
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public(IpAddr::V4(mapped)),
            None => address.segments()[0] & 0xe000 == 0x2000,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_internet_are_told_from_others() {
        for public in ["93.184.216.34", "2606:2800:220:1::1", "100.128.0.1", "172.32.0.1"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for other in [
            "10.0.0.1",
            "127.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "100.64.0.1",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(!is_public(other.parse().unwrap()), "{other}");
        }
    }

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
