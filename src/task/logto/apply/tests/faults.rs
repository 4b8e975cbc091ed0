//! Trouble at every single request.

use super::*;
use crate::system::{HttpError, fake::logto::Fault};

/// Runs `first` with trouble at each request in turn, until one run has none; after each, an apply
/// without trouble must complete it.
fn at_every_request(prepare: impl Fn() -> Scene, asked: Asked) -> usize {
    let mut broken = 0;
    for fault in Fault::ALL {
        for number in 0.. {
            let scene = prepare();
            scene.logto.borrow_mut().fail_at(number, fault);
            let ended = scene.ask(asked);
            let seen = scene.logto.borrow().seen();
            scene.logto.borrow_mut().calm();
            if let Err(error) = &ended {
                broken += 1;
                assert_tells_the_truth(&scene, error, (fault, number));
                assert!(
                    !matches!(fault, Fault::TooManyRequests | Fault::ExpiredToken),
                    "{fault:?} {number}: {error}"
                );
            }
            let again = scene.apply();
            assert!(again.is_ok(), "{fault:?} at {number}: {again:?}");
            scene.assert_as_wanted();
            if seen <= number {
                assert!(ended.is_ok());
                break;
            }
        }
    }
    broken
}

/// What is said to be done is there, and what is said not to be is not.
fn assert_tells_the_truth(scene: &Scene, error: &ApplyError, at: (Fault, usize)) {
    let ids = scene.ids();
    let Some(id) = ids.first() else {
        assert!(error.done.is_empty(), "{at:?}: {error:?}");
        return;
    };
    let application = Application::parse(scene.application(id)).unwrap();
    for change in &error.done {
        assert_ne!(change.holds_in(&application), Some(false), "{at:?}: {change:?} of {error:?}");
    }
    for change in error.open.iter().filter(|own| !matches!(own, Change::CreateApplication { .. })) {
        assert_ne!(change.holds_in(&application), Some(true), "{at:?}: {change:?} of {error:?}");
    }
    assert!(!error.done.iter().any(|own| error.open.contains(own) || error.unknown.contains(own)), "{at:?}");
}

#[test]
fn at_every_request_of_a_first_apply_the_next_one_completes_it() {
    assert!(at_every_request(Scene::new, Asked::default()) > 10);
}

#[test]
fn the_old_secret_stays_where_nothing_proved_the_new_one() {
    let both = Asked { rotate_secret: true, remove_old_secret: true, ..Asked::default() };
    let mut unproved = 0;
    for number in 0.. {
        let scene = Scene::new();
        scene.apply().unwrap();
        scene.logto.borrow_mut().fail_at(number, Fault::CutBefore);
        let ended = scene.ask(both);
        let seen = scene.logto.borrow().seen();
        let id = scene.ids().remove(0);
        let old_is_there = scene.secrets(&id).iter().any(|(name, _)| name == "Default secret");
        if let Ok(Applied { rotated: Some(Rotated { proved: None, .. }), notes, .. }) = &ended {
            unproved += 1;
            assert!(old_is_there && notes.contains(&Note::OldSecretStays), "{ended:?}");
            let applied = scene.ask(Asked { remove_old_secret: true, ..Asked::default() }).unwrap();
            assert_eq!(applied.done, [Change::RemoveSecret { name: "Default secret".to_owned() }]);
        } else if ended.is_ok() {
            assert!(!old_is_there);
        }
        if seen <= number {
            break;
        }
    }
    assert_eq!(unproved, 1, "the proof is one request");
}

#[test]
fn at_every_request_of_a_change_the_next_one_completes_it() {
    let prepare = || {
        let scene = Scene::new();
        let own = scene.put("Agenda");
        scene.name(&own.id);
        let mut logto = scene.logto.borrow_mut();
        logto.logto.set_redirect_uris(&own.id, &["https://theirs.example/cb"], &["https://bye.example/"]);
        logto.logto.set_setting(&own.id, "idTokenTtl", json!(60));
        drop(logto);
        scene
    };
    assert!(at_every_request(prepare, Asked::default()) > 5);
}

#[test]
fn at_every_request_of_a_rotation_a_good_secret_is_kept() {
    let prepare = || {
        let scene = Scene::new();
        scene.apply().unwrap();
        scene
    };
    let asked = Asked { rotate_secret: true, remove_old_secret: true, ..Asked::default() };
    assert!(at_every_request(prepare, asked) > 5);
}

#[test]
fn a_write_whose_answer_was_lost_is_not_lost() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    for number in 0.. {
        scene.logto.borrow_mut().fail_at(number, Fault::CutAfter);
        let ended = scene.apply();
        let patched = scene.writes().iter().any(|own| own.starts_with("PATCH"));
        if patched {
            ended.unwrap();
            break;
        }
    }
    scene.logto.borrow_mut().calm();
    scene.assert_as_wanted();
}

#[test]
fn where_nobody_answers_any_more_nobody_says_what_was_done() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    let (world, shared) = (scene.world.clone(), scene.logto.clone());
    let cut = std::cell::Cell::new(false);
    let now = world.now();
    scene.world.answer(move |request| {
        let gone = || HttpError::Broken { origin: String::new(), source: "cut".into() };
        if cut.get() {
            return Err(gone());
        }
        let answer = shared.borrow_mut().respond(request, now).unwrap();
        cut.set(*request.method() == Method::PATCH);
        if cut.get() { Err(gone()) } else { Ok(answer) }
    });
    let error = scene.apply().unwrap_err();
    assert_eq!((error.done.len(), error.unknown.len()), (0, 5), "{error:?}");
    assert!(error.open.iter().all(|own| !own.is_of_application()));
}

#[test]
fn a_setting_that_logto_ignores_is_told() {
    let scene = Scene::new();
    let own = scene.put("Agenda");
    scene.name(&own.id);
    let shared = scene.logto.clone();
    let now = scene.world.now();
    scene.world.answer(move |request| {
        let mut answer = shared.borrow_mut().respond(request, now).unwrap();
        let mut body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        if let Some(metadata) = body.get_mut("customClientMetadata").and_then(Value::as_object_mut) {
            metadata.remove("refreshTokenTtlInDays");
            *answer.body_mut() = body.to_string().into_bytes();
        }
        Ok(answer)
    });
    let error = scene.apply().unwrap_err();
    assert!(matches!(error.fault, ApplyFault::Ignored { member: "customClientMetadata" }), "{error:?}");
    assert_eq!(error.open.len(), 2, "{error:?}");
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_rest_done() {
    let scene = Scene::new();
    scene.world.make_read_only();
    let error = scene.apply().unwrap_err();
    assert!(matches!(error.fault, ApplyFault::Write { .. }), "{error:?}");
    assert!(matches!(error.open[..], [Change::WriteClientId { .. }]), "{error:?}");
    assert_eq!(error.done.len(), 7);
}
