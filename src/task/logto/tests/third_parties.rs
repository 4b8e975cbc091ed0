//! Somebody else at the same application: in the console, or with another project.

use super::setting::{CALLBACKS, FOREIGN, FOREIGN_LOGOUT, Setting};
use crate::{
    logto::plan::{Asked, Change, PlanError},
    system::fake::logto::StandIn,
    task::logto::{
        apply::{ApplyFault, ApplyOptions},
        plan::PlanningError,
    },
};
use serde_json::json;

const LATER: &str = "https://www.example.com/later";

fn asking(asked: Asked) -> ApplyOptions {
    ApplyOptions { asked, approved: None }
}

#[test]
fn what_another_one_adds_between_two_looks_stays() {
    let undisturbed = Setting::shared();
    undisturbed.apply().unwrap();
    let sleeps = 6;
    for at in 0..sleeps {
        let setting = Setting::shared();
        let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
        let (shared, mut slept) = (setting.handle(), 0);
        setting.world.on_sleep(move |_| {
            if slept == at {
                let logto = &mut shared.borrow_mut().logto;
                add_uri(logto, &id, LATER);
                logto.set_setting(&id, "rotateRefreshToken", json!(true));
            }
            slept += 1;
        });
        setting.apply().unwrap();
        setting.assert_done(true, &format!("after sleep {at}"));
        let application = setting.application().unwrap();
        let is_there = application["oidcClientMetadata"]["redirectUris"]
            .as_array()
            .unwrap()
            .iter()
            .any(|own| own == LATER);
        assert_eq!(is_there, application["customClientMetadata"]["rotateRefreshToken"] == true);
    }
}

fn add_uri(logto: &mut StandIn, id: &str, uri: &str) {
    let application = logto.application(id);
    let texts = |name: &str| -> Vec<String> {
        let list = application["oidcClientMetadata"][name].as_array().unwrap();
        list.iter().map(|own| own.as_str().unwrap().to_owned()).collect()
    };
    let (mut uris, logout) = (texts("redirectUris"), texts("postLogoutRedirectUris"));
    uris.push(uri.to_owned());
    let all = |list: &[String]| list.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    let (uris, logout) = (all(&uris), all(&logout));
    logto.set_redirect_uris(
        id,
        &uris.split(' ').collect::<Vec<_>>(),
        &logout.split(' ').filter(|own| !own.is_empty()).collect::<Vec<_>>(),
    );
}

#[test]
fn who_overwrites_ours_with_what_he_read_before_is_outlasted() {
    let setting = Setting::shared();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    let (shared, mut left) = (setting.handle(), 3);
    // Three times, behind our write, another one writes what he read before it.
    setting.world.on_sleep(move |_| {
        if left > 0 {
            left -= 1;
            shared.borrow_mut().logto.set_redirect_uris(&id, &[FOREIGN, LATER], &[FOREIGN_LOGOUT]);
        }
    });
    setting.apply().unwrap();
    setting.assert_done(true, "outlasted");
    let uris = setting.application().unwrap()["oidcClientMetadata"]["redirectUris"].clone();
    assert!(uris.as_array().unwrap().iter().any(|own| own == LATER), "{uris}");
}

#[test]
fn who_never_stops_overwriting_is_named_as_the_reason() {
    let setting = Setting::shared();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    let shared = setting.handle();
    setting.world.on_sleep(move |_| {
        shared.borrow_mut().logto.set_redirect_uris(&id, &[FOREIGN], &[FOREIGN_LOGOUT]);
    });
    let told = setting.apply().unwrap_err();
    assert!(matches!(told.fault, ApplyFault::Contended { .. }), "{told:?}");
}

#[test]
fn prune_takes_back_what_came_from_here_and_nothing_else() {
    let setting = Setting::shared();
    setting.apply().unwrap();
    setting.replace_in_file(
        &format!("chatgpt_redirect_uris = [\"{}\"]", CALLBACKS[0]),
        "chatgpt_redirect_uris = []",
    );
    setting.apply().unwrap();
    let uris = |setting: &Setting| {
        setting.application().unwrap()["oidcClientMetadata"]["redirectUris"].as_array().unwrap().clone()
    };
    assert!(CALLBACKS.iter().all(|uri| uris(&setting).iter().any(|own| own == uri)), "nothing goes unasked");
    let done = setting.apply_with(&asking(Asked { prune: true, ..Asked::default() })).unwrap().done;
    assert_eq!(done, CALLBACKS.map(|uri| Change::RemoveRedirectUri(uri.to_owned())));
    assert_eq!(uris(&setting), [FOREIGN, "http://127.0.0.1:4180/callback"]);
    // What another one registers now is not ours, though it is the same.
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    add_uri(&mut setting.logto().logto, &id, CALLBACKS[0]);
    let done = setting.apply_with(&asking(Asked { prune: true, ..Asked::default() })).unwrap().done;
    assert_eq!(done, []);
    assert!(uris(&setting).iter().any(|own| own == CALLBACKS[0]));
}

#[test]
fn an_old_secret_goes_only_when_asked_and_only_the_one_that_was_replaced() {
    let setting = Setting::shared();
    setting.apply().unwrap();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    let names = |setting: &Setting| {
        let secrets = setting.logto().logto.secrets(&id);
        secrets.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    let rotate = asking(Asked { rotate_secret: true, ..Asked::default() });
    let rotated = setting.apply_with(&rotate).unwrap().rotated.unwrap();
    assert_eq!((rotated.proved, rotated.old.as_deref()), (Some(true), Some("Default secret")));
    assert_eq!(names(&setting), ["Default secret", &*rotated.name]);
    let remove = asking(Asked { remove_old_secret: true, ..Asked::default() });
    setting.apply_with(&remove).unwrap();
    assert_eq!(names(&setting), [&*rotated.name]);
    setting.assert_done(true, "rotated");
    assert_eq!(setting.apply_with(&remove).unwrap().done, []);
}

#[test]
fn a_secret_that_somebody_removed_is_replaced_by_one_that_is_there() {
    let setting = Setting::shared();
    setting.apply().unwrap();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    setting.logto().logto.delete_secret(&id, "Default secret");
    let done = setting.apply().unwrap().done;
    assert_eq!(done, [Change::KeepSecret { replaces: true }]);
    setting.assert_done(true, "secret removed");
}

#[test]
fn an_application_that_somebody_deleted_is_made_again() {
    let setting = Setting::shared();
    setting.apply().unwrap();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    setting.logto().logto.delete(&id);
    let done = setting.apply().unwrap().done;
    assert!(done.contains(&Change::CreateApplication { name: "Agenda".to_owned() }), "{done:?}");
    setting.assert_done(false, "made again");
    assert_ne!(setting.application().unwrap()["id"], *id);
}

#[test]
fn an_application_of_another_type_is_left_alone() {
    let setting = Setting::new();
    let now = setting.world.now();
    let spa = setting.logto().logto.put("SPA", "Agenda", now);
    // By its name it is none of ours,
    setting.apply().unwrap();
    setting.assert_done(false, "beside an SPA of the name");
    // by its id it cannot become one.
    let ours = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    setting.replace_in_file(&ours, &spa);
    let before = setting.logto().logto.application(&spa);
    let told = setting.apply().unwrap_err();
    let wrong = matches!(&told.fault, ApplyFault::Planning(PlanningError::Plan(PlanError::WrongType { kind, .. })) if kind == "SPA");
    assert!(wrong, "{told:?}");
    assert_eq!(setting.logto().logto.application(&spa), before);
}
