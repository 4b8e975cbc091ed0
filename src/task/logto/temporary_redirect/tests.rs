//! Redirect URIs that come and go, beside others who use the same application.

use super::*;
use crate::{
    oauth::values::{ClientId, ClientSecret},
    system::{
        StoreChoice,
        fake::{
            World,
            logto::{Credentials as Machine, Fault, Shared, StandIn},
            run,
        },
    },
    task::logto::access::{Access, Credentials, Origin},
};

const OTHERS: [&str; 2] = ["https://chatgpt.com/aip/g-1/oauth/callback", "http://127.0.0.1:4180/callback"];

/// A tenant with one application, whose redirect URIs are those of others.
struct Place {
    world: World,
    system: System,
    logto: Shared,
    application: String,
    machine: Machine,
}

impl Place {
    fn new() -> Self {
        let world = World::new();
        let mut logto = StandIn::cloud("acme", "acme.logto.app");
        let application = logto.put("Traditional", "Agenda", world.now());
        logto.set_redirect_uris(&application, &OTHERS, &["https://app.example.com/bye"]);
        let machine = logto.put_machine(true, world.now());
        let logto = world.answer_as_logto(logto);
        Self { system: world.system(), world, logto, application, machine }
    }

    fn api(&self) -> ManagementApi<'_> {
        let access = Access {
            tenant: self.tenant(),
            credentials: Credentials {
                id: ClientId::new(self.machine.id.clone()),
                secret: ClientSecret::new(self.machine.secret.clone()),
            },
            origin: Origin::Environment,
        };
        ManagementApi::new(&self.system, access)
    }

    fn tenant(&self) -> Tenant {
        Tenant::new(&"https://acme.logto.app".parse().unwrap(), None, None).unwrap()
    }

    fn redirect_uris<'a>(&'a self, api: &'a ManagementApi<'a>) -> RedirectUris<'a> {
        RedirectUris { system: &self.system, api, choice: &StoreChoice::Auto, application: &self.application }
    }

    fn prepare(&self, port: u16) -> Result<Temporary, TemporaryError> {
        let api = self.api();
        run(Temporary::prepare(&self.system, &api, &self.application, &uri(port)))
    }

    fn add(&self, temporary: &Temporary) -> Result<(), TemporaryError> {
        let api = self.api();
        run(temporary.add(&self.redirect_uris(&api), &mut |_| ()))
    }

    fn remove(&self, temporary: Temporary) -> Result<(), TemporaryError> {
        let api = self.api();
        run(temporary.remove(&self.redirect_uris(&api), &mut |_| ()))
    }

    fn leftovers(&self) -> Vec<Temporary> {
        leftovers(&self.system, &self.tenant(), &self.application).unwrap()
    }

    /// The redirect URIs beyond those of others, which must all be there.
    fn beyond(&self) -> Vec<String> {
        let application = self.logto.borrow().logto.application(&self.application);
        let metadata = &application["oidcClientMetadata"];
        assert_eq!(metadata["postLogoutRedirectUris"][0], "https://app.example.com/bye");
        let uris = metadata["redirectUris"].as_array().unwrap();
        let uris: Vec<_> = uris.iter().map(|own| own.as_str().unwrap().to_owned()).collect();
        assert_eq!(uris[..2], OTHERS);
        uris[2..].to_vec()
    }
}

fn uri(port: u16) -> Url {
    format!("http://127.0.0.1:{port}/callback").parse().unwrap()
}

#[test]
fn it_is_written_down_before_it_is_registered_and_both_go_together() {
    let place = Place::new();
    let temporary = place.prepare(40001).unwrap();
    assert!(temporary.is_temporary() && place.beyond().is_empty());
    let record = place.world.records().into_values().next().unwrap();
    assert_eq!(TemporaryRedirect::parse(&record).unwrap().redirect_uri, uri(40001).as_str());
    place.add(&temporary).unwrap();
    assert_eq!(place.beyond(), [uri(40001).to_string()]);
    assert!(place.leftovers().is_empty(), "one that is held is nobody's leftover");
    place.remove(temporary).unwrap();
    assert!(place.beyond().is_empty() && place.world.records().is_empty());
}

#[test]
fn one_that_was_there_before_stays() {
    let place = Place::new();
    let temporary = place.prepare(4180).unwrap();
    assert!(!temporary.is_temporary() && place.world.records().is_empty());
    place.add(&temporary).unwrap();
    place.remove(temporary).unwrap();
    assert!(place.beyond().is_empty());
    let patched = place.world.requests().iter().any(|own| own.method() == http::Method::PATCH);
    assert!(!patched, "nothing was written");
}

#[test]
fn two_at_once_do_not_undo_each_other() {
    let place = Place::new();
    let (first, second) = (place.prepare(40001).unwrap(), place.prepare(40002).unwrap());
    place.add(&first).unwrap();
    place.add(&second).unwrap();
    place.remove(first).unwrap();
    assert_eq!(place.beyond(), [uri(40002).to_string()]);
    place.remove(second).unwrap();
    assert!(place.beyond().is_empty() && place.world.records().is_empty());
}

#[test]
fn what_a_killed_process_left_is_found_by_those_of_the_same_application_alone() {
    let place = Place::new();
    let temporary = place.prepare(40001).unwrap();
    place.add(&temporary).unwrap();
    drop(temporary);
    let others = leftovers(&place.system, &place.tenant(), "another").unwrap();
    assert!(others.is_empty());
    let elsewhere = Tenant::new(&"https://other.logto.app".parse().unwrap(), None, None).unwrap();
    assert!(leftovers(&place.system, &elsewhere, &place.application).unwrap().is_empty());
    let custom = Tenant::new(&"https://auth.example.com".parse().unwrap(), Some("acme"), None).unwrap();
    assert_eq!(
        leftovers(&place.system, &custom, &place.application).unwrap().len(),
        1,
        "on its own domain, too"
    );
    let found = place.leftovers().remove(0);
    assert_eq!(found.redirect_uri(), uri(40001).as_str());
    place.remove(found).unwrap();
    assert!(place.beyond().is_empty() && place.world.records().is_empty());
}

#[test]
fn the_same_port_again_takes_over_what_was_left() {
    let place = Place::new();
    let killed = place.prepare(40001).unwrap();
    place.add(&killed).unwrap();
    drop(killed);
    let temporary = place.prepare(40001).unwrap();
    assert!(temporary.is_temporary(), "it is ours, and was never there before us");
    place.add(&temporary).unwrap();
    place.remove(temporary).unwrap();
    assert!(place.beyond().is_empty() && place.world.records().is_empty());
}

#[test]
fn what_was_left_and_is_gone_already_is_forgotten() {
    let place = Place::new();
    drop(place.prepare(40001).unwrap());
    place.remove(place.leftovers().remove(0)).unwrap();
    assert!(place.world.records().is_empty());
    let killed = place.prepare(40001).unwrap();
    drop(killed);
    place.logto.borrow_mut().logto.delete(&place.application);
    place.remove(place.leftovers().remove(0)).unwrap();
    assert!(place.world.records().is_empty(), "with its application it is gone as well");
}

#[test]
fn a_record_without_a_word_is_swept_away_and_a_strange_one_is_left() {
    let place = Place::new();
    place.world.set_record("empty", "");
    place.world.set_record("strange", "{\"version\":2}");
    assert!(place.leftovers().is_empty());
    assert_eq!(place.world.records().into_keys().collect::<Vec<_>>(), ["strange"]);
}

#[test]
fn where_nothing_can_be_written_down_nothing_is_registered() {
    let place = Place::new();
    place.world.make_read_only();
    assert!(matches!(place.prepare(40001), Err(TemporaryError::Record(_))));
    assert!(place.beyond().is_empty());
}

#[test]
fn an_application_that_is_not_there_leaves_no_record() {
    let place = Place::new();
    place.logto.borrow_mut().logto.delete(&place.application);
    assert!(matches!(place.prepare(40001), Err(TemporaryError::NoApplication { .. })));
    assert!(place.world.records().is_empty());
}

#[test]
fn another_process_with_the_same_one_is_waited_for_and_not_for_ever() {
    let place = Place::new();
    let name =
        TemporaryRedirect::new(&place.tenant(), &place.application, &uri(40001), place.world.now()).name();
    place.world.hold_record_elsewhere(&name);
    assert!(matches!(place.prepare(40001), Err(TemporaryError::Busy { .. })));
    assert!(place.world.now() >= "2026-01-01T00:00:30Z".parse().unwrap());
}

#[test]
fn a_failure_at_any_request_leaves_a_record_as_long_as_it_may_be_registered() {
    for fault in Fault::ALL {
        for number in 0..12 {
            let place = Place::new();
            place.logto.borrow_mut().fail_at(number, fault);
            let ended = place.prepare(40001).and_then(|temporary| {
                place.add(&temporary)?;
                place.remove(temporary)
            });
            let is_known = !place.leftovers().is_empty();
            let is_there = !place.beyond().is_empty();
            assert!(is_known || !is_there, "{fault:?} at {number}: {ended:?}");
            assert!(ended.is_err() || (!is_there && !is_known), "{fault:?} at {number}");
            place.logto.borrow_mut().calm();
            for left in place.leftovers() {
                place.remove(left).unwrap();
            }
            assert!(place.beyond().is_empty() && place.world.records().is_empty(), "{fault:?} at {number}");
        }
    }
}
