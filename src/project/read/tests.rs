use super::*;

const WHOLE: &str = r#"
schema = "api/openapi.yaml"
server = "http://127.0.0.1:4002/api"

[oauth]
issuer = "https://auth.example.com/oidc"
client_id = "abc"
scope = "openid offline_access"
token_endpoint_auth_method = "client_secret_basic"
loopback_redirect_uri = "http://127.0.0.1:4180/callback"
chatgpt_redirect_uris = ["https://chat.openai.com/aip/g-1/oauth/callback"]

[env.local.oauth]
issuer = "http://127.0.0.1:4001/oidc"
client_id = "demo"
"#;

fn parse(text: &str, environment: Option<&str>) -> Result<Project, ProjectError> {
    Project::parse(Source::new("gptauth.toml", text), "/project", environment)
}

fn fault(text: &str) -> String {
    parse(text, None).expect_err("a fault").to_string()
}

#[test]
fn a_whole_project_is_read() {
    let project = parse(WHOLE, None).expect("a project");
    assert_eq!(project.schema_path(), PathBuf::from("/project/api/openapi.yaml"));
    let oauth = project.oauth.as_ref().expect("settings");
    assert_eq!(oauth.issuer.as_ref().map(Issuer::as_str), Some("https://auth.example.com/oidc"));
    assert_eq!(oauth.token_endpoint_auth_method, ClientAuthMethod::ClientSecretBasic);
    assert!(oauth.scope.contains("offline_access"));
    let span = project.place("oauth.issuer").expect("a place");
    assert_eq!(project.source.slice(span), "\"https://auth.example.com/oidc\"");
}

#[test]
fn an_environment_replaces_the_oauth_table_whole() {
    let project = parse(WHOLE, Some("local")).expect("a project");
    let oauth = project.oauth.as_ref().expect("settings");
    assert_eq!(oauth.client_id.as_str(), "demo");
    assert!(oauth.scope.is_empty(), "nothing of the base provider is left");
    assert!(oauth.loopback_redirect_uri.is_none());
    assert!(project.server.is_some(), "what the environment does not name stays");
    assert!(project.place("oauth.scope").is_none());
}

#[test]
fn e1_an_unknown_key_is_named_with_its_line_and_the_nearest_known_one() {
    let error =
        parse("[oauth]\nclient_id = \"a\"\nisuer = \"https://x.example\"\n", None).expect_err("a fault");
    assert_eq!(error.to_string(), "gptauth.toml:3:1: unknown key `isuer`");
    assert!(matches!(error.fault, ProjectFault::UnknownKey { nearest: Some("issuer"), .. }));
}

#[test]
fn a_secret_in_the_project_file_is_refused_without_showing_it() {
    let text = "[oauth]\nclient_secret = \"canary\"\n";
    assert_eq!(
        fault(text),
        "gptauth.toml:2:1: `client_secret` does not belong into a file that is committed"
    );
}

#[test]
fn faults_have_their_place() {
    let issuer = "issuer = \"https://x.example\"";
    for (text, expected) in [
        ("schema = 1", "gptauth.toml:1:10: `schema` must be a string"),
        ("schema = ", "gptauth.toml:1:10: not valid TOML"),
        ("oauth = 3", "gptauth.toml:1:9: `oauth` must be a table"),
        ("[oauth]\n", "gptauth.toml:1:1: `client_id` is missing"),
        ("[oauth]\nclient_id = \"a\"\n", "gptauth.toml:1:1: `issuer` is missing"),
        (&format!("[oauth]\n{issuer}\n"), "gptauth.toml:1:1: `client_id` is missing"),
        ("server = \"ftp://x\"", "gptauth.toml:1:10: `server` must be an absolute http"),
        ("server = \"https://u:p@x.example\"", "gptauth.toml:1:10: `server` must be"),
        ("[env]\na = 1", "gptauth.toml:2:5: `a` must be a table"),
        ("[env.a]\nschema = \"x\"", "gptauth.toml:2:1: unknown key `schema`"),
        (
            &format!("[oauth]\n{issuer}\nclient_id = \"a\"\ntoken_endpoint_auth_method = \"jwt\""),
            "gptauth.toml:4:30: `token_endpoint_auth_method` must be `client_secret_post`",
        ),
        (
            &format!("[oauth]\n{issuer}\nclient_id = \"a\"\nloopback_ports = [4180, 0]"),
            "gptauth.toml:4:18: `loopback_ports` must be an array of port numbers",
        ),
        (
            &format!("[oauth]\n{issuer}\nclient_id = \"a\"\ntunnel_redirect_uri = \"http://x.example/c\""),
            "gptauth.toml:4:23: `tunnel_redirect_uri` must be the https URL of a tunnel",
        ),
        (
            &format!("[oauth]\n{issuer}\nclient_id = \"a\"\ntunnel_redirect_uri = \"https://x.example/c\""),
            "gptauth.toml:4:23: `tunnel_redirect_uri` must be accompanied by `loopback_ports`",
        ),
        (
            &format!("[oauth]\n{issuer}\nclient_id = \"a\"\nloopback_redirect_uri = \"http://0.0.0.0:1/c\""),
            "gptauth.toml:4:25: `loopback_redirect_uri` must be an http URL of `127.0.0.1`",
        ),
    ] {
        let shown = fault(text);
        assert!(shown.starts_with(expected), "{text}\n  gave {shown}\n  not  {expected}");
    }
}

#[test]
fn an_environment_that_is_not_there_is_named_with_those_that_are() {
    let error = parse(WHOLE, Some("staging")).expect_err("a fault");
    assert!(matches!(error.fault, ProjectFault::Environment { known, .. } if known == ["local"]));
}

fn texts(settings: &OAuth) -> Vec<&str> {
    settings.resource.iter().map(Resource::as_str).collect()
}

fn with(line: &str) -> Result<OAuth, String> {
    let text = format!("[oauth]\nissuer = \"https://id.example.com\"\nclient_id = \"a\"\n{line}\n");
    parse(&text, None).map(|project| project.oauth.expect("settings")).map_err(|error| error.to_string())
}

#[test]
fn how_the_client_proves_itself_and_how_tokens_are_asked_for_is_read() {
    let settings = with(
        "token_endpoint_auth_method = \"private_key_jwt\"\nclient_key = \"keys/agenda.pem\"\n\
         client_assertion_audience = \"token_endpoint\"\ntoken_content_type = \"json\"\n\
         resource = \"https://api.example.com\"",
    )
    .expect("settings");
    assert_eq!(settings.token_endpoint_auth_method, ClientAuthMethod::PrivateKeyJwt);
    assert_eq!(settings.client_key, Some(PathBuf::from("keys/agenda.pem")));
    assert_eq!(settings.client_assertion_audience, AssertionAudience::TokenEndpoint);
    assert_eq!(settings.token_content_type, TokenContentType::Json);
    assert_eq!(texts(&settings), ["https://api.example.com"]);
    let several = with("resource = [\"https://a.example\", \"urn:b\"]").expect("settings");
    assert_eq!(texts(&several), ["https://a.example", "urn:b"]);
    let plain = with("").expect("settings");
    assert_eq!((plain.client_assertion_audience, plain.token_content_type), Default::default());
    assert!(plain.client_key.is_none() && plain.resource.is_empty());
}

#[test]
fn choices_that_do_not_exist_are_refused_where_they_stand() {
    for (line, expected) in [
        ("token_endpoint_auth_method = \"client_secret_jwt\"", "4:30: `token_endpoint_auth_method` must be"),
        ("client_assertion_audience = \"https://x.example\"", "4:29: `client_assertion_audience` must be"),
        ("token_content_type = \"application/json\"", "4:22: `token_content_type` must be `form` or `json`"),
        ("resource = \"api\"", "4:12: `resource` must be an absolute URI"),
        ("resource = [\"https://a.example/#x\"]", "4:12: `resource` must be an absolute URI"),
        ("resource = [7]", "4:12: `resource` must be an array of strings"),
        ("resource = true", "4:12: `resource` must be an array of strings"),
        ("client_key = 7", "4:14: `client_key` must be a string"),
        ("device_authorization_endpoint = \"/device\"", "4:33: `device_authorization_endpoint` must be"),
    ] {
        let shown = with(line).expect_err("a fault");
        assert!(shown.starts_with(&format!("gptauth.toml:{expected}")), "{line}\n  gave {shown}");
    }
}
