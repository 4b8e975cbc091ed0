//! How the errors of sign-in and session end the program.

mod answer;
mod login;
mod request;

use self::answer::{id_token, token, unusable};
use super::{ExitStatus, Failure};
use crate::{
    oauth::{
        authorization::{AuthorizationError, BeginError},
        discovery::DiscoveryError,
        jwks::KeySetError,
        revocation::RevocationError,
        userinfo::UserinfoError,
    },
    report,
    system::HttpError,
    task::{
        discover::DiscoverError,
        login::{FailedLogin, LoginError},
        logout::LogoutError,
        session::SessionError,
        sessions::SessionsError,
        userinfo::AccountError,
    },
};

const LOGIN: &str = "sign in: `gptauth login`";
const LOGIN_AGAIN: &str = "sign in again: `gptauth login`";
const NO_SETTINGS: &str = "add an `[oauth]` table to gptauth.toml; `gptauth init` writes one";
const NO_TOKEN_ENDPOINT: &str = "add `token_endpoint` or an `issuer` to `[oauth]` in gptauth.toml";
const NOTHING_LOST: &str = "nothing was lost; try again later";

impl From<SessionError> for Failure {
    fn from(error: SessionError) -> Self {
        let (status, hint) = match error {
            SessionError::Store(error) => return error.into(),
            SessionError::Unkept { error, .. } => return Failure::unkept(error),
            SessionError::Discover(error) => return error.into(),
            SessionError::NoSettings => (ExitStatus::Usage, NO_SETTINGS.to_owned()),
            SessionError::NotSignedIn => (ExitStatus::SignIn, LOGIN.to_owned()),
            SessionError::Expired { .. } | SessionError::NoRefreshToken => (
                ExitStatus::SignIn,
                format!("{LOGIN_AGAIN}; for a refresh token ask for `offline_access` in the scope"),
            ),
            SessionError::RefreshTokenRefused(_) | SessionError::RefreshTokenSpent(_) => (
                ExitStatus::SignIn,
                format!("{LOGIN_AGAIN}; the tokens were removed, because nothing here can use them"),
            ),
            SessionError::Credentials(error) => return error.into(),
            SessionError::NoTokenEndpoint => (ExitStatus::Usage, NO_TOKEN_ENDPOINT.to_owned()),
            SessionError::Http(ref error) => (ExitStatus::Network, network_hint(error)),
            SessionError::Token(ref error) => token(error, NOTHING_LOST),
            SessionError::IdToken(_) => (
                ExitStatus::Protocol,
                "the tokens of before were kept; if this goes on, sign in again: `gptauth login`".to_owned(),
            ),
        };
        Self::new(status, error).hinted(hint)
    }
}

impl From<DiscoverError> for Failure {
    fn from(error: DiscoverError) -> Self {
        let (status, hint) = match &error {
            DiscoverError::Http(error) => (ExitStatus::Network, network_hint(error)),
            DiscoverError::NotFound { tried, .. } => (
                ExitStatus::Protocol,
                format!(
                    "asked {}; check `issuer` in gptauth.toml (for Logto it ends in `/oidc`), or give the endpoints",
                    tried.join(" and ")
                ),
            ),
            DiscoverError::Discovery(error) => discovery(error),
        };
        Self::new(status, error).hinted(hint)
    }
}

fn discovery(error: &DiscoveryError) -> (ExitStatus, String) {
    match error {
        DiscoveryError::Issuer { .. } => {
            (ExitStatus::Usage, "correct `issuer` in gptauth.toml: an https URL".to_owned())
        }
        DiscoveryError::Unusable { answer, .. } => (unusable(answer), check_issuer()),
        DiscoveryError::IssuerMismatch { expected, found, .. } => {
            let slash = expected.as_str().trim_end_matches('/') == found.trim_end_matches('/');
            let hint = if slash {
                "a trailing slash counts: write `issuer` in gptauth.toml exactly as the metadata has it"
            } else {
                "write `issuer` in gptauth.toml exactly as the metadata has it, if you trust that address"
            };
            (ExitStatus::Protocol, hint.to_owned())
        }
        DiscoveryError::Member { name, .. } => (
            ExitStatus::Protocol,
            format!("have the provider corrected, or set `{name}` in `[oauth]` of gptauth.toml"),
        ),
    }
}

fn check_issuer() -> String {
    "check `issuer` in gptauth.toml: open the address above in a browser, it must show JSON".to_owned()
}

impl From<FailedLogin> for Failure {
    fn from(failed: FailedLogin) -> Self {
        let FailedLogin { error, at, steps, exchange } = failed;
        let failure = Self::from(*error)
            .detailed("step", at.map(|taken| taken.step.name()).into())
            .detailed("steps", report::login::steps(&steps))
            .detailed("evidence", exchange.as_deref().map(report::login::evidence_json).into());
        match exchange {
            Some(exchange) => failure.showing(report::login::evidence(&exchange)),
            None => failure,
        }
    }
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        let (status, hint) = match error {
            LoginError::Store(error) => return error.into(),
            LoginError::Discover(error) => return error.into(),
            LoginError::NoSettings => (ExitStatus::Usage, NO_SETTINGS.to_owned()),
            LoginError::Credentials(error) => return error.into(),
            LoginError::Parameter(ref error) => (ExitStatus::Usage, request::parameter(error).to_owned()),
            LoginError::Impossible(ref why) => (ExitStatus::SignIn, request::impossible(*why).to_owned()),
            LoginError::NoPushEndpoint => (
                ExitStatus::Usage,
                "leave `--par` out, or set `pushed_authorization_request_endpoint` in gptauth.toml".to_owned(),
            ),
            LoginError::Push(ref error) => request::push(error),
            LoginError::NoDeviceEndpoint => (
                ExitStatus::Usage,
                "sign in without `--device`, or set `device_authorization_endpoint` in gptauth.toml"
                    .to_owned(),
            ),
            LoginError::Device(ref error) => request::device(error),
            LoginError::NotTyped { code_expired, .. } => {
                (ExitStatus::SignIn, request::not_typed(code_expired).to_owned())
            }
            LoginError::Asking(ref error) => (ExitStatus::Network, network_hint(error)),
            LoginError::ClientRefused { ref tried, .. } => {
                let hint = request::tried(tried);
                let failure = Self::new(ExitStatus::SignIn, error);
                return hint.into_iter().fold(failure, Self::hinted);
            }
            LoginError::NoTokenEndpoint => (ExitStatus::Usage, NO_TOKEN_ENDPOINT.to_owned()),
            LoginError::Begin(BeginError::NoEndpoint) => (
                ExitStatus::Usage,
                "add `authorization_endpoint` or an `issuer` to `[oauth]` in gptauth.toml".to_owned(),
            ),
            LoginError::Begin(BeginError::Endpoint { .. } | BeginError::Twice { .. }) => (
                ExitStatus::Usage,
                "correct `authorization_endpoint` in gptauth.toml, or at the provider".to_owned(),
            ),
            LoginError::TunnelWithoutPort { .. } => (
                ExitStatus::Usage,
                "name the port: `--listen 4180`, or `loopback_ports = [4180]` in gptauth.toml".to_owned(),
            ),
            LoginError::Bind { ref taken, ref source } => (ExitStatus::Usage, login::cannot_listen(taken, source)),
            LoginError::NothingPasted { .. } => (
                ExitStatus::SignIn,
                "pipe or paste the whole address, with its `code` and `state`; each sign-in has its own, so begin again: `gptauth login --paste`"
                    .to_owned(),
            ),
            LoginError::OtherAccount { .. } => (
                ExitStatus::SignIn,
                "to replace them: `gptauth login --force`; to keep both: `gptauth login --account NAME`"
                    .to_owned(),
            ),
            LoginError::Random(_) | LoginError::Listener(_) => {
                (ExitStatus::Network, "try again: `gptauth login`".to_owned())
            }
            LoginError::TimedOut { ref redirect_uri, fixed_port, .. } => {
                let redirect_uri = redirect_uri.to_string();
                return login::timed_out(&redirect_uri, fixed_port, error);
            }
            LoginError::Authorization(ref error) => authorization(error),
            LoginError::Exchange(_) => (
                ExitStatus::Network,
                format!("the code may be used up, so it is not sent again; {LOGIN_AGAIN}"),
            ),
            LoginError::Token(ref error) => token(error, LOGIN_AGAIN),
            LoginError::Keys(ref error) => (ExitStatus::Network, network_hint(error)),
            LoginError::KeySet(KeySetError::Unusable(ref answer)) => (
                unusable(answer),
                "check `jwks_uri` of the provider: it must answer with a JSON Web Key Set".to_owned(),
            ),
            LoginError::KeySet(KeySetError::NoKeys) => (
                ExitStatus::Protocol,
                "check `jwks_uri` of the provider: it must answer with a JSON Web Key Set".to_owned(),
            ),
            LoginError::IdToken { ref error, ahead } => (ExitStatus::Protocol, id_token(error, ahead)),
            LoginError::Account(_) => (
                ExitStatus::Protocol,
                "nothing was kept; report this to the provider: its two answers name different users"
                    .to_owned(),
            ),
        };
        Self::new(status, error).hinted(hint)
    }
}

fn authorization(error: &AuthorizationError) -> (ExitStatus, String) {
    match error {
        AuthorizationError::Refused { error, .. } => {
            let hint = match error.as_str() {
                "access_denied" => {
                    "the sign-in was declined, or this user may not use the client; for Logto the scope must have `openid`"
                }
                "invalid_scope" => "correct `scope` in gptauth.toml to what the provider offers",
                "unauthorized_client" | "unsupported_response_type" => {
                    "allow the authorization code grant for this client at the provider"
                }
                "invalid_request" => {
                    "if it asks for PKCE or a nonce, ChatGPT, which sends neither, cannot sign in: register a confidential web application"
                }
                "server_error" | "temporarily_unavailable" => "try again later: `gptauth login`",
                "login_required"
                | "consent_required"
                | "interaction_required"
                | "account_selection_required" => {
                    "sign in once more, and answer what the provider asks: `gptauth login`"
                }
                _ => "look the error up in the provider's log, then `gptauth login`",
            };
            (ExitStatus::SignIn, hint.to_owned())
        }
        AuthorizationError::IssuerMismatch { .. } => (
            ExitStatus::Protocol,
            "the answer came from another provider than the project's, or `issuer` in gptauth.toml is wrong"
                .to_owned(),
        ),
        AuthorizationError::StateMismatch
        | AuthorizationError::Repeated { .. }
        | AuthorizationError::CodeAndError
        | AuthorizationError::NoCode
        | AuthorizationError::CodeTooLong { .. } => (ExitStatus::Protocol, LOGIN_AGAIN.to_owned()),
    }
}

fn no_client_secret() -> &'static str {
    "run `gptauth login` in a terminal to be asked for it, pipe it to `gptauth login --client-secret-stdin`, or set GPTAUTH_CLIENT_SECRET"
}

impl From<LogoutError> for Failure {
    fn from(error: LogoutError) -> Self {
        let local = "nothing was removed; to forget the tokens here all the same: `gptauth logout --local`";
        let (status, hint) = match error {
            LogoutError::Store(error) => return error.into(),
            LogoutError::Discover(error) => return Self::from(error).hinted(local),
            LogoutError::NoSettings => (ExitStatus::Usage, NO_SETTINGS),
            LogoutError::NotSignedIn => (ExitStatus::SignIn, "there is nothing to sign out of"),
            LogoutError::Credentials(error) => return Self::from(error).hinted(local),
            LogoutError::Http(_) => (ExitStatus::Network, local),
            LogoutError::Revocation(RevocationError::Refused(_)) => (ExitStatus::SignIn, local),
            LogoutError::Revocation(RevocationError::Unusable(ref answer)) => (unusable(answer), local),
        };
        Self::new(status, error).hinted(hint)
    }
}

impl From<SessionsError> for Failure {
    fn from(error: SessionsError) -> Self {
        match error {
            SessionsError::Project(error) => error.into(),
            SessionsError::Store(error) => error.into(),
        }
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        let (status, hint) = match error {
            AccountError::Discover(error) => return error.into(),
            AccountError::Http(ref error) => (ExitStatus::Network, network_hint(error)),
            AccountError::Token(_) => (ExitStatus::SignIn, LOGIN_AGAIN.to_owned()),
            AccountError::Userinfo(UserinfoError::TokenRefused(_)) => {
                (ExitStatus::SignIn, LOGIN_AGAIN.to_owned())
            }
            AccountError::Userinfo(UserinfoError::NotAllowed(_)) => (
                ExitStatus::SignIn,
                "put `openid` into `scope` in gptauth.toml, then `gptauth login`".to_owned(),
            ),
            AccountError::Userinfo(UserinfoError::Unusable(ref answer)) => {
                (unusable(answer), "check the provider's `userinfo_endpoint`".to_owned())
            }
            AccountError::Userinfo(
                UserinfoError::Signed | UserinfoError::NoSubject | UserinfoError::OtherSubject { .. },
            ) => (ExitStatus::Protocol, "check the provider's `userinfo_endpoint`".to_owned()),
        };
        Self::new(status, error).hinted(hint)
    }
}

/// Returns what to do about a request that got no answer.
pub(super) fn network_hint(error: &HttpError) -> String {
    match error {
        HttpError::Unsendable { .. } => "correct the value named above".to_owned(),
        HttpError::Resolve { host, .. } => format!("check the spelling of `{host}`, and the network"),
        HttpError::Connect { origin, .. } => format!("is `{origin}` up, and reachable from here?"),
        HttpError::Tls { .. } => {
            "the certificate is always checked; to trust an authority of your own: `--ca-file FILE`"
                .to_owned()
        }
        HttpError::Timeout { .. } | HttpError::Broken { .. } => NOTHING_LOST.to_owned(),
        HttpError::TooLarge { .. } => "is this the right address?".to_owned(),
    }
}

#[cfg(test)]
mod tests;
