//! Every fault switch of the demo's servers that can be seen from outside: exactly this finding.

use super::*;

fn found(fault: &str) -> Vec<&'static str> {
    codes(&examined(&Stage::new().fault(fault).world()))
}

/// A fault, and what is found.
const TABLE: &[(&str, &[&str])] = &[
    // The provider as a whole.
    ("discovery.issuer=other", &["issuer-differs"]),
    ("discovery.issuer=slash", &["issuer-differs"]),
    ("discovery.issuer=missing", &["issuer-differs"]),
    ("discovery.endpoints=http", &["metadata-endpoint-unusable"]),
    ("discovery.endpoints=relative", &["metadata-endpoint-unusable"]),
    ("discovery.endpoints=credentials", &["metadata-endpoint-unusable"]),
    ("discovery.endpoints=fragment", &["metadata-endpoint-unusable"]),
    ("discovery.endpoints=script", &["metadata-endpoint-unusable"]),
    ("discovery.status=404", &["metadata-missing"]),
    ("discovery.status=500", &["metadata-missing"]),
    ("discovery.redirect=301", &["metadata-missing"]),
    ("discovery.body=html", &["metadata-not-json"]),
    ("discovery.body=empty", &["metadata-not-json"]),
    ("discovery.body=truncated", &["metadata-not-json"]),
    ("discovery.body=list", &["metadata-not-json"]),
    ("discovery.body=challenge", &["metadata-missing"]),
    ("discovery.place=inserted", &[]),
    ("discovery.pkce=plain", &[]),
    ("introspection=absent", &[]),
    ("jwks.status=404", &["keys-unusable"]),
    ("jwks.body=html", &["keys-unusable"]),
    // The client.
    ("client.id=unknown", &["client-unknown"]),
    (
        "client.redirect_uri=unregistered",
        &["loopback-redirect-uri-not-registered", "redirect-uri-not-registered"],
    ),
    ("client.type=spa", &["pkce-required", "client-public"]),
    ("client.type=native", &["pkce-required", "client-public"]),
    ("client.secret=other", &["client-secret-wrong"]),
    ("client.secret=expired", &["client-secret-wrong"]),
    ("client.pkce=required", &["pkce-required"]),
    // The authorization endpoint.
    ("authorization.status=404", &["authorization-endpoint-not-found"]),
    ("authorization.redirect=301", &["endpoint-redirects"]),
    ("authorization.error=invalid_scope", &["scope-refused"]),
    ("authorization.error=unsupported_response_type", &["response-type-refused"]),
    ("authorization.error=unauthorized_client", &["response-type-refused"]),
    ("authorization.error=invalid_target", &["resource-required"]),
    ("authorization.error=unheard_of", &["authorization-request-refused"]),
    ("authorization.error=temporarily_unavailable", &[]),
    // The token endpoint.
    ("token.auth=basic-only", &["client-authentication-not-announced", "client-authentication-refused"]),
    ("token.auth=post-only", &[]),
    ("token.content_type=json-only", &["token-endpoint-refuses-form"]),
    ("token.redirect=307", &["endpoint-redirects"]),
    ("token.status=404", &["token-endpoint-not-oauth"]),
    ("token.status=503", &[]),
    ("token.error_status=200", &["token-error-status"]),
    ("token.body=html", &["token-endpoint-not-oauth"]),
    // The API.
    ("api.no_token=200", &["unauthenticated-call-answered"]),
    ("api.forged=200", &["unauthenticated-call-answered"]),
    ("api.status=403", &["refusal-not-401"]),
    ("api.redirect=302", &["refusal-not-401", "redirect-answered"]),
    ("api.interstitial=page", &["interstitial-page"]),
    ("api.user_agent=blocked", &["chatgpt-blocked"]),
];

#[test]
fn every_fault_has_exactly_its_finding() {
    let wrong: Vec<_> = TABLE
        .iter()
        .map(|(fault, expected)| (fault, found(fault), expected))
        .filter(|(_, found, expected)| found.as_slice() != **expected)
        .map(|(fault, found, expected)| format!("{fault}: {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn notes_have_their_switches_too() {
    let notes = |fault: &str| {
        let outcome = examined(&Stage::new().fault(fault).world());
        let own = outcome.findings().filter(|(_, own)| own.diagnostic.severity == Severity::Note);
        own.map(|(_, own)| own.diagnostic.kind.name).collect::<Vec<_>>()
    };
    assert!(notes("api.www_authenticate=missing").contains(&"challenge-missing"));
    assert!(notes("token.cache_control=missing").contains(&"token-answer-cacheable"));
    assert!(!notes("refresh.status=401").contains(&"failed-refresh-not-401"));
}
