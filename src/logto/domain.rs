//! Custom domains: what Logto says of one, and what a project looks like once it uses it.

use crate::{
    domain::RegistrableDomain,
    project::{
        OAuth,
        edit::{Setting, Table},
    },
};
use serde_json::Value;
use std::fmt;
use url::{Host, Url};

/// A custom domain of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomDomain {
    /// What the API knows it by.
    pub id: String,
    /// The host.
    pub host: String,
    /// How far it is.
    pub status: Status,
    /// What keeps it there, in the words of those who look. Not escaped.
    pub error: Option<String>,
    /// What is to be set at the DNS. Not escaped.
    pub records: Vec<DnsRecord>,
}

/// How far a custom domain is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Its DNS records are not seen yet.
    PendingVerification,
    /// Its DNS records are seen; it has no certificate yet.
    PendingSsl,
    /// It answers.
    Active,
    /// It failed; no Logto was seen to say so.
    Error,
    /// A word that nobody knows. Not escaped.
    Other(String),
}

/// A record to set at the DNS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsRecord {
    /// The type, such as `CNAME`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Why a text is no custom domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// It is no host name alone. Logto itself would take it.
    #[error("`{text}` is no host name")]
    NotAHost {
        /// The text.
        text: String,
    },
    /// It is the root of a domain, where no CNAME can be.
    #[error("`{host}` is the root of a domain, where DNS allows no CNAME record")]
    Root {
        /// The host.
        host: String,
    },
    /// Nobody can own a name below it.
    #[error("`{host}` is below no domain that can be registered")]
    NotRegistrable {
        /// The host.
        host: String,
    },
}

impl Status {
    fn from_word(word: &str) -> Self {
        match word {
            "PendingVerification" => Self::PendingVerification,
            "PendingSsl" => Self::PendingSsl,
            "Active" => Self::Active,
            "Error" => Self::Error,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Returns the word that Logto has for it. Not escaped.
    pub fn word(&self) -> &str {
        match self {
            Self::PendingVerification => "PendingVerification",
            Self::PendingSsl => "PendingSsl",
            Self::Active => "Active",
            Self::Error => "Error",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PendingVerification => "Logto does not see its DNS record yet",
            Self::PendingSsl => "its DNS record is seen; it has no certificate yet",
            Self::Active => "it answers",
            Self::Error => "Logto gave up on it",
            Self::Other(word) => return write!(f, "Logto says `{word}`"),
        })
    }
}

impl CustomDomain {
    /// Returns whether its DNS records are still waited for, or its certificate.
    pub fn records_are_due(&self) -> bool {
        self.status != Status::Active
    }

    /// Returns what to do about what keeps it back.
    pub fn advice(&self) -> Option<&'static str> {
        let error = self.error.as_deref().unwrap_or_default().to_ascii_lowercase();
        match self.status {
            Status::Active => None,
            _ if error.contains("caa") => {
                Some("a CAA record of the domain forbids the certificate: change or remove it")
            }
            Status::PendingVerification => {
                Some("set this DNS record, without a proxy in front of it, and wait")
            }
            Status::PendingSsl => Some("nothing is to be done: certificates take minutes"),
            Status::Error | Status::Other(_) => Some("look at Console > Settings > Domains"),
        }
    }

    /// Returns the issuer of what users sign in with there.
    pub fn issuer(&self) -> String {
        format!("https://{}/oidc", self.host)
    }
}

/// Returns the host name that somebody typed, in lower case and ASCII.
///
/// # Errors
///
/// As [`NameFault`].
pub fn host(text: &str) -> Result<String, NameFault> {
    let not_a_host = || NameFault::NotAHost { text: text.to_owned() };
    // Whatever stands around a host in a URL is no part of it.
    if text.contains(|character: char| "/:@?#[]*\\_ ".contains(character)) || text.ends_with('.') {
        return Err(not_a_host());
    }
    let Ok(Host::Domain(host)) = Host::parse(text) else { return Err(not_a_host()) };
    let domain =
        RegistrableDomain::of(&host).ok_or_else(|| NameFault::NotRegistrable { host: host.clone() })?;
    if domain.icann() == host || domain.with_private() == Some(host.as_str()) {
        return Err(NameFault::Root { host });
    }
    Ok(host)
}

/// Reads a custom domain; `None` where it is none.
pub fn read(value: &Value) -> Option<CustomDomain> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    let records = value.get("dnsRecords").and_then(Value::as_array).into_iter().flatten();
    Some(CustomDomain {
        id: text("id")?.to_owned(),
        host: text("domain")?.to_owned(),
        status: Status::from_word(text("status")?),
        error: text("errorMessage").filter(|own| !own.is_empty()).map(str::to_owned),
        records: records.filter_map(record).collect(),
    })
}

fn record(value: &Value) -> Option<DnsRecord> {
    let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
    Some(DnsRecord { kind: text("type")?, name: text("name")?, value: text("value")? })
}

/// Returns what a project must say to use the provider at `issuer` in place of the one it has: the
/// issuer, and its own words for endpoints below the old one.
pub fn switched(settings: &OAuth, issuer: &str) -> Vec<Setting> {
    let old = settings.issuer.as_ref().map(|own| own.as_str().to_owned());
    let base = old.as_deref().and_then(|old| Url::parse(old).ok());
    let moved = |endpoint: &Option<Url>| {
        let endpoint =
            endpoint.as_ref().filter(|own| Some(own.origin()) == base.as_ref().map(Url::origin))?;
        let mut url = Url::parse(issuer).ok()?;
        url.set_path(endpoint.path());
        url.set_query(endpoint.query());
        Some(url.to_string())
    };
    let endpoints = [
        ("authorization_endpoint", &settings.authorization_endpoint),
        ("token_endpoint", &settings.token_endpoint),
        ("userinfo_endpoint", &settings.userinfo_endpoint),
        ("revocation_endpoint", &settings.revocation_endpoint),
        ("pushed_authorization_request_endpoint", &settings.pushed_authorization_request_endpoint),
        ("device_authorization_endpoint", &settings.device_authorization_endpoint),
        ("jwks_uri", &settings.jwks_uri),
    ];
    let issuer = (old.as_deref() != Some(issuer)).then(|| Setting::text(Table::OAuth, "issuer", issuer));
    let moved = endpoints
        .into_iter()
        .filter_map(|(key, endpoint)| Some(Setting::text(Table::OAuth, key, moved(endpoint)?)));
    // Nothing moves where the issuer is the new one already.
    let moves = issuer.is_some();
    issuer.into_iter().chain(moved.filter(|_| moves)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{project::Project, source::Source};
    use serde_json::json;

    #[test]
    fn a_host_is_taken_as_dns_has_it() {
        assert_eq!(host("Auth.Example.com").unwrap(), "auth.example.com");
        assert_eq!(host("anmeldung.müller.de").unwrap(), "anmeldung.xn--mller-kva.de");
        assert_eq!(host("auth.shop.example.co.uk").unwrap(), "auth.shop.example.co.uk");
    }

    #[test]
    fn what_logto_would_take_and_dns_would_not_is_refused() {
        for text in [
            "",
            "https://auth.example.com/",
            "auth.example.com/",
            "auth.example.com:443",
            "u@auth.example.com",
            "auth.example.com.",
            "*.example.com",
            "auth example.com",
            "a_b.example.com",
            "127.0.0.1",
            "[::1]",
        ] {
            assert!(matches!(host(text), Err(NameFault::NotAHost { .. })), "{text:?}: {:?}", host(text));
        }
        for text in ["example.com", "example.co.uk", "me.github.io"] {
            assert!(matches!(host(text), Err(NameFault::Root { .. })), "{text:?}: {:?}", host(text));
        }
        for text in ["localhost", "com"] {
            assert!(
                matches!(host(text), Err(NameFault::NotRegistrable { .. })),
                "{text:?}: {:?}",
                host(text)
            );
        }
    }

    #[test]
    fn a_domain_is_read_with_its_record_and_its_error() {
        let value = json!({
            "id": "omq0", "domain": "auth.example.test", "status": "PendingSsl", "errorMessage": "caa_error",
            "dnsRecords": [{ "name": "auth.example.test", "type": "CNAME", "value": "domains.logto.app" }],
            "createdAt": 1_795_323_836_767_i64,
        });
        let domain = read(&value).unwrap();
        assert_eq!((domain.status.word(), domain.error.as_deref()), ("PendingSsl", Some("caa_error")));
        assert_eq!(domain.records[0].value, "domains.logto.app");
        assert_eq!(domain.issuer(), "https://auth.example.test/oidc");
    }

    #[test]
    fn what_is_no_domain_is_none_and_an_unknown_status_keeps_its_word() {
        for value in
            [json!(null), json!([]), json!({}), json!({ "id": 1, "domain": "a", "status": "Active" })]
        {
            assert_eq!(read(&value), None, "{value}");
        }
        let odd =
            json!({ "id": "a", "domain": "b", "status": "Paused", "errorMessage": "", "dnsRecords": [1] });
        let odd = read(&odd).unwrap();
        assert_eq!(odd.status, Status::Other("Paused".to_owned()));
        assert!(odd.error.is_none() && odd.records.is_empty());
        for word in ["PendingVerification", "PendingSsl", "Active", "Error", "Paused"] {
            assert_eq!(Status::from_word(word).word(), word);
        }
    }

    fn settings(lines: &str) -> OAuth {
        let text = format!("[oauth]\nissuer = \"https://t.logto.app/oidc\"\nclient_id = \"a\"\n{lines}\n");
        Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap().oauth.unwrap()
    }

    #[test]
    fn the_issuer_moves_and_with_it_its_own_endpoints_alone() {
        let settings = settings(
            "token_endpoint = \"https://t.logto.app/oidc/token\"\nuserinfo_endpoint = \"https://proxy.example.com/me\"",
        );
        let text = |key, value: &str| Setting::text(Table::OAuth, key, value);
        assert_eq!(
            switched(&settings, "https://auth.example.com/oidc"),
            [
                text("issuer", "https://auth.example.com/oidc"),
                text("token_endpoint", "https://auth.example.com/oidc/token"),
            ]
        );
    }

    #[test]
    fn a_project_that_uses_it_already_stays_as_it_is() {
        assert!(switched(&settings(""), "https://t.logto.app/oidc").is_empty());
        let settings = settings("token_endpoint = \"https://t.logto.app/oidc/token\"");
        assert!(switched(&settings, "https://t.logto.app/oidc").is_empty());
    }
}
