//! Somebody else at the same application: in the console, or with another project.

use super::setting::Setting;
use crate::{logto::plan::Change, system::fake::logto::StandIn};
use serde_json::json;

const LATER: &str = "https://www.example.com/later";

#[test]
fn what_another_one_adds_between_two_looks_stays() {
    for at in 0..4 {
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
        let about = format!("after sleep {at}");
        setting.assert_done(&about);
        setting.assert_nothing_foreign_lost(&about);
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
fn an_application_that_somebody_deleted_is_made_again() {
    let setting = Setting::shared();
    setting.apply().unwrap();
    let id = setting.application().unwrap()["id"].as_str().unwrap().to_owned();
    setting.logto().logto.delete(&id);
    let done = setting.apply().unwrap().done;
    assert!(done.contains(&Change::CreateApplication { name: "Agenda".to_owned() }), "{done:?}");
    setting.assert_done("made again");
    assert_ne!(setting.application().unwrap()["id"], *id);
}

#[test]
fn an_application_of_the_name_and_another_type_is_none_of_ours() {
    let setting = Setting::new();
    let now = setting.world.now();
    let spa = setting.logto().logto.put("SPA", "Agenda", now);
    let before = setting.logto().logto.application(&spa);
    setting.apply().unwrap();
    setting.assert_done("beside an SPA of the name");
    assert_eq!(setting.logto().logto.application(&spa), before);
}
