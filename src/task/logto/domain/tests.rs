//! Custom domains at a Logto of the cloud, and at one that somebody runs himself.

use super::*;
use crate::task::discover::DiscoverError;
use crate::{
    logto::tenant::Tenant,
    oauth::values::{ClientId, ClientSecret},
    project::Project,
    source::Source,
    system::{
        StoreChoice, StoreItem, StoreKey,
        fake::{
            World,
            logto::{Credentials as Machine, StandIn},
            nobody_answers, run,
        },
    },
    task::{
        fixture::answer,
        logto::access::{Access, Credentials, Origin},
    },
};
use serde_json::json;

const HOST: &str = "auth.example.com";
const PROJECT: &str = "# ours\n[oauth]\nissuer = \"https://acme.logto.app/oidc\"\nclient_id = \"agenda\"\n";

fn api<'a>(system: &'a System, at: &str, machine: &Machine) -> ManagementApi<'a> {
    let access = Access {
        tenant: Tenant::new(&at.parse().unwrap(), None, None).unwrap(),
        credentials: Credentials {
            id: ClientId::new(machine.id.clone()),
            secret: ClientSecret::new(machine.secret.clone()),
        },
        origin: Origin::Environment,
    };
    ManagementApi::new(system, access)
}

/// Runs work against a tenant of the cloud.
fn at_cloud<T>(world: &World, work: impl AsyncFnOnce(&System, &ManagementApi<'_>) -> T) -> T {
    let mut logto = StandIn::cloud("acme", "acme.logto.app");
    let machine = logto.put_machine(true, world.now());
    world.answer_as_logto(logto);
    let system = world.system();
    let api = api(&system, "https://acme.logto.app", &machine);
    run(work(&system, &api))
}

fn at_home<T>(work: impl AsyncFnOnce(&ManagementApi<'_>) -> T) -> T {
    let world = World::new();
    let mut logto = StandIn::self_hosted("http://127.0.0.1:3001", "http://127.0.0.1:3002");
    let machine = logto.put_machine(true, world.now());
    world.answer_as_logto(logto);
    let system = world.system();
    let api = api(&system, "http://127.0.0.1:3001", &machine);
    run(work(&api))
}

/// Answers every request to the Management API like that.
fn refused(status: u16, code: &'static str, message: &'static str) -> DomainError {
    let world = World::new();
    world.answer(move |request| {
        Ok(match (request.uri().path(), request.method().as_str()) {
            ("/oidc/token", _) => answer(200, &json!({ "access_token": "at", "scope": "all" })),
            (_, "GET") => answer(200, &json!([])),
            _ => answer(status, &json!({ "code": code, "message": message })),
        })
    });
    let system = world.system();
    let api = api(&system, "https://acme.logto.app", &Machine { id: "m".to_owned(), secret: "s".to_owned() });
    run(add(&api, HOST)).unwrap_err()
}

#[test]
fn a_domain_is_added_once_and_watched_until_it_answers() {
    let world = World::new();
    at_cloud(&world, async |system, api| {
        assert!(list(api).await.unwrap().is_empty());
        let (domain, is_new) = add(api, HOST).await.unwrap();
        assert!(is_new && domain.records[0].value == "domains.logto.app");
        let (mut steps, mut ticks): (Vec<(Status, u64)>, usize) = (Vec::new(), 0);
        let mut seen = |own: &CustomDomain, waited: Duration| {
            ticks += 1;
            if steps.last().is_none_or(|(status, _)| *status != own.status) {
                steps.push((own.status.clone(), waited.as_secs()));
            }
        };
        let active = wait(system, api, &domain, Duration::from_secs(60), &mut seen).await.unwrap();
        assert_eq!(active.status, Status::Active);
        assert_eq!(steps, [(Status::PendingVerification, 0), (Status::PendingSsl, 10), (Status::Active, 20)]);
        assert_eq!(ticks, 3 + 2 * 10, "a second is never waited in silence");
        let (again, is_new) = add(api, HOST).await.unwrap();
        assert!(!is_new && again.status == Status::Active);
    });
}

#[test]
fn what_takes_too_long_says_how_far_it_is() {
    let world = World::new();
    at_cloud(&world, async |system, api| {
        let (domain, _) = add(api, HOST).await.unwrap();
        let error = wait(system, api, &domain, Duration::from_secs(5), &mut |_, _| ()).await.unwrap_err();
        assert!(
            matches!(&error, DomainError::NotYet { status: Status::PendingSsl, waited, .. } if waited.as_secs() == 5),
            "{error}"
        );
    });
}

#[test]
fn a_logto_of_ones_own_has_none() {
    at_home(async |api| {
        assert!(list(api).await.unwrap().is_empty());
        assert!(matches!(add(api, HOST).await, Err(DomainError::NotCloud)));
    });
}

#[test]
fn every_refusal_has_its_own_meaning() {
    assert!(matches!(refused(400, "domain.not_configured", "x"), DomainError::NotCloud));
    assert!(matches!(refused(422, "domain.domain_in_use", "x"), DomainError::InUse { host } if host == HOST));
    let quota = refused(403, "subscription.limit_exceeded", "Upgrade your plan");
    assert!(matches!(quota, DomainError::Quota { message } if message == "Upgrade your plan"));
    assert!(matches!(refused(403, "auth.forbidden", "x"), DomainError::Logto(_)));
    assert!(matches!(refused(400, "domain.hostname_invalid", "x"), DomainError::Logto(_)));
    assert!(matches!(refused(500, "x", "x"), DomainError::Logto(_)));
    assert!(matches!(refused(201, "x", "x"), DomainError::Unreadable));
}

#[test]
fn the_one_that_is_meant_is_the_named_or_the_only_one() {
    let domain = |host: &str| CustomDomain {
        id: "d".to_owned(),
        host: host.to_owned(),
        status: Status::Active,
        error: None,
        records: Vec::new(),
    };
    let (a, b) = (domain("a.example.com"), domain("b.example.com"));
    assert_eq!(choose(vec![a.clone()], None).unwrap(), a);
    assert_eq!(choose(vec![a.clone(), b.clone()], Some("b.example.com")).unwrap(), b);
    assert!(matches!(choose(Vec::new(), Some("a.example.com")), Err(DomainError::None)));
    assert!(
        matches!(choose(vec![a.clone(), b], None), Err(DomainError::Several { known }) if known.len() == 2)
    );
    assert!(matches!(choose(vec![a], Some("c.example.com")), Err(DomainError::Unknown { .. })));
}

fn project(text: &str) -> Project {
    Project::parse(Source::new("gptauth.toml", text), "/project", None).unwrap()
}

fn active(host: &str) -> CustomDomain {
    CustomDomain {
        id: "d".to_owned(),
        host: host.to_owned(),
        status: Status::Active,
        error: None,
        records: Vec::new(),
    }
}

fn tenant() -> Tenant {
    Tenant::new(&"https://acme.logto.app".parse().unwrap(), None, None).unwrap()
}

/// Switches a project while the metadata at the new host says that its issuer is `issuer`.
fn switched(world: &World, text: &str, host: &str, issuer: &'static str) -> Result<Switched, SwitchError> {
    world.set_file("gptauth.toml", text);
    world.answer(move |request| match (request.uri().host(), request.uri().path()) {
        (Some(HOST), "/oidc/.well-known/openid-configuration") => {
            Ok(answer(200, &json!({ "issuer": issuer, "token_endpoint": format!("{issuer}/token") })))
        }
        _ => Err(nobody_answers(request)),
    });
    run(switch(&world.system(), &StoreChoice::Auto, &project(text), &tenant(), &active(host)))
}

fn secret_key(issuer: &str) -> StoreKey {
    StoreKey {
        issuer: issuer.to_owned(),
        client_id: "agenda".to_owned(),
        environment: None,
        account: None,
        item: StoreItem::ClientSecret,
    }
}

#[test]
fn the_project_moves_to_the_domain_and_remembers_the_tenants_own_host() {
    let world = World::new();
    world.set_secret(&secret_key("https://acme.logto.app/oidc"), "s3cret");
    let done = switched(&world, PROJECT, HOST, "https://auth.example.com/oidc").unwrap();
    assert_eq!(done, Switched::Now { secret: true });
    let expected = PROJECT.replace("https://acme.logto.app/oidc", "https://auth.example.com/oidc")
        + "\n[logto]\nendpoint = \"https://acme.logto.app\"\ncustom_domain = \"auth.example.com\"\n";
    assert_eq!(world.file("gptauth.toml").unwrap(), expected);
    assert_eq!(world.secret(&secret_key("https://auth.example.com/oidc")).as_deref(), Some("s3cret"));
    let again = switched(&world, &expected, HOST, "https://auth.example.com/oidc").unwrap();
    assert_eq!(again, Switched::Before);
}

#[test]
fn what_is_not_proved_to_be_the_issuer_changes_nothing() {
    for issuer in
        ["https://acme.logto.app/oidc", "https://auth.example.com/oidc/", "https://evil.example/oidc"]
    {
        let world = World::new();
        let error = switched(&world, PROJECT, HOST, issuer).unwrap_err();
        assert!(matches!(error, SwitchError::NotReady { .. }), "{error}");
        assert_eq!(world.file("gptauth.toml").unwrap(), PROJECT);
    }
    let world = World::new();
    let elsewhere = switched(&world, PROJECT, "other.example.com", "https://other.example.com/oidc");
    assert!(matches!(elsewhere, Err(SwitchError::NotReady { source: DiscoverError::Http(_), .. })));
    let odd = switched(&world, PROJECT, "https://auth.example.com/", "https://auth.example.com/oidc");
    assert!(matches!(odd, Err(SwitchError::Name(_))));
}

#[test]
fn a_file_that_cannot_be_edited_or_written_stays_as_it_is() {
    let inline = "oauth = { issuer = \"https://acme.logto.app/oidc\", client_id = \"agenda\" }\nlogto = {}\n";
    let world = World::new();
    let error = switched(&world, inline, HOST, "https://auth.example.com/oidc").unwrap_err();
    assert!(matches!(&error, SwitchError::Unedited(own) if own.lines.len() == 3), "{error}");
    assert_eq!(world.file("gptauth.toml").unwrap(), inline);
    let world = World::new();
    world.set_file("gptauth.toml", PROJECT);
    world.make_read_only();
    let error = switched(&world, PROJECT, HOST, "https://auth.example.com/oidc").unwrap_err();
    assert!(matches!(error, SwitchError::Write { .. }), "{error}");
}
