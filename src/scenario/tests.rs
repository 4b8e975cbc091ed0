use super::*;
use crate::{
    invoke::{
        bind, fixture,
        outcome::{Answer, Authorization, CallOutcome},
        signature::{Encoding, Parameter, Place, Shape, Signature},
    },
    platform::gpt_action,
};
use http::{HeaderMap, Method, StatusCode};
use serde_json::json;
use std::time::Duration;
use url::Url;

fn operation(name: &str, method: Method) -> Signature {
    Signature { consequential: method != Method::GET, method, ..fixture::reading(name) }
}

fn with_query(mut signature: Signature, name: &str, default: Option<&str>) -> Signature {
    let shape = Shape { default: default.map(Into::into), ..Shape::default() };
    signature.parameters.push(Parameter {
        name: name.to_owned(),
        place: Place::Query,
        required: true,
        shape,
        encoding: Encoding::of_place(Place::Query),
    });
    signature
}

/// Returns the steps, but for those that repeat one.
fn steps(plan: &Plan) -> Vec<(usize, Check)> {
    let own = plan.steps.iter().filter(|step| step.check != Check::AnswersAgain);
    own.map(|step| (step.operation, step.check)).collect()
}

#[test]
fn only_get_operations_without_unknown_arguments_are_called() {
    let signatures = [
        operation("createItems", Method::POST),
        with_query(operation("search", Method::GET), "q", None),
        with_query(operation("page", Method::GET), "size", Some("10")),
        Signature { consequential: true, ..operation("pay", Method::GET) },
        Signature { path: "/../x".to_owned(), ..operation("up", Method::GET) },
    ];
    let plan = plan(&signatures, false);
    assert_eq!(steps(&plan), [(2, Check::Answers)]);
    let call = plan.steps[0].call(&signatures[2]).unwrap();
    assert_eq!(call.query.as_deref(), Some("size=10"));
    let reasons: Vec<_> = plan.skipped.iter().map(|own| (own.operation.as_str(), &own.reason)).collect();
    assert_eq!(reasons[0], ("createItems", &SkipReason::Changes));
    assert_eq!(reasons[1], ("search", &SkipReason::NeedsArguments(vec!["q".to_owned()])));
    assert_eq!(reasons[2], ("pay", &SkipReason::Changes));
    assert!(matches!(reasons[3], ("up", SkipReason::Uncallable(_))));
}

#[test]
fn each_operation_that_needs_a_token_is_probed() {
    let open = Signature { public: true, ..operation("open", Method::GET) };
    let signatures = [open.clone(), operation("a", Method::GET), operation("b", Method::GET)];
    let plan_of = |signatures: &[Signature], signs_in| plan(signatures, signs_in);
    let plan = plan_of(&signatures, true);
    assert!(plan.enforcement);
    assert_eq!(
        steps(&plan),
        [
            (0, Check::Answers),
            (1, Check::Answers),
            (2, Check::Answers),
            (1, Check::RefusesMissingToken),
            (1, Check::RefusesForgedToken),
            (2, Check::RefusesMissingToken),
            (2, Check::RefusesForgedToken),
        ]
    );
    assert!(!plan_of(&signatures, false).enforcement);
    assert_eq!(steps(&plan_of(&[open], true)), [(0, Check::Answers)]);
}

fn at(path: &str, name: &str) -> Signature {
    let variables = path.split(['{', '}']).skip(1).step_by(2);
    let parameter = |name: &str| Parameter {
        name: name.to_owned(),
        place: Place::Path,
        required: true,
        shape: Shape::default(),
        encoding: Encoding::of_place(Place::Path),
    };
    let parameters = variables.map(parameter).collect();
    Signature { path: path.to_owned(), parameters, ..operation(name, Method::GET) }
}

#[test]
fn the_values_of_a_path_come_from_the_lists_above_it() {
    let signatures = [
        at("/lists/{listId}/items/{id}", "getItem"),
        at("/lists/{list}/items", "listItems"),
        at("/lists", "listLists"),
        at("/users/{name}", "getUser"),
    ];
    let plan = plan(&signatures, false);
    assert_eq!(
        steps(&plan),
        [(2, Check::Answers), (1, Check::Answers), (0, Check::Answers)],
        "a list comes before what takes a value from it"
    );
    let reason = SkipReason::NeedsArguments(vec!["name".to_owned()]);
    assert_eq!(plan.skipped, [Skipped { operation: "getUser".to_owned(), reason }]);
    let mut known = Known::default();
    known.learn(&signatures[2], json!([{"id": "a/b"}, {"id": "c"}]).to_string().as_bytes());
    let call = known.bind(&plan.steps[2], &signatures[1]).unwrap();
    assert_eq!(call.path, "/lists/a%2Fb/items");
    let missing = known.bind(&plan.steps[4], &signatures[0]).unwrap_err();
    assert_eq!(missing.to_string(), "`listItems` gave no value for `id`");
    known.learn(&signatures[1], json!({"items": [{"id": 7}]}).to_string().as_bytes());
    assert_eq!(known.bind(&plan.steps[4], &signatures[0]).unwrap().path, "/lists/a%2Fb/items/7");
}

#[test]
fn a_value_that_leaves_its_place_in_the_path_makes_no_call() {
    let signatures = [at("/lists", "listLists"), at("/lists/{id}", "getList")];
    let plan = plan(&signatures, false);
    for id in ["..", "."] {
        let mut known = Known::default();
        known.learn(&signatures[0], json!([{"id": id}]).to_string().as_bytes());
        let bound = known.bind(&plan.steps[2], &signatures[1]);
        assert!(matches!(bound, Err(Missing::Unfit(_))), "{id}");
    }
}

#[test]
fn a_list_that_cannot_be_called_gives_nothing() {
    let signatures = [with_query(at("/lists", "search"), "q", None), at("/lists/{id}", "getList")];
    assert!(plan(&signatures, false).steps.is_empty());
    let signatures =
        [Signature { method: Method::POST, ..at("/lists", "create") }, at("/lists/{id}", "getList")];
    assert!(plan(&signatures, false).steps.is_empty());
}

#[test]
fn e5_nothing_to_call_is_an_empty_plan() {
    assert!(plan(&[operation("createItems", Method::POST)], true).steps.is_empty());
    assert!(plan(&[], true).steps.is_empty());
}

fn outcome(status: u16) -> CallOutcome {
    let signature = operation("listItems", Method::GET);
    let call = bind::bind(&signature, &Arguments::default()).unwrap();
    let answer = Answer {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::new(),
        body: b"[]".to_vec(),
        duration: Duration::from_millis(1),
    };
    let url = Url::parse("https://api.example.com/items").unwrap();
    CallOutcome::new(&signature, &call, url, Authorization::Withheld, answer, &gpt_action::TARGET.call)
}

fn code(check: Check, status: u16) -> Option<&'static str> {
    let signature = operation("listItems", Method::GET);
    judged(check, &signature, status)
}

fn judged(check: Check, signature: &Signature, status: u16) -> Option<&'static str> {
    match judge(check, signature, &outcome(status), Before::default(), &gpt_action::TARGET.call) {
        Verdict::Failed(findings) => Some(findings[0].kind.code),
        Verdict::Passed | Verdict::Noted(_) => None,
        Verdict::ErrorStatus(_) => Some("status"),
    }
}

#[test]
fn only_401_is_a_refusal() {
    for check in [Check::RefusesMissingToken, Check::RefusesForgedToken] {
        assert_eq!(code(check, 401), None);
        assert_eq!(code(check, 200), Some("GA607"));
        assert_eq!(code(check, 204), Some("GA607"));
        for status in [302, 400, 403, 404, 500] {
            assert_eq!(code(check, status), Some("GA608"), "{status}");
        }
    }
}

#[test]
fn only_a_success_is_an_answer() {
    assert_eq!(code(Check::Answers, 200), None);
    for status in [400, 401, 403, 404, 429, 500] {
        assert_eq!(code(Check::Answers, status), Some("status"), "{status}");
    }
    assert_eq!(code(Check::Answers, 302), Some("GA606"));
    assert_eq!(code(Check::Answers, 304), Some("status"));
}

#[test]
fn a_public_operation_must_not_demand_a_token() {
    let public = Signature { public: true, ..operation("health", Method::GET) };
    for status in [401, 403] {
        assert_eq!(judged(Check::Answers, &public, status), Some("GA613"));
    }
    assert_eq!(judged(Check::Answers, &public, 200), None);
    assert_eq!(judged(Check::Answers, &public, 404), Some("status"));
}

fn head(path: &str, name: &str) -> Signature {
    Signature { method: Method::HEAD, consequential: true, ..at(path, name) }
}

#[test]
fn a_head_operation_is_read_like_a_get_operation_and_gives_no_values() {
    let signatures = [head("/lists", "headLists"), at("/lists/{id}", "getList")];
    let plan = plan(&signatures, false);
    assert_eq!(steps(&plan), [(0, Check::Answers)]);
    assert_eq!(plan.skipped[0].operation, "getList");
}

#[test]
fn a_step_waits_for_its_values_and_for_what_it_is_compared_with() {
    let signatures = [at("/lists", "listLists"), at("/lists/{id}", "getList"), at("/other", "other")];
    let mut plan = plan(&signatures, true);
    add_other_user(&mut plan, &signatures, &[]);
    let order = order(&plan.steps, &signatures);
    let waits: Vec<_> = plan.steps.iter().map(|step| (step.operation, step.check)).zip(order).collect();
    let of = |operation: usize, check: Check| {
        waits.iter().find(|(own, _)| *own == (operation, check)).map(|(_, after)| after.clone()).unwrap()
    };
    assert!(of(0, Check::Answers).is_empty());
    assert_eq!(of(0, Check::AnswersAgain), [0]);
    assert_eq!(of(1, Check::Answers), [0]);
    assert_eq!(of(1, Check::RefusesForgedToken), [0], "refusals wait for nobody but their values");
    assert!(of(0, Check::RefusesForgedToken).is_empty());
    assert_eq!(of(0, Check::OmitsOthersItems), [0]);
    assert_eq!(of(1, Check::RefusesOtherUser), [0, 4]);
    assert!(waits.iter().all(|((own, check), _)| *own != 2 || !check.is_by_other()), "no list of items");
}
