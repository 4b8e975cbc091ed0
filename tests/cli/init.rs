//! `gptauth init`.

use crate::support::Place;
use insta::assert_snapshot;

#[test]
fn a_project_is_written_and_the_next_step_named() {
    let place = Place::new();
    assert_snapshot!(place.run(["init", "agenda", "--yes"]), @"
    status: 0
    stdout:

    stderr:
        wrote agenda/gptauth.toml
        wrote agenda/openapi.yaml

        next:  cd agenda && gptauth check
        then   put the client id of your application into gptauth.toml
        then   gptauth login
    ");
    assert_snapshot!(place.read("agenda/gptauth.toml"), @r#"
    # What gptauth needs to know about this action. No secret belongs in here: the
    # client secret is asked for by `gptauth login` and kept in the keyring, or
    # comes from GPTAUTH_CLIENT_SECRET.

    schema = "openapi.yaml"

    [oauth]
    issuer = "https://auth.example.com/oidc"
    authorization_endpoint = "https://auth.example.com/oidc/auth"
    token_endpoint = "https://auth.example.com/oidc/token"
    client_id = "your-client-id"
    token_endpoint_auth_method = "client_secret_post"
    scope = "openid offline_access"

    # Where `gptauth login` waits for the sign-in. Register it at the provider.
    loopback_redirect_uri = "http://127.0.0.1:4180/callback"

    # The GPT editor shows the callback URL after the first save. Put it here and
    # at the provider, once for each of the two ChatGPT hosts; see `gptauth form`.
    chatgpt_redirect_uris = []
    "#);
}

#[test]
fn every_template_passes_check_with_no_finding() {
    for template in ["agenda", "minimal"] {
        let place = Place::new();
        let init = place.run(["init", "--yes", "--template", template]);
        assert_eq!(init.status, Some(0), "{init}");
        let check = place.run(["check", "--format", "json"]);
        assert_eq!(check.status, Some(0), "{check}");
        let answer: serde_json::Value = serde_json::from_str(&check.stdout).expect("JSON");
        assert_eq!(answer["diagnostics"], serde_json::json!([]), "{template}");
    }
}

#[test]
fn nothing_is_overwritten_without_force() {
    let place = Place::new();
    place.write("openapi.yaml", "mine");
    let run = place.run(["init", "--yes"]);
    assert_snapshot!(run, @"
    status: 2
    stdout:

    stderr:
        error: `openapi.yaml` is there already
        hint: nothing was written; name another folder, or overwrite with `--force`
    ");
    assert_eq!(place.read("openapi.yaml"), "mine");
    assert!(!place.path().join("gptauth.toml").exists(), "nothing at all was written");
    assert_eq!(place.run(["init", "--yes", "--force"]).status, Some(0));
    assert_ne!(place.read("openapi.yaml"), "mine");
}

#[test]
fn a_repository_gets_its_line_of_gitignore_once() {
    let place = Place::new();
    std::fs::create_dir(place.path().join(".git")).expect("a folder");
    place.write(".gitignore", "target");
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    assert_eq!(place.run(["init", "--yes", "--force"]).status, Some(0));
    assert_eq!(place.read(".gitignore"), "target\n/.gptauth/\n");
}

#[test]
fn outside_a_repository_there_is_no_gitignore() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes"]).status, Some(0));
    assert!(!place.path().join(".gitignore").exists());
}

#[test]
fn a_server_that_is_no_url_is_refused_before_anything_is_written() {
    let place = Place::new();
    let run = place.run(["init", "--yes", "--server", "api.example.com"]);
    assert_eq!(run.status, Some(2), "{run}");
    assert!(!place.path().join("gptauth.toml").exists());
}
