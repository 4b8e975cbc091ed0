//! Rehearsals against the demo's provider and API: they were written by somebody else, and they are
//! strict.

use super::*;
use crate::{
    demo::{self, api::AgendaApi, provider::Provider as DemoProvider},
    oauth::values::ClientSecret,
    system::fake::{World, run},
    task::{
        action::{self, Selection},
        demo::visitor,
        fixture::store,
        kept::CLIENT_SECRET_VARIABLE,
        login::{self, Event, LoginOptions, Way},
        session,
    },
};
use http::{Request, Response};
use std::{cell::Cell, rc::Rc};

const SECRET: &str = "canary-secret";
const TOKEN: &str = "/oidc/token";
const SCHEMA: &str = "openapi: 3.1.0\ninfo: { title: Agenda, version: 1.0.0 }\n\
    servers: [{ url: https://api.example.com/api }]\npaths:\n  /items:\n    get:\n      operationId: listItems\n";

/// What stands between the client and the servers.
type Fault = Box<dyn FnMut(&World, &Request<Vec<u8>>, Response<Vec<u8>>) -> Response<Vec<u8>>>;

struct Setting {
    world: World,
    action: Action,
}

/// Signs alice in with `client_id`, and lets every answer after that go through `fault`.
fn signed_in(client_id: &str, mut fault: Fault) -> Setting {
    let world = World::new();
    let mut settings = demo::settings("https://id.example.com/oidc", ClientSecret::new(SECRET));
    settings.lifetimes.rotation_grace = Duration::ZERO;
    let mut provider = DemoProvider::new(
        settings,
        &world.system().random.p384_key().unwrap(),
        world.system().random.source().unwrap(),
    )
    .unwrap();
    provider.register_redirect_uri(demo::CLIENT_ID, "http://127.0.0.1:40000/callback").unwrap();
    let mut api = AgendaApi::new(world.system().random.source().unwrap());
    let (other, faulty) = (world.clone(), Rc::new(Cell::new(false)));
    let begun = Rc::clone(&faulty);
    world.answer(move |request| {
        let answer = match request.uri().host() {
            Some("api.example.com") => {
                let mut userinfo = |question: Request<Vec<u8>>| provider.respond(&question, other.now());
                api.respond(request, other.now(), &mut userinfo)
            }
            _ => provider.respond(request, other.now()),
        };
        Ok(if begun.get() { fault(&other, request, answer) } else { answer })
    });
    let method = if client_id == demo::CLIENT_ID { "client_secret_post" } else { "none" };
    world.set_variable(CLIENT_SECRET_VARIABLE, SECRET);
    world.set_file(
        "/project/gptauth.toml",
        format!(
            "schema = \"openapi.yaml\"\nserver = \"https://api.example.com/api\"\n[oauth]\n\
             issuer = \"https://id.example.com/oidc\"\nclient_id = \"{client_id}\"\n\
             token_endpoint_auth_method = \"{method}\"\nscope = \"openid offline_access\"\n"
        ),
    );
    world.set_file("/project/openapi.yaml", SCHEMA);
    let action = action::open(&world.system(), Selection::default()).unwrap();
    sign_in(&world, action.project.as_ref().unwrap());
    faulty.set(true);
    Setting { world, action }
}

fn sign_in(world: &World, project: &Project) {
    let system = world.system();
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let mut on = |event| {
        if let Event::Visit { url, .. } = event {
            tell.take().unwrap().send(url).unwrap();
        }
    };
    let options = LoginOptions { way: Way::ByHand, ..LoginOptions::default() };
    let store = store(world);
    run(async {
        let person = async {
            let url = told.await.unwrap();
            visitor::sign_in(&system, &url, &demo::users()[0]).await.unwrap();
        };
        tokio::join!(login::login(&system, &*store, project, options, &mut on), person).0.unwrap();
    });
}

fn faithful() -> Fault {
    Box::new(|_, _, answer| answer)
}

impl Setting {
    fn rehearse(&self, scenario: Scenario) -> Result<Rehearsal, RehearseError> {
        let (system, store) = (self.world.system(), store(&self.world));
        let project = self.action.project.as_ref().unwrap();
        let mut seen = 0;
        let rehearsal = run(rehearse(&system, &self.action, project, &*store, scenario, &mut |_| seen += 1))?;
        assert_eq!(seen, rehearsal.steps.len());
        Ok(rehearsal)
    }

    /// Returns the refresh requests since the sign-in, as they were sent.
    fn refreshes(&self) -> Vec<String> {
        let requests = self.world.requests();
        let bodies = requests.iter().filter(|own| own.uri().path() == TOKEN);
        let bodies = bodies.map(|own| String::from_utf8(own.body().clone()).unwrap());
        bodies.filter(|body| body.starts_with("grant_type=refresh_token")).collect()
    }

    /// Returns whether the session that is kept can still be refreshed.
    fn lives(&self) -> bool {
        let project = self.action.project.as_ref().unwrap();
        run(crate::task::refresh::refresh(&self.world.system(), &*store(&self.world), project)).is_ok()
    }

    fn is_signed_out(&self) -> bool {
        let project = self.action.project.as_ref().unwrap();
        let access = run(session::access(&self.world.system(), &*store(&self.world), project));
        matches!(access, Err(SessionError::NotSignedIn))
    }
}

fn statuses(rehearsal: &Rehearsal) -> Vec<u16> {
    rehearsal.steps.iter().map(|step| step.status.as_u16()).collect()
}

fn with_status(answer: Response<Vec<u8>>, status: u16) -> Response<Vec<u8>> {
    let (mut head, body) = answer.into_parts();
    head.status = StatusCode::from_u16(status).unwrap();
    Response::from_parts(head, body)
}

#[test]
fn without_a_token_the_user_is_asked_to_sign_in() {
    let rehearsal = signed_in(demo::CLIENT_ID, faithful()).rehearse(Scenario::NoToken).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::SignsIn, vec![401]));
    assert!(rehearsal.advice.is_empty());
    assert_eq!(rehearsal.session, SessionNow::Untouched);
}

#[test]
fn without_a_token_403_strands_and_200_is_open_to_everybody() {
    for (status, verdict) in [(403, Verdict::Stranded), (302, Verdict::Stranded), (200, Verdict::Unprotected)]
    {
        let setting = signed_in(demo::CLIENT_ID, Box::new(move |_, _, answer| with_status(answer, status)));
        let rehearsal = setting.rehearse(Scenario::NoToken).unwrap();
        assert_eq!(rehearsal.verdict, verdict, "{status}");
        assert!(!rehearsal.verdict.gets_along());
        assert_eq!(rehearsal.advice.len(), 1, "{status}");
    }
}

#[test]
fn an_expired_token_is_refreshed_as_chatgpt_does_and_the_user_notices_nothing() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    let rehearsal = setting.rehearse(Scenario::Expired).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::NoticesNothing, vec![401, 200, 200]));
    assert_eq!(rehearsal.steps[1].remark, Some(Remark::SameRefreshToken));
    assert_eq!((rehearsal.provider.name, rehearsal.session), ("Logto", SessionNow::Renewed));
    let [refresh] = &setting.refreshes()[..] else { panic!("one refresh") };
    let names: Vec<_> = refresh.split('&').filter_map(|pair| pair.split('=').next()).collect();
    assert_eq!(names, ["grant_type", "client_id", "client_secret", "refresh_token"]);
    assert!(setting.lives());
}

#[test]
fn the_stored_token_itself_is_called_with_once_it_has_expired() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    setting.world.advance(Duration::from_secs(3_601));
    let rehearsal = setting.rehearse(Scenario::Expired).unwrap();
    assert!(matches!(rehearsal.steps[0].act, Act::Call { token: TokenUsed::Expired, .. }));
    assert_eq!(rehearsal.verdict, Verdict::NoticesNothing);
}

#[test]
fn an_expired_token_without_a_refresh_token_means_signing_in_again() {
    // The native client gets none without `offline_access` granted.
    let setting = signed_in(demo::NATIVE_CLIENT_ID, faithful());
    let rehearsal = setting.rehearse(Scenario::Expired).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::SignsInAgain, vec![401]));
    assert!(setting.refreshes().is_empty());
    assert!(matches!(
        setting.rehearse(Scenario::RefreshRace),
        Err(RehearseError::Session(SessionError::NoRefreshToken))
    ));
}

#[test]
fn an_api_that_does_not_answer_401_is_never_refreshed_for() {
    let fault: Fault = Box::new(|_, request, answer| match request.uri().host() {
        Some("api.example.com") => with_status(answer, 403),
        _ => answer,
    });
    let setting = signed_in(demo::CLIENT_ID, fault);
    let rehearsal = setting.rehearse(Scenario::Expired).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::Stranded, vec![403]));
    assert!(setting.refreshes().is_empty());
}

#[test]
fn a_revoked_refresh_token_strands_the_user_at_logto() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    let rehearsal = setting.rehearse(Scenario::RefreshRevoked).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::Stranded, vec![200, 401, 400]));
    let shown = rehearsal.steps[2].shown.as_deref().unwrap();
    assert!(
        shown.starts_with(
            "Missing access token, received 400 from https://id.example.com/oidc/token: \
             response_data={'code': 'oidc.invalid_grant'"
        ),
        "{shown}"
    );
    assert_eq!(rehearsal.session, SessionNow::Ended);
    assert!(setting.is_signed_out());
}

#[test]
fn a_revoked_refresh_token_that_is_answered_401_means_signing_in_again() {
    let fault: Fault = Box::new(|_, request, answer| match request.uri().path() {
        TOKEN if answer.status() == 400 => with_status(answer, 401),
        _ => answer,
    });
    let rehearsal = signed_in(demo::CLIENT_ID, fault).rehearse(Scenario::RefreshRevoked).unwrap();
    assert_eq!((rehearsal.verdict, rehearsal.session), (Verdict::SignsInAgain, SessionNow::Ended));
}

#[test]
fn a_provider_that_is_down_after_the_revocation_costs_no_stored_token() {
    let fault: Fault = Box::new(|_, request, answer| match request.uri().path() {
        TOKEN => with_status(answer, 503),
        _ => answer,
    });
    let setting = signed_in(demo::CLIENT_ID, fault);
    let rehearsal = setting.rehearse(Scenario::RefreshRevoked).unwrap();
    assert_eq!((rehearsal.verdict, rehearsal.session), (Verdict::NotKnown, SessionNow::Untouched));
    assert!(!setting.is_signed_out());
}

#[test]
fn a_refused_revocation_changes_nothing() {
    let fault: Fault = Box::new(|_, request, answer| match request.uri().path() {
        "/oidc/token/revocation" => with_status(answer, 503),
        _ => answer,
    });
    let setting = signed_in(demo::CLIENT_ID, fault);
    assert!(matches!(setting.rehearse(Scenario::RefreshRevoked), Err(RehearseError::Revocation(_))));
    assert!(setting.refreshes().is_empty() && !setting.is_signed_out());
}

#[test]
fn without_rotation_a_race_harms_nobody() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    let rehearsal = setting.rehearse(Scenario::RefreshRace).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::NoticesNothing, vec![200, 200, 200]));
    assert!(setting.lives());
}

/// Has the provider rotate: the refresh token is past 70 % of its life.
fn rotating(fault: Fault) -> Setting {
    let setting = signed_in(demo::CLIENT_ID, fault);
    setting.world.advance(Duration::from_secs(10 * 24 * 3_600));
    setting
}

#[test]
fn a_race_within_the_grace_keeps_what_came_last() {
    let setting = rotating(faithful());
    let rehearsal = setting.rehearse(Scenario::RefreshRace).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::NoticesNothing, vec![200, 200, 200]));
    assert_eq!(rehearsal.steps[1].remark, Some(Remark::RotatedRefreshToken));
    assert!(setting.lives());
}

#[test]
fn a_race_that_the_provider_takes_for_theft_ends_the_grant() {
    // A second passes between the two, and the grace is over.
    let fault: Fault = Box::new(|world, request, answer| {
        if request.uri().path() == TOKEN {
            world.advance(Duration::from_secs(1));
        }
        answer
    });
    let setting = rotating(fault);
    let rehearsal = setting.rehearse(Scenario::RefreshRace).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::Stranded, vec![200, 400, 400]));
    assert_eq!(rehearsal.session, SessionNow::Ended);
    assert!(setting.is_signed_out());
}

#[test]
fn a_race_whose_loser_is_only_refused_costs_one_call() {
    let mut refreshes = 0;
    let fault: Fault = Box::new(move |_, request, answer| {
        refreshes += u8::from(request.uri().path() == TOKEN);
        if refreshes == 2 && request.uri().path() == TOKEN { with_status(answer, 400) } else { answer }
    });
    let setting = signed_in(demo::CLIENT_ID, fault);
    let rehearsal = setting.rehearse(Scenario::RefreshRace).unwrap();
    assert_eq!((rehearsal.verdict, statuses(&rehearsal)), (Verdict::OneCallFails, vec![200, 400, 200]));
    assert_eq!(rehearsal.session, SessionNow::Renewed);
    assert!(setting.lives());
}

#[test]
fn what_a_rehearsal_costs_is_known_before_it_begins() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    let (store, project) = (store(&setting.world), setting.action.project.as_ref().unwrap());
    for scenario in Scenario::ALL {
        assert_eq!(stake(&*store, project, scenario).unwrap(), scenario.cost());
    }
    assert!(setting.refreshes().is_empty());
}

#[test]
fn nobody_signed_in_can_rehearse_only_that() {
    let setting = signed_in(demo::CLIENT_ID, faithful());
    setting.rehearse(Scenario::RefreshRevoked).unwrap();
    let (store, project) = (store(&setting.world), setting.action.project.as_ref().unwrap());
    for scenario in [Scenario::Expired, Scenario::RefreshRevoked, Scenario::RefreshRace] {
        assert!(matches!(
            stake(&*store, project, scenario),
            Err(RehearseError::Session(SessionError::NotSignedIn))
        ));
    }
    assert_eq!(setting.rehearse(Scenario::NoToken).unwrap().verdict, Verdict::SignsIn);
}
