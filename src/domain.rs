//! Registrable domains: what a "root domain" is, as far as the public suffix list can say.
//!
//! The list has two sections. Its ICANN section knows registries (`com`, `co.uk`); its private
//! section knows hosters whose customers share a domain (`vercel.app`, `github.io`). Not everyone
//! reads both, so that both answers are kept.

use psl::{Psl, Type};
use std::net::{IpAddr, Ipv4Addr};
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

/// Returns whether an address is one of the internet (the registries of special-purpose addresses,
/// RFC 6890 and its updates).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => {
            let segments = address.segments();
            let embedded = || {
                let [.., a, b] = segments;
                let ([a, b], [c, d]) = (a.to_be_bytes(), b.to_be_bytes());
                Ipv4Addr::new(a, b, c, d)
            };
            match segments {
                // IPv4 in IPv6 clothes: mapped, and translated (RFC 6052).
                [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(embedded()),
                // Teredo, benchmarks, ORCHID and documentation.
                [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
                // 6to4, whose addresses lead to any IPv4 one.
                [0x2002, ..] => false,
                [0x3fff, second, ..] => second >= 0x1000,
                [first, ..] => first & 0xe000 == 0x2000,
            }
        }
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127 | 240..=255, ..] | [169, 254, ..] | [192, 168, ..] => true,
        [100, second, ..] => second & 0xc0 == 64,
        [172, second, ..] => second & 0xf0 == 16,
        [192, 0, 0 | 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [192, 88, 99, _] => true,
        [198, second, ..] => second & 0xfe == 18,
        [first, ..] => first >= 224,
    };
    !special
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

    #[test]
    fn s16_only_addresses_of_the_internet_are_public() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }
}
