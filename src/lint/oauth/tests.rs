#![expect(clippy::disallowed_methods, reason = "the published settings are a file")]

use super::super::judge;
use crate::{openapi::Document, project::Project, source::Source};
use std::path::Path;

const ID: &str = "g-369c00bd47b6f501275b414d19d5244ac411097b";
const OTHER_ID: &str = "g-0f24c00bd47b6f501275b414d19d5244ac41109f";

const OPENID: &str = "issuer = 'https://auth.example.com/oidc'";
const PLAIN: &str =
    "authorization_endpoint = 'https://auth.example.com/a'\ntoken_endpoint = 'https://auth.example.com/t'";

fn codes_of(api: &str, operation: &str, project: &str) -> Vec<&'static str> {
    let document = format!(
        "\
openapi: 3.1.0
info: {{title: Agenda, version: 1.0.0}}
servers: [{{url: 'https://{api}'}}]
paths:
  /items:
    get: {{operationId: listItems, summary: List the items, responses: {{'200': {{description: Items}}}}{operation}}}
"
    );
    let document = Document::parse(Source::new("openapi.yaml", document)).unwrap();
    let project = Project::parse(Source::new("gptauth.toml", project), "", None).unwrap();
    let judged = judge(&document, Some(&project));
    judged.reported.iter().map(|diagnostic| diagnostic.kind.code).collect()
}

/// The findings of the OAuth settings beside a document that has none.
fn codes(settings: &str) -> Vec<&'static str> {
    codes_of("api.example.com", "", &format!("[oauth]\nclient_id = 'abc'\n{settings}\n"))
}

fn of_scope(provider: &str, scope: &str) -> Vec<&'static str> {
    codes(&format!("{provider}\nscope = '{scope}'"))
}

fn of_uris(uris: &[&str]) -> Vec<&'static str> {
    codes(&format!("{OPENID}\nscope = 'openid offline_access'\nchatgpt_redirect_uris = {uris:?}"))
}

#[test]
fn a_scope_is_judged_by_its_values_and_by_what_separates_them() {
    for (provider, scope, expected) in [
        (OPENID, "openid offline_access", &[][..]),
        (OPENID, "openid,offline_access", &["GA320"]),
        (OPENID, "openid+offline_access", &["GA320"]),
        (OPENID, "openid, offline_access", &["GA320"]),
        (OPENID, "openid  offline_access", &["GA320"]),
        (OPENID, " openid offline_access", &["GA320"]),
        (OPENID, "profile,email", &["GA320", "GA322", "GA323"]),
        (OPENID, "", &["GA321"]),
        (OPENID, "  ", &["GA321"]),
        (OPENID, "OpenID offline_access", &["GA322"]),
        (OPENID, "openid", &["GA323"]),
        (PLAIN, "read:items write:items", &[]),
        (PLAIN, "app:read,app:write", &["GA320"]),
        (PLAIN, "https://www.example.com/auth/calendar.readonly", &[]),
        (PLAIN, "", &["GA321"]),
    ] {
        assert_eq!(of_scope(provider, scope), expected, "{provider} {scope:?}");
    }
}

#[test]
fn google_asks_for_a_refresh_token_in_its_own_way() {
    let google = "issuer = 'https://accounts.google.com'";
    assert_eq!(of_scope(google, "openid email"), [""; 0]);
}

#[test]
fn a_provider_on_this_machine_is_not_held_to_the_rules_of_the_editor() {
    let demo = "issuer = 'http://127.0.0.1:4000/oidc'\ntoken_endpoint_auth_method = 'none'";
    assert_eq!(of_scope(demo, ""), [""; 0]);
}

#[test]
fn endpoints_are_judged_one_by_one() {
    let of = |authorization: &str, token: &str| {
        codes(&format!(
            "authorization_endpoint = 'https://auth.example.com/{authorization}'\ntoken_endpoint = 'https://auth.example.com/{token}'\nscope = 'read'"
        ))
    };
    assert_eq!(of("a", "t"), [""; 0]);
    assert_eq!(of("a#b", "t#c"), ["GA324", "GA324"]);
    assert_eq!(of("a?prompt=consent", "t"), ["GA325"]);
    assert_eq!(of("a?client_id=x&prompt=consent", "t"), ["GA326"]);
    assert_eq!(of("a?state=", "t?client_id=x"), ["GA326"]);
}

#[test]
fn callback_urls_are_judged_by_family_id_and_host() {
    let uri = |host: &str, id: &str| format!("https://{host}/aip/{id}/oauth/callback");
    let (old, new) = (uri("chat.openai.com", ID), uri("chatgpt.com", ID));
    let (old_of_other, new_of_other) = (uri("chat.openai.com", OTHER_ID), uri("chatgpt.com", OTHER_ID));
    assert_eq!(of_uris(&[]), [""; 0]);
    assert_eq!(of_uris(&[&old, &new]), [""; 0]);
    assert_eq!(of_uris(&[&old, &new, &new_of_other, &old_of_other]), [""; 0]);
    assert_eq!(of_uris(&[&old]), ["GA334"]);
    assert_eq!(of_uris(&[&new]), ["GA334"]);
    assert_eq!(of_uris(&[&old, &new, &new_of_other]), ["GA334"]);
    assert_eq!(of_uris(&[&old, &new_of_other]), ["GA335", "GA335"]);
    assert_eq!(of_uris(&[&uri("chatgpt.com", "g-2fkFE8rbu")]), ["GA330", "GA334"]);
    assert_eq!(of_uris(&["https://chatgpt.com/connector/oauth/abc"]), ["GA332"]);
    assert_eq!(of_uris(&["http://127.0.0.1:4180/callback"]), ["GA333"]);
    assert_eq!(of_uris(&[&new.replace("https", "http")]), ["GA333"]);
}

#[test]
fn an_operation_without_a_token_is_an_error_only_where_the_project_asks_for_a_user() {
    let project = |check: &str| format!("{check}\n[oauth]\nclient_id = 'abc'\n{PLAIN}\nscope = 'read'\n");
    let of = |operation: &str, check: &str| codes_of("api.example.com", operation, &project(check));
    let public = ", security: []";
    assert_eq!(of(public, ""), [""; 0], "what everybody may read");
    assert_eq!(of(public, "check.require_user = ['listItems']"), ["GA336"]);
    assert_eq!(of("", "check.require_user = ['listItems']"), [""; 0]);
    assert_eq!(of("", "check.require_user = ['listItem']"), ["GA391"]);
    assert_eq!(of(", security: [{}]", "check.require_user = ['listItems']"), [""; 0]);
}

/// The plugins' settings are older than the editor: they prove that a rule is quiet where it should
/// be, not that the editor accepts them.
#[test]
fn settings_in_use_are_found_at_fault_where_a_reader_finds_them_at_fault() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/oauth-settings.tsv");
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}", path.display());
        return;
    };
    let mut rows = 0;
    for row in table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>()) {
        let [manifest, _, api, authorization, token, _, scope, relation, remarks] = row[..] else {
            panic!("{row:?}")
        };
        let scope = if scope == "(empty)" { "" } else { scope };
        let project = format!(
            "[oauth]\nclient_id = 'abc'\nauthorization_endpoint = '{authorization}'\ntoken_endpoint = '{token}'\nscope = '{scope}'\n"
        );
        let mut expected = Vec::new();
        expected.extend(remarks.contains("comma-separated").then_some("GA320"));
        expected.extend(scope.is_empty().then_some("GA321"));
        expected.extend(std::iter::repeat_n("GA401", relation.matches("DIFFERENT").count()));
        let mut found = codes_of(api, "", &project);
        found.sort_unstable();
        assert_eq!(found, expected, "{manifest}");
        rows += 1;
    }
    assert_eq!(rows, 26);
}
