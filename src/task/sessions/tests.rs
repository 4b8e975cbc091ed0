use super::*;
use crate::{
    system::fake::{World, run},
    task::{
        fixture::{ISSUER, answer, body, key, provide},
        logout::Remote,
    },
};
use serde_json::json;

/// A project with an environment of its own client, and one that shares the base one's.
fn world() -> World {
    let world = World::new();
    let oauth = |table: &str, client: &str| {
        format!(
            "[{table}]\nissuer = \"{ISSUER}\"\nclient_id = \"{client}\"\nscope = \"openid\"\n\
             token_endpoint_auth_method = \"none\"\n"
        )
    };
    let text = format!(
        "{}[env.staging]\nserver = \"https://staging.example.com\"\n{}",
        oauth("oauth", "agenda"),
        oauth("env.live.oauth", "live")
    );
    world.set_file("/project/gptauth.toml", text);
    world
}

fn keep(world: &World, environment: Option<&str>, account: Option<&str>, subject: &str) {
    let key = StoreKey {
        environment: environment.map(str::to_owned),
        account: account.map(str::to_owned),
        ..key(StoreItem::Tokens)
    };
    let tokens = json!({ "version": 1, "access_token": format!("at-{subject}"), "subject": subject,
        "refresh_token": format!("rt-{subject}"), "obtained_at": "2026-01-01T00:00:00Z" });
    world.set_secret(&key, tokens.to_string());
}

/// Returns environment, account and subject of what is listed.
fn listed(world: &World) -> Vec<(String, String, String)> {
    let listed = status_all(&world.system(), &StoreChoice::Auto, None).unwrap();
    let word = |name: Option<String>| name.unwrap_or_else(|| "-".to_owned());
    let row = |own: Listed<Stored>| {
        let subject = match own.found {
            Stored::Nothing => "nobody".to_owned(),
            Stored::Tokens { subject, .. } => word(subject),
            Stored::Unreadable(error) => error.to_string(),
        };
        (word(own.environment), word(own.account), subject)
    };
    listed.into_iter().map(row).collect()
}

fn row(environment: &str, account: &str, subject: &str) -> (String, String, String) {
    (environment.to_owned(), account.to_owned(), subject.to_owned())
}

#[test]
fn every_environment_is_listed_also_where_nobody_is_signed_in() {
    let world = world();
    assert_eq!(
        listed(&world),
        [row("-", "-", "nobody"), row("staging", "-", "nobody"), row("live", "-", "nobody")]
    );
    assert_eq!(world.requests().len(), 0);
}

#[test]
fn accounts_stand_with_their_environment() {
    let world = world();
    keep(&world, None, None, "u1");
    keep(&world, None, Some("bob"), "u2");
    keep(&world, Some("staging"), Some("bob"), "u3");
    // Of another client in the same issuer: no session of this project.
    keep(&world, Some("live"), None, "u4");
    assert_eq!(
        listed(&world),
        [row("-", "-", "u1"), row("-", "bob", "u2"), row("staging", "bob", "u3"), row("live", "-", "nobody")]
    );
}

#[test]
fn what_cannot_be_read_is_listed_as_that() {
    let world = world();
    world.set_secret(&key(StoreItem::Tokens), "{");
    assert!(listed(&world)[0].2.contains("damaged"));
}

#[test]
fn a_sign_out_of_all_goes_on_where_one_fails() {
    let world = world();
    keep(&world, None, None, "u1");
    keep(&world, None, Some("bob"), "u2");
    keep(&world, Some("staging"), None, "u3");
    provide(&world, |_, request| answer(if body(request).contains("u2") { 503 } else { 200 }, &json!({})));
    let done = run(logout_all(&world.system(), &StoreChoice::Auto, None, false)).unwrap();
    let outcomes: Vec<_> = done.iter().map(|own| own.found.outcome.is_ok()).collect();
    assert_eq!(outcomes, [true, false, true]);
    assert!(matches!(&done[0].found.outcome, Ok(LogoutOutcome { remote: Remote::Revoked })));
    assert_eq!(
        listed(&world)[..2],
        [row("-", "bob", "u2"), row("staging", "-", "nobody")],
        "what was not revoked is not forgotten"
    );
    let done = run(logout_all(&world.system(), &StoreChoice::Auto, None, true)).unwrap();
    assert_eq!(done.len(), 1);
    assert!(listed(&world).iter().all(|(_, _, subject)| subject == "nobody"));
}
