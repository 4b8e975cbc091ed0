//! A failure at every single request of an apply, at an application that another one uses too.

use super::setting::Setting;
use crate::system::fake::logto::Fault;

#[test]
fn where_another_one_uses_it_too_each_failure_leaves_what_is_told_and_nothing_of_his_is_lost() {
    let undisturbed = Setting::shared();
    undisturbed.logto().calm();
    undisturbed.apply().unwrap();
    undisturbed.assert_done("undisturbed");
    let requests = undisturbed.logto().seen();
    assert!(requests > 5, "only {requests} requests");
    for number in 0..requests {
        for fault in Fault::ALL {
            let about = format!("{fault:?} at request {number} of {requests}");
            let setting = Setting::shared();
            setting.logto().fail_at(number, fault);
            match setting.apply() {
                Ok(_) => setting.assert_done(&about),
                Err(told) => setting.assert_true(&told, &format!("{about}: {told}")),
            }
            setting.assert_nothing_foreign_lost(&about);
            setting.logto().calm();
            // The next one does the rest,
            setting.apply().unwrap_or_else(|error| panic!("{about}, then {error:?}"));
            setting.assert_done(&about);
            setting.assert_nothing_foreign_lost(&about);
            // and the one after finds nothing to do.
            let planned = setting.plan().unwrap();
            assert!(planned.plan.is_empty(), "{about}: {:?}", planned.plan.changes);
        }
    }
}
