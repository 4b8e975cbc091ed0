//! Against a Logto that answers only what was measured.

mod faults;
mod others;

use super::*;
use crate::{
    system::{
        StoreItem, StoreKey,
        fake::{
            World,
            logto::{Credentials, Shared, StandIn},
            run,
        },
    },
    task::{
        fixture::answer,
        logto::{
            access::{APP_ID_VARIABLE, APP_SECRET_VARIABLE},
            domain::DomainError,
        },
    },
};
use http::Method;
use serde_json::json;

const URI: &str = "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";
const OTHER_HOST: &str =
    "https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback";
const LOOPBACK: &str = "http://127.0.0.1:4180/callback";

/// A world with a Logto in it, and a project that has nothing there yet.
struct Scene {
    world: World,
    logto: Shared,
}

impl Scene {
    fn new() -> Self {
        Self::with(
            "[oauth]\nissuer = \"https://acme.logto.app/oidc\" # Cloud\nclient_id = \"agenda\"\n\
             loopback_redirect_uri = \"http://127.0.0.1:4180/callback\"\n",
        )
    }

    fn with(oauth: &str) -> Self {
        let world = World::new();
        let mut logto = StandIn::cloud("acme", "acme.logto.app");
        let machine = logto.put_machine(true, world.now());
        world.set_variable(APP_ID_VARIABLE, &machine.id);
        world.set_variable(APP_SECRET_VARIABLE, &machine.secret);
        let logto = world.answer_as_logto(logto);
        let scene = Self { world, logto };
        scene.write(&format!(
            "# ours\n{oauth}chatgpt_redirect_uris = [\"{URI}\"]\n\n[logto]\nendpoint = \"https://acme.logto.app\"\n\
             application = \"Agenda\"\nrefresh_token_days = 30 # a month\n"
        ));
        scene
    }

    fn write(&self, text: &str) {
        self.world.set_file("gptauth.toml", text);
    }

    fn file(&self) -> String {
        self.world.file("gptauth.toml").unwrap()
    }

    fn apply_with(&self, options: &ApplyOptions) -> Result<Applied, Box<ApplyError>> {
        let system = self.world.system();
        run(apply(&system, &StoreChoice::Auto, None, None, options, &mut |_| ()))
    }

    fn apply(&self) -> Result<Applied, Box<ApplyError>> {
        self.apply_with(&ApplyOptions::default())
    }

    fn ask(&self, asked: Asked) -> Result<Applied, Box<ApplyError>> {
        self.apply_with(&ApplyOptions { asked, approved: None })
    }

    fn plan(&self) -> Plan {
        let system = self.world.system();
        let project = project::open(&system, None, None).unwrap();
        run(super::super::plan::plan(&system, &StoreChoice::Auto, &project, Asked::default())).unwrap().plan
    }

    /// Returns the ids of the applications that a GPT could use.
    fn ids(&self) -> Vec<String> {
        self.logto.borrow().logto.application_ids("Traditional")
    }

    fn application(&self, id: &str) -> Value {
        self.logto.borrow().logto.application(id)
    }

    fn secrets(&self, id: &str) -> Vec<(String, String)> {
        self.logto.borrow().logto.secrets(id)
    }

    /// Puts an application there, as somebody did in the console.
    fn put(&self, name: &str) -> Credentials {
        let mut logto = self.logto.borrow_mut();
        let id = logto.logto.put("Traditional", name, self.world.now());
        logto.logto.credentials(&id)
    }

    /// Lets the project name an application.
    fn name(&self, id: &str) {
        self.write(&self.file().replace("client_id = \"agenda\"", &format!("client_id = \"{id}\"")));
    }

    fn kept_secret(&self, id: &str) -> Option<String> {
        self.world.secret(&StoreKey {
            issuer: "https://acme.logto.app/oidc".to_owned(),
            client_id: id.to_owned(),
            environment: None,
            account: None,
            item: StoreItem::ClientSecret,
        })
    }

    /// Returns method and path of all requests that change anything.
    fn writes(&self) -> Vec<String> {
        let requests = self.world.requests();
        let changes =
            requests.iter().filter(|own| *own.method() != Method::GET && own.uri().path() != "/oidc/token");
        changes.map(|own| format!("{} {}", own.method(), own.uri().path())).collect()
    }

    fn assert_as_wanted(&self) -> String {
        let ids = self.ids();
        assert_eq!(ids.len(), 1, "{ids:?}");
        let id = ids[0].clone();
        let application = self.application(&id);
        assert_eq!(application["name"], "Agenda");
        assert_eq!(application["customClientMetadata"]["alwaysIssueRefreshToken"], true);
        assert_eq!(application["customClientMetadata"]["refreshTokenTtlInDays"], 30);
        let uris = application["oidcClientMetadata"]["redirectUris"].as_array().unwrap();
        for uri in [URI, OTHER_HOST, LOOPBACK] {
            assert!(uris.contains(&json!(uri)), "{uri} in {uris:?}");
        }
        assert!(self.file().contains(&format!("client_id = \"{id}\"")), "{}", self.file());
        let secrets = self.secrets(&id);
        assert!(secrets.iter().any(|(_, value)| Some(value) == self.kept_secret(&id).as_ref()));
        assert!(self.plan().is_empty(), "{:?}", self.plan());
        id
    }
}

#[test]
fn from_nothing_an_application_is_made_and_the_second_time_nothing_is_done() {
    let scene = Scene::new();
    let before = scene.file();
    assert_eq!(scene.plan().changes.len(), 8);
    assert!(scene.writes().is_empty(), "a plan changes nothing");
    let applied = scene.apply().unwrap();
    let id = scene.assert_as_wanted();
    assert_eq!((applied.application.as_str(), applied.done.len()), (id.as_str(), 8));
    assert_eq!(scene.writes(), ["POST /api/applications"]);
    assert_eq!(scene.file(), before.replace("\"agenda\"", &format!("\"{id}\"")), "no other byte");
    let again = scene.apply().unwrap();
    assert!(again.done.is_empty(), "{again:?}");
    assert_eq!(scene.writes().len(), 1);
}

#[test]
fn a_project_without_oauth_gets_it() {
    let scene = Scene::new();
    scene.write("# ours\n[logto]\nendpoint = \"https://acme.logto.app\"\napplication = \"Agenda\"\n");
    scene.apply().unwrap();
    let id = scene.ids().remove(0);
    assert_eq!(
        scene.file(),
        format!(
            "# ours\n[logto]\nendpoint = \"https://acme.logto.app\"\napplication = \"Agenda\"\n\n[oauth]\n\
             issuer = \"https://acme.logto.app/oidc\"\nclient_id = \"{id}\"\n\
             token_endpoint_auth_method = \"client_secret_post\"\nscope = \"openid offline_access\"\n\
             loopback_redirect_uri = \"http://127.0.0.1:4180/callback\"\n"
        )
    );
    assert!(scene.plan().is_empty());
    assert_eq!(scene.kept_secret(&id).as_ref(), Some(&scene.secrets(&id)[0].1));
}

#[test]
fn what_others_set_stays() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    {
        let mut logto = scene.logto.borrow_mut();
        logto.logto.set_redirect_uris(&own.id, &["https://theirs.example/cb"], &["https://bye.example/"]);
        logto.logto.set_setting(&own.id, "idTokenTtl", json!(60));
        logto.logto.set_setting(&own.id, "corsAllowedOrigins", json!(["https://c.example"]));
    }
    scene.apply().unwrap();
    assert_eq!(scene.assert_as_wanted(), own.id, "it is found by its name");
    let application = scene.application(&own.id);
    assert_eq!(application["oidcClientMetadata"]["redirectUris"][0], "https://theirs.example/cb");
    assert_eq!(application["oidcClientMetadata"]["postLogoutRedirectUris"], json!(["https://bye.example/"]));
    assert_eq!(application["customClientMetadata"]["idTokenTtl"], 60);
    assert_eq!(application["customClientMetadata"]["corsAllowedOrigins"], json!(["https://c.example"]));
    let path = format!("PATCH /api/applications/{}", own.id);
    assert_eq!(scene.writes(), [path.clone(), path]);
}

#[test]
fn only_ones_own_is_pruned() {
    let scene = Scene::new();
    scene.apply().unwrap();
    let id = scene.assert_as_wanted();
    let there: Vec<_> = [URI, OTHER_HOST, LOOPBACK, "https://theirs.example/cb"].to_vec();
    scene.logto.borrow_mut().logto.set_redirect_uris(&id, &there, &[]);
    scene.write(&scene.file().replace(&format!("\"{URI}\""), ""));
    assert!(scene.apply().unwrap().done.is_empty());
    let prune = Asked { prune: true, ..Asked::default() };
    let applied = scene.ask(prune).unwrap();
    assert_eq!(applied.done.len(), 2);
    let application = scene.application(&id);
    assert_eq!(
        application["oidcClientMetadata"]["redirectUris"],
        json!([LOOPBACK, "https://theirs.example/cb"])
    );
    assert!(scene.ask(prune).unwrap().done.is_empty());
}

#[test]
fn what_was_there_before_is_nobodys_to_prune() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.logto.borrow_mut().logto.set_redirect_uris(&own.id, &[URI], &[]);
    scene.apply().unwrap();
    scene.write(&scene.file().replace(&format!("\"{URI}\""), ""));
    let applied = scene.ask(Asked { prune: true, ..Asked::default() }).unwrap();
    assert_eq!(
        applied.done,
        [Change::RemoveRedirectUri(OTHER_HOST.to_owned())],
        "that one was added from here"
    );
}

#[test]
fn a_new_secret_is_proved_kept_and_the_old_one_stays_until_asked() {
    let scene = Scene::new();
    scene.apply().unwrap();
    let id = scene.assert_as_wanted();
    let first = scene.kept_secret(&id).unwrap();
    let rotate = Asked { rotate_secret: true, ..Asked::default() };
    let applied = scene.ask(rotate).unwrap();
    let rotated = applied.rotated.unwrap();
    assert_eq!((rotated.proved, rotated.old.as_deref()), (Some(true), Some("Default secret")));
    assert_ne!(scene.kept_secret(&id).unwrap(), first);
    assert_eq!(scene.secrets(&id).len(), 2);
    scene.assert_as_wanted();
    let remove = Asked { remove_old_secret: true, ..Asked::default() };
    let applied = scene.ask(remove).unwrap();
    assert_eq!(applied.done, [Change::RemoveSecret { name: "Default secret".to_owned() }]);
    let left = scene.secrets(&id);
    assert_eq!((left.len(), Some(&left[0].1)), (1, scene.kept_secret(&id).as_ref()));
    let nothing = scene.ask(remove).unwrap();
    assert!(nothing.done.is_empty() && nothing.notes.contains(&Note::NoOldSecret));
}

#[test]
fn a_secret_that_was_removed_in_the_console_is_replaced_here() {
    let scene = Scene::new();
    scene.apply().unwrap();
    let id = scene.assert_as_wanted();
    scene.logto.borrow_mut().logto.delete_secret(&id, "Default secret");
    assert_eq!(scene.plan().changes, [Change::KeepSecret { replaces: true }]);
    scene.apply().unwrap();
    scene.assert_as_wanted();
    assert_eq!(scene.secrets(&id)[0].0, "gptauth", "one was made, because there was none");
}

#[test]
fn a_secret_whose_time_is_over_does_not_keep_its_name_from_a_new_one() {
    let scene = Scene::new();
    scene.apply().unwrap();
    let id = scene.assert_as_wanted();
    scene.logto.borrow_mut().logto.delete_secret(&id, "Default secret");
    scene.apply().unwrap();
    scene.logto.borrow_mut().logto.end_secrets(&id, scene.world.now());
    assert_eq!(scene.plan().changes, [Change::KeepSecret { replaces: true }]);
    scene.apply().unwrap();
    scene.assert_as_wanted();
    let names: Vec<_> = scene.secrets(&id).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names.iter().any(|own| own.starts_with("gptauth-")), "{names:?}");
}

#[test]
fn more_than_was_agreed_to_is_not_done() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    let approved = Some(scene.plan());
    scene.logto.borrow_mut().logto.delete(&own.id);
    let error = scene.apply_with(&ApplyOptions { asked: Asked::default(), approved }).unwrap_err();
    assert!(matches!(error.fault, ApplyFault::Stale), "{error}");
    assert!(scene.writes().is_empty());
}

#[test]
fn an_application_of_another_type_is_left_alone() {
    let scene = Scene::new();
    let id = scene.logto.borrow_mut().logto.put("SPA", "Agenda", scene.world.now());
    scene.name(&id);
    let error = scene.apply().unwrap_err();
    assert!(error.to_string().ends_with("is of the type SPA"), "{error}");
    assert!(scene.writes().is_empty());
}

#[test]
fn a_custom_domain_is_added_once() {
    let scene = Scene::new();
    scene.write(
        &scene
            .file()
            .replace("refresh_token_days", "custom_domain = \"auth.example.com\"\nrefresh_token_days"),
    );
    let applied = scene.apply().unwrap();
    assert!(applied.done.contains(&Change::AddDomain("auth.example.com".to_owned())));
    let pending =
        Note::DomainPending { domain: "auth.example.com".into(), status: "PendingVerification".into() };
    assert!(applied.notes.contains(&pending));
    assert!(scene.apply().unwrap().done.is_empty());
    scene.logto.borrow_mut().logto.activate_domain("auth.example.com");
    assert!(!scene.plan().notes.iter().any(|own| matches!(own, Note::DomainPending { .. })));
}

#[test]
fn a_domain_that_cannot_be_had_keeps_nothing_else_from_being_done() {
    for (status, code, is_quota) in
        [(403, "subscription.limit_exceeded", true), (422, "domain.domain_in_use", false)]
    {
        let scene = Scene::new();
        let file = scene.file();
        scene.write(
            &file.replace("refresh_token_days", "custom_domain = \"auth.example.com\"\nrefresh_token_days"),
        );
        let (shared, now) = (scene.logto.clone(), scene.world.now());
        scene.world.answer(move |request| {
            if *request.method() == Method::POST && request.uri().path() == "/api/domains" {
                return Ok(answer(status, &json!({ "code": code, "message": "No." })));
            }
            Ok(shared.borrow_mut().respond(request, now).unwrap())
        });
        let error = scene.apply().unwrap_err();
        assert_eq!(error.open, [Change::AddDomain("auth.example.com".to_owned())], "{error:?}");
        let told = matches!(error.fault, ApplyFault::Domain(DomainError::Quota { .. }));
        assert_eq!(told, is_quota, "{error:?}");
        scene.write(&scene.file().replace("custom_domain = \"auth.example.com\"\n", ""));
        scene.assert_as_wanted();
    }
}

#[test]
fn an_application_is_found_on_whatever_page_it_is() {
    for says_how_many in [true, false] {
        let scene = Scene::new();
        let own = scene.put("Agenda");
        for number in 0..130 {
            scene.put(&format!("other {number}"));
        }
        let (shared, now) = (scene.logto.clone(), scene.world.now());
        scene.world.answer(move |request| {
            let mut answer = shared.borrow_mut().respond(request, now).unwrap();
            if !says_how_many {
                answer.headers_mut().remove("total-number");
            }
            Ok(answer)
        });
        assert_eq!(scene.plan().application, Some(own.id), "{says_how_many}");
    }
}

#[test]
fn nothing_secret_is_in_what_is_told() {
    let scene = Scene::new();
    let applied = scene.ask(Asked { rotate_secret: true, ..Asked::default() }).unwrap();
    let id = applied.application.clone();
    let told = format!("{applied:?} {:?}", scene.plan());
    for (_, secret) in scene.secrets(&id) {
        assert!(!told.contains(&secret));
    }
}
