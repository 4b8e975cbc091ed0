//! A project, a provider in a few lines, and stored tokens: what tests of signed-in tasks share.

use crate::{
    project::Project,
    source::Source,
    system::{
        StoreChoice, StoreItem, StoreKey, TokenStore, TokenStores,
        fake::{World, nobody_answers},
    },
};
use http::{Request, Response};
use serde_json::{Value, json};

pub(super) const ISSUER: &str = "https://id.example.com/oidc";

/// Returns a project with a public client, so that tests of other things need no secret.
pub(super) fn project() -> Project {
    project_with(r#"token_endpoint_auth_method = "none""#)
}

/// Returns a project with these further lines in its `[oauth]` table.
pub(super) fn project_with(lines: &str) -> Project {
    let text = format!(
        "schema = \"openapi.yaml\"\n[oauth]\nissuer = \"{ISSUER}\"\nclient_id = \"agenda\"\n\
         scope = \"openid offline_access\"\n{lines}\n"
    );
    Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap()
}

/// Returns what an item of that project is kept under.
pub(super) fn key(item: StoreItem) -> StoreKey {
    StoreKey {
        issuer: ISSUER.to_owned(),
        client_id: "agenda".to_owned(),
        environment: None,
        account: None,
        item,
    }
}

/// Opens the store of a world.
pub(super) fn store(world: &World) -> Box<dyn TokenStore> {
    world.open(&StoreChoice::Auto, &key(StoreItem::Tokens)).unwrap()
}

/// Keeps tokens as a sign-in at the world's beginning left them, with these changes.
pub(super) fn sign_in(world: &World, changes: Value) {
    let mut tokens = json!({
        "version": 1, "access_token": "at0", "expires_at": "2026-01-01T01:00:00Z", "refresh_token": "rt0",
        "scope": "openid offline_access", "subject": "u1", "obtained_at": "2026-01-01T00:00:00Z",
        "issuer": ISSUER, "later": "kept",
    });
    for (name, value) in changes.as_object().unwrap() {
        tokens[name] = value.clone();
    }
    world.set_secret(&key(StoreItem::Tokens), tokens.to_string());
}

/// Returns the stored tokens.
pub(super) fn kept(world: &World) -> Option<Value> {
    world.secret(&key(StoreItem::Tokens)).map(|text| serde_json::from_str(&text).unwrap())
}

/// Answers for the provider: its metadata, and at every other path what `endpoint` says.
pub(super) fn provide(
    world: &World,
    mut endpoint: impl FnMut(&str, &Request<Vec<u8>>) -> Response<Vec<u8>> + 'static,
) {
    world.answer(move |request| {
        if request.uri().host() != Some("id.example.com") {
            return Err(nobody_answers(request));
        }
        let path = request.uri().path().strip_prefix("/oidc").unwrap_or_default().to_owned();
        Ok(match path.as_str() {
            "/.well-known/openid-configuration" => answer(200, &metadata()),
            path => endpoint(path, request),
        })
    });
}

/// Returns the metadata of that provider.
pub(super) fn metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/auth"),
        "token_endpoint": format!("{ISSUER}/token"),
        "userinfo_endpoint": format!("{ISSUER}/me"),
        "revocation_endpoint": format!("{ISSUER}/token/revocation"),
        "jwks_uri": format!("{ISSUER}/jwks"),
        "id_token_signing_alg_values_supported": ["ES384"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

/// Returns a JSON answer.
pub(super) fn answer(status: u16, body: &Value) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("content-type", "application/json");
    response.body(body.to_string().into_bytes()).unwrap()
}

/// Returns the body of a request as text.
pub(super) fn body(request: &Request<Vec<u8>>) -> &str {
    std::str::from_utf8(request.body()).unwrap()
}
