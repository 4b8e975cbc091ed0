use super::*;
use std::time::Duration;

/// Every field of the specification that means something to a run, once.
const WHOLE: &str = r##"
arazzo: 1.0.1
info: {title: Bookings, summary: s, description: d, version: 2.0.0}
sourceDescriptions:
  - {name: rooms, url: ./rooms.yaml, type: openapi}
  - {name: mail, url: ./mail.yaml, x-owner: us}
  - {name: others, url: ./others.arazzo.yaml, type: arazzo}
workflows:
  - workflowId: sign-up
    steps:
      - {stepId: a, operationId: $sourceDescriptions.mail.subscribe, outputs: {id: $response.body#/id}}
    outputs: {id: $steps.a.outputs.id}
  - workflowId: book
    summary: Books a room
    inputs: {$ref: '#/components/inputs/booking'}
    dependsOn: [sign-up]
    parameters:
      - {name: lang, in: query, value: en}
      - {name: page, in: query, value: 1}
    successActions: [{name: done, type: end, criteria: [{condition: $statusCode == 299}]}]
    failureActions:
      - {reference: $components.failureActions.busy}
      - {name: give-up, type: end}
    steps:
      - stepId: find
        description: Looks for a room
        operationPath: '{$sourceDescriptions.rooms.url}#/paths/~1rooms~1{floor}/get'
        parameters:
          - {name: floor, in: path, value: $inputs.floor}
          - {name: lang, in: query, value: "{$inputs.lang}-AT"}
          - {reference: $components.parameters.size, value: 5}
        successCriteria:
          - condition: $statusCode == 200 && $response.body#/rooms/0 != null
          - {context: $response.body, type: jsonpath, condition: '$.rooms[?@.free == true]'}
          - {context: $response.header.content-type, type: regex, condition: ^application/json}
          - context: $response.body
            condition: $.rooms
            type: {type: jsonpath, version: draft-goessner-dispatch-jsonpath-00}
        onFailure:
          - {name: give-up, type: goto, stepId: book}
        outputs: {room: '$response.body#/rooms/0/id'}
      - stepId: book
        operationId: $sourceDescriptions.rooms.book
        requestBody:
          contentType: application/json
          payload: {room: $steps.find.outputs.room, guests: [$inputs.name, plain], nights: 2}
          replacements: [{target: /nights, value: $inputs.nights}]
        onSuccess:
          - {name: again, type: goto, workflowId: sign-up}
      - stepId: nested
        workflowId: sign-up
        parameters: [{name: mail, value: $workflows.sign-up.outputs.id}]
        outputs: {mine: $outputs.id}
    outputs: {room: $steps.find.outputs.room, inner: $steps.nested.outputs.id}
components:
  inputs:
    booking:
      type: object
      required: [floor]
      properties: {floor: {type: integer}, lang: {type: string}, name: {$ref: '#/components/inputs/name'}, nights: {type: integer}}
    name: {type: string}
  parameters:
    size: {name: size, in: query, value: 10}
  failureActions:
    busy: {name: busy, type: retry, retryAfter: 1.5, retryLimit: 5, stepId: find, criteria: [{condition: $statusCode == 503}]}
"##;

#[test]
fn a_whole_description_is_read() {
    let own = read(WHOLE).unwrap_or_else(|error| panic!("{error}: {:?}", faults(WHOLE)));
    assert_eq!((own.title.as_str(), own.sources.len(), own.workflows.len()), ("Bookings", 3, 2));
    assert_eq!(own.sources[1].kind, SourceKind::OpenApi);
    let book = &own.workflows[1];
    assert_eq!((book.depends_on.as_slice(), own.in_order(&[1])), ([0].as_slice(), vec![0, 1]));
    assert_eq!(book.optional, ["lang", "name", "nights"]);
    let find = &book.steps[0];
    assert_eq!(
        find.target,
        Target::OperationPath { source: "rooms".into(), pointer: "/paths/~1rooms~1{floor}/get".into() }
    );
    assert_eq!(find.criteria.len(), 4);
    assert_eq!(book.steps[2].target, Target::Workflow(0));
    assert_eq!(book.steps[2].parameters[0].place, None);
}

#[test]
fn what_a_step_says_stands_in_place_of_what_its_workflow_says_and_the_rest_stays() {
    let own = read(WHOLE).unwrap();
    let find = &own.workflows[1].steps[0];
    let names: Vec<_> = find.parameters.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["floor", "lang", "size", "page"]);
    assert!(matches!(find.parameters[1].value, Template::Text(_)));
    assert_eq!(find.parameters[2].value, Template::Literal(5.into()), "the reference has a value of its own");
    let actions: Vec<_> = find.on_failure.iter().map(|own| (own.name.as_str(), &own.then)).collect();
    let retry = FailureThen::Retry {
        after: Duration::from_millis(1500),
        limit: 5,
        first: Some(Destination::Step(0)),
    };
    assert_eq!(actions, [("give-up", &FailureThen::Goto(Destination::Step(1))), ("busy", &retry)]);
    assert_eq!(find.on_success.len(), 1);
    let book = &own.workflows[1].steps[1];
    let then: Vec<_> = book.on_success.iter().map(|own| &own.then).collect();
    assert_eq!(then, [&SuccessThen::Goto(Destination::Workflow(0)), &SuccessThen::End]);
}

#[test]
fn json_is_read_as_yaml_is_and_every_patch_of_1_0() {
    let text = |version: &str| {
        format!(
            r#"{{"arazzo": "{version}", "info": {{"title": "t", "version": "1"}},
            "sourceDescriptions": [{{"name": "a", "url": "a.yaml"}}],
            "workflows": [{{"workflowId": "w", "steps": [{{"stepId": "s", "operationId": "o"}}]}}]}}"#
        )
    };
    for version in ["1.0.0", "1.0.1", "1.0.9", "1.0"] {
        assert!(read(&text(version)).is_ok(), "{version}");
    }
    for version in ["1.1.0", "2.0.0", "1", "1.00.0", "", "0.9"] {
        assert!(read(&text(version)).is_err(), "{version}");
    }
}

/// The shapes that published descriptions have, where they are not quite the specification's.
#[test]
fn published_manners_are_read() {
    let text = r##"
arazzo: 1.0.0
info: {title: t, version: '1.0'}
sourceDescriptions: [{name: pets, url: pets.yaml, type: openapi}]
workflows:
  - workflowId: w
    inputs: {type: object, properties: {customer: {type: object}}}
    steps:
      - stepId: s
        operationId: animals.post
        parameters: [{name: c, in: cookie, value: v}, {name: h, in: header, value: $inputs.customer.uri}]
        successCriteria:
          - condition: "{$statusCode == 200}"
          - {context: $response.body, condition: $.access_token != null, type: jsonpath}
          - {context: $response.body, condition: '$[?count(@.pets) > 0]', type: jsonpath}
        outputs:
          code: $response.body.coupon.code
          first: $response.body[0].id
      - stepId: t
        operationPath: '{$sourceDescriptions.pets.url}#/paths/~1pets'
        requestBody:
          payload: |
            {"grant": "code", "code": "{$steps.s.outputs.code}"}
"##;
    assert_eq!(faults(text), Vec::<String>::new());
}
