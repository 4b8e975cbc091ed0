//! A project, a Logto, and somebody else who uses it too.

use crate::{
    logto::{
        application::Application,
        plan::{Asked, Change},
    },
    project::Project,
    system::{
        StoreChoice,
        fake::{
            World,
            logto::{Shared, StandIn, Troubled},
            run,
        },
    },
    task::{
        kept,
        logto::{
            access::{APP_ID_VARIABLE, APP_SECRET_VARIABLE},
            apply::{self, Applied, ApplyError, ApplyOptions},
            plan::{self, Planned, PlanningError},
        },
        project,
    },
};
use serde_json::{Value, json};
use std::cell::RefMut;

const CALLBACKS: [&str; 2] = [
    "https://chat.openai.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback",
    "https://chatgpt.com/aip/g-369c00bd47b6f501275b414d19d5244ac411097b/oauth/callback",
];
const LOOPBACK: &str = "http://127.0.0.1:4180/callback";
const FOREIGN: &str = "https://www.example.com/signed-in";
const FOREIGN_LOGOUT: &str = "https://www.example.com/bye";
const FILE: &str = "/project/gptauth.toml";

/// The world of a test.
pub(super) struct Setting {
    pub(super) world: World,
    shared: Shared,
}

impl Setting {
    /// Returns a tenant of Logto Cloud without applications, and a project that wants one.
    pub(super) fn new() -> Self {
        let world = World::new();
        let mut logto = StandIn::cloud("acme", "acme.logto.app");
        let machine = logto.put_machine(true, world.now());
        world.set_variable(APP_ID_VARIABLE, &machine.id);
        world.set_variable(APP_SECRET_VARIABLE, &machine.secret);
        let project = format!(
            "schema = \"openapi.yaml\"\n\n[oauth]\nissuer = \"https://acme.logto.app/oidc\"\n\
             client_id = \"your-client-id\"\nscope = \"openid offline_access\"\n\
             loopback_redirect_uri = \"{LOOPBACK}\"\nchatgpt_redirect_uris = [\"{}\"]\n\n\
             [logto]\napplication = \"Agenda\"\nrefresh_token_days = 90\n",
            CALLBACKS[0]
        );
        world.set_file(FILE, project);
        let shared = world.answer_as_logto(logto);
        Self { world, shared }
    }

    /// Returns a tenant in which somebody else made the application, and set it up for himself.
    pub(super) fn shared() -> Self {
        let setting = Self::new();
        let now = setting.world.now();
        {
            let mut troubled = setting.logto();
            let id = troubled.logto.put("Traditional", "Agenda", now);
            troubled.logto.set_redirect_uris(&id, &[FOREIGN], &[FOREIGN_LOGOUT]);
            troubled.logto.set_setting(&id, "corsAllowedOrigins", json!(["https://www.example.com"]));
            troubled.logto.set_setting(&id, "idTokenTtl", json!(600));
        }
        setting
    }

    pub(super) fn logto(&self) -> RefMut<'_, Troubled> {
        self.shared.borrow_mut()
    }

    /// Returns the handle, for what happens while a task runs.
    pub(super) fn handle(&self) -> Shared {
        std::rc::Rc::clone(&self.shared)
    }

    pub(super) fn apply(&self) -> Result<Applied, Box<ApplyError>> {
        let (system, options) = (self.world.system(), ApplyOptions::default());
        run(apply::apply(&system, &StoreChoice::Auto, None, None, &options, &mut |_| {}))
    }

    pub(super) fn plan(&self) -> Result<Planned, PlanningError> {
        let (system, project) = (self.world.system(), self.project());
        run(plan::plan(&system, &StoreChoice::Auto, &project, Asked::default()))
    }

    pub(super) fn project(&self) -> Project {
        project::open(&self.world.system(), None, None).unwrap()
    }

    /// Returns the project file.
    pub(super) fn file(&self) -> String {
        self.world.file(FILE).unwrap()
    }

    /// Returns the only application of a GPT's kind.
    pub(super) fn application(&self) -> Option<Value> {
        let troubled = self.logto();
        let ids = troubled.logto.application_ids("Traditional");
        assert!(ids.len() < 2, "more than one: {ids:?}");
        ids.first().map(|id| troubled.logto.application(id))
    }

    /// Returns the client secret that is kept here.
    pub(super) fn kept_secret(&self) -> Option<String> {
        let (system, project) = (self.world.system(), self.project());
        let store = kept::open(&system, &StoreChoice::Auto, &project).unwrap();
        let settings = project.oauth.as_ref()?;
        let kept = kept::client_secret(&system, &*store, &project, settings).unwrap()?;
        Some(kept.0.expose().to_owned())
    }

    /// Fails where not all is as the project wants it.
    pub(super) fn assert_done(&self, about: &str) {
        let application = self.application().unwrap_or_else(|| panic!("{about}: no application"));
        let id = application["id"].as_str().unwrap().to_owned();
        let uris: Vec<_> = application["oidcClientMetadata"]["redirectUris"].as_array().unwrap().clone();
        for uri in [CALLBACKS[0], CALLBACKS[1], LOOPBACK] {
            assert_eq!(uris.iter().filter(|own| *own == uri).count(), 1, "{about}: {uri} in {application}");
        }
        assert_eq!(application["customClientMetadata"]["alwaysIssueRefreshToken"], true, "{about}");
        assert_eq!(application["customClientMetadata"]["refreshTokenTtlInDays"], 90, "{about}");
        assert!(self.file().contains(&format!("client_id = \"{id}\"")), "{about}: {}", self.file());
        let secrets = self.logto().logto.secrets(&id);
        let kept = self.kept_secret().unwrap_or_else(|| panic!("{about}: no secret is kept"));
        assert!(secrets.iter().any(|(_, secret)| *secret == kept), "{about}");
    }

    /// Fails where something is gone that another one set.
    pub(super) fn assert_nothing_foreign_lost(&self, about: &str) {
        let application = self.application().unwrap_or_else(|| panic!("{about}: no application"));
        let uris = application["oidcClientMetadata"]["redirectUris"].as_array().unwrap();
        assert!(uris.iter().any(|own| own == FOREIGN), "{about}: {application}");
        let logout = &application["oidcClientMetadata"]["postLogoutRedirectUris"];
        assert_eq!(logout, &json!([FOREIGN_LOGOUT]), "{about}");
        let origins = &application["customClientMetadata"]["corsAllowedOrigins"];
        assert_eq!(origins, &json!(["https://www.example.com"]), "{about}");
        assert_eq!(application["customClientMetadata"]["idTokenTtl"], 600, "{about}");
    }

    /// Fails where somebody was told what is not so.
    pub(super) fn assert_true(&self, told: &ApplyError, about: &str) {
        let there = self.application().and_then(Application::parse);
        let holds = |change: &Change| match (&there, change) {
            (None, _) => Some(false),
            (Some(_), Change::CreateApplication { .. }) => Some(true),
            (Some(there), change) => change.holds_in(there),
        };
        for change in &told.done {
            assert_ne!(holds(change), Some(false), "{about}: told done: {change:?}");
        }
        for change in told.open.iter().filter(|own| own.is_of_application()) {
            assert_ne!(holds(change), Some(true), "{about}: told not done: {change:?}");
        }
        for change in told.done.iter().chain(&told.open) {
            match change {
                Change::KeepSecret { .. } => {
                    let is_done = told.done.contains(change);
                    assert_eq!(self.kept_secret().is_some(), is_done, "{about}: {change:?}");
                }
                Change::WriteClientId { .. } => {
                    let is_done = told.done.contains(change);
                    assert_eq!(!self.file().contains("your-client-id"), is_done, "{about}: {change:?}");
                }
                _ => {}
            }
        }
    }
}
