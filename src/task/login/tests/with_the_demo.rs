//! A whole session against the demo's provider: it was written by somebody else, and it is strict.

use super::*;
use crate::{
    demo::{self, provider::Provider},
    platform::Target,
    source::Source,
    system::Random,
    task::{demo::visitor, kept, logout, refresh, session, status, userinfo},
};

const SECRET: &str = "canary-secret";

fn world() -> World {
    let world = World::new();
    let settings = demo::settings("https://id.example.com/oidc", ClientSecret::new(SECRET));
    let mut provider = Provider::new(settings, &world.p384_key().unwrap(), world.source().unwrap()).unwrap();
    provider.register_redirect_uri(demo::CLIENT_ID, "http://127.0.0.1:40000/callback").unwrap();
    let clock = world.clone();
    world.answer(move |request| Ok(provider.respond(request, clock.now())));
    world.set_variable(kept::CLIENT_SECRET_VARIABLE, SECRET);
    world
}

fn project() -> Project {
    let text = format!(
        "schema = \"openapi.yaml\"\n[oauth]\nissuer = \"https://id.example.com/oidc\"\n\
         client_id = \"{}\"\nscope = \"openid profile\"\n",
        demo::CLIENT_ID
    );
    Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap()
}

/// Signs alice in: the login on one side, a visitor of its page on the other.
fn signed_in(world: &World, imitating: Option<&'static Target>) -> LoginOutcome {
    let system = world.system();
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let mut on = |event| {
        if let Event::Visit { url, .. } = event {
            tell.take().unwrap().send(url).unwrap();
        }
    };
    let options = LoginOptions { way: Way::ByHand, imitating, ..LoginOptions::default() };
    let (project, store) = (project(), store(world));
    run(async {
        let person = async {
            let url = told.await.unwrap();
            visitor::sign_in(&system, &url, &demo::users()[0]).await.unwrap();
        };
        let (outcome, ()) = tokio::join!(login(&system, &*store, &project, options, &mut on), person);
        outcome.unwrap()
    })
}

#[test]
fn login_status_refresh_and_logout_work() {
    let world = world();
    let outcome = signed_in(&world, None);
    assert_eq!(outcome.account.unwrap().claims["name"], "Alice Example");
    assert!(outcome.refreshable);
    let (system, store, project) = (world.system(), store(&world), project());

    let shown = run(status::status(&system, &*store, &project, false)).unwrap();
    assert!(
        matches!(shown.account, status::Account::Known(user) if Some(&user.subject) == shown.subject.as_ref())
    );

    let before = run(session::access(&system, &*store, &project)).unwrap().token;
    run(refresh::refresh(&system, &*store, &project)).unwrap();
    let after = run(session::access(&system, &*store, &project)).unwrap().token;
    assert_ne!(before.expose(), after.expose());

    let out = run(logout::logout(&system, &*store, &project, false)).unwrap();
    assert!(matches!(out.remote, logout::Remote::Revoked));
    assert!(matches!(
        run(session::access(&system, &*store, &project)),
        Err(session::SessionError::NotSignedIn)
    ));
    let endpoint = "https://id.example.com/oidc/me".parse().unwrap();
    assert!(run(userinfo::account(&system, &endpoint, &after, None)).is_err(), "the token was revoked");
}

#[test]
fn the_provider_signs_in_a_client_that_behaves_like_chatgpt() {
    let outcome = signed_in(&world(), Some(&gpt_action::TARGET));
    assert!(outcome.subject.is_some());
    let outlook = outcome.outlook.unwrap();
    let said: Vec<_> = outlook.statements.iter().map(|claim| claim.value).collect();
    assert_eq!(said, [gpt_action::TARGET.reactions.accepted.value]);
    assert!(signed_in(&world(), None).outlook.is_none(), "nobody is imitated");
}

#[test]
fn x03_no_secret_prints_with_the_outcome() {
    let world = world();
    let printed = format!("{:?}", signed_in(&world, None));
    let project = project();
    let key = kept::key(&project, project.oauth.as_ref().unwrap(), StoreItem::Tokens);
    let text = world.secret(&key).unwrap();
    let kept: Value = serde_json::from_str(&text).unwrap();
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(!printed.contains(kept[name].as_str().unwrap()), "{name}");
    }
    assert!(!printed.contains(SECRET));
}
