use super::*;
use crate::arazzo::Faulty;

fn faults(world: &World) -> Vec<String> {
    let told = |faulty: &Faulty| faulty.faults().iter().map(|own| own.message.clone()).collect();
    match opened(world) {
        Err(WorkflowError::Description(ReadError::Faulty(faulty))) => told(&faulty),
        other => panic!("{other:?}"),
    }
}

fn of_step(step: &str) -> Vec<String> {
    let workflows = format!("  - {{workflowId: w, steps: [{{stepId: s, {step}}}]}}\n");
    faults(&world(&workflows, always(200, &json!([]))))
}

#[test]
fn a_step_that_does_not_fit_the_document_is_refused_before_anything_is_sent() {
    for (step, expected) in [
        ("operationId: getItem", "there is no operation `getItem`"),
        (
            "operationPath: '{$sourceDescriptions.api.url}#/paths/~1items'",
            "`#/paths/~1items` leads to no operation",
        ),
        (
            "operationPath: '{$sourceDescriptions.api.url}#/paths/~1items/put'",
            "`#/paths/~1items/put` leads to no operation",
        ),
        (
            "operationPath: '{$sourceDescriptions.api.url}#/components/schemas/Item'",
            "`#/components/schemas/Item` leads to no operation",
        ),
        (
            "operationId: listItems, parameters: [{name: limits, in: query, value: 1}]",
            "`listItems` takes no query parameter `limits`",
        ),
        (
            "operationId: getItemById, parameters: [{name: id, in: query, value: 1}]",
            "`getItemById` takes no query parameter `id`",
        ),
        ("operationId: listItems, requestBody: {payload: {}}", "`listItems` takes no request body"),
        (
            "operationId: createItems, requestBody: {contentType: application/xml, payload: <a/>}",
            "an action sends JSON, not `application/xml`",
        ),
    ] {
        assert_eq!(of_step(step), [expected], "{step}");
    }
}

#[test]
fn an_operation_is_found_by_its_path_too() {
    let step = "operationPath: '{$sourceDescriptions.api.url}#/paths/~1items~1{id}/delete'";
    let workflows = format!("  - {{workflowId: w, steps: [{{stepId: s, {step}}}]}}\n");
    let scenario = opened(&world(&workflows, always(200, &json!([])))).unwrap();
    let plan = scenario.plan(&[0]);
    assert!(matches!(plan[0].calls, Calls::Operation(own) if own.name == "deleteItemById"));
    assert!(
        matches!(scenario.only_reads(&[0]), Err(WorkflowError::Writes { ref method, .. }) if method == Method::DELETE)
    );
}

#[test]
fn what_a_workflow_leads_to_may_not_write_either() {
    let write = "{workflowId: write, steps: [{stepId: c, operationId: createItems}]}";
    for step in [
        "workflowId: write",
        "operationId: listItems, onSuccess: [{name: g, type: goto, workflowId: write}]",
        "operationId: listItems, onFailure: [{name: g, type: goto, workflowId: write}]",
        "operationId: listItems, onFailure: [{name: g, type: retry, workflowId: write}]",
    ] {
        let workflows = format!("  - {{workflowId: w, steps: [{{stepId: s, {step}}}]}}\n  - {write}\n");
        let scenario = opened(&world(&workflows, always(200, &json!([])))).unwrap();
        assert!(scenario.only_reads(&[0]).is_err(), "{step}");
    }
}

#[test]
fn sources_are_files_and_nothing_is_fetched() {
    for (url, expected) in [
        (
            "https://api.example.com/openapi.yaml",
            "`api` is at `https://api.example.com/openapi.yaml`, and nothing is fetched for a test",
        ),
        ("ftp://a/b", "`api` is at `ftp://a/b`, and nothing is fetched for a test"),
        ("'%zz.yaml'", "`%zz.yaml` is no path"),
        ("'#/a'", "`#/a` is no path"),
    ] {
        let world =
            world("  - {workflowId: w, steps: [{stepId: s, operationId: o}]}\n", always(200, &json!([])));
        let text = format!(
            "arazzo: 1.0.1\ninfo: {{title: t, version: '1'}}\nsourceDescriptions: [{{name: api, url: {url}}}]\nworkflows: [{{workflowId: w, steps: [{{stepId: s, operationId: o}}]}}]\n"
        );
        world.set_file("/project/flows.yaml", text);
        assert_eq!(faults(&world), [expected], "{url}");
        assert!(world.requests().is_empty());
    }
    let missing =
        world("  - {workflowId: w, steps: [{stepId: s, operationId: o}]}\n", always(200, &json!([])));
    missing.set_file(
        "/project/flows.yaml",
        HEAD.replace("./openapi.yaml", "none.yaml")
            + "workflows: [{workflowId: w, steps: [{stepId: s, operationId: o}]}]\n",
    );
    assert!(matches!(opened(&missing), Err(WorkflowError::Source { ref name, .. }) if name == "api"));
}

#[test]
fn a_document_that_is_not_the_projects_gets_no_token() {
    let steps = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems}]}\n";
    let own_world = world(steps, always(200, &json!([])));
    own_world.set_file("/project/other.yaml", DOCUMENT);
    let text = format!("{}workflows:\n{steps}", HEAD.replace("openapi.yaml", "other.yaml"));
    own_world.set_file("/project/flows.yaml", text);
    let own = outcome(&own_world);
    assert!(matches!(own.stop, Some(Stop::Failed(CallError::Server(_)))), "{own:?}");
    assert!(own_world.requests().is_empty());
}

#[test]
fn one_document_or_server_cannot_stand_for_several() {
    let own_world = world(
        "  - {workflowId: w, steps: [{stepId: s, operationId: $sourceDescriptions.a.listItems}]}\n",
        always(200, &json!([])),
    );
    let text = "arazzo: 1.0.1\ninfo: {title: t, version: '1'}\nsourceDescriptions: [{name: a, url: openapi.yaml}, {name: b, url: openapi.yaml}]\nworkflows: [{workflowId: w, steps: [{stepId: s, operationId: $sourceDescriptions.a.listItems}]}]\n";
    own_world.set_file("/project/flows.yaml", text);
    assert!(opened(&own_world).is_ok());
    for selection in [
        Selection { server: Some("https://x.example"), ..selection() },
        Selection { schema: Some(Path::new("/project/openapi.yaml")), ..selection() },
    ] {
        let own = open(&own_world.system(), selection, Path::new("/project/flows.yaml"));
        assert!(matches!(own, Err(WorkflowError::OneForSeveral { count: 2, .. })));
    }
}

#[test]
fn a_workflow_is_chosen_by_its_name_with_those_that_it_needs() {
    let workflows = "  - {workflowId: b, dependsOn: [a], steps: [{stepId: s, operationId: listItems}]}\n  - {workflowId: a, steps: [{stepId: s, operationId: listItems}]}\n";
    let scenario = opened(&world(workflows, always(200, &json!([])))).unwrap();
    assert_eq!(scenario.chosen(&["b".to_owned()]).unwrap(), [1, 0]);
    assert_eq!(scenario.chosen(&["a".to_owned()]).unwrap(), [1]);
    assert!(
        matches!(scenario.chosen(&["B".to_owned()]), Err(WorkflowError::Unknown { nearest, .. }) if nearest == ["b"])
    );
}

#[test]
fn inputs_are_held_to_their_schema() {
    let workflows = "
  - workflowId: w
    inputs:
      type: object
      required: [n]
      properties: {n: {type: integer, minimum: 1}, s: {type: string}, d: {type: string, default: x}, key: {type: string, format: password}}
    steps: [{stepId: a, operationId: listItems, parameters: [{name: limit, in: query, value: $inputs.n}]}]
";
    let world = world(workflows, always(200, &json!([])));
    for (given, expected) in [
        (vec![], "workflow `w` needs the input `n`"),
        (
            vec![("n", json!(0))],
            "the inputs of workflow `w` break its schema: `n` is less than the minimum of 1",
        ),
        (
            vec![("n", json!("1"))],
            "the inputs of workflow `w` break its schema: `n` is not of type \"integer\"",
        ),
        (vec![("n", json!(1)), ("m", json!(1))], "no workflow that is run has an input `m`"),
        (vec![("n", json!(1)), ("n", json!(2))], "the input `n` was given twice"),
        (
            vec![("n", json!(1)), ("key", json!("k"))],
            "the input `key` of workflow `w` is a secret (`format: password`)",
        ),
    ] {
        let error = run_with(&world, &given).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    assert!(world.requests().is_empty());
    assert_eq!(run_with(&world, &[("n", json!(3))]).unwrap().passed(), 1);
    assert_eq!(paths(&world), ["/items?limit=3"]);
}

#[test]
fn headers_and_cookies_are_left_out_and_named() {
    let workflows = "  - {workflowId: w, steps: [{stepId: a, operationId: listItems, parameters: [{name: X-Trace, in: header, value: 1}, {name: Authorization, in: header, value: Bearer x}]}]}\n";
    let world = world(workflows, always(200, &json!([])));
    let left = opened(&world).unwrap().left_out();
    assert_eq!(left.len(), 2);
    assert!(left[0].ends_with(": the header `X-Trace`"), "{left:?}");
    outcome(&world);
    assert_eq!(world.requests()[0].headers()["authorization"], "Bearer at0");
    assert!(!world.requests()[0].headers().contains_key("x-trace"));
}
