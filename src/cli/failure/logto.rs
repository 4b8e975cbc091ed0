//! How the errors of the work at Logto end the program.

use super::{ExitStatus, Failure};
use crate::{
    logto::{
        answer::ApiError,
        plan::PlanError,
        tenant::TenantError,
        token::{ROLE, TokenError},
    },
    oauth::answer::UnusableAnswer,
    report,
    task::logto::{
        access::{APP_ID_VARIABLE, APP_SECRET_VARIABLE, AccessError, RESOURCE_VARIABLE},
        apply::{ApplyError, ApplyFault},
        client::LogtoError,
        connect::ConnectError,
        plan::PlanningError,
    },
};
use http::StatusCode;

/// Where the role is given.
fn role_hint() -> String {
    format!(
        "give it the role \"{ROLE}\": Console > Applications > the M2M application > Roles > Assign M2M roles"
    )
}

/// What helps where Logto cannot work now.
const TRY_AGAIN: &str = "try again in a moment";

/// Says how long Logto wants to be left alone.
fn wait_hint(retry_after: Option<&str>) -> String {
    match retry_after.and_then(|text| text.trim().parse::<u64>().ok()) {
        Some(seconds) => format!("nothing was done; try again in {seconds} s, as Logto asks for"),
        None => "nothing was done; wait a minute, then try again".to_owned(),
    }
}

impl From<AccessError> for Failure {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::NoEndpoint => Self::new(ExitStatus::Usage, error)
                .hinted("`gptauth logto connect --endpoint https://TENANT.logto.app` says it once for all"),
            AccessError::Tenant(error) => error.into(),
            AccessError::NoCredentials => Self::new(ExitStatus::SignIn, error)
                .hinted("`gptauth logto connect` asks for those of an M2M application, and keeps them")
                .hinted(format!("in CI, set {APP_ID_VARIABLE} and {APP_SECRET_VARIABLE}")),
            AccessError::Unreadable => {
                Self::new(ExitStatus::Store, error).hinted("`gptauth logto connect` replaces them")
            }
            AccessError::Store(error) => error.into(),
        }
    }
}

impl From<TenantError> for Failure {
    fn from(error: TenantError) -> Self {
        let hint = match &error {
            TenantError::NotLogto { .. } => {
                "an issuer of Logto ends with `/oidc`; otherwise set `endpoint` in `[logto]`".to_owned()
            }
            TenantError::Address { .. } => {
                "take the address of the tenant alone, with https: `https://TENANT.logto.app`, or that of your own Logto".to_owned()
            }
            TenantError::UnknownTenant { .. } => format!(
                "`gptauth logto connect --tenant NAME` says it once for all: what stands before `.logto.app` in the console, `default` for a self-hosted Logto; or set {RESOURCE_VARIABLE}"
            ),
        };
        Self::new(ExitStatus::Usage, error).hinted(hint)
    }
}

impl From<LogtoError> for Failure {
    fn from(error: LogtoError) -> Self {
        match error {
            LogtoError::Http(_) => Self::new(ExitStatus::Network, error)
                .hinted("compare the address with Console > Applications > the application > Endpoints"),
            LogtoError::Token(error) => error.into(),
            LogtoError::Api(error) => error.into(),
            LogtoError::Unsendable(_) | LogtoError::NoSecret(_) | LogtoError::Elsewhere => {
                Self::new(ExitStatus::Protocol, error)
            }
        }
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        let (status, hint) = match &error {
            TokenError::WrongSecret => (
                ExitStatus::SignIn,
                "copy it again from Console > Applications > the M2M application > App secrets, then `gptauth logto connect`".to_owned(),
            ),
            TokenError::ExpiredSecret => (
                ExitStatus::SignIn,
                "add one without an end at Console > Applications > the M2M application > App secrets, then `gptauth logto connect`".to_owned(),
            ),
            TokenError::UnknownApplication => (
                ExitStatus::SignIn,
                "compare the app id and the address of the tenant; the application `m-default` of a self-hosted Logto belongs to its admin tenant: set `admin_endpoint` in `[logto]`".to_owned(),
            ),
            TokenError::NotMachine => (
                ExitStatus::SignIn,
                "the Management API is for machines: create an application of the type \"Machine-to-machine\"".to_owned(),
            ),
            TokenError::UnknownResource { .. } => (
                ExitStatus::Usage,
                "set `tenant` in `[logto]`: what stands before `.logto.app` in the console, `default` for a self-hosted Logto; a custom domain never names the API".to_owned(),
            ),
            TokenError::NoRole => (ExitStatus::SignIn, role_hint()),
            TokenError::NoLogto { .. } => (
                ExitStatus::Protocol,
                "compare the address with the console; a custom domain answers only once it is active".to_owned(),
            ),
            TokenError::Refused(_) => {
                (ExitStatus::SignIn, "compare app id, secret and tenant with the console".to_owned())
            }
            TokenError::Unusable(UnusableAnswer::Unavailable { .. }) => {
                (ExitStatus::Protocol, TRY_AGAIN.to_owned())
            }
            TokenError::Unusable(_) => (
                ExitStatus::Protocol,
                "is this the address of a Logto? `<address>/oidc/.well-known/openid-configuration` tells".to_owned(),
            ),
        };
        Self::new(status, error).hinted(hint)
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        let (status, hint) = match &error {
            ApiError::Unauthorized(fault) if fault.is_foreign() => (
                ExitStatus::SignIn,
                "token and API must be of one host: name the same address in `endpoint`, and no other in `admin_endpoint`".to_owned(),
            ),
            ApiError::Unauthorized(_) => {
                (ExitStatus::SignIn, "`gptauth logto connect` proves the credentials again".to_owned())
            }
            ApiError::Forbidden => (ExitStatus::SignIn, role_hint()),
            ApiError::Absent { .. } => {
                (ExitStatus::Findings, "`gptauth logto plan` shows what is there now".to_owned())
            }
            ApiError::NoApi => (
                ExitStatus::Protocol,
                "compare the address with the console; a custom domain answers only once it is active".to_owned(),
            ),
            ApiError::Invalid(_) => {
                (ExitStatus::Findings, "correct it in gptauth.toml, then try again".to_owned())
            }
            ApiError::Refused { status, .. } if *status == StatusCode::FORBIDDEN => (
                ExitStatus::Findings,
                "nothing was changed by this request; what the plan of the tenant allows, and what the M2M application may do, is set in the console".to_owned(),
            ),
            ApiError::Refused { .. } => (
                ExitStatus::Findings,
                "nothing was changed by this request; `gptauth logto plan` shows what is there now".to_owned(),
            ),
            ApiError::Limited { retry_after } => (ExitStatus::Network, wait_hint(retry_after.as_deref())),
            ApiError::Unusable(UnusableAnswer::Unavailable { .. }) => {
                (ExitStatus::Protocol, TRY_AGAIN.to_owned())
            }
            ApiError::Unusable(_) => (
                ExitStatus::Protocol,
                "this is not how Logto answers: compare the address with the console; a proxy, a login page or a firewall in front of Logto must let `/api` through".to_owned(),
            ),
        };
        Self::new(status, error).hinted(hint)
    }
}

impl From<ConnectError> for Failure {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Access(error) => error.into(),
            ConnectError::Logto(error) => error.into(),
            ConnectError::Store(error) => error.into(),
            ConnectError::Unedited(error) => error.into(),
            ConnectError::Write { .. } => Self::new(ExitStatus::Usage, error)
                .hinted("the credentials are kept; say `endpoint` in `[logto]` by hand"),
        }
    }
}

impl From<PlanningError> for Failure {
    fn from(error: PlanningError) -> Self {
        match error {
            PlanningError::Access(error) => error.into(),
            PlanningError::Logto(error) => error.into(),
            PlanningError::Plan(error) => error.into(),
            PlanningError::Store(error) => error.into(),
            PlanningError::Unedited(error) => error.into(),
        }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::WrongType { .. } => Self::new(ExitStatus::Findings, error)
                .hinted("a GPT needs the type \"Traditional web\", and Logto changes no type")
                .hinted("empty `client_id` in gptauth.toml: `gptauth logto apply` then takes the \"Traditional web\" application that `application` in `[logto]` names, or makes it"),
            PlanError::NoName => Self::new(ExitStatus::Usage, error)
                .hinted("write `application = \"…\"` into `[logto]`: it is found by that name, or made"),
        }
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Self {
        let state = report::logto::apply::state(&error);
        let ApplyError { done, open, unknown, fault } = error;
        let begun = !done.is_empty() || !unknown.is_empty();
        let details = [("done", &done), ("not_done", &open), ("unknown", &unknown)];
        let mut failure = Self::from(fault);
        for (name, changes) in details {
            failure = failure.detailed(name, report::logto::apply::changes(changes));
        }
        if begun {
            let rest = match open.is_empty() && unknown.is_empty() {
                true => "all is done, and was to be looked at once more: `gptauth logto apply` looks",
                false => "`gptauth logto apply` does the rest",
            };
            failure = failure.showing(state.join("\n")).hinted(rest);
        } else if !open.is_empty() {
            failure = failure.hinted("nothing was changed; `gptauth logto apply` begins anew");
        }
        failure
    }
}

impl From<ApplyFault> for Failure {
    fn from(fault: ApplyFault) -> Self {
        match fault {
            ApplyFault::Open(error) => error.into(),
            ApplyFault::Planning(error) => error.into(),
            ApplyFault::Logto(error) => error.into(),
            ApplyFault::Domain(error) => error.into(),
            ApplyFault::Store(error) => error.into(),
            ApplyFault::Unedited(error) => error.into(),
            ApplyFault::Write { .. } => Self::new(ExitStatus::Usage, fault)
                .hinted("make the file writable: the client id is still to be written into it"),
            ApplyFault::Stale => Self::new(ExitStatus::Findings, fault)
                .hinted("`gptauth logto plan` shows what is to be done now"),
            ApplyFault::Contended { .. } => Self::new(ExitStatus::Findings, fault)
                .hinted("do two projects want different things of one application? each needs its own"),
            ApplyFault::Ignored { .. } => Self::new(ExitStatus::Protocol, fault)
                .hinted("this version of Logto does not know the setting; set it in the console"),
            ApplyFault::NoApplication { .. } => Self::new(ExitStatus::Findings, fault)
                .hinted("`client_id` in gptauth.toml names none of this tenant's: `gptauth logto apply` finds it by its name, or makes it"),
            ApplyFault::Gone { .. } => {
                Self::new(ExitStatus::Findings, fault).hinted("`gptauth logto plan` shows what is there now")
            }
            ApplyFault::Random(_) => Self::new(ExitStatus::Usage, fault),
            ApplyFault::SecretRefused => Self::new(ExitStatus::Protocol, fault)
                .hinted("the secret that was kept stays, and the new one was removed; try again"),
            ApplyFault::NoSecret => Self::new(ExitStatus::Protocol, fault).hinted(
                "copy it from Console > Applications > the application, and give it to `gptauth login`",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logto::answer::judge;
    use http::Response;

    fn hint(status: u16, retry_after: Option<&str>, body: &str) -> String {
        let mut answer = Response::builder().status(status);
        if let Some(text) = retry_after {
            answer = answer.header("retry-after", text);
        }
        let error = judge(&answer.body(body.as_bytes().to_vec()).unwrap()).unwrap_err();
        Failure::from(error).hints.join("; ")
    }

    #[test]
    fn what_stands_in_front_of_logto_is_told_from_logto() {
        for (status, body) in [(200, "<html>sign in</html>"), (403, "<html>blocked</html>"), (302, "")] {
            assert!(hint(status, None, body).contains("must let `/api` through"), "{status}");
        }
        assert_eq!(hint(502, None, "<html>"), TRY_AGAIN);
        assert!(hint(403, None, r#"{"code":"auth.forbidden"}"#).contains(ROLE));
        assert!(hint(403, None, r#"{"code":"subscription.limit_exceeded"}"#).contains("plan of the tenant"));
    }

    #[test]
    fn whoever_asks_too_often_hears_how_long_to_wait() {
        assert!(hint(429, Some("3600"), "").contains("in 3600 s"));
        assert!(hint(429, None, "").contains("wait a minute"));
    }
}
