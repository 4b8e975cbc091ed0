//! `gptauth form`.

use crate::support::{Place, Servers};
use insta::assert_snapshot;

#[test]
fn the_form_of_a_new_project_needs_no_network() {
    let place = Place::new();
    assert_eq!(place.run(["init", "--yes", "--client-id", "abc123"]).status, Some(0));
    assert_snapshot!(place.run(["form"]), @r#"
    status: 0
    stdout:
        In the GPT editor: Configure → Actions
          Schema                 the content of openapi.yaml
          Authentication Type    OAuth
          Client ID              abc123
          Client Secret          the client secret of this client (not shown here)
          Authorization URL      https://auth.example.com/oidc/auth
          Token URL              https://auth.example.com/oidc/token
          Scope                  openid offline_access
          Token Exchange Method  Default (POST request)
          Privacy policy         a public https page; not needed for "Only me"

        At the provider: register these redirect URIs
          https://chat.openai.com/aip/{callback id}/oauth/callback
          https://chatgpt.com/aip/{callback id}/oauth/callback
          http://127.0.0.1:4180/callback   (gptauth login)

        Before you save
          - The callback URL appears at the bottom of the GPT's Configure page, and
            only after the first save.
            (documented by OpenAI, 2026-11)
          - The id in it is not the id of the GPT in the address bar, and it can
            change when the schema or the OAuth settings are changed: look again after
            every save.
            (several reports, 2026-11)
          - Both hosts are in use: register the callback URL once with chat.openai.com
            and once with chatgpt.com.
            (documented by OpenAI, 2026-11)
          - The dialog opens with Client ID and Client Secret blank: type both again
            whenever you change anything in it.
            (inferred, 2026-11)
          - ChatGPT sends no PKCE: the client must be a confidential one, of the type
            "Traditional web" in Logto.
            (several reports, 2026-11)

    stderr:
    "#);
}

#[test]
fn endpoints_that_the_project_does_not_name_are_discovered() {
    let place = Place::new();
    let servers = Servers::start(&place);
    place.write("gptauth.toml", &servers.project());
    let run = place.run(["form", "--format", "json"]);
    assert_eq!(run.status, Some(0), "{run}");
    let form: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(form["schema"], 1);
    let issuer = servers.about("issuer");
    assert_eq!(form["fields"][4]["value"], format!("{issuer}/auth"));
    assert_eq!(form["fields"][5]["value"], format!("{issuer}/token"));
}

#[test]
fn a_project_without_oauth_has_no_form() {
    let place = Place::new();
    place.write("gptauth.toml", "schema = \"openapi.yaml\"\n");
    assert_snapshot!(place.run(["form"]), @"
    status: 2
    stdout:

    stderr:
        error: the project has no `[oauth]` table
        hint: add `[oauth]` with the issuer and the client id to gptauth.toml; `gptauth init` shows how
    ");
}
