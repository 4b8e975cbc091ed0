//! Registrable domains: what a "root domain" is, as far as the public suffix list can say.
//!
//! The list has two sections. Its ICANN section knows registries (`com`, `co.uk`); its private
//! section knows hosters whose customers share a domain (`vercel.app`, `github.io`). Not everyone
//! reads both, so that both answers are kept.

use psl::{Psl, Type};
use std::net::IpAddr;
use url::{Host, Url};

/// The registrable domain of a host, by either reading of the public suffix list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrableDomain {
    host: String,
    icann: String,
    private: Option<String>,
}

/// Whether two hosts are on one registrable domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// They are, by either reading.
    Shared,
    /// They are not, by either reading.
    Separate,
    /// The ICANN section says that they are, the private section that they are not.
    Disputed,
}

impl RegistrableDomain {
    /// Returns the registrable domain of a host name in ASCII, lower case, as `url` writes it.
    ///
    /// IP addresses, `localhost` and what is below it, and public suffixes of the ICANN section
    /// have none.
    pub fn of(host: &str) -> Option<Self> {
        let host = host.strip_suffix('.').unwrap_or(host);
        let is_address = host.starts_with('[') || host.parse::<IpAddr>().is_ok();
        if is_address || host.rsplit('.').next() == Some("localhost") || host.split('.').any(str::is_empty) {
            return None;
        }
        let (suffix, kind) = suffix(host)?;
        let private = below(host, suffix);
        let icann = match kind {
            Some(Type::Private) => below(host, icann_suffix(suffix)),
            _ => private,
        };
        Some(Self { host: host.into(), icann: icann?.into(), private: private.map(str::to_owned) })
    }

    /// Returns the registrable domain by the ICANN section alone: `vercel.app` for `a.vercel.app`.
    pub fn icann(&self) -> &str {
        &self.icann
    }

    /// Returns the registrable domain by both sections: `a.vercel.app` for `b.a.vercel.app`; a host
    /// that is itself a private suffix has none.
    pub fn with_private(&self) -> Option<&str> {
        self.private.as_deref()
    }

    /// Returns whether both hosts are on one registrable domain; equal hosts always are.
    pub fn sharing(&self, other: &Self) -> Sharing {
        if self.host == other.host {
            return Sharing::Shared;
        }
        let private = self.private.is_some() && self.private == other.private;
        match (self.icann == other.icann, private) {
            (true, true) => Sharing::Shared,
            (true, false) => Sharing::Disputed,
            (false, _) => Sharing::Separate,
        }
    }
}

/// Returns the public suffix of a host; the type is missing for a name that no rule knows.
fn suffix(host: &str) -> Option<(&str, Option<Type>)> {
    let info = psl::List.find(host.rsplit('.').map(str::as_bytes));
    let start = host.len().checked_sub(info.len)?;
    host.get(start..).map(|suffix| (suffix, info.typ))
}

/// Returns the ICANN suffix that a private suffix ends with.
fn icann_suffix(private: &str) -> &str {
    let mut rest = private;
    while let Some((_, parent)) = rest.split_once('.') {
        match suffix(parent) {
            Some((_, Some(Type::Private))) | None => rest = parent,
            Some((suffix, _)) => return suffix,
        }
    }
    rest
}

/// Returns the suffix with one label more, if the host has one.
fn below<'a>(host: &'a str, suffix: &str) -> Option<&'a str> {
    let rest = host.strip_suffix(suffix)?.strip_suffix('.')?;
    let start = rest.rfind('.').map_or(0, |dot| dot + 1);
    host.get(start..)
}

/// Returns whether the host of `url` is the loopback interface: `localhost`, `127.0.0.0/8`, `[::1]`
/// (RFC 8252 §7.3, §8.3).
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Returns whether the host of `url` is this machine by its very name: [`is_loopback`], or a name
/// below `localhost` (RFC 6761 §6.3), which our own requests never ask a resolver for.
pub fn is_this_machine(url: &Url) -> bool {
    is_loopback(url) || url.domain().is_some_and(|name| name.ends_with(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(host: &str) -> Option<(String, Option<String>)> {
        RegistrableDomain::of(host).map(|domain| (domain.icann, domain.private))
    }

    fn sharing(left: &str, right: &str) -> Sharing {
        RegistrableDomain::of(left).unwrap().sharing(&RegistrableDomain::of(right).unwrap())
    }

    #[test]
    fn both_sections_agree_on_ordinary_domains() {
        let expected = |domain: &str| Some((domain.to_owned(), Some(domain.to_owned())));
        assert_eq!(both("auth.api.example.com"), expected("example.com"));
        assert_eq!(both("a.example.co.uk"), expected("example.co.uk"));
        assert_eq!(both("example.com."), expected("example.com"));
        assert_eq!(both("api.corp"), expected("api.corp"));
    }

    #[test]
    fn they_differ_where_customers_share_a_domain() {
        let expected = |icann: &str, private: &str| Some((icann.to_owned(), Some(private.to_owned())));
        assert_eq!(both("b.a.vercel.app"), expected("vercel.app", "a.vercel.app"));
        assert_eq!(both("me.github.io"), expected("github.io", "me.github.io"));
        assert_eq!(both("x.up.railway.app"), expected("railway.app", "x.up.railway.app"));
        assert_eq!(both("vercel.app"), Some(("vercel.app".into(), None)));
    }

    #[test]
    fn addresses_local_names_and_bare_suffixes_have_none() {
        for host in ["127.0.0.1", "[::1]", "localhost", "api.localhost", "com", "co.uk", "", ".", "a..com"] {
            assert_eq!(both(host), None, "{host}");
        }
    }

    #[test]
    fn hosts_share_a_domain_surely_not_at_all_or_by_one_reading() {
        assert_eq!(sharing("auth.example.com", "api.example.com"), Sharing::Shared);
        assert_eq!(sharing("example.com", "api.example.com"), Sharing::Shared);
        assert_eq!(sharing("a.vercel.app", "a.vercel.app"), Sharing::Shared);
        assert_eq!(sharing("vercel.app", "vercel.app"), Sharing::Shared);
        assert_eq!(sharing("a.vercel.app", "b.vercel.app"), Sharing::Disputed);
        assert_eq!(sharing("vercel.app", "b.vercel.app"), Sharing::Disputed);
        assert_eq!(sharing("tenant.logto.app", "api.example.com"), Sharing::Separate);
        assert_eq!(sharing("a.example.co.uk", "b.other.co.uk"), Sharing::Separate);
    }

    #[test]
    fn only_names_that_cannot_lead_elsewhere_are_this_machine() {
        let read = |host: &str| {
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            (is_loopback(&url), is_this_machine(&url))
        };
        for host in ["localhost", "LOCALHOST:3000", "127.0.0.1", "127.8.8.8:1", "[::1]:80"] {
            assert_eq!(read(host), (true, true), "{host}");
        }
        assert_eq!(read("api.localhost"), (false, true));
        for host in [
            "localhost.evil.example",
            "evil-localhost",
            "127.0.0.1.evil.example",
            "0.0.0.0",
            "[::2]",
            "10.0.0.1",
            "127.0.0.1@evil.example",
        ] {
            assert_eq!(read(host), (false, false), "{host}");
        }
    }
}
