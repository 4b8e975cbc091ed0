//! `metadata`: does what the provider announces suit ChatGPT?

use super::{Announced, Answered, Ask, Finding, Group, Judgement, Probe, Subject, kinds};
use crate::{
    domain::{RegistrableDomain, Sharing},
    oauth::values::ClientAuthMethod,
    providers::Topic,
};
use url::Url;

pub(super) static PROBE: Probe = Probe {
    name: "metadata",
    group: Group::Provider,
    question: "what the provider announces suits ChatGPT",
    exchanges: &[],
    kinds: &[
        &kinds::METADATA_ENDPOINT_UNUSABLE,
        &kinds::METADATA_ENDPOINT_ELSEWHERE,
        &kinds::PUSHED_REQUESTS_REQUIRED,
        &kinds::CODE_FLOW_NOT_ANNOUNCED,
        &kinds::CLIENT_AUTHENTICATION_NOT_ANNOUNCED,
        &kinds::SCOPE_NOT_ANNOUNCED,
    ],
    ask,
    judge,
};

fn ask(subject: &Subject<'_>) -> Result<Vec<Ask>, String> {
    subject.announced.map(|_| Vec::new()).ok_or_else(|| "there is no metadata".to_owned())
}

fn judge(subject: &Subject<'_>, _: &[Answered]) -> Judgement {
    let Some(announced) = subject.announced else { return Judgement::default() };
    let mut findings = Vec::new();
    if let Some((name, found, reason)) = announced.broken.first() {
        let others: Vec<_> = announced.broken[1..].iter().map(|(name, ..)| format!("`{name}`")).collect();
        let others = match others.as_slice() {
            [] => String::new(),
            names => format!("; so it is with {}", names.join(", ")),
        };
        let message = format!("`{name}` in the metadata is `{found}`: {reason}{others}");
        let help = "correct it in the provider's settings; its public URL is often set in one place";
        findings.push(finding(&kinds::METADATA_ENDPOINT_UNUSABLE, message).help(help));
    }
    findings.extend(elsewhere(subject, announced));
    if announced.requires_pushed_requests {
        let message = "the provider demands pushed authorization requests, and ChatGPT sends none";
        let help = "make pushed authorization requests optional for the client";
        findings.push(finding(&kinds::PUSHED_REQUESTS_REQUIRED, message).help(help));
    }
    let lacks = |list: &Option<Vec<String>>, wanted: &str| {
        list.as_ref().is_some_and(|list| !list.iter().any(|own| own == wanted))
    };
    if lacks(&announced.response_types, "code") || lacks(&announced.grant_types, "authorization_code") {
        let message = "the provider does not announce the authorization code flow";
        let help = "switch the authorization code flow on: ChatGPT knows no other";
        findings.push(finding(&kinds::CODE_FLOW_NOT_ANNOUNCED, message).help(help));
    }
    findings.extend(client_authentication(subject, announced));
    findings.extend(scopes(subject, announced));
    Judgement::of(findings, seen(announced))
}

fn finding(kind: &'static crate::diagnostic::Kind, message: impl Into<String>) -> Finding {
    crate::diagnostic::Diagnostic::new(kind, message).into()
}

/// The root-domain rule for the endpoints that `check` could not see.
fn elsewhere(subject: &Subject<'_>, announced: &Announced) -> Option<Finding> {
    let settings = subject.settings?;
    let server = subject.api.as_ref().ok()?.server;
    let exempt = |host: &str| subject.target.exempt_hosts.value.contains(&host);
    let api = RegistrableDomain::of(server.host_str()?)?;
    let separate = |url: &&Url| {
        let host = url.host_str().unwrap_or_default();
        !exempt(host) && RegistrableDomain::of(host).is_some_and(|own| own.sharing(&api) == Sharing::Separate)
    };
    // Endpoints that the project names itself are the business of `check`.
    let discovered = [
        announced.authorization_endpoint.as_ref().filter(|_| settings.authorization_endpoint.is_none()),
        announced.token_endpoint.as_ref().filter(|_| settings.token_endpoint.is_none()),
    ];
    let url = discovered.into_iter().flatten().find(separate)?;
    let message = format!(
        "`{}` and the API's `{}` share no root domain",
        url.host_str().unwrap_or_default(),
        server.host_str().unwrap_or_default()
    );
    Some(
        finding(&kinds::METADATA_ENDPOINT_ELSEWHERE, message)
            .help(subject.provider.advice(Topic::CustomDomain)),
    )
}

fn client_authentication(subject: &Subject<'_>, announced: &Announced) -> Option<Finding> {
    let method = subject.settings?.token_endpoint_auth_method;
    // A list that is missing means Basic (RFC 8414 §2), and hardly any provider means that.
    let list = announced.client_authentication.as_ref()?;
    let own = method.name();
    if method == ClientAuthMethod::None || list.iter().any(|name| name == own) {
        return None;
    }
    let message = format!("`{own}` is not among the announced methods: {}", list.join(", "));
    let finding = finding(&kinds::CLIENT_AUTHENTICATION_NOT_ANNOUNCED, message);
    Some(finding.help(subject.provider.advice(Topic::ClientAuthentication)))
}

fn scopes(subject: &Subject<'_>, announced: &Announced) -> Option<Finding> {
    let scopes = announced.scopes.as_ref()?;
    let asked = subject.settings?.scope.tokens();
    let unknown: Vec<_> = asked.filter(|token| !scopes.iter().any(|own| own == token)).collect();
    if unknown.is_empty() {
        return None;
    }
    let message = format!("not among the announced scopes: `{}`", unknown.join("`, `"));
    Some(finding(&kinds::SCOPE_NOT_ANNOUNCED, message).help(subject.provider.advice(Topic::Scope)))
}

fn seen(announced: &Announced) -> String {
    let pkce = announced.code_challenge_methods.as_ref().map(|list| format!("PKCE {}", list.join(", ")));
    let refresh =
        announced.grant_types.as_ref().map(|list| match list.iter().any(|own| own == "refresh_token") {
            true => "refresh".to_owned(),
            false => "no refresh".to_owned(),
        });
    let methods = announced.client_authentication.as_ref().map(|list| {
        let known = ["client_secret_post", "client_secret_basic"];
        let own: Vec<_> = known.into_iter().filter(|own| list.iter().any(|name| name == own)).collect();
        own.join(" and ").replace("client_secret_", "")
    });
    let pushed = announced.pushed_authorization_request_endpoint.as_ref().map(|_| "PAR".to_owned());
    let iss = announced.sends_iss.then(|| "`iss`".to_owned());
    let parts: Vec<_> =
        [refresh, methods.filter(|own| !own.is_empty()), pkce, iss, pushed].into_iter().flatten().collect();
    parts.join(", ")
}
