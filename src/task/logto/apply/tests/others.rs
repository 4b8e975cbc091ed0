//! Others who work at the same application at the same time.

use super::*;
use std::{cell::Cell, rc::Rc};

impl Scene {
    /// Lets somebody else act right before each request is answered.
    fn meddle(&self, meddle: impl Fn(&mut StandIn, &http::Request<Vec<u8>>) + 'static) {
        let (world, shared) = (self.world.clone(), self.logto.clone());
        self.world.answer(move |request| {
            meddle(&mut shared.borrow_mut().logto, request);
            let answer = shared.borrow_mut().respond(request, world.now());
            assert!(shared.borrow().logto.unmeasured().is_empty());
            Ok(answer.unwrap())
        });
    }
}

#[test]
fn what_a_stale_writer_takes_away_is_written_again() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    let (world, shared, id) = (scene.world.clone(), scene.logto.clone(), own.id.clone());
    let left = Rc::new(Cell::new(3));
    let overwritten = left.clone();
    world.on_sleep(move |_| {
        if left.get() > 0 {
            left.set(left.get() - 1);
            // It had read before we wrote.
            shared.borrow_mut().logto.set_redirect_uris(&id, &["https://theirs.example/cb"], &[]);
        }
    });
    scene.apply().unwrap();
    assert_eq!(overwritten.get(), 0);
    scene.assert_as_wanted();
    let uris = scene.application(&own.id)["oidcClientMetadata"]["redirectUris"].clone();
    assert!(uris.as_array().unwrap().contains(&json!("https://theirs.example/cb")), "{uris}");
}

#[test]
fn what_a_stale_writer_took_from_a_third_is_put_back() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    scene.logto.borrow_mut().logto.set_redirect_uris(
        &own.id,
        &["https://theirs.example/cb"],
        &["https://bye.example/"],
    );
    let (shared, id, once) = (scene.logto.clone(), own.id.clone(), Cell::new(true));
    scene.world.on_sleep(move |_| {
        if once.replace(false) {
            shared.borrow_mut().logto.set_redirect_uris(&id, &["https://another.example/cb"], &[]);
        }
    });
    scene.apply().unwrap();
    scene.assert_as_wanted();
    let metadata = scene.application(&own.id)["oidcClientMetadata"].clone();
    for uri in ["https://theirs.example/cb", "https://another.example/cb"] {
        assert!(metadata["redirectUris"].as_array().unwrap().contains(&json!(uri)), "{metadata}");
    }
    assert_eq!(metadata["postLogoutRedirectUris"], json!(["https://bye.example/"]));
}

#[test]
fn whoever_never_stops_writing_is_told_about() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    let id = own.id.clone();
    scene.meddle(move |logto, request| {
        if *request.method() == Method::GET && request.uri().path().ends_with(&id) {
            logto.set_redirect_uris(&id, &[], &[]);
        }
    });
    let error = scene.apply().unwrap_err();
    assert!(matches!(error.fault, ApplyFault::Contended { .. }), "{error:?}");
    assert_eq!(scene.writes().len(), 20);
}

#[test]
fn an_older_application_made_at_the_same_moment_wins_and_the_own_one_goes() {
    // As the first look shows it, and as only the second one does.
    for looks in [0, 1] {
        let scene = Scene::new();
        let before = scene.world.now() - jiff::SignedDuration::from_secs(1);
        let (posted, seen) = (Cell::new(false), Cell::new(0));
        scene.meddle(move |logto, request| {
            let is_list = *request.method() == Method::GET && request.uri().path() == "/api/applications";
            if posted.get() && is_list {
                if seen.get() == looks {
                    logto.put("Traditional", "Agenda", before);
                }
                seen.set(seen.get() + 1);
            }
            posted.set(
                posted.get()
                    || *request.method() == Method::POST && request.uri().path() == "/api/applications",
            );
        });
        let applied = scene.apply().unwrap();
        let id = scene.assert_as_wanted();
        assert_eq!(applied.application, id);
        assert!(scene.writes().iter().any(|own| own.starts_with("DELETE /api/applications/")));
        assert!(!applied.done.iter().any(|own| matches!(own, Change::CreateApplication { .. })));
    }
}

#[test]
fn a_younger_one_that_is_not_ours_stays_and_is_told() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.world.advance(std::time::Duration::from_secs(1));
    let other = scene.put("Agenda");
    let applied = scene.apply().unwrap();
    assert_eq!(applied.application, own.id, "the oldest");
    assert!(applied.notes.contains(&Note::Namesakes(vec![other.id.clone()])));
    assert_eq!(scene.ids().len(), 2);
    assert!(!scene.writes().iter().any(|own| own.starts_with("DELETE")));
}

#[test]
fn an_application_that_went_away_in_the_middle_is_looked_for_anew() {
    let scene = Scene::new();
    let doomed = scene.put("Agenda");
    let deleted = Cell::new(false);
    let id = doomed.id.clone();
    scene.meddle(move |logto, request| {
        if *request.method() == Method::PATCH && !deleted.replace(true) {
            logto.delete(&id);
        }
    });
    let applied = scene.apply().unwrap();
    assert_ne!(applied.application, doomed.id);
    scene.assert_as_wanted();
}

#[test]
fn an_apply_waits_for_the_one_before_it() {
    let scene = Scene::new();
    let system = scene.world.system();
    let key = StoreKey {
        issuer: "https://acme.logto.app/".to_owned(),
        client_id: String::new(),
        environment: None,
        account: None,
        item: StoreItem::LogtoApplication,
    };
    scene.world.lock(&key);
    let (held, waited) = (key.clone(), Cell::new(0));
    scene.world.on_sleep(move |world| {
        waited.set(waited.get() + 1);
        if waited.get() == 5 {
            world.release(&held);
        }
    });
    let mut told = 0;
    let options = ApplyOptions::default();
    let mut on = |event: Event<'_>| told += usize::from(matches!(event, Event::Waiting { .. }));
    run(apply(&system, &StoreChoice::Auto, None, None, &options, &mut on)).unwrap();
    assert_eq!(told, 1);
    scene.assert_as_wanted();
    assert!(!scene.world.is_locked(&key));
}
