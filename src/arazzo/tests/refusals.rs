use super::*;

const HEAD: &str =
    "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: api, url: a.yaml}]\n";

/// Returns the faults of a description with one workflow of these steps, without their places.
fn of_steps(steps: &str) -> Vec<String> {
    of_workflow(&format!("workflowId: w, steps: [{steps}]"))
}

fn of_workflow(workflow: &str) -> Vec<String> {
    messages(&format!("{HEAD}workflows: [{{{workflow}}}]\n"))
}

fn messages(text: &str) -> Vec<String> {
    let faults = faults(text).into_iter();
    faults.map(|own| own.splitn(3, ':').nth(2).unwrap_or_default().trim().to_owned()).collect()
}

#[test]
fn a_step_is_held_to_the_specification() {
    for (step, expected) in [
        ("{operationId: o}", "a step needs `stepId`"),
        ("{stepId: s}", "a step needs `operationId`, `operationPath` or `workflowId`"),
        (
            "{stepId: s, operationId: o, workflowId: w}",
            "a step calls one thing, and `workflowId` is a second",
        ),
        ("{stepId: s, operationId: o, sucessCriteria: []}", "a step has no `sucessCriteria`"),
        ("{stepId: s, operationId: o, $ref: '#/x'}", "a step has no `$ref`"),
        (
            "{stepId: s, operationId: o, successCriteria: {}}",
            "`successCriteria` is a list, and this is a mapping",
        ),
        ("{stepId: s, operationId: $sourceDescriptions.apis.o}", "there is no source description `apis`"),
        ("{stepId: s, operationId: $inputs.o}", "`$inputs.o` names no operation"),
        (
            "{stepId: s, operationPath: 'a.yaml#/paths/~1a/get'}",
            "`a.yaml#/paths/~1a/get` leads to no operation",
        ),
        (
            "{stepId: s, operationPath: '{$sourceDescriptions.api.url}'}",
            "`{$sourceDescriptions.api.url}` leads to no operation",
        ),
        ("{stepId: s, workflowId: nobody}", "there is no workflow `nobody`"),
        (
            "{stepId: s, workflowId: $sourceDescriptions.api.w}",
            "`$sourceDescriptions.api.w` is a workflow of another file, and such are not run here",
        ),
        ("{stepId: s, workflowId: w, requestBody: {payload: 1}}", "a workflow takes no request body"),
        ("{stepId: s, operationId: o, outputs: {a b: $url}}", "`a b` cannot be the name of an output"),
        ("{stepId: s, operationId: o, outputs: [a]}", "`outputs` is a mapping, and this is a list"),
        (
            "{stepId: s, operationId: o, outputs: {a: $response.headers.X}}",
            "`$response.headers.X` is no runtime expression",
        ),
        ("{stepId: s, operationId: o, outputs: {a: plain}}", "`plain` is no runtime expression"),
        ("{stepId: s, operationId: o, outputs: {a: 3}}", "`3` is no runtime expression"),
        ("{stepId: s, operationId: o, x-gptauth-undone-by: t}", "the workflow has no step `t`"),
        ("{stepId: s, operationId: o, x-gptauth-undone-by: s}", "a step cannot undo itself"),
        (
            "{stepId: s, operationId: o, x-gptauth-undone-by: [s]}",
            "`x-gptauth-undone-by` is a text, and this is a list",
        ),
        (
            "{stepId: s, operationId: o, x-gptauth-undone-by: t}, {stepId: t, workflowId: w}",
            "what undoes a step is one call, and this step runs a workflow",
        ),
        ("{stepId: s, operationId: o, x-gptauth-undoneby: s}", "a step has no `x-gptauth-undoneby`"),
    ] {
        assert_eq!(of_steps(step), [expected], "{step}");
    }
}

#[test]
fn parameters_and_bodies_are_held_to_the_specification() {
    for (parameter, expected) in [
        ("{in: query, value: 1}", "a parameter needs `name`"),
        ("{name: a, value: 1}", "a parameter of an operation needs `in`"),
        ("{name: a, in: query}", "a parameter needs `value`"),
        ("{name: a, in: body, value: 1}", "no parameter goes into `body`"),
        ("{name: a, in: query, value: 1, default: 2}", "a parameter has no `default`"),
        ("{name: a, in: query, value: $steps.t.outputs.x}", "the workflow has no step `t`"),
        ("{name: a, in: query, value: $steps.s.outputs.x}", "step `s` has no output `x`"),
        ("{name: a, in: query, value: $inputs.x}", "the workflow has no input `x`"),
        ("{name: a, in: query, value: 'x {$workflows.v.outputs.x}'}", "there is no workflow `v`"),
        ("{name: a, in: query, value: 'x {$url'}", "`{$` is not closed by `}`"),
        (
            "{name: a, in: query, value: $sourceDescriptions.api.title}",
            "`$sourceDescriptions.api.title` names no value",
        ),
        ("{name: a, in: query, value: $components.parameters.x}", "`$components.parameters.x` is no value"),
        ("{name: a, in: query, value: $request.header.Authorization}", "the token is shown to no expression"),
        ("{reference: $components.parameters.x}", "there is no `$components.parameters.x`"),
        (
            "{reference: $components.inputs.x}",
            "one of `parameters` belongs here, and `$components.inputs.x` is none",
        ),
        ("{reference: '#/components/parameters/x'}", "`#/components/parameters/x` is no runtime expression"),
        ("{reference: $inputs.x}", "`$inputs.x` names no component"),
        ("plain", "a parameter is a mapping, and this is a string"),
    ] {
        let step = format!("{{stepId: s, operationId: o, parameters: [{parameter}]}}");
        assert_eq!(of_steps(&step), [expected], "{parameter}");
    }
    let twice = "{stepId: s, operationId: o, parameters: [{name: a, in: query, value: 1}, {name: a, in: query, value: 2}]}";
    assert_eq!(of_steps(twice), ["`a` is given twice"]);
    for (body, expected) in [
        ("{payload: {a: [$inputs.x]}}", "the workflow has no input `x`"),
        ("{payload: '{\"a\": \"{$urls}\"}'}", "`$urls` is no runtime expression"),
        ("{body: 1}", "`requestBody` has no `body`"),
        ("{payload: {}, replacements: [{value: 1}]}", "a replacement needs `target`"),
        (
            "{payload: {}, replacements: [{target: //a, value: 1}, {target: a, value: 1}]}",
            "`a` is no JSON Pointer; XPath is not read here",
        ),
        ("{payload: {}, replacements: [{target: /a}]}", "a replacement needs `value`"),
    ] {
        let step = format!("{{stepId: s, operationId: o, requestBody: {body}}}");
        assert_eq!(of_steps(&step), [expected], "{body}");
    }
}

#[test]
fn criteria_are_held_to_the_specification() {
    for (criterion, expected) in [
        ("{}", "a criterion needs `condition`"),
        ("{condition: $statusCode = 200}", "`=` is no operator"),
        ("{condition: ok}", "`ok` is neither a literal nor an expression"),
        ("{condition: a, type: regex}", "a criterion of type `regex` needs `context`"),
        ("{condition: a, type: regexp, context: $url}", "a criterion cannot be `regexp`"),
        ("{condition: //a, type: xpath, context: $url}", "XPath is not read here: an action takes JSON only"),
        (
            "{condition: a, context: $url, type: {type: xpath, version: xpath-10}}",
            "XPath is not read here: an action takes JSON only",
        ),
        ("{condition: a, context: $url, type: {type: jsonpath}}", "the type of a criterion needs `version`"),
        (
            "{condition: $, context: $url, type: {type: jsonpath, version: '7'}}",
            "`7` is no version of JSONPath",
        ),
        ("{condition: a, context: $url, type: {type: regex, version: '1'}}", "`regex` has no versions"),
        ("{condition: $url == 1, context: plain, type: regex}", "`plain` is no runtime expression"),
        ("{condition: $url == 1, contxt: $url}", "a criterion has no `contxt`"),
        ("{condition: $steps.x.outputs.y == 1}", "the workflow has no step `x`"),
    ] {
        let step = format!("{{stepId: s, operationId: o, successCriteria: [{criterion}]}}");
        assert_eq!(of_steps(&step), [expected], "{criterion}");
    }
    for (kind, condition) in [
        ("regex", "(a"),
        ("regex", "a(?=b)"),
        ("regex", "((a{1000}){1000}){1000}"),
        ("jsonpath", "pets"),
        ("jsonpath", "$.pets["),
        ("jsonpath", "$.a == $.b"),
        ("jsonpath", "$[?((((((((@.a))))))))]"),
    ] {
        let criterion = format!("{{condition: '{condition}', type: {kind}, context: $response.body}}");
        let step = format!("{{stepId: s, operationId: o, successCriteria: [{criterion}]}}");
        assert_eq!(of_steps(&step).len(), 1, "{condition}");
    }
}

#[test]
fn actions_are_held_to_the_specification() {
    for (list, action, expected) in [
        ("onSuccess", "{type: end}", "a success action needs `name`"),
        ("onSuccess", "{name: a}", "a success action needs `type`"),
        ("onSuccess", "{name: a, type: retry}", "there is no action `retry` here"),
        ("onSuccess", "{name: a, type: goto}", "`goto` needs a `stepId` or a `workflowId`"),
        (
            "onSuccess",
            "{name: a, type: goto, stepId: s, workflowId: w}",
            "an action leads to a step or to a workflow, not to both",
        ),
        ("onSuccess", "{name: a, type: goto, stepId: t}", "the workflow has no step `t`"),
        ("onSuccess", "{name: a, type: end, stepId: s}", "an action that ends goes nowhere"),
        ("onSuccess", "{name: a, type: end, condition: $url}", "a success action has no `condition`"),
        ("onSuccess", "{name: a, type: end}, {name: a, type: end}", "two actions of the list are called `a`"),
        (
            "onSuccess",
            "{reference: $components.failureActions.a}",
            "one of `successActions` belongs here, and `$components.failureActions.a` is none",
        ),
        ("onFailure", "{name: a, type: stop}", "there is no action `stop` here"),
        (
            "onFailure",
            "{name: a, type: retry, retryAfter: -1}",
            "`retryAfter` is no number of seconds that is waited for",
        ),
        (
            "onFailure",
            "{name: a, type: retry, retryAfter: .inf}",
            "`retryAfter` is no number of seconds that is waited for",
        ),
        (
            "onFailure",
            "{name: a, type: retry, retryAfter: 1 s}",
            "`retryAfter` is no number of seconds that is waited for",
        ),
        (
            "onFailure",
            "{name: a, type: retry, retryLimit: 1000000}",
            "`retryLimit` is no number of tries that are made",
        ),
        (
            "onFailure",
            "{name: a, type: retry, retryLimit: 1.5}",
            "`retryLimit` is no number of tries that are made",
        ),
        (
            "onFailure",
            "{name: a, type: goto, stepId: s, retryLimit: 2}",
            "`retryLimit` means nothing for `goto`",
        ),
        ("onFailure", "{name: a, type: goto, workflowId: x}", "there is no workflow `x`"),
    ] {
        let step = format!("{{stepId: s, operationId: o, {list}: [{action}]}}");
        assert_eq!(of_steps(&step), [expected], "{action}");
    }
}

#[test]
fn a_workflow_and_a_description_are_held_to_the_specification() {
    let step = "steps: [{stepId: s, operationId: o}]";
    for (workflow, expected) in [
        (step.to_owned(), "a workflow needs `workflowId`"),
        ("workflowId: w".to_owned(), "a workflow needs `steps`"),
        ("workflowId: w, steps: []".to_owned(), "`steps` is empty"),
        (format!("workflowId: w, dependsOn: [v], {step}"), "there is no workflow `v`"),
        (format!("workflowId: w, dependsOn: [w], {step}"), "workflow `w` depends on itself"),
        (format!("workflowId: w, inputs: [a], {step}"), "`inputs` is a schema, and this is a list"),
        (
            format!("workflowId: w, inputs: {{$ref: '#/components/schemas/a'}}, {step}"),
            "`#/components/schemas/a` leads to no schema",
        ),
        (
            format!("workflowId: w, outputs: {{a: $steps.t.outputs.b}}, {step}"),
            "the workflow has no step `t`",
        ),
        (
            format!("workflowId: w, outputs: {{a: '$outputs[0].id'}}, {step}"),
            "`$outputs[0].id` is no runtime expression",
        ),
        (format!("workflowId: w, onFailure: [], {step}"), "a workflow has no `onFailure`"),
    ] {
        assert_eq!(of_workflow(&workflow), [expected], "{workflow}");
    }
    let two = format!("workflows: [{{workflowId: w, {step}}}, {{workflowId: w, {step}}}]");
    assert_eq!(messages(&format!("{HEAD}{two}")), ["two workflows are called `w`"]);
    let twins = "{stepId: s, operationId: o}, {stepId: s, operationId: o}";
    assert_eq!(of_steps(twins), ["two steps are called `s`"]);
    let ring = format!(
        "workflows: [{{workflowId: a, dependsOn: [b], {step}}}, {{workflowId: b, dependsOn: [c], {step}}}, {{workflowId: c, dependsOn: [a], {step}}}]"
    );
    assert_eq!(messages(&format!("{HEAD}{ring}")), ["workflow `a` depends on itself"]);
    for (text, expected) in [
        ("openapi: 3.1.0", "this is an OpenAPI document, not an Arazzo description"),
        ("a: 1", "this is no Arazzo description: it has no `arazzo`"),
        ("arazzo: 1.1.0", "Arazzo `1.1.0` is not known here"),
        (
            "arazzo: 1.0.1\narazzo: 1.0.1\ninfo: {title: t, version: 1}\nsourceDescriptions: [{name: a, url: b}]\nworkflows: [{workflowId: w, steps: [{stepId: s, operationId: o}]}]",
            "the key `arazzo` stands here twice",
        ),
    ] {
        assert_eq!(messages(text), [expected], "{text}");
    }
}

#[test]
fn several_sources_need_a_name_with_each_operation() {
    let text = "arazzo: 1.0.1\ninfo: {title: t, version: 1}\nsourceDescriptions: [{name: a, url: a}, {name: b, url: b}, {name: a, url: c}, {name: c, url: c, type: graphql}]\nworkflows: [{workflowId: w, steps: [{stepId: s, operationId: o}]}]";
    let expected = [
        "two source descriptions are called `a`",
        "a source cannot be `graphql`",
        "`o` may be in any of the source descriptions",
    ];
    assert_eq!(messages(text), expected);
}

#[test]
fn every_fault_is_told_where_it_is() {
    let text = format!(
        "{HEAD}workflows:\n  - workflowId: w\n    steps:\n      - stepId: s\n        operationId: o\n        successCriteria:\n          - condition: $statusCode = 200\n        outputs:\n          id: $response.boody\n"
    );
    assert_eq!(
        faults(&text),
        ["10:36: `=` is no operator", "12:15: `$response.boody` is no runtime expression"]
    );
}
