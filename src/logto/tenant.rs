//! Where a Logto and its Management API are.

use crate::{domain, oauth};
use url::Url;

/// The path that every issuer of Logto ends with.
const ISSUER_PATH: &str = "/oidc";

/// The name of the tenant of a self-hosted Logto.
const SELF_HOSTED: &str = "default";

/// A tenant of Logto: where it answers, where its tokens come from, and what its API is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    endpoint: Url,
    token_endpoint: Url,
    resource: String,
}

/// Why nobody can say where the Management API is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TenantError {
    /// The issuer is none of Logto.
    #[error("`{issuer}` is no issuer of Logto")]
    NotLogto {
        /// The issuer.
        issuer: String,
    },
    /// The address is none that a Logto could answer at.
    #[error("`{address}` is no address of a Logto")]
    Address {
        /// The address.
        address: String,
    },
    /// Behind a custom domain nobody can tell the tenant.
    #[error("the tenant behind `{endpoint}` is not known")]
    UnknownTenant {
        /// The address.
        endpoint: Url,
    },
}

impl Tenant {
    /// Returns the tenant that answers at `endpoint`.
    ///
    /// Its API is named after the tenant and never after a custom domain: where the host does not
    /// tell the tenant, `name` must: the first label of `NAME.logto.app`, or `default` for every
    /// self-hosted Logto. `admin` is where the applications of a self-hosted Logto's own admin tenant
    /// get their tokens; others get them at `endpoint`.
    ///
    /// # Errors
    ///
    /// As [`TenantError`].
    pub fn new(endpoint: &Url, name: Option<&str>, admin: Option<&Url>) -> Result<Self, TenantError> {
        let endpoint = base(endpoint)?;
        let token_endpoint = match admin {
            Some(admin) => base(admin)?,
            None => endpoint.clone(),
        };
        let resource = match name {
            Some(name) => named(name),
            None => own_name(&endpoint)
                .ok_or_else(|| TenantError::UnknownTenant { endpoint: endpoint.clone() })?,
        };
        Ok(Self { token_endpoint: below(&token_endpoint, "/oidc/token"), endpoint, resource })
    }

    /// Returns the same tenant with its API under another indicator.
    #[must_use]
    pub fn with_resource(self, resource: impl Into<String>) -> Self {
        Self { resource: resource.into(), ..self }
    }

    /// Returns where it answers; the path is `/`.
    pub fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Returns where tokens for the Management API come from.
    pub fn token_endpoint(&self) -> &Url {
        &self.token_endpoint
    }

    /// Returns the indicator of the Management API, which no custom domain changes.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// Returns whether it is a self-hosted Logto, whose one tenant has always the same name.
    pub fn is_self_hosted(&self) -> bool {
        self.resource == named(SELF_HOSTED)
    }

    /// Returns the issuer of what users sign in with.
    pub fn issuer(&self) -> String {
        format!("{}{ISSUER_PATH}", self.endpoint.as_str().trim_end_matches('/'))
    }

    /// Returns the URL of a path below the endpoint; the path begins with a slash.
    pub fn at(&self, path: &str) -> Url {
        below(&self.endpoint, path)
    }

    /// Returns whether `uri` leads to the host that the token is for.
    pub fn owns(&self, uri: &http::Uri) -> bool {
        Url::parse(&uri.to_string()).is_ok_and(|url| url.origin() == self.endpoint.origin())
    }
}

/// Returns where the Logto of an issuer answers.
///
/// # Errors
///
/// [`TenantError::NotLogto`] for every other kind of issuer.
pub fn endpoint_of(issuer: &str) -> Result<Url, TenantError> {
    let not_logto = || TenantError::NotLogto { issuer: issuer.to_owned() };
    let text = issuer.strip_suffix(ISSUER_PATH).ok_or_else(not_logto)?;
    base(&Url::parse(text).map_err(|_| not_logto())?).map_err(|_| not_logto())
}

/// Takes what people paste: the address itself, the issuer, or the address of the API.
fn base(url: &Url) -> Result<Url, TenantError> {
    let wrong = || TenantError::Address { address: url.to_string() };
    let mut base = url.clone();
    if !matches!(base.path().trim_end_matches('/'), "" | ISSUER_PATH | "/api") {
        return Err(wrong());
    }
    base.set_path("/");
    oauth::discovery::check_endpoint(&base).map_err(|_| wrong())?;
    if base.query().is_some() || base.fragment().is_some() || !base.username().is_empty() {
        return Err(wrong());
    }
    Ok(base)
}

/// Returns the indicator that the host itself tells. Whoever runs Logto on this machine has the tenant
/// `default`.
fn own_name(endpoint: &Url) -> Option<String> {
    let host = endpoint.host_str()?;
    match host.strip_suffix(".logto.app") {
        Some(name) if !name.is_empty() => Some(named(name)),
        Some(_) => None,
        None => domain::is_loopback(endpoint).then(|| named(SELF_HOSTED)),
    }
}

fn named(tenant: &str) -> String {
    format!("https://{tenant}.logto.app/api")
}

fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(path);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn cloud_a_custom_domain_and_a_self_hosted_one_have_their_own_names() {
        let cloud = Tenant::new(&url("https://abc123.logto.app"), None, None).unwrap();
        assert_eq!(cloud.resource(), "https://abc123.logto.app/api");
        assert_eq!(cloud.token_endpoint().as_str(), "https://abc123.logto.app/oidc/token");
        let custom = Tenant::new(&url("https://auth.example.com/oidc"), Some("abc123"), None).unwrap();
        assert_eq!(custom.resource(), "https://abc123.logto.app/api");
        assert_eq!(custom.token_endpoint().as_str(), "https://auth.example.com/oidc/token");
        assert_eq!(custom.issuer(), "https://auth.example.com/oidc");
        let own = Tenant::new(&url("http://127.0.0.1:3001/"), None, None).unwrap();
        assert_eq!(own.resource(), "https://default.logto.app/api");
    }

    #[test]
    fn the_admin_tenant_issues_tokens_for_another_port() {
        let admin = url("http://localhost:3002");
        let tenant = Tenant::new(&url("http://localhost:3001"), None, Some(&admin)).unwrap();
        assert_eq!(tenant.token_endpoint().as_str(), "http://localhost:3002/oidc/token");
        assert_eq!(tenant.at("/api/domains").as_str(), "http://localhost:3001/api/domains");
        assert!(tenant.owns(&"http://localhost:3001/api/x?y".parse().unwrap()));
        assert!(!tenant.owns(&"http://localhost:3002/api/x".parse().unwrap()));
        assert!(!tenant.owns(&"http://localhost.evil.example:3001/".parse().unwrap()));
    }

    #[test]
    fn a_custom_domain_alone_does_not_tell_the_tenant() {
        let error = Tenant::new(&url("https://auth.example.com"), None, None).unwrap_err();
        assert!(matches!(error, TenantError::UnknownTenant { .. }), "{error}");
        assert!(Tenant::new(&url("https://logto.app"), None, None).is_err());
        assert!(Tenant::new(&url("https://evil-logto.app"), None, None).is_err());
    }

    #[test]
    fn what_cannot_be_a_logto_is_refused() {
        for address in [
            "http://auth.example.com",
            "https://auth.example.com/console",
            "https://auth.example.com/?a=b",
            "https://u@auth.example.com/",
        ] {
            let error = Tenant::new(&url(address), Some("t"), None).unwrap_err();
            assert!(matches!(error, TenantError::Address { .. }), "{address}");
        }
    }

    #[test]
    fn an_issuer_tells_the_address() {
        assert_eq!(endpoint_of("https://t.logto.app/oidc").unwrap().as_str(), "https://t.logto.app/");
        for issuer in
            ["https://t.logto.app", "https://t.logto.app/oidc/", "https://x.example/t/oidc", "x/oidc"]
        {
            assert!(endpoint_of(issuer).is_err(), "{issuer}");
        }
    }
}
