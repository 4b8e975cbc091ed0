use super::*;
use crate::{
    source::Source,
    system::fake::{World, run},
    template::backend::Backend,
};
use http::Response;

const METADATA: &str = r#"{
    "issuer": "https://auth.example.com/oidc",
    "token_endpoint": "https://auth.example.com/oidc/token",
    "userinfo_endpoint": "https://auth.example.com/oidc/me",
    "introspection_endpoint": "https://auth.example.com/oidc/token/introspection",
    "jwks_uri": "https://auth.example.com/oidc/jwks"
}"#;

fn announcing(body: &'static str) -> World {
    let world = World::new();
    world.answer(move |_| Ok(Response::new(body.as_bytes().to_vec())));
    world
}

fn project(oauth: &str) -> Project {
    let text = format!("schema = \"openapi.yaml\"\n\n[oauth]\nclient_id = \"abc\"\n{oauth}");
    Project::parse(Source::new("gptauth.toml", text), "", None).unwrap()
}

const ISSUER: &str = "issuer = \"https://auth.example.com/oidc\"\n";

#[test]
fn the_provider_is_asked_for_what_the_project_does_not_say() {
    let world = announcing(METADATA);
    let project = project(&format!("{ISSUER}resource = [\"https://api.example.com\"]\n"));
    let known = run(provider(&world.system(), Some(&project), Named::default())).unwrap();
    assert_eq!(known.provider.userinfo_endpoint, "https://auth.example.com/oidc/me");
    let introspection = "https://auth.example.com/oidc/token/introspection";
    assert_eq!(known.provider.introspection_endpoint.as_deref(), Some(introspection));
    assert_eq!(known.provider.jwks_uri.as_deref(), Some("https://auth.example.com/oidc/jwks"));
    assert_eq!(known.provider.resource.as_deref(), Some("https://api.example.com"));
    assert!(known.discovered_at.is_some());
}

#[test]
fn nobody_is_asked_where_the_userinfo_endpoint_is_named() {
    let world = World::new();
    let settings = format!("{ISSUER}userinfo_endpoint = \"https://auth.example.com/oidc/me\"\n");
    let known = run(provider(&world.system(), Some(&project(&settings)), Named::default())).unwrap();
    assert_eq!(known.provider.userinfo_endpoint, "https://auth.example.com/oidc/me");
    let url = Url::parse("https://other.example.com/me").unwrap();
    let named = Named { issuer: None, userinfo_endpoint: Some(&url) };
    let known = run(provider(&world.system(), Some(&project(ISSUER)), named)).unwrap();
    assert_eq!(known.provider.userinfo_endpoint, url.as_str());
    let known = run(provider(&world.system(), None, named)).unwrap();
    assert_eq!(known.provider.userinfo_endpoint, url.as_str());
    assert_eq!(world.requests().len(), 0);
}

#[test]
fn an_issuer_that_is_named_has_nothing_to_do_with_the_project() {
    let world = announcing(METADATA);
    let settings =
        "issuer = \"https://other.example.com\"\nuserinfo_endpoint = \"https://other.example.com/me\"\n";
    let named = Named { issuer: Some("https://auth.example.com/oidc"), userinfo_endpoint: None };
    let known = run(provider(&world.system(), Some(&project(settings)), named)).unwrap();
    assert_eq!(known.provider.userinfo_endpoint, "https://auth.example.com/oidc/me");
}

#[test]
fn a_provider_that_is_not_known_or_has_no_userinfo_endpoint_is_an_error() {
    let world = World::new();
    let error = run(provider(&world.system(), None, Named::default())).unwrap_err();
    assert!(matches!(error, BackendError::NoProvider { project: false }), "{error}");
    let settings = "authorization_endpoint = \"https://a.example.com/auth\"\ntoken_endpoint = \"https://a.example.com/token\"\n";
    let error = run(provider(&world.system(), Some(&project(settings)), Named::default())).unwrap_err();
    assert!(matches!(error, BackendError::NoProvider { project: true }), "{error}");
    let world = announcing(r#"{"issuer": "https://auth.example.com/oidc"}"#);
    let error = run(provider(&world.system(), Some(&project(ISSUER)), Named::default())).unwrap_err();
    assert!(matches!(error, BackendError::NoUserinfo { .. }), "{error}");
}

#[test]
fn nothing_at_all_is_written_where_one_file_is_there() {
    let world = World::new();
    let files = Backend::Express.render(&as_logto_has_it("https://auth.example.com/oidc/"));
    world.set_file("backend/server.js", "mine");
    let error = write(&world.system(), Path::new("backend"), &files, false).unwrap_err();
    assert!(matches!(error, BackendError::Exists { path } if path == Path::new("backend/server.js")));
    assert_eq!(world.paths().len(), 1);
    let written = write(&world.system(), Path::new("backend"), &files, true).unwrap();
    assert_eq!(written.len(), files.len());
    assert_ne!(world.file("backend/server.js").unwrap(), "mine");
    assert!(world.file("backend/settings.js").unwrap().contains("\"https://auth.example.com/oidc/me\""));
}

#[test]
fn a_disk_that_takes_nothing_is_named_with_the_file() {
    let world = World::new();
    world.make_read_only();
    let files = Backend::Go.render(&Provider::default());
    let error = write(&world.system(), Path::new(FOLDER), &files, false).unwrap_err();
    assert!(matches!(error, BackendError::Write { .. }), "{error}");
}
