//! What the project says about its application at Logto, as types.

use url::Url;

/// The table `[logto]`: where Logto is, and how the application is to be.
#[derive(Debug, Clone, Default)]
pub struct Logto {
    /// Where Logto answers; told by the issuer where it is not given.
    pub endpoint: Option<Url>,
    /// The tenant, where the host does not tell it: `NAME` of `NAME.logto.app`, `default` for a
    /// self-hosted one.
    pub tenant: Option<String>,
    /// Where a self-hosted Logto issues tokens to the applications of its admin tenant.
    pub admin_endpoint: Option<Url>,
    /// The name of the application.
    pub application: Option<String>,
    /// Redirect URIs beside those that follow from `[oauth]`.
    pub redirect_uris: Vec<String>,
    /// Whether a refresh token is issued whatever was asked for; yes where it is not given.
    pub always_issue_refresh_token: Option<bool>,
    /// The life of a refresh token in days, 1 to 180; left as it is where it is not given.
    pub refresh_token_days: Option<u64>,
    /// The custom domain: a host name.
    pub custom_domain: Option<String>,
}
