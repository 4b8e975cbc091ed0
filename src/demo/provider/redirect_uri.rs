//! Which redirect URI is a registered one.

use super::settings::{Client, ClientKind};
use crate::domain::is_loopback;
use url::Url;

/// Returns `requested` as a URL where it is one of the client's registered redirect URIs.
///
/// Both are parsed and compared whole, as Logto does: the case of the host and a default port do
/// not matter, everything else does. A native client may choose the port of an `http` loopback
/// URI, but neither its host nor its path nor its query (RFC 8252 §7.3, §8.4).
pub(super) fn registered(client: &Client, requested: &str) -> Option<Url> {
    let requested = Url::parse(requested).ok()?;
    let matches = |registered: &String| {
        Url::parse(registered).is_ok_and(|registered| {
            registered == requested
                || (client.kind == ClientKind::Native && equal_but_for_port(&registered, &requested))
        })
    };
    client.redirect_uris.iter().any(matches).then_some(requested)
}

/// Returns whether both are `http` URLs of one loopback host that differ in the port at most.
fn equal_but_for_port(registered: &Url, requested: &Url) -> bool {
    let without_port = |url: &Url| {
        let mut url = url.clone();
        url.set_port(None).ok().map(|()| url)
    };
    registered.scheme() == "http"
        && is_loopback(registered)
        && without_port(registered).is_some_and(|url| Some(url) == without_port(requested))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(kind: ClientKind, redirect_uris: &[&str]) -> Client {
        Client {
            id: "c".to_owned(),
            name: "C".to_owned(),
            kind,
            secret: None,
            redirect_uris: redirect_uris.iter().map(|&uri| uri.to_owned()).collect(),
            post_logout_redirect_uris: Vec::new(),
            always_issue_refresh_token: false,
        }
    }

    const CHATGPT: &str = "https://chat.openai.com/aip/g-abc123/oauth/callback";

    #[test]
    fn a_redirect_uri_is_compared_whole() {
        let client = client(ClientKind::Traditional, &[CHATGPT]);
        for same in [
            CHATGPT,
            "https://CHAT.openai.com/aip/g-abc123/oauth/callback",
            "https://chat.openai.com:443/aip/g-abc123/oauth/callback",
        ] {
            assert!(registered(&client, same).is_some(), "{same}");
        }
        for other in [
            "https://chatgpt.com/aip/g-abc123/oauth/callback",
            "http://chat.openai.com/aip/g-abc123/oauth/callback",
            "https://chat.openai.com/aip/g-abc123/oauth/callback/",
            "https://chat.openai.com/aip/g-abc123/oauth/callback?x=1",
            "https://chat.openai.com/aip/g-abc123/oauth/callback#frag",
            "https://chat.openai.com/aip/g-abc123/oauth/callback#",
            "https://chat.openai.com/aip/G-abc123/oauth/callback",
            "https://chat.openai.com:8443/aip/g-abc123/oauth/callback",
            "https://chat.openai.com@evil.example/aip/g-abc123/oauth/callback",
            "https://user@chat.openai.com/aip/g-abc123/oauth/callback",
            "not a uri",
            "",
        ] {
            assert!(registered(&client, other).is_none(), "{other}");
        }
    }

    #[test]
    fn p01_only_the_port_of_a_native_loopback_uri_may_differ() {
        let native = client(ClientKind::Native, &["http://127.0.0.1:4180/callback?a=1"]);
        assert!(registered(&native, "http://127.0.0.1:59999/callback?a=1").is_some());
        assert!(registered(&native, "http://127.0.0.1/callback?a=1").is_some());
        for other in [
            "http://127.0.0.1:59999/callback",
            "http://127.0.0.1:59999/callback?a=2",
            "http://127.0.0.1:59999/other?a=1",
            "https://127.0.0.1:59999/callback?a=1",
            "http://localhost:59999/callback?a=1",
            "http://[::1]:59999/callback?a=1",
            "http://127.0.0.2:59999/callback?a=1",
            "http://127.0.0.1:1@evil/callback?a=1",
            "http://evil@127.0.0.1:59999/callback?a=1",
            "http://localhost.evil:4180/callback?a=1",
            "http://127.0.0.1.evil:4180/callback?a=1",
            "http://127.0.0.1:59999/callback?a=1#x",
        ] {
            assert!(registered(&native, other).is_none(), "{other}");
        }
        for kind in [ClientKind::Traditional, ClientKind::Spa] {
            let fixed = client(kind, &["http://127.0.0.1:4180/callback"]);
            assert!(registered(&fixed, "http://127.0.0.1:4181/callback").is_none());
        }
    }

    #[test]
    fn a_loopback_request_does_not_match_a_registration_elsewhere() {
        let native = client(ClientKind::Native, &["http://example.com:4180/callback"]);
        assert!(registered(&native, "http://example.com:4181/callback").is_none());
        assert!(registered(&native, "http://127.0.0.1:4180/callback").is_none());
    }
}
