//! The servers of a document as the GPT editor reads them.
//!
//! The editor derives a root origin, `https://` and a host name, and throws away every server that
//! is not below it. It refuses the document when none is left.

use crate::openapi::{Document, Node, Server};
use std::fmt;
use url::{Host, Url};

/// The servers, each with what is wrong with it.
pub(super) struct Servers<'a> {
    all: Vec<Seen<'a>>,
}

/// One server.
pub(super) struct Seen<'a> {
    pub(super) server: Server<'a>,
    /// Its URL with the variables replaced, where that is one.
    pub(super) url: Option<Url>,
    pub(super) faults: Vec<ServerFault>,
}

/// Why a server is not below a root origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ServerFault {
    /// It is no absolute URL of http or https.
    Invalid(String),
    /// Something was meant to be put in its place.
    Placeholder(String),
    /// It carries a user name or password.
    Credentials,
    /// It is not https.
    NotHttps(String),
    /// It names a port.
    Port(u16),
    /// Nobody outside can reach it.
    NotPublic(String),
}

impl<'a> Servers<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let seen = document.servers().into_iter().filter(|server| server.url().is_some()).map(|server| {
            let (url, faults) = match server.template() {
                Some(template) => judge(template, &server.expanded().unwrap_or_default()),
                None if let Some(placeholder) = server.url().and_then(unquoted_placeholder) => {
                    (None, vec![ServerFault::Placeholder(placeholder)])
                }
                None => {
                    let what = server.url().map_or("empty", Node::what);
                    (None, vec![ServerFault::Invalid(format!("it is {what}, not a string"))])
                }
            };
            Seen { server, url, faults }
        });
        Self { all: seen.collect() }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Seen<'a>> {
        self.all.iter()
    }

    /// Returns the server that the editor would use.
    pub(super) fn used(&self) -> Option<&Seen<'a>> {
        self.all.iter().find(|seen| seen.faults.is_empty())
    }

    /// Returns the faults that make the editor refuse the document: those of all servers when none
    /// is usable. Beside a usable one the others are only ignored.
    pub(super) fn fatal(&self) -> impl Iterator<Item = (&Seen<'a>, &ServerFault)> {
        let seen = if self.used().is_some() { &[][..] } else { &self.all[..] };
        seen.iter().flat_map(|seen| seen.faults.iter().map(move |fault| (seen, fault)))
    }

    /// Returns the host that the API is on, if a name can be made out.
    pub(super) fn host(&self) -> Option<&str> {
        let seen = self.used().or_else(|| self.all.iter().find(|seen| seen.url.is_some()))?;
        seen.url.as_ref()?.host_str()
    }
}

impl<'a> Seen<'a> {
    /// Returns the node of the URL.
    pub(super) fn node(&self) -> Node<'a> {
        self.server.url().unwrap_or_else(|| self.server.node())
    }

    /// Returns the host as it is written, upper case and all.
    pub(super) fn written_host(&self) -> Option<&'a str> {
        let authority = authority(self.server.template()?)?;
        let host = authority.rsplit('@').next()?;
        Some(host.rsplit_once(':').map_or(host, |(host, _)| host))
    }

    /// Returns the URL to show: as written, a password masked.
    pub(super) fn shown(&self) -> String {
        let text = self.server.template().unwrap_or_default();
        match authority(text).and_then(|authority| authority.rsplit_once('@')) {
            Some((credentials, _)) => text.replacen(credentials, "***", 1),
            None => text.to_owned(),
        }
    }
}

impl fmt::Display for ServerFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(reason) => formatter.write_str(reason),
            Self::Placeholder(text) => write!(formatter, "`{text}` is a placeholder"),
            Self::Credentials => formatter.write_str("it carries a user name or password"),
            Self::NotHttps(scheme) => write!(formatter, "its scheme is `{scheme}`"),
            Self::Port(port) => write!(formatter, "it names port `{port}`"),
            Self::NotPublic(host) => write!(formatter, "`{host}` is no public host"),
        }
    }
}

/// Judges a URL: as written for what only people see, and as a URL for the rest. The host is
/// always what the URL parser says it is.
fn judge(template: &str, expanded: &str) -> (Option<Url>, Vec<ServerFault>) {
    if let Some(placeholder) = placeholder(expanded) {
        return (None, vec![ServerFault::Placeholder(placeholder)]);
    }
    let invalid = |reason: String| (None, vec![ServerFault::Invalid(reason)]);
    if let Some(stray) =
        expanded.chars().find(|character| character.is_control() || matches!(character, ' ' | '\\'))
    {
        return invalid(format!("`{}` does not belong into a URL", stray.escape_default()));
    }
    let url = match Url::parse(expanded) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            return invalid("it has no scheme and host".to_owned());
        }
        Err(error) => return invalid(error.to_string()),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return invalid(format!("its scheme is `{}`", url.scheme()));
    }
    let mut faults = Vec::new();
    if !url.username().is_empty() || url.password().is_some() {
        faults.push(ServerFault::Credentials);
    }
    if let Some(host) = url.host().filter(|host| !is_public(host)) {
        // Another scheme or port would not help.
        faults.push(ServerFault::NotPublic(host.to_string()));
        return (Some(url), faults);
    }
    if url.scheme() != "https" {
        faults.push(ServerFault::NotHttps(url.scheme().to_owned()));
    }
    if let Some(port) = port(template).or(url.port()) {
        faults.push(ServerFault::Port(port));
    }
    (Some(url), faults)
}

/// Returns the part that somebody forgot to replace: `{…}` without a variable, `<…>`, `[…]` in place of
/// the whole, or a label of the host in capitals such as `PROJECT_REF` or `YOUR-DOMAIN`.
fn placeholder(text: &str) -> Option<String> {
    for (open, close) in [('{', '}'), ('<', '>')] {
        if let Some((start, _)) = text.match_indices(open).next() {
            let rest = text.get(start..)?;
            let end = rest.find(close).map_or(rest.len(), |end| end + 1);
            return rest.get(..end).map(str::to_owned);
        }
    }
    if text.starts_with('[') {
        return Some(text.to_owned());
    }
    let capital = |label: &&str| {
        label.contains(['_', '-'])
            && label
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-' | b'0'..=b'9'))
            && label.bytes().any(|byte| byte.is_ascii_uppercase())
    };
    authority(text)?.split('.').find(capital).map(str::to_owned)
}

/// Returns the placeholder that YAML took for a mapping because it has no quotes: `url: {your_url}`.
fn unquoted_placeholder(url: Node<'_>) -> Option<String> {
    let mut entries = url.entries();
    let (key, value) = entries.next()?;
    (value.is_null() && entries.next().is_none()).then(|| Some(format!("{{{}}}", key.text()?)))?
}

/// Returns what stands between `//` and the path.
fn authority(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    rest.split(['/', '?', '#']).next()
}

/// Returns the port that is written, the default one too.
fn port(url: &str) -> Option<u16> {
    let host = authority(url)?.rsplit('@').next()?;
    host.rsplit_once(':')?.1.parse().ok()
}

fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let top = name.rsplit('.').next().unwrap_or_default();
            name.contains('.') && !matches!(top, "localhost" | "local" | "internal" | "test" | "invalid")
        }
        // A certificate that the public trusts names a host, and the editor takes no address.
        Host::Ipv4(_) | Host::Ipv6(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(url: &str) -> Vec<ServerFault> {
        judge(url, url).1
    }

    #[test]
    fn an_https_url_with_a_path_has_no_fault() {
        for url in [
            "https://api.example.com",
            "https://api.example.com/v1/",
            "https://API.example.com",
            "https://münchen.example",
        ] {
            assert_eq!(faults(url), [], "{url}");
        }
    }

    #[test]
    fn s17_urls_that_are_not_what_they_seem_are_faults() {
        assert!(matches!(faults("javascript:alert(1)")[..], [ServerFault::Invalid(_)]));
        assert!(matches!(faults("https://api.example.com\r\nHost: x")[..], [ServerFault::Invalid(_)]));
        assert!(matches!(faults("https://api.example.com\\@evil.example")[..], [ServerFault::Invalid(_)]));
        assert!(matches!(faults("https://api.example.com:99999")[..], [ServerFault::Invalid(_)]));
        assert!(matches!(faults("https://[fe80::1%25eth0]/")[..], [ServerFault::Invalid(_)]));
        assert!(matches!(faults("/v1")[..], [ServerFault::Invalid(_)]));
        assert_eq!(faults("https://api.example.com@evil.example/"), [ServerFault::Credentials]);
    }

    #[test]
    fn a_port_is_a_fault_even_where_it_is_the_default() {
        assert_eq!(faults("https://api.example.com:443/v1"), [ServerFault::Port(443)]);
        assert_eq!(faults("https://api.example.com:8443"), [ServerFault::Port(8443)]);
        assert_eq!(
            faults("http://api.example.com:80"),
            [ServerFault::NotHttps("http".into()), ServerFault::Port(80)]
        );
        assert_eq!(faults("http://localhost:3000"), [ServerFault::NotPublic("localhost".into())]);
    }

    #[test]
    fn hosts_that_nobody_outside_can_reach_are_faults() {
        for url in [
            "https://192.0.2.1",
            "https://[::1]/",
            "https://localhost",
            "https://nas.local",
            "https://api",
            "https://0x7f.1",
        ] {
            assert!(matches!(faults(url)[..], [ServerFault::NotPublic(_)]), "{url}");
        }
    }

    #[test]
    fn placeholders_are_seen_in_braces_brackets_and_capitals() {
        assert_eq!(placeholder("https://{host}/v1").as_deref(), Some("{host}"));
        assert_eq!(placeholder("<your-url>").as_deref(), Some("<your-url>"));
        assert_eq!(placeholder("https://PROJECT_REF.supabase.co").as_deref(), Some("PROJECT_REF"));
        assert_eq!(placeholder("https://API.example.com/A_B"), None);
    }
}
