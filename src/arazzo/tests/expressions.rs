use super::*;
use proptest::prelude::*;

#[test]
fn every_form_of_the_grammar_is_read_and_printed_as_it_was() {
    for text in [
        "$url",
        "$method",
        "$statusCode",
        "$request.header.accept",
        "$request.query.queryUrl",
        "$request.path.id",
        "$request.body",
        "$request.body#/user/uuid",
        "$response.body#/status",
        "$response.body#",
        "$response.body#/a~1b/m~0n",
        "$response.header.X-Expires-After",
        "$inputs.username",
        "$inputs.x-api-key",
        "$inputs.customer.uri",
        "$outputs.bar",
        "$steps.someStepId.outputs.pets",
        "$steps.someStepId.outputs.pets#/0/id",
        "$workflows.foo.inputs.username",
        "$workflows.foo.outputs.mappedResponse#/name",
        "$sourceDescriptions.petStore.url",
        "$sourceDescriptions.petStore.loginUser",
        "$components.parameters.page",
        "$response.body.items[0].id",
        "$response.body[0]",
    ] {
        assert_eq!(Expression::parse(text).map(|own| own.to_string()), Ok(text.to_owned()));
    }
}

#[test]
fn what_is_no_expression_is_none() {
    for text in [
        "",
        "url",
        "$",
        "$status",
        "$statuscode",
        "$statusCode ",
        "$statusCode.x",
        "$request",
        "$request.",
        "$request.cookie.a",
        "$request.header.",
        "$request.header.a b",
        "$request.header.a:b",
        "$response.query.a",
        "$response.path.a",
        "$response.headers.Location",
        "$response.bodyguard",
        "$response.body#status",
        "$response.body#/a~2b",
        "$response.body.",
        "$response.body[x]",
        "$response.body[-1]",
        "$response.body[0",
        "$response.body[99999999999999999999]",
        "$inputs",
        "$inputs.",
        "$inputs.#/a",
        "$inputs.a b",
        "$inputs.{a}",
        "$outputs[0].id",
        "$steps.a",
        "$steps.a.outputs",
        "$steps.a.outputs.",
        "$steps..outputs.a",
        "$steps.a.inputs.b",
        "$workflows.a.steps.b",
        "$workflows.a",
        "$sourceDescriptions.a",
        "$sourceDescriptions..url",
        "$components.schemas.a",
        "$components.parameters.",
        "$workflow_order_id",
    ] {
        assert!(Expression::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn a_slip_is_told_with_what_was_meant() {
    let help = |text: &str| Expression::parse(text).unwrap_err().help().unwrap_or_default();
    assert_eq!(help("$response.headers.Location"), "did you mean `$response.header.`?");
    assert_eq!(help("$statuscode"), "did you mean `$statusCode`?");
    assert_eq!(help("$step.a.outputs.b"), "did you mean `$steps.`?");
    assert!(help("$zzz").starts_with("an expression starts with"));
}

#[test]
fn a_price_is_no_expression_and_a_slip_is_one() {
    for text in ["$5.00", "$", "$$", "", "a $url", "{$5}", "{}", "{a}"] {
        assert!(matches!(Template::of_text(text), Ok(Template::Literal(_))), "{text:?}");
    }
    for text in ["$urls", "{$urls}", "x {$inputs.a", "{$inputs.}", "{$inputs.a}{$inputs."] {
        assert!(Template::of_text(text).is_err(), "{text:?}");
    }
}

fn name() -> impl Strategy<Value = String> {
    "[A-Za-z][A-Za-z0-9_-]{0,6}"
}

fn way() -> impl Strategy<Value = Vec<Access>> {
    let access = prop_oneof![name().prop_map(Access::Name), (0_usize..100).prop_map(Access::Index)];
    let pointer = proptest::option::of("(/([a-z.]|~0|~1){0,4}){0,3}");
    (proptest::collection::vec(access, 0..4), pointer).prop_map(|(mut way, pointer)| {
        way.extend(pointer.map(Access::Pointer));
        way
    })
}

fn named_way() -> impl Strategy<Value = Vec<Access>> {
    (name(), way()).prop_map(|(name, mut way)| {
        way.insert(0, Access::Name(name));
        way
    })
}

pub(super) fn expression() -> impl Strategy<Value = Expression> {
    prop_oneof![
        Just(Expression::Url),
        Just(Expression::Method),
        Just(Expression::StatusCode),
        "[A-Za-z0-9.-]{1,8}".prop_map(|name| Expression::Request(Part::Header(name))),
        name().prop_map(|name| Expression::Request(Part::Query(name))),
        name().prop_map(|name| Expression::Request(Part::Path(name))),
        way().prop_map(|way| Expression::Request(Part::Body(way))),
        way().prop_map(|way| Expression::Response(Part::Body(way))),
        named_way().prop_map(Expression::Inputs),
        named_way().prop_map(Expression::Outputs),
        (name(), named_way()).prop_map(|(step, output)| Expression::Steps { step, output }),
        (name(), named_way()).prop_map(|(workflow, path)| Expression::Workflows {
            workflow,
            side: Side::Outputs,
            path
        }),
        (name(), name()).prop_map(|(name, member)| Expression::Source { name, member }),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_is_read_again_as_the_same(own in expression()) {
        prop_assert_eq!(Expression::parse(&own.to_string()), Ok(own.clone()));
        prop_assert_eq!(Condition::parse(&own.to_string()), Ok(Condition::Expression(own)));
    }

    #[test]
    fn no_text_makes_the_reader_stumble(text in "\\PC*") {
        if let Ok(own) = Expression::parse(&text) {
            prop_assert_eq!(own.to_string(), text.clone());
        }
        _ = Template::of_text(&text);
        _ = Condition::parse(&text);
    }

    #[test]
    fn what_looks_like_an_expression_makes_nobody_stumble_either(
        text in "\\$(request|response|inputs|steps|outputs|workflows)?[.#/~\\[\\]{}a0 ]{0,12}",
    ) {
        if let Ok(own) = Expression::parse(&text) {
            prop_assert_eq!(own.to_string(), text.clone());
        }
        _ = Template::of_text(&text);
        _ = Condition::parse(&text);
    }
}
