//! The Management API and the endpoints of OpenID Connect: recorded requests in, recorded answers out.

use super::{
    curl,
    replay::{ADMIN, ADMINS, CLOUD, CUSTOM, Replay, SELF_HOSTED},
};
use crate::system::fake::logto::StandIn;

#[test]
fn a_self_hosted_logto_answers_as_recorded() {
    if !curl::are_there() {
        return;
    }
    let mut replay = Replay::new(StandIn::self_hosted(SELF_HOSTED, ADMINS));
    replay.replay(&[
        "m2m-01-token-adminissuer-post",
        "m2m-02-token-adminissuer-basic",
        "m2m-03-token-wrong-tenant-endpoint",
        "m2m-04-token-no-resource",
        "m2m-05-token-unknown-resource",
        "m2m-06-token-wrong-secret",
        "m2m-07-token-no-scope",
    ]);
    let admin = replay.logto.admin_credentials();
    replay.fetch_token(ADMINS, &admin, ADMIN.0, Some("all"));
    replay.replay(&[
        "mgmt-01-no-token",
        "mgmt-02-bad-token",
        "mgmt-03-list-apps-empty",
        "mgmt-05-create-app-bad-type",
        "mgmt-05-create-app-trad-bad-uri",
        "mgmt-05-create-app-trad-partial-meta",
        "mgmt-05-create-app-tradoff",
        "mgmt-05-create-app-tradon",
        "mgmt-05-create-app-spa",
        "mgmt-05-create-app-native",
        "mgmt-05-create-app-m2m",
        "mgmt-05-create-app-trad-minimal",
        "mgmt-06-patch-redirecturis",
        "mgmt-06b-patch-redirecturis-only-redirects",
        "mgmt-07-patch-always-issue-rt",
        "mgmt-07b-patch-always-only-replaces",
        "mgmt-08-get-app",
        "mgmt-08b-get-app-unknown",
        "mgmt-09-get-secrets",
        "mgmt-09b-get-secrets-spa",
        "mgmt-10-create-secret",
        "mgmt-10b-create-secret-dup",
        "mgmt-11-domains-list",
        "mgmt-12-domains-create",
        "mgmt-12b-domains-list-after",
        "mgmt-13-list-apps",
        "mgmt-13b-list-apps-traditional-paged",
        "mgmt-14-list-resources",
        "mgmt-15-list-roles",
        "mgmt-17-configs-oidc",
        "mgmt-40-spa-norotate",
        "mgmt-41-spa-rotate-default",
        "mgmt-42-always-native",
        "mgmt-42-always-spa",
        "mgmt-43-patch-unknown-key",
        "mgmt-44-patch-string-bool",
        "mgmt-45-patch-ttl-out-of-range",
        "mgmt-46-patch-type",
        "mgmt-48-search",
        "mgmt-50-user-opaque-token-on-mgmt",
    ]);
    // The recordings do not show how they came by the secrets of these two.
    for (id, secret) in [
        ("wc0r82f0xovbogho55onm", "NNJ5xi0oXlnnOThtK8oi3hYJFfVtMXV9"),
        ("9tvfmn1wkcyldz4oxss0v", "9Abhqo99mAkVr7TxtdXsBNKG3ScC9v3O"),
    ] {
        let ours = replay.logto.credentials(&replay.ours[id]);
        replay.know(secret, &ours.secret);
    }
    let machine = replay.logto.credentials(&replay.ours["wc0r82f0xovbogho55onm"]);
    replay.fetch_token(SELF_HOSTED, &machine, "wc0r82f0xovbogho55onm", None);
    replay.replay(&[
        "m2m-10-default-tenant-app-no-role-token",
        "m2m-11-default-tenant-app-no-role-api-call",
        "m2m-12-assign-role",
    ]);
    replay.fetch_token(SELF_HOSTED, &machine, "wc0r82f0xovbogho55onm", Some("all"));
    replay.replay(&[
        "m2m-13-default-tenant-app-token",
        "m2m-14-default-tenant-app-api-call",
        "m2m-15-traditional-app-client-credentials",
        "m2m-16-m2m-app-on-authorize",
        "disc-01-openid-configuration",
        "disc-02-oauth-authorization-server",
        "disc-03-root-openid-configuration",
        "disc-04-rfc8414-path-insert",
        "disc-05-jwks",
        "disc-07-oidc-root",
        "disc-08-unknown-oidc-path",
        "disc-09-token-GET",
        "disc-10-api-status",
        "disc-13-token-prefixless",
        "disc-14-trailing-slash-discovery",
        "disc-15-auth-trailing-slash",
        "disc-18-token-trailing-slash",
        "disc-19-admin-tenant-discovery",
        "disc-20-localhost-host-issuer",
        "dry-01-ok",
        "dry-02-unregistered",
        "dry-03-unknown-client",
        "dry-04-spa-no-pkce",
        "dry-05-response-type-token",
        "dry-06-scope-empty",
        "dry-07-scope-absent",
        "dry-08-bad-resource",
        "dry-09-gpt-redirect-other-app",
        "dry-10-scope-unknown",
        "authz-01-good",
        "authz-02-unregistered-redirect",
        "authz-02c-redirect-trailing-slash",
        "authz-02d-redirect-extra-query",
        "authz-02e-redirect-host-case",
        "authz-02f-redirect-default-port",
        "authz-02g-redirect-chatgpt-com-host",
        "authz-02h-redirect-http-vs-https",
        "authz-02i-redirect-not-a-uri",
        "authz-02j-redirect-missing-two-registered",
        "authz-02k-redirect-missing-one-registered",
        "authz-02l-redirect-fragment",
        "authz-02n-unregistered-prompt-none",
        "authz-03-unknown-client",
        "authz-03b-missing-client-id",
        "authz-03c-app-without-redirects",
        "authz-04-missing-scope",
        "authz-05-unsupported-response-type",
        "authz-05b-bogus-response-type",
        "authz-05c-missing-response-type",
        "authz-05d-response-type-id_token",
        "authz-06f-prompt-none",
        "authz-06h-prompt-bogus",
        "authz-07-pkce-S256-spa",
        "authz-07-pkce-nomethod-tradoff",
        "authz-07-pkce-none-native",
        "authz-07-pkce-none-spa",
        "authz-07-pkce-none-tradoff",
        "authz-07-pkce-plain-tradoff",
        "authz-09-resource-mgmt-api",
        "authz-09b-resource-unknown",
        "authz-09c-resource-not-uri",
        "authz-10-no-state",
        "authz-10i-unknown-extra-param",
        "mgmt-32-create-wildcard",
        "authz-13-wildcard-path",
        "authz-13b-wildcard-nomatch",
        "authz-13c-wildcard-slash-in-star",
        "token-06-wrong-secret-basic-bogus-code",
        "token-07-wrong-secret-post-bogus-code",
        "token-08-right-secret-basic-bogus-code",
        "token-09-right-secret-post-bogus-code",
        "token-10-unknown-client-bogus-code",
        "token-10b-unknown-client-post-bogus-code",
        "token-11-none-bogus-code",
        "token-12-no-client-at-all",
        "token-13-both-basic-and-post",
        "token-13b-basic-plus-client_id-body",
        "token-13c-basic-empty-secret",
        "token-13d-post-empty-secret",
        "token-14-second-app-secret-gptauth",
        "token-15-trailing-space-secret",
        "token-16-swapped-app-secret",
        "token-20-missing-code",
        "token-30-unsupported-grant",
        "token-31-missing-grant",
        "token-32-client-credentials",
        "token-33-json-body",
        "token-34-text-body",
        "token-35-missing-oidc-prefix-POST",
        "pkce-spa-06-with-secret-basic",
        "pkce-spa-07-with-secret-post",
        "rt-07-bogus",
        "rt-08-missing",
        "rt-10-wrong-secret",
        "par-01",
        "par-02-bad-redirect",
        "par-03-wrong-secret",
        "par-04-post-auth",
        "par-05-post-wrong",
        "par-06-none",
        "par-07-spa-none-nopkce",
        "par-08-bad-resource",
        "par-09-use",
        "par-10-authorize-with-request_uri",
        "me-02-bad",
        "me-03-none",
        "me-05-basic-auth",
        "me-06-empty-bearer",
        "me-07-query-token",
        "me-11-userinfo-path",
        "me-15-m2m-jwt",
        "intro-03-bogus",
        "intro-04-wrong-secret",
        "intro-06-no-auth",
        "intro-07-missing-token",
        "intro-08-spa-none",
        "intro-10-m2m-jwt",
        "revoke-04-bogus-token",
        "revoke-06-wrong-secret",
        "revoke-11-no-auth",
        "mgmt-30-create-app-short-rt",
        "mgmt-31-create-thirdparty",
        "mgmt-53-log-wrong-secret",
    ]);
    replay.now = "2026-11-22T04:59:41Z".parse().unwrap();
    replay.replay(&["mgmt-33-create-expiring-secret"]);
    replay.now = "2026-11-22T05:00:00Z".parse().unwrap();
    replay.replay(&["token-41-expired-secret", "token-41b-expired-secret-post", "mgmt-34-delete-secret"]);
    // Which application this was is not recorded.
    let doomed = replay.logto.application_ids("Traditional").pop().unwrap();
    replay.know("avxj2j2qdiotcj4181ev5", &doomed);
    replay.replay(&["mgmt-38-delete-app", "mgmt-54-traditional-custom-scheme"]);
}

#[test]
fn a_tenant_with_a_custom_domain_answers_as_recorded() {
    if !curl::are_there() {
        return;
    }
    let mut replay = Replay::new(StandIn::cloud("default", "default.logto.test:3005"));
    let machine = replay.logto.put_machine(true, replay.now);
    replay.know("wc0r82f0xovbogho55onm", &machine.id);
    replay.know("NNJ5xi0oXlnnOThtK8oi3hYJFfVtMXV9", &machine.secret);
    replay.fetch_token(CLOUD, &machine, "wc0r82f0xovbogho55onm", Some("all"));
    replay.replay(&[
        "dom-01-list-empty",
        "dom-02-create",
        "dom-03-create-duplicate",
        "dom-03b-create-second",
        "dom-03c-create-missing-field",
        "dom-03d-create-bad-name",
        "dom-04-get-pending-verification",
        "dom-04b-discovery-on-pending-domain",
        "dom-05-get-pending-ssl",
        "dom-06-get-active",
        "dom-08-discovery-on-active-domain",
        "dom-09-get-unknown",
        "cust-01-discovery-default-host",
        "cust-02-discovery-custom-host",
        "cust-03-unknown-tenant-host",
        "cust-04-unknown-domain",
        "cust-10-m2m-token-at-custom-resource-auth.example.test",
        "cust-10-m2m-token-at-custom-resource-default.logto.app",
        "cust-10-m2m-token-at-default-resource-default.logto.app",
        "cust-10-m2m-token-at-default-resource-default.logto.test",
    ]);
    for name in ["auth2.example.test", "https://auth.example.test/"] {
        replay.logto.activate_domain(name);
    }
    replay.fetch_token(CUSTOM, &machine, "wc0r82f0xovbogho55onm", Some("all"));
    let application = replay.logto.put("Traditional", "wild", replay.now);
    replay.know("lvooqfjmpyg3xq35vo94p", &application);
    replay.logto.set_redirect_uris(&application, &["https://chat.openai.com/aip/*/oauth/callback"], &[]);
    replay.replay(&[
        "dom-07-list-active",
        "cust-11-api-token-from-custom-call-custom-host",
        "cust-11-api-token-from-custom-call-default-host",
        "cust-11-api-token-from-default-call-custom-host",
        "cust-11-api-token-from-default-call-default-host",
        "cust-14-authorize-unregistered-custom",
    ]);
}
