//! A failure at every single request of an apply.

use super::setting::Setting;
use crate::{logto::plan::Asked, system::fake::logto::Fault, task::logto::apply::ApplyOptions};
use std::time::Duration;

/// The request in which a new token is used for the first time.
const FIRST_USE: usize = 1;

/// Lets each request of an apply in turn meet each kind of trouble, and looks at what is left.
fn at_every_request(is_shared: bool, prepare: impl Fn() -> Setting) {
    let undisturbed = prepare();
    undisturbed.logto().calm();
    undisturbed.apply().unwrap();
    undisturbed.assert_done(is_shared, "undisturbed");
    let requests = undisturbed.logto().seen();
    assert!(requests > 5, "only {requests} requests");
    for number in 0..requests {
        for fault in Fault::ALL {
            let about = format!("{fault:?} at request {number} of {requests}");
            let setting = prepare();
            setting.logto().fail_at(number, fault);
            match setting.apply() {
                Ok(_) => setting.assert_done(is_shared, &about),
                Err(told) => setting.assert_true(&told, &format!("{about}: {told}")),
            }
            setting.logto().calm();
            // The next one does the rest,
            setting.apply().unwrap_or_else(|error| panic!("{about}, then {error:?}"));
            setting.assert_done(is_shared, &about);
            // and the one after finds nothing to do.
            let planned = setting.plan().unwrap();
            assert!(planned.plan.is_empty(), "{about}: {:?}", planned.plan.changes);
        }
    }
}

#[test]
fn where_an_application_is_made_each_failure_leaves_what_is_told_and_the_next_apply_does_the_rest() {
    at_every_request(false, Setting::new);
}

#[test]
fn where_another_one_uses_it_too_each_failure_leaves_what_is_told_and_nothing_of_his_is_lost() {
    at_every_request(true, Setting::shared);
}

#[test]
fn an_expired_token_and_too_many_requests_are_no_failures() {
    for fault in [Fault::ExpiredToken, Fault::TooManyRequests] {
        let undisturbed = Setting::shared();
        undisturbed.apply().unwrap();
        for number in 0..undisturbed.logto().seen() {
            // A token that is refused at its first use is no expired one: a new one would be no better.
            if fault == Fault::ExpiredToken && number == FIRST_USE {
                continue;
            }
            let setting = Setting::shared();
            setting.logto().fail_at(number, fault);
            let applied = setting.apply().map_err(|error| error.to_string());
            assert!(applied.is_ok(), "{fault:?} at {number}: {applied:?}");
        }
    }
}

#[test]
fn a_rotation_that_fails_leaves_a_secret_that_is_good() {
    let rotate = ApplyOptions { asked: Asked { rotate_secret: true, ..Asked::default() }, approved: None };
    let undisturbed = Setting::shared();
    undisturbed.apply().unwrap();
    undisturbed.logto().calm();
    undisturbed.apply_with(&rotate).unwrap();
    let requests = undisturbed.logto().seen();
    for number in 0..requests {
        for fault in Fault::ALL {
            let about = format!("{fault:?} at request {number} of {requests}");
            let setting = Setting::shared();
            setting.apply().unwrap();
            let before = setting.kept_secret();
            setting.logto().fail_at(number, fault);
            let done = setting.apply_with(&rotate).is_ok();
            let after = setting.kept_secret();
            assert_eq!(after != before, done, "{about}: what is told is what is kept");
            setting.assert_done(true, &about);
            setting.logto().calm();
            // A secret is named by the second in which it is made.
            setting.world.advance(Duration::from_secs(60));
            setting.apply_with(&rotate).unwrap_or_else(|error| panic!("{about}, then {error:?}"));
            setting.assert_done(true, &about);
            assert_ne!(setting.kept_secret(), after, "{about}");
        }
    }
}
