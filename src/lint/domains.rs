//! Who shares a registrable domain with whom: what the root-domain rules look at.

use super::subject::{Endpoint, Role, Subject};
use crate::{
    domain::{RegistrableDomain, Sharing},
    platform::gpt_action::TARGET,
};

/// How an OAuth endpoint stands to the host that it must share a domain with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// On one domain, or exempt.
    Shared,
    /// On different domains.
    Separate,
    /// On one domain only by the ICANN section of the public suffix list.
    Disputed,
    /// On different domains, but on that of somebody whose other hosts are exempt.
    MaybeExempt,
}

/// An endpoint beside the host that it was compared with.
pub(super) struct Pair<'s> {
    pub(super) endpoint: &'s Endpoint,
    pub(super) relation: Relation,
    beside: &'s str,
    beside_what: &'static str,
}

impl Pair<'_> {
    /// Returns the fact in words.
    pub(super) fn words(&self) -> String {
        let host = self.endpoint.url.host_str().unwrap_or_default();
        format!(
            "the {} is on `{host}`, {} on `{}`",
            self.endpoint.role.words(),
            self.beside_what,
            self.beside
        )
    }
}

/// Compares every OAuth endpoint with the API's server, or, where the API's host is not known, the
/// token endpoint with the authorization endpoint.
pub(super) fn relations<'s>(subject: &'s Subject<'_>) -> Vec<Pair<'s>> {
    let authorization = subject.endpoints.iter().find(|endpoint| endpoint.role == Role::Authorization);
    let api = subject.servers.host().filter(|host| RegistrableDomain::of(host).is_some());
    let (beside, beside_what) = match (api, authorization) {
        (Some(host), _) => (host, "the API"),
        (None, Some(endpoint)) if !is_exempt(endpoint) => {
            (endpoint.url.host_str().unwrap_or_default(), "the authorization endpoint")
        }
        _ => return Vec::new(),
    };
    let pair = |endpoint| Pair { endpoint, relation: relation(endpoint, beside), beside, beside_what };
    subject.endpoints.iter().map(pair).collect()
}

fn relation(endpoint: &Endpoint, beside: &str) -> Relation {
    if is_exempt(endpoint) || endpoint.url.host_str() == Some(beside) {
        return Relation::Shared;
    }
    let domain = endpoint.url.host_str().and_then(RegistrableDomain::of);
    // An address shares no domain with anything.
    let (Some(domain), Some(beside)) = (domain, RegistrableDomain::of(beside)) else {
        return Relation::Separate;
    };
    match domain.sharing(&beside) {
        Sharing::Shared => Relation::Shared,
        Sharing::Disputed => Relation::Disputed,
        Sharing::Separate if exempt_hosts().any(|exempt| exempt.icann() == domain.icann()) => {
            Relation::MaybeExempt
        }
        Sharing::Separate => Relation::Separate,
    }
}

fn is_exempt(endpoint: &Endpoint) -> bool {
    endpoint.url.host_str().is_some_and(|host| TARGET.exempt_hosts.value.contains(&host))
}

fn exempt_hosts() -> impl Iterator<Item = RegistrableDomain> {
    TARGET.exempt_hosts.value.iter().filter_map(|host| RegistrableDomain::of(host))
}
